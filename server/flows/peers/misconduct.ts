import * as z from 'zod';
import { utf8 } from '../../../protocol/bytes.ts';
import { hashTextOf, type Scid, scidSchema } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';

/** What a peer showed that cannot be right. Spec §18. */
const KINDS = {
  'identity-rollback':
    'It showed a DID log that takes back what it published before, or says something else.',
  'log-rollback': 'It showed a shorter log than the one that it signed before.',
  'wrong-origin': 'It signed a checkpoint in the name of another log.',
  'level-lowered': 'It describes itself with older protocol versions than it spoke before.',
} as const;
export type MisconductKind = keyof typeof KINDS;

/** Different pieces of evidence that are kept of one peer: the first ones tell enough. */
const KEPT_MAX = 16;
/** A DID log, or two notes; of a longer one its beginning. */
const EVIDENCE_CHARACTERS_MAX = 256 * 1024;

const MISCONDUCT = 'misconduct';
const keptSchema = z.strictObject({
  commons: scidSchema,
  kind: z.enum(Object.keys(KINDS) as [MisconductKind, ...MisconductKind[]]), // the table has some
  at: z.int(),
  shown: z.string(),
  known: z.string(),
});
export type Misconduct = z.infer<typeof keptSchema>;

/** Keeps what a peer showed beside what is known, for good, and alarms the operator. Each once. */
export async function keepMisconduct(
  { store, logger, now }: Pick<Context, 'store' | 'logger' | 'now'>,
  commons: Scid,
  kind: MisconductKind,
  evidence: { readonly shown: string; readonly known: string },
): Promise<void> {
  const shown = evidence.shown.slice(0, EVIDENCE_CHARACTERS_MAX);
  const known = evidence.known.slice(0, EVIDENCE_CHARACTERS_MAX);
  const kept = await misconductOf({ store }, commons);
  if (kept.length >= KEPT_MAX) return;
  const key = `${commons} ${kind} ${hashTextOf(utf8(shown))}`;
  if (await store.records.add(MISCONDUCT, key, { commons, kind, at: await now(), shown, known })) {
    logger.error({ peer: commons, kind }, `${KINDS[kind]} What it showed is kept.`);
  }
}

export async function listMisconduct({ store }: Pick<Context, 'store'>): Promise<readonly Misconduct[]> {
  return (await store.records.list(MISCONDUCT)).map(({ value }) => keptSchema.parse(value));
}

async function misconductOf(context: Pick<Context, 'store'>, commons: Scid): Promise<readonly Misconduct[]> {
  return (await listMisconduct(context)).filter((kept) => kept.commons === commons);
}

export function misconductWords(kind: MisconductKind): string {
  return KINDS[kind];
}
