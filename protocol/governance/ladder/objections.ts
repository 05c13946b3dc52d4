import type { ObjectionFateName } from '../../documents/outcome.ts';
import type { Author, DocumentId } from '../../ids.ts';
import { DAY_SECONDS, type Millis, SECOND } from '../../time.ts';
import type { JudgedEntry } from '../view.ts';
import { type Checked, checkedIn } from './claims.ts';
import { isShare } from './threshold.ts';

/** Tests that find no argument, at the least: two people cannot put an objection aside. Spec §6. */
const TESTS_MIN = 3;
/** Share of the others who must find no argument. Spec §6. */
const TESTS_SHARE = { num: 2, den: 3 };
/** Time between two offers that are left unanswered. Spec §6. */
const OFFERS_APART = 72 * 3600 * SECOND;
/** Silence after the second offer, after which an objection lapses. Spec §6. */
const SILENCE = 7 * DAY_SECONDS * SECOND;

/** One objection and what became of it. */
export interface JudgedObjection {
  readonly objection: DocumentId;
  readonly author: Author;
  readonly fate: ObjectionFateName;
  /** Its author gave way without being convinced: the review comes in half the time. */
  readonly reluctant: boolean;
  /** When it ended by its author's word; null while it stands or where others ended it. */
  readonly endedAt: Millis | null;
  /** When it would lapse if its author stays silent; null where nothing was offered twice. */
  readonly lapsesAt: Millis | null;
  /** What the rules say of its claims; `people` where they have no say. Spec §6. */
  readonly checked: Checked;
}

/**
 * Every objection in the order raised, with its fate. Spec §6, [R-6.24a], [R-6.32], [R-6.33], [R-6.113].
 *
 * It stands through amendments, until its author ends it or raises another; or the rules, or where they have no say enough of the others,
 * find nothing in it; or its author leaves two offers unanswered.
 */
export function judgeObjections(
  entries: readonly JudgedEntry[],
  others: number,
  asOf: Millis,
): readonly JudgedObjection[] {
  return entries.flatMap((entry) =>
    entry.document.type === 'objection'
      ? [
          judgeOne(
            entry,
            entries,
            others,
            checkedIn(entries, { id: entry.id, document: entry.document }),
            asOf,
          ),
        ]
      : [],
  );
}

function judgeOne(
  { id, document: { author } }: JudgedEntry,
  entries: readonly JudgedEntry[],
  others: number,
  checked: Checked,
  asOf: Millis,
): JudgedObjection {
  const lapsesAt = lapseOf(id, author, entries);
  const objection = { objection: id, author, lapsesAt, checked };
  let isRaised = false;
  for (const entry of entries) {
    const { document, at } = entry;
    const again = isRaised && document.type === 'objection' && document.author === author;
    isRaised ||= entry.id === id;
    if (again && !isOverAt(at, entries.slice(0, entries.indexOf(entry))))
      return { ...objection, fate: 'replaced', reluctant: false, endedAt: null };
    if (document.type === 'recusal' && document.author === author)
      return { ...objection, fate: 'withdrawn', reluctant: false, endedAt: at };
    if (document.type !== 'withdrawal' || document.of.id !== id) continue;
    return { ...objection, fate: document.fate, reluctant: document.reluctant !== undefined, endedAt: at };
  }
  const nothing = checked === 'people' ? isDisqualified(id, entries, others) : checked === 'kept';
  const fate = nothing ? 'not-qualified' : lapsesAt !== null && asOf >= lapsesAt ? 'lapsed' : 'standing';
  return { ...objection, fate, reluctant: false, endedAt: null };

  /** Time, the rules or the others had put it aside already. */
  function isOverAt(at: Millis, before: readonly JudgedEntry[]): boolean {
    if (lapsesAt !== null && at >= lapsesAt) return true;
    return checked === 'people' ? isDisqualified(id, before, others) : checked === 'kept';
  }
}

/** Each person's last word counts. */
function isDisqualified(id: DocumentId, entries: readonly JudgedEntry[], others: number): boolean {
  const words = new Map<Author, boolean>();
  for (const { document } of entries) {
    if (document.type === 'objection-test' && document.of.id === id)
      words.set(document.author, document.argumentMade);
  }
  const without = [...words.values()].filter((made) => !made).length;
  return without >= TESTS_MIN && isShare(without, TESTS_SHARE, others);
}

/** Versions that name the objection are offers; whatever its author does in the matter answers all that came before. */
function lapseOf(id: DocumentId, author: Author, entries: readonly JudgedEntry[]): Millis | null {
  let first: Millis | null = null;
  let lapsesAt: Millis | null = null;
  for (const { at, document } of entries) {
    if (lapsesAt !== null && at >= lapsesAt) return lapsesAt;
    if (document.author === author) {
      first = null;
      lapsesAt = null;
    } else if (document.type === 'proposal' && (document.integrates ?? []).includes(id)) {
      if (first === null) first = at;
      else if (at - first >= OFFERS_APART && lapsesAt === null) lapsesAt = at + SILENCE;
    }
  }
  return lapsesAt;
}
