import { parseDocument } from '../../../protocol/documents/parse-document.ts';
import { parseEnvelope } from '../../../protocol/envelope/parse.ts';
import { verifyEnvelope } from '../../../protocol/envelope/verify.ts';
import type { Millis } from '../../../protocol/time.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { createCommons, type TestCommons } from '../found-commons.ts';
import { admitOnWholeLog, createRecord, foreignVerdictsOf, type Stage, type Staged } from './stage.ts';

/** A stage whose documents are signed: what it logs can be written down as envelopes. */
export interface SignedStage extends Stage {
  readonly commons: TestCommons;
  /** Every entry as it came: when, its envelope, and for a foreign one whether it counts at its home. */
  readonly script: readonly ScriptEntry[];
}

export interface ScriptEntry {
  readonly at: Millis;
  readonly envelope: Uint8Array;
  readonly countsAtHome?: boolean;
}

export interface SignedStaged extends Staged {
  readonly envelope: Uint8Array;
}

/** Keys, DID and every document follow from the label. */
export async function createSignedStage(label: string, time: string): Promise<SignedStage> {
  const commons = await createCommons(label, time);
  const { log, self } = commons;
  const { record, keep } = createRecord(log.commons, () => ({ number: 1, documentKeys: [self.key] }));
  const entries: Staged[] = [];
  const script: ScriptEntry[] = [];

  async function place(envelope: Uint8Array, countsAtHome?: boolean): Promise<SignedStaged> {
    const verified = await verifyEnvelope(parseEnvelope(envelope), verifyWithNode);
    const document = parseDocument(verified.content);
    const at = log.now();
    const admitted = admitOnWholeLog({ index: entries.length, at, verified, document }, record);
    keep(admitted, document);
    const staged = { ...admitted, document, verified, envelope };
    entries.push(staged);
    script.push({ at, envelope, ...(countsAtHome === undefined ? {} : { countsAtHome }) });
    return staged;
  }

  return {
    commons,
    script,
    home: log.commons,
    self,
    entries,
    record,
    setClock: (next) => log.setClock(typeof next === 'number' ? new Date(next).toISOString() : next),
    now: log.now,
    state: (name) => record.thread(name).state,
    compose: (type, signer, draft) => log.compose(type, signer, draft),
    append: async (type, signer, draft) =>
      place(await log.sign(log.compose(type, signer, draft).payload, signer)),
    log: async (payload, signer) => place(await log.sign(payload, signer)),
    receive: async (entry, counts = true) => {
      if (!('envelope' in entry) || !(entry.envelope instanceof Uint8Array))
        throw new TypeError('only a signed entry travels to a signed stage');
      foreignVerdictsOf(record).set(entry.verified.id, counts);
      return place(entry.envelope, counts);
    },
  };
}

/** The first line of the stage's DID log. */
export function lineOf(stage: Stage): string {
  return 'commons' in stage ? (stage as SignedStage).commons.line : 'a line'; // only a signed stage has a DID
}
