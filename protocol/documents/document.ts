import type * as z from 'zod';
import { acceptance } from './acceptance.ts';
import { action } from './action.ts';
import { advice } from './advice.ts';
import { agentControl } from './agent-control.ts';
import { answer } from './answer.ts';
import { answerLink } from './answer-link.ts';
import { approval } from './approval.ts';
import { budget } from './budget.ts';
import { call } from './call.ts';
import { callAnswer } from './call-answer.ts';
import { candidacy } from './candidacy.ts';
import { challenge } from './challenge.ts';
import { charter } from './charter.ts';
import { circle } from './circle.ts';
import { claim } from './claim.ts';
import { completion } from './completion.ts';
import { confirmation } from './confirmation.ts';
import { constraint } from './constraint.ts';
import { decision } from './decision.ts';
import { delegation } from './delegation.ts';
import { deposit } from './deposit.ts';
import { depositList } from './deposit-list.ts';
import { description } from './description.ts';
import { disavowal } from './disavowal.ts';
import { domain } from './domain.ts';
import { emergencyAct } from './emergency-act.ts';
import { erasure } from './erasure.ts';
import { erasureAcknowledgement } from './erasure-acknowledgement.ts';
import { event } from './event.ts';
import { handling } from './handling.ts';
import { handover } from './handover.ts';
import { handoverAcceptance } from './handover-acceptance.ts';
import { heads } from './heads.ts';
import { identity } from './identity.ts';
import { lapse } from './lapse.ts';
import { linkWord } from './link-word.ts';
import { mandate } from './mandate.ts';
import { matter } from './matter.ts';
import { meeting } from './meeting.ts';
import { minutes } from './minutes.ts';
import { nomination } from './nomination.ts';
import { notice } from './notice.ts';
import { objection } from './objection.ts';
import { objectionCheck } from './objection-check.ts';
import { objectionTest } from './objection-test.ts';
import { opening } from './opening.ts';
import { outcome } from './outcome.ts';
import { participant } from './participant.ts';
import { proposal } from './proposal.ts';
import { proxy } from './proxy.ts';
import { question } from './question.ts';
import { recusal } from './recusal.ts';
import { referral } from './referral.ts';
import { rejection } from './rejection.ts';
import { resource } from './resource.ts';
import { response } from './response.ts';
import { role } from './role.ts';
import { rulingRequest } from './ruling-request.ts';
import { seal } from './seal.ts';
import { set } from './set.ts';
import { support } from './support.ts';
import { tally } from './tally.ts';
import { termination } from './termination.ts';
import { terms } from './terms.ts';
import { withdrawal } from './withdrawal.ts';

/** Every document type that these rules know. Adding one makes the compiler list every place that must answer it. */
export const DOCUMENT_TYPES = {
  acceptance,
  action,
  advice,
  answer,
  approval,
  budget,
  candidacy,
  call,
  'call-answer': callAnswer,
  challenge,
  'agent-control': agentControl,
  'answer-link': answerLink,
  charter,
  circle,
  claim,
  completion,
  confirmation,
  constraint,
  decision,
  delegation,
  deposit,
  'deposit-list': depositList,
  description,
  disavowal,
  domain,
  handling,
  handover,
  'handover-acceptance': handoverAcceptance,
  'emergency-act': emergencyAct,
  erasure,
  'erasure-acknowledgement': erasureAcknowledgement,
  event,
  heads,
  identity,
  lapse,
  'link-word': linkWord,
  mandate,
  matter,
  nomination,
  meeting,
  minutes,
  notice,
  objection,
  'objection-check': objectionCheck,
  'objection-test': objectionTest,
  opening,
  outcome,
  participant,
  proposal,
  question,
  recusal,
  proxy,
  referral,
  rejection,
  resource,
  response,
  role,
  'ruling-request': rulingRequest,
  seal,
  set,
  support,
  tally,
  termination,
  terms,
  withdrawal,
} as const;

export type DocumentTypeName = keyof typeof DOCUMENT_TYPES;

/** One document of any known type. */
export type FolkmootDocument = {
  [Type in DocumentTypeName]: z.infer<(typeof DOCUMENT_TYPES)[Type]['schema']>;
}[DocumentTypeName];

export type DocumentOf<Type extends DocumentTypeName> = Extract<FolkmootDocument, { readonly type: Type }>;

export function isKnownType(type: unknown): type is DocumentTypeName {
  return typeof type === 'string' && Object.hasOwn(DOCUMENT_TYPES, type);
}
