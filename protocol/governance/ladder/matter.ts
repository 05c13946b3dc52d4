import type { Advice } from '../../documents/advice.ts';
import type { FolkmootDocument } from '../../documents/document.ts';
import type { Answer, Response } from '../../documents/response.ts';
import type { Author, DocumentId } from '../../ids.ts';
import type { Millis } from '../../time.ts';
import { bindingHash } from '../binding.ts';
import { recusedIn } from '../roles/recused.ts';
import type { JudgedEntry } from '../view.ts';
import { checkedIn } from './claims.ts';

/** A proposal's thread as the rungs read it: what counted, and what everybody's answer is now. */
export interface Matter {
  /** Counted entries, in log order. */
  readonly entries: readonly JudgedEntry[];
  readonly version: CurrentVersion;
  /** The last answer of each person that is bound to the current binding part. Spec §6 [R-6.21a]. */
  readonly answers: ReadonlyMap<Author, CurrentAnswer>;
  /** The last advice of each person on the current binding part. Spec §6. */
  readonly advice: ReadonlyMap<Author, CurrentAdvice>;
  /** Everybody who took part in any way. */
  readonly heard: ReadonlySet<Author>;
  /** Who stands aside. Spec §15. */
  readonly recused: ReadonlySet<Author>;
}

export interface CurrentVersion {
  readonly id: DocumentId;
  /** When its binding part was put forward: an explanation alone changes nothing. */
  readonly at: Millis;
  readonly binding: string;
}

export interface CurrentAnswer {
  readonly id: DocumentId;
  readonly value: Answer;
  readonly at: Millis;
  /** Given by themself, and not in their name. */
  readonly own: boolean;
  readonly through?: JudgedEntry['through'];
}

export interface CurrentAdvice {
  readonly id: DocumentId;
  readonly stance: Advice['stance'];
  readonly at: Millis;
}

/** Reads a proposal's thread. Spec §6, [R-6.21a]. */
export function readMatter(thread: readonly JudgedEntry[]): Matter {
  const counted = thread.filter(({ verdict }) => verdict.status === 'counted');
  const recused = recusedIn(counted);
  const entries = counted.filter(
    ({ document }) =>
      !ANSWERS_ONLY.has(document.type) || !speakersOf(document).some((who) => recused.has(who)),
  );
  const bindings = bindingsIn(entries);
  const version = currentVersion(entries, bindings);
  const heard = new Set<Author>();
  for (const { document } of entries) {
    if (TAKES_PART.has(document.type)) heard.add(document.author);
  }
  const answers = currentAnswers(entries, bindings, version.binding);
  const advice = new Map<Author, CurrentAdvice>();
  for (const { id, at, document } of entries) {
    if (document.type !== 'advice' || bindings.get(document.proposal.id) !== version.binding) continue;
    advice.set(document.author, { id, stance: document.stance, at });
  }
  return { entries, version, answers, advice, heard, recused };
}

/** Who answers, and in whose name. */
function speakersOf(document: FolkmootDocument): readonly Author[] {
  return document.type === 'response' && document.for !== undefined
    ? [document.author, document.for]
    : [document.author];
}

/** What somebody said who stands aside now does not count any more; their objection is told as withdrawn. Spec §15. */
const ANSWERS_ONLY: ReadonlySet<string> = new Set(['response', 'objection-test']);

/** The binding part of each version that counts, by its hash. */
export function bindingsIn(thread: readonly JudgedEntry[]): ReadonlyMap<DocumentId, string> {
  return new Map(
    thread.flatMap(({ id, document, verdict }) =>
      document.type === 'proposal' && verdict.status === 'counted'
        ? [[id, bindingHash(document.binding)] as const]
        : [],
    ),
  );
}

const TAKES_PART: ReadonlySet<string> = new Set(['response', 'objection', 'objection-test', 'withdrawal']);

function currentVersion(
  entries: readonly JudgedEntry[],
  bindings: ReadonlyMap<DocumentId, string>,
): CurrentVersion {
  const versions = entries.filter(({ id }) => bindings.has(id));
  const last = versions.at(-1);
  if (last === undefined) throw new TypeError('a proposal thread begins with its first version');
  const binding = bindings.get(last.id) ?? '';
  const begins = versions.findLastIndex(({ id }) => bindings.get(id) !== binding) + 1;
  return { id: last.id, at: versions[begins]?.at ?? last.at, binding };
}

/** An objection is its author's answer too: whoever raised one answers anew once it is over. Spec §6 [R-6.21a]. */
function currentAnswers(
  entries: readonly JudgedEntry[],
  bindings: ReadonlyMap<DocumentId, string>,
  binding: string,
): ReadonlyMap<Author, CurrentAnswer> {
  const answers = new Map<Author, CurrentAnswer>();
  for (const { id, at, document, through } of entries) {
    if (document.type === 'objection') answers.delete(document.author);
    if (document.type !== 'response' || bindings.get(document.proposal.id) !== binding) continue;
    const { author, for: name = author } = document;
    const value = heardAs(id, document, entries);
    // Whoever speaks for themself is not spoken for. Spec §17.
    if (name !== author && answers.get(name)?.own === true) continue;
    const own = name === author;
    answers.set(name, { id, value, at, own, ...(through === undefined ? {} : { through }) });
  }
  return answers;
}

/** A block that rests on claims alone, none of which holds, is heard as standing aside. Spec §6. */
function heardAs(id: DocumentId, document: Response, entries: readonly JudgedEntry[]): Answer {
  const nothing = document.claims !== undefined && checkedIn(entries, { id, document }) === 'kept';
  return nothing ? 'stand-aside' : document.value;
}
