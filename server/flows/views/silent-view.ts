import { compareText } from '../../../protocol/bytes.ts';
import type { Decision } from '../../../protocol/documents/decision.ts';
import type { Opening } from '../../../protocol/documents/opening.ts';
import type { Outcome } from '../../../protocol/documents/outcome.ts';
import { rosterOf } from '../../../protocol/governance/ladder/roster.ts';
import { recusedIn } from '../../../protocol/governance/roles/recused.ts';
import type { JudgedEntry } from '../../../protocol/governance/view.ts';
import type { Subject } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import { askFreely } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { peopleBy } from './people.ts';

/** By name, who was asked before a role decided and said nothing: silence is recorded, and never a yes. Spec §6. */
export async function silentIn(
  context: Context,
  record: StoredRecord,
  document: Decision | Outcome,
  { before, mayRead }: { readonly before: readonly JudgedEntry[]; readonly mayRead: MayRead },
): Promise<readonly string[]> {
  const id = document.type === 'decision' ? document.consulted?.opening : undefined;
  const opening = before.find((entry) => entry.id === id)?.document;
  if (opening?.type !== 'opening' || !(await isRosterFor(record, opening, mayRead))) return [];
  const people = await askFreely(record, (view) => rosterOf(opening, view));
  const advised = new Set(
    before.flatMap((entry) => (entry.document.type === 'advice' ? [entry.document.author] : [])),
  );
  const aside = recusedIn(before);
  const silent = people.map(({ subject }) => subject).filter((one) => !advised.has(one) && !aside.has(one));
  return namesOf(context, record, silent, mayRead);
}

/** Names in their own order: that of a roster says nothing to anybody. */
export async function namesOf(
  context: Context,
  record: StoredRecord,
  subjects: readonly Subject[],
  mayRead: MayRead,
): Promise<readonly string[]> {
  const people = await peopleBy(context, record, subjects, mayRead);
  return subjects.map((subject) => people.get(subject)?.name ?? subject).sort(compareText);
}

/** Who is on a list that is not for a reader is not told by who is missing from the answers. Spec §16. */
export async function isRosterFor(
  record: StoredRecord,
  opening: Opening,
  mayRead: MayRead,
): Promise<boolean> {
  if (!mayRead(opening)) return false;
  await record.prefetch({ threads: [], documents: opening.roster.pages });
  for (const page of opening.roster.pages) {
    const list = await record.document(page);
    if (list === null || !mayRead(list)) return false;
  }
  return true;
}
