import { hasEnded, type NegotiationState } from '../../protocol/agreement/state.ts';
import type { Scid } from '../../protocol/ids.ts';
import { type Millis, parseTime } from '../../protocol/time.ts';
import type { FieldsOf } from './status.ts';

/**
 * Whether a party may end what it still holds for a negotiation, if it holds anything. Spec §8, [R-8.15].
 *
 * After the end at once: what the registrar's word did not name. Before it only where the time in doubt of all that it
 * accepted is over and the terms let go then; a registrar ends it by its own word.
 */
export function mayRelease(state: NegotiationState, fieldsOf: FieldsOf, home: Scid, now: Millis): boolean {
  if (hasEnded(state)) return true;
  const own = state.acceptances.filter(({ commons }) => commons === home);
  return own.every(({ terms }) => {
    const fields = fieldsOf(terms);
    if (fields === null || fields.registrar === home || fields.inDoubt.policy !== 'release') return false;
    const until = parseTime(fields.inDoubt.until);
    return until !== null && now > until;
  });
}
