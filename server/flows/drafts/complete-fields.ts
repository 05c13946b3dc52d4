import { RULES_VERSION } from '../../../protocol/documents/common.ts';
import type { Decision } from '../../../protocol/documents/decision.ts';
import type { Binding } from '../../../protocol/documents/operation.ts';
import { touchedThreads } from '../../../protocol/documents/touched-threads.ts';
import { constraintsAsked, openingOf } from '../../../protocol/governance/constraints/in-force.ts';
import { reviewWithin } from '../../../protocol/governance/constraints/review-within.ts';
import { LINK_TIME } from '../../../protocol/governance/links/terms.ts';
import { ladderOf } from '../../../protocol/governance/right.ts';
import type { RegisteredDomain } from '../../../protocol/governance/scope/register-index.ts';
import { suspendedSeconds } from '../../../protocol/governance/seats/ask-seat-operation.ts';
import { type DocumentId, documentIdSchema, type Ref, subjectSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { formatMillis, SECOND } from '../../../protocol/time.ts';
import { askFreely, askNow, currentVersion } from '../record/current.ts';
import { actingFor } from './acting-for.ts';
import { completeClaim } from './complete-claim.ts';
import { completeClaims } from './complete-claims.ts';
import { completeErasure } from './complete-erasures.ts';
import { completeHandling, matterNamed } from './complete-matters.ts';
import {
  completeDisavowal,
  completeMeeting,
  completeMinutes,
  confirmationOfMinutes,
  opensIn,
} from './complete-meetings.ts';
import { completeOperations } from './complete-operations.ts';
import { completeParticipant } from './complete-participant.ts';
import { completeRoleAct } from './complete-roles.ts';
import { completeSeatAct } from './complete-seats.ts';
import { completeProxy, completeTally, threadNamed, waitIn } from './complete-votes.ts';
import { consultedIn } from './consulted-in.ts';
import { bindingIn, domainOf, rightOf } from './domain-of.ts';
import type { DraftContext, Wish } from './draft.ts';
import { currentProposal, documentById, proposalIn } from './named-in.ts';
import { withKnownAddressee, withKnownHolder } from './who-is-there.ts';

/**
 * Adds what follows from the log: the domain that the effects choose, the drafter's mandate, versions in force.
 *
 * Whatever the wish states itself stays: the rules judge it.
 */
export async function completeFields(draft: DraftContext, wish: Wish): Promise<Wish> {
  switch (draft.type) {
    case 'decision':
      return completeDecision(draft, await completeOperations(draft, wish));
    case 'proposal':
      return completeProposal(draft, await completeOperations(draft, wish));
    case 'participant':
      return completeParticipant(draft, wish);
    case 'erasure':
      return completeErasure(draft, wish);
    case 'confirmation':
      return completeConfirmation(draft, wish);
    case 'answer-link':
      return {
        endsAt: formatMillis(draft.now + LINK_TIME),
        ...wish,
        proposal: (await proposalIn(draft, wish.proposal))?.ref ?? wish.proposal,
      };
    case 'response':
    case 'objection':
      return completeClaims(draft, {
        ...wish,
        proposal: (await proposalIn(draft, wish.proposal))?.ref ?? wish.proposal,
      });
    case 'advice':
    case 'recusal':
    case 'nomination':
    case 'approval':
      return { ...wish, proposal: (await proposalIn(draft, wish.proposal))?.ref ?? wish.proposal };
    case 'referral':
      return withKnownAddressee(draft, {
        ...wish,
        proposal: (await proposalIn(draft, wish.proposal))?.ref ?? wish.proposal,
      });
    case 'candidacy':
    case 'support':
      return completeSeatAct(draft, { ...wish, proposal: (await proposalIn(draft, wish.proposal))?.ref });
    case 'tally': {
      const proposal = await proposalIn(draft, wish.proposal);
      return proposal === null
        ? wish
        : completeTally(draft, { ...wish, proposal: proposal.ref }, proposal.ref.subject);
    }
    case 'proxy':
      return completeProxy(draft, wish);
    case 'handover':
    case 'handover-acceptance':
    case 'call':
    case 'call-answer':
    case 'delegation':
      return completeRoleAct(draft, wish);
    case 'handling':
      return completeHandling(draft, wish);
    case 'emergency-act':
      return completeEmergency(draft, wish);
    case 'claim':
      return completeClaim(draft, wish, () => domainOf(draft, wish.domain, { operations: [] }));
    case 'objection-test':
    case 'withdrawal':
      return completeOf(draft, wish);
    case 'challenge':
    case 'ruling-request':
    case 'action':
    case 'completion':
      return completeAftermath(draft, wish);
    case 'meeting':
      return completeMeeting(draft, wish);
    case 'minutes':
      return completeMinutes(draft, wish);
    case 'disavowal':
      return completeDisavowal(draft, wish);
    case 'circle':
      return completeThing(draft, withCircleAbove(wish));
    case 'role':
    case 'domain':
    case 'constraint':
    case 'budget':
    case 'resource':
      return completeThing(draft, wish);
    case 'mandate':
      return completeThing(draft, await withKnownHolder(draft, wish));
    default:
      return wish;
  }
}

async function completeDecision(draft: DraftContext, wish: Wish): Promise<Wish> {
  const proposal = await proposalIn(draft, wish.proposal);
  const binding = proposal?.binding ?? bindingIn(wish);
  // A proposal says under which domain it is decided; its text alone would choose none.
  const domain = await domainOf(draft, proposal?.domain ?? wish.domain, binding);
  const right = await rightOf(draft, domain.registered);
  const latest = draft.now + (await reviewSeconds(draft, domain.registered, binding, proposal?.ref)) * SECOND;
  const { operations: _, ...rest } = wish;
  return {
    result: 'adopted',
    alternatives: [],
    tags: [],
    rulesVersion: RULES_VERSION,
    reviewAt: formatMillis(Math.floor(latest / SECOND) * SECOND),
    ...right,
    ...(await totalsOf(draft, right.mandate)),
    ...(await actingFor(draft, right, {
      domain: domain.ref.subject,
      proposal: proposal?.ref.subject ?? null,
    })),
    ...rest,
    binding,
    domain: domain.ref,
    ...(proposal === null ? {} : { proposal: proposal.ref }),
    ...(await consultedIn(draft, wish.consulted, proposal?.ref.subject ?? null)),
  };
}

/** Whoever is bounded over all their domains says that they are counted so. Spec §13. */
async function totalsOf({ record }: DraftContext, mandate: Ref | undefined): Promise<{ totals?: true }> {
  const document = mandate === undefined ? null : await record.document(mandate.id);
  return document?.type === 'mandate' && document.totals !== undefined ? { totals: true } : {};
}

/** The time that domain and constraints leave until it is looked at again. Spec §6, §12. */
async function reviewSeconds(
  { record, now }: DraftContext,
  { body }: RegisteredDomain,
  binding: Binding,
  proposal: Ref | undefined,
): Promise<number> {
  const within = await askFreely(record, (view) => {
    const { constraints } = constraintsAsked(view, openingOf(view, proposal?.subject), now);
    return reviewWithin(view, constraints, binding);
  });
  return Math.min(body.reviewAfterSeconds, within, suspendedSeconds(binding, now));
}

async function completeProposal(draft: DraftContext, wish: Wish): Promise<Wish> {
  const binding = bindingIn(wish);
  const domain = await domainOf(draft, wish.domain, binding);
  const { operations: _, ...rest } = wish;
  const subject = subjectSchema.safeParse(wish.subject);
  const before = subject.success ? await currentProposal(draft, subject.data) : null;
  return {
    explanation: [],
    alternatives: [],
    ...(before === null ? {} : { supersedes: before }),
    ...(await waitIn(draft, domain.registered)),
    ...rest,
    ...(await opensIn(draft, wish.opensIn)),
    ...(wish.matter === undefined ? {} : { matter: await matterNamed(draft, wish.matter) }),
    binding,
    domain: domain.ref,
  };
}

/** Whose matter it was: the domain that owns what was changed, or the one that the wish names. Spec §17. */
async function completeEmergency(draft: DraftContext, wish: Wish): Promise<Wish> {
  const { operations, ...rest } = wish;
  const given = wish.binding !== undefined || operations !== undefined;
  const binding = given ? bindingIn(wish) : null;
  const domain = await domainOf(draft, wish.domain, binding ?? { operations: [] });
  return { ...rest, ...(binding === null ? {} : { binding }), domain: domain.ref };
}

/** The second signature under a decision, by the drafter's mandate, or under minutes; or a founder's under the charter. */
async function completeConfirmation(draft: DraftContext, wish: Wish): Promise<Wish> {
  if (wish.charter === true) {
    const charter = await askNow(draft.record, ['charter'], (view) => view.state('charter'));
    if (charter?.kind !== 'charter') throw new ProtocolError('not-found', 'There is no charter to confirm.');
    return { of: { subject: (await documentById(draft, charter.founding))?.subject, id: charter.founding } };
  }
  const id = documentIdSchema.safeParse(wish.of);
  if (!id.success) return wish;
  const document = await documentById(draft, id.data);
  if (document?.type === 'minutes') return confirmationOfMinutes(document, id.data, draft);
  if (document?.type !== 'decision')
    throw new ProtocolError(
      'not-found',
      'There is no such decision, and there are no such minutes, to confirm.',
    );
  const domain = await domainOf(draft, document.domain.subject, document.binding);
  const { mandate, role } = await rightToConfirm(draft, domain.registered, document);
  return {
    of: { subject: document.proposal?.subject ?? document.subject, id: id.data },
    decision: {
      changes: touchedThreads(document, draft.home).changed,
      by: { mandate, role, domain: domain.ref },
    },
  };
}

/** Whoever answers for an agent may look at its decision by the mandate that it names. Spec §13. */
async function rightToConfirm(
  draft: DraftContext,
  domain: RegisteredDomain,
  { agent }: Decision,
): Promise<{ mandate?: Ref; role?: Ref }> {
  const signers = await askNow(
    draft.record,
    ['charter'],
    (view) => ladderOf(view, domain.body).delegation?.signers ?? 1,
  );
  const reviews = signers === 1 && agent?.steward.subject === draft.drafter.author;
  return reviews ? { mandate: agent.steward.mandate, role: agent.steward.role } : rightOf(draft, domain);
}

/** What is spoken of by its id alone: the thread that it lies in follows. */
async function completeOf(draft: DraftContext, wish: Wish): Promise<Wish> {
  const id = documentIdSchema.safeParse(wish.of);
  if (!id.success) return wish;
  const document = await documentById(draft, id.data);
  if (document === null)
    throw new ProtocolError('not-found', 'The document is not in this log.', { id: id.data });
  const subject = threadNamed(document);
  const of = { subject, id: id.data };
  return draft.type === 'withdrawal' ? { fate: 'withdrawn', ...wish, of } : { ...wish, of };
}

/** What comes after a decision names it by its id alone; a completion by its action. */
async function completeAftermath(draft: DraftContext, wish: Wish): Promise<Wish> {
  const action = documentIdSchema.safeParse(wish.action);
  const done = action.success ? await documentById(draft, action.data) : null;
  if (done?.type === 'action') return { decision: done.decision, ...wish };
  // One that a decision names itself, by its place.
  if (action.success && wish.number !== undefined && wish.decision === undefined)
    return { decision: await decidedRef(draft, action.data), ...wish };
  const decision = documentIdSchema.safeParse(wish.decision);
  if (!decision.success) return wish;
  const own = draft.type === 'action' ? { owner: draft.drafter.author } : {};
  return { ...own, ...wish, decision: await decidedRef(draft, decision.data) };
}

/** The thread of a decision, and its id. */
async function decidedRef(draft: DraftContext, id: DocumentId): Promise<Ref> {
  const document = await documentById(draft, id);
  if (document?.type === 'proposal') return { subject: document.subject, id };
  if (document?.type !== 'decision' && document?.type !== 'outcome')
    throw new ProtocolError('not-found', 'There is no such decision.', { id });
  return { subject: document.proposal?.subject ?? document.subject, id };
}

/** A circle that may retire has one above it: what it decides falls there, and else it would never retire. Spec §5. */
function withCircleAbove(wish: Wish): Wish {
  const { parent, retiresWithoutQuorumAfterSeconds: seconds } = wish;
  if (seconds === undefined || (parent !== undefined && parent !== null)) return wish;
  throw new ProtocolError(
    'malformed',
    'A circle retires only where there is one above it: what it decides falls to that one. Name the circle that it belongs to, or leave out after what time it retires.',
    { at: 'parent', expected: 'a circle' },
  );
}

/** A new version names the one in force. */
async function completeThing(draft: DraftContext, wish: Wish): Promise<Wish> {
  const subject = subjectSchema.safeParse(wish.subject);
  if (!subject.success || wish.supersedes !== undefined) return wish;
  const current = await currentVersion(draft.record, subject.data);
  return current === null ? wish : { ...wish, supersedes: current.id };
}
