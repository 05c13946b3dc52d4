import type { ConsentParameters } from '../../documents/rung.ts';
import type { Author } from '../../ids.ts';
import type { Millis } from '../../time.ts';
import { countAnswers } from './count-answers.ts';
import { type Evaluation, type Frozen, isOpen, nextOf, type Unmet } from './evaluation.ts';
import type { CurrentAnswer, Matter } from './matter.ts';
import { type JudgedObjection, judgeObjections } from './objections.ts';
import { answerKeys, haveOwnKeys } from './own-keys.ts';
import { phaseOf } from './phase.ts';
import { hasConsentQuorum } from './quorum.ts';
import { baseOf, closeOf, heldOn, minutesOf } from './window.ts';

/**
 * No standing reasoned objection. Spec §6 –. Pure and total; with the same entries a later moment only
 * leads on, from open to an end.
 *
 * @param matter the thread in log order up to the moment asked about, without its outcome.
 * @param asOf not before the last entry.
 */
export function evaluateConsent(matter: Matter, frozen: Frozen<ConsentParameters>, asOf: Millis): Evaluation {
  const { parameters, roster, deadline } = frozen;
  const objections = judgeObjections(matter.entries, roster.length - 1, asOf);
  const standing = objections.filter(({ fate }) => fate === 'standing');
  const objectors = new Set(standing.map(({ author }) => author));
  const { base, silentFrom } = baseOf(matter, frozen, asOf);
  const keys = answerKeys(matter, objectors);
  const counts = countAnswers(withConcerns(matter, objections), objectors, {
    roster: roster.length,
    base,
    objections: standing.length,
    held: heldOn(matter, frozen),
    passedOn: keys.passedOn,
  });

  const closesAt = closeOf(matter, frozen, objections, asOf);
  const closed = asOf >= closesAt;
  const unmet: Unmet[] = [
    ...(closed ? [] : ['time' as const]),
    ...(hasConsentQuorum(counts, parameters) ? [] : ['quorum' as const]),
    ...(haveOwnKeys(keys, frozen.minOwnKeys) ? [] : ['own-keys' as const]),
    ...(standing.length === 0 ? [] : ['objection' as const]),
    // A window that would close after the deadline never closes: the matter has stalled by then.
    ...(closesAt <= deadline ? [] : ['deadline' as const]),
  ];
  const state =
    unmet.length === 0 ? 'adopted' : asOf >= deadline ? 'stalled' : closed ? 'integrating' : 'open';
  const lapses = standing.map(({ lapsesAt }) => lapsesAt);
  return {
    rung: 'consent',
    state,
    closesAt,
    deadline,
    current: matter.version.id,
    counts,
    objections,
    fallback: false,
    minutes: minutesOf(matter, frozen),
    ...(isOpen(state) ? { phase: phaseOf(matter, standing.length > 0, closed) } : {}),
    unmet,
    next: nextOf([closesAt, deadline, silentFrom, ...lapses], asOf),
  };
}

/** Whoever's objection was put aside for want of an argument is heard as having a concern. Spec §6. */
function withConcerns(
  { answers }: Matter,
  objections: readonly JudgedObjection[],
): ReadonlyMap<Author, Pick<CurrentAnswer, 'value'>> {
  const all = new Map<Author, Pick<CurrentAnswer, 'value'>>(answers);
  for (const { author, fate } of objections) {
    if (fate === 'not-qualified' && !all.has(author)) all.set(author, { value: 'concern' });
  }
  return all;
}
