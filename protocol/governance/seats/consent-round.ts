import type { Opening } from '../../documents/opening.ts';
import type { ConsentParameters } from '../../documents/rung.ts';
import type { Subject } from '../../ids.ts';
import { type Millis, SECOND } from '../../time.ts';
import { evaluateConsent } from '../ladder/consent.ts';
import type { Evaluation, Silence } from '../ladder/evaluation.ts';
import { readMatter } from '../ladder/matter.ts';
import { extended } from '../ladder/window.ts';
import type { Held } from '../meetings/recorded.ts';
import type { JudgedEntry } from '../view.ts';

/** What an opening about seats froze. */
export interface FrozenSeat {
  readonly openedAt: Millis;
  readonly parameters: Opening['parameters'];
  readonly roster: readonly Subject[];
  readonly silence: Silence;
  /** Roles that are kept apart from the one in question: whoever grants it names them. Spec §15. */
  readonly separate: readonly Subject[];
  /** Meetings whose minutes the thread has in the place of their confirmation. Spec §14. */
  readonly held: readonly Held[];
}

/** Consent as on the ladder, on what people say from a moment on. Spec §6. */
export function consentFrom(
  thread: readonly JudgedEntry[],
  { parameters: { consent }, roster, silence, held: all }: FrozenSeat,
  openedAt: Millis,
  asOf: Millis,
): Evaluation {
  const parameters = given(consent);
  const deadline = extended(openedAt, openedAt + parameters.deadlineSeconds * SECOND, silence, asOf);
  const heard = thread.filter(
    ({ at, document }) => document.type === 'proposal' || (at >= openedAt && at < deadline),
  );
  const held = all.filter(({ at }) => at >= openedAt && at < deadline);
  const frozen = { openedAt, parameters, roster, deadline, silence, held };
  return evaluateConsent(readMatter(heard), frozen, Math.min(asOf, deadline));
}

function given(parameters: ConsentParameters | undefined): ConsentParameters {
  if (parameters === undefined)
    throw new TypeError('an opening that counts froze the parameters of its rung');
  return parameters;
}
