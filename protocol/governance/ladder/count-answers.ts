import type { Counts } from '../../documents/outcome.ts';
import type { Answer } from '../../documents/response.ts';
import type { Author } from '../../ids.ts';
import { type Held, unnamedOf } from '../meetings/recorded.ts';
import type { CurrentAnswer } from './matter.ts';

/** Answers that say neither yes nor no. */
const UNDECIDED: ReadonlySet<Answer> = new Set<Answer>(['abstain', 'pause', 'stand-aside']);

interface CountedAmong {
  readonly roster: number;
  readonly base: number;
  readonly objections: number;
  /** Meetings that spoke of the current binding part: some answers have no name. Spec §14. */
  readonly held: readonly Held[];
  /** Of them, those that came by no key of their author's own. Spec §14. */
  readonly passedOn: number;
}

/**
 * Counts answers. Spec §6.
 *
 * @param objectors people with a standing objection: that is their answer, whatever else they said.
 */
export function countAnswers(
  answers: ReadonlyMap<Author, Pick<CurrentAnswer, 'value'>>,
  objectors: ReadonlySet<Author>,
  { roster, base, objections, held, passedOn }: CountedAmong,
): Counts {
  const values: Partial<Record<Answer, number>> = {};
  let responders = objectors.size;
  let decisive = objectors.size;
  for (const [author, { value }] of answers) {
    if (objectors.has(author)) continue;
    values[value] = (values[value] ?? 0) + 1;
    if (value !== 'pause') responders++;
    if (!UNDECIDED.has(value)) decisive++;
  }
  for (const [value, count] of unnamedOf(held)) {
    values[value] = (values[value] ?? 0) + count;
    responders += count;
    if (!UNDECIDED.has(value)) decisive += count;
  }
  const keys = passedOn === 0 ? {} : { passedOn };
  return { roster, base, responders, decisive, answers: values, objections, ...keys };
}

export function answered({ answers }: Counts, ...values: readonly Answer[]): number {
  return values.reduce((sum, value) => sum + (answers[value] ?? 0), 0);
}
