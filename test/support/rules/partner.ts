import type { Scid } from '../../../protocol/ids.ts';
import type { Millis } from '../../../protocol/time.ts';
import { createCommons } from '../found-commons.ts';
import type { Draft, LoggedEntry } from '../log-builder.ts';

/** A signed document, wherever it was logged. */
export interface Said {
  readonly envelope: Uint8Array;
  readonly entry: Pick<LoggedEntry['entry'], 'id' | 'document'>;
}

/** What commons say to each other. */
export type Spoken =
  | 'terms'
  | 'acceptance'
  | 'rejection'
  | 'withdrawal'
  | 'seal'
  | 'lapse'
  | 'event'
  | 'termination'
  | 'question'
  | 'answer';

/** Another commons: its documents are signed by its own key; whether they count at its home is for the test to say. */
export interface Partner {
  readonly home: Scid;
  readonly say: <Type extends Spoken>(
    type: Type,
    at: Millis,
    draft: Omit<Draft<Type>, 'type'>,
  ) => Promise<Said>;
}

export async function createPartner(label: string): Promise<Partner> {
  const { log, self } = await createCommons(label, '2026-01-05T09:00:00Z');
  return {
    home: log.commons,
    async say(type, at, draft) {
      log.setClock(at);
      const { id, payload, document } = log.compose(type, self, draft);
      return { envelope: await log.sign(payload, self), entry: { id, document } };
    },
  };
}
