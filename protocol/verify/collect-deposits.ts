import type { FolkmootDocument } from '../documents/document.ts';
import type { Outcome } from '../documents/outcome.ts';
import { depositsThread } from '../documents/thread-names.ts';
import type { Verified } from '../envelope/verify.ts';
import type { DocumentId, Scid } from '../ids.ts';
import { leafTime } from '../log/leaf.ts';
import { type Millis, parseTime } from '../time.ts';
import { DEPOSITED_MAX } from './bundle.ts';
import type { EvidenceSource } from './collect-bundle.ts';
import { addEntries, addThread, type Part, type Parts } from './collect-parts.ts';
import { wasInTime } from './deposits.ts';

/** A document that somebody keeps for another commons, as it was signed. */
export interface KeptDocument {
  readonly verified: Verified;
  readonly document: FolkmootDocument;
}

/**
 * Takes what shows which documents were left with others before a matter closed, and that its log took them.
 * Spec §21.
 *
 * @returns by keeper, what the log did not take and the reader may see.
 */
export async function addDeposits(
  document: FolkmootDocument | null,
  index: number,
  part: Part,
  parts: Parts,
  { deposited }: Pick<EvidenceSource, 'deposited'>,
): Promise<ReadonlyMap<Scid, readonly Verified[]>> {
  const shown = new Map<Scid, readonly Verified[]>();
  if (document?.type !== 'outcome' || document.deposits === undefined) return shown;
  const openedAt = await addAsked(document, part);
  const closedAt = parseTime(document.deposits.closedAt) ?? 0; // the schema has checked the text
  for (const { commons, list } of document.deposits.with) {
    const keeper = list === undefined ? null : await parts.open(commons);
    const listed = list === undefined ? null : ((await keeper?.log.indexOf(list)) ?? null);
    if (keeper === null || listed === null) continue;
    await addThread(keeper, depositsThread(part.log.commons), listed);
    const asked = [...keeper.entries.values()].flatMap(({ document: one, leaf }) =>
      one?.type === 'deposit' && wasInTime(leafTime(leaf), openedAt, closedAt) ? [one.doc] : [],
    );
    const absent = await addLogged(asked, part, index);
    const kept = (await deposited?.(absent.slice(0, DEPOSITED_MAX))) ?? [];
    for (const one of kept) await addThread(part, one.document.author, index); // whether their key was in force
    if (kept.length === 0) continue;
    shown.set(
      commons,
      kept.map(({ verified }) => verified),
    );
  }
  return shown;
}

/** What the log took. @returns what it did not take before the target. */
async function addLogged(
  ids: readonly DocumentId[],
  part: Part,
  target: number,
): Promise<readonly DocumentId[]> {
  const places = await Promise.all(ids.map(async (id) => ({ id, at: await part.log.indexOf(id) })));
  await addEntries(
    part,
    places.flatMap(({ at }) => at ?? []),
  );
  return places.flatMap(({ id, at }) => (at === null || at >= target ? [id] : []));
}

/** Who was asked. @returns when. */
async function addAsked({ opening }: Outcome, part: Part): Promise<Millis> {
  const at = await part.log.indexOf(opening);
  if (at === null) return 0;
  await addEntries(part, [at]);
  const opened = part.entries.get(at);
  const pages = opened?.document?.type === 'opening' ? opened.document.roster.pages : [];
  const indices = await Promise.all(pages.map((id) => part.log.indexOf(id)));
  await addEntries(
    part,
    indices.filter((found) => found !== null),
  );
  return opened === undefined ? 0 : leafTime(opened.leaf);
}
