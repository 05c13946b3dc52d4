import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { Refusal } from '../../../protocol/governance/verdict.ts';

/**
 * Why nothing is said in a matter any more: it was taken back, decided, ran out of time, or went up. To be closed is the one
 * code for all of them. Spec §6, §10.
 *
 * @returns null where the sentence of the code says it.
 */
export function closedSentence(
  document: FolkmootDocument,
  detail: NonNullable<Refusal['detail']>,
): string | null {
  if ('withdrawnBy' in detail)
    return document.type === 'withdrawal'
      ? 'It was taken back already.'
      : 'Whoever put the proposal forward took it back; somebody else may put it forward as it was.';
  if ('decidedBy' in detail) return 'The proposal was decided already: what changes that is a new decision.';
  if ('lapsedAt' in detail)
    return 'Nobody decided the proposal within 90 days, so it ended by itself: what is still wanted is put forward anew.';
  if ('result' in detail)
    return 'People have come to their end in this matter: what is said after that is not counted.';
  if ('step' in detail)
    return 'The proposal is on its escalation path already: it is not handed on any more.';
  if ('seat' in detail) return 'Who gets a role is for those who are asked: that is not handed on.';
  if ('deadline' in detail) return 'The time to say something about this is over.';
  if ('ruledBy' in detail) return 'Somebody has ruled on it already.';
  if ('since' in detail) return 'The escalation path of this matter has come to its end.';
  if ('challenge' in detail) return 'The challenge of it has ended already.';
  if ('decision' in detail)
    return 'That decision does not stand any more: it was reversed, replaced or has expired.';
  if ('stage' in detail)
    return 'The matter has moved on from whoever asks: a circle or its escalation path has it now.';
  if (document.type === 'confirmation')
    return document.minutes === undefined
      ? 'It needs no second signature any more.'
      : 'Somebody has confirmed these minutes already.';
  if (document.type === 'objection-test') return 'The objection has ended already: there is nothing to test.';
  return document.type === 'handling' && document.act === 'refer' && detail.by === undefined
    ? 'The matter was handed on twice: it is not handed on again, but closed, or put forward as a proposal.'
    : null;
}
