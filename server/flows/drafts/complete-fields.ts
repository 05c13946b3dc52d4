import { type DomainRef, RULES_VERSION } from '../../../protocol/documents/common.ts';
import type { Decision } from '../../../protocol/documents/decision.ts';
import { type Binding, bindingSchema } from '../../../protocol/documents/operation.ts';
import { touchedThreads } from '../../../protocol/documents/touched-threads.ts';
import { constraintsAsked, openingOf } from '../../../protocol/governance/constraints/in-force.ts';
import { reviewWithin } from '../../../protocol/governance/constraints/review-within.ts';
import { type Effect, effectsOf } from '../../../protocol/governance/effects.ts';
import { ladderOf } from '../../../protocol/governance/right.ts';
import type { RegisteredDomain, RegisterIndex } from '../../../protocol/governance/scope/register-index.ts';
import { suspendedSeconds } from '../../../protocol/governance/seats/ask-seat-operation.ts';
import {
  type DocumentId,
  documentIdSchema,
  type Ref,
  type Subject,
  subjectSchema,
} from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { schemaIssues } from '../../../protocol/schema-issues.ts';
import { formatMillis, SECOND } from '../../../protocol/time.ts';
import { askFreely, askNow, currentVersion } from '../record/current.ts';
import { documentIn } from '../record/document-in.ts';
import { actingFor } from './acting-for.ts';
import { completeClaim, seatRight } from './complete-claim.ts';
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
import { completeRoleAct } from './complete-roles.ts';
import { completeSeatAct } from './complete-seats.ts';
import { completeProxy, completeTally, threadNamed, waitIn } from './complete-votes.ts';
import { consultedIn } from './consulted-in.ts';
import type { DraftContext, Wish } from './draft.ts';
import { mandateOf } from './own-mandate.ts';

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
    case 'erasure':
      return completeErasure(draft, wish);
    case 'confirmation':
      return completeConfirmation(draft, wish);
    case 'advice':
    case 'response':
    case 'objection':
    case 'recusal':
    case 'referral':
    case 'nomination':
    case 'approval':
      return { ...wish, proposal: (await proposalIn(draft, wish.proposal))?.ref ?? wish.proposal };
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
    case 'role':
    case 'mandate':
    case 'domain':
    case 'constraint':
    case 'budget':
    case 'resource':
      return completeThing(draft, wish);
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

/** A new version names the one in force. */
async function completeThing(draft: DraftContext, wish: Wish): Promise<Wish> {
  const subject = subjectSchema.safeParse(wish.subject);
  if (!subject.success || wish.supersedes !== undefined) return wish;
  const current = await currentVersion(draft.record, subject.data);
  return current === null ? wish : { ...wish, supersedes: current.id };
}

function bindingIn(wish: Wish): Binding {
  const parsed = bindingSchema.safeParse(wish.binding ?? { operations: wish.operations });
  if (parsed.success) return parsed.data;
  const sentence = 'The operations do not have the required form.';
  throw new ProtocolError('malformed', sentence, schemaIssues(parsed.error));
}

/**
 * The domain that owns the effects, or the one that the wish names where there are none.
 *
 * @throws {ProtocolError} `conflict` where nobody, or several, own them: then nobody can decide it like this.
 */
async function domainOf(
  draft: DraftContext,
  wished: unknown,
  binding: Binding,
): Promise<{ readonly registered: RegisteredDomain; readonly ref: DomainRef }> {
  const effects = effectsOf(binding, draft.home);
  const named = subjectSchema.safeParse(wished);
  const registered = await askNow(draft.record, ['register'], (view) =>
    ownerOf(view.register(), effects, named.success ? named.data : null),
  );
  const ref = await domainRef(draft, registered);
  return { registered, ref };
}

function ownerOf(
  register: RegisterIndex,
  effects: readonly Effect[],
  named: Subject | null,
): RegisteredDomain {
  const [first] = effects;
  if (named !== null) {
    const domain = register.bySubject(named);
    if (domain === null)
      throw new ProtocolError('not-found', 'No domain with this subject is in force.', { domain: named });
    return domain;
  }
  if (first === undefined) {
    throw new ProtocolError('malformed', 'A text without effects needs the domain it belongs to.');
  }
  const owner = register.owner(first);
  if (owner.kind === 'one') return owner.domain;
  const sentence =
    owner.kind === 'none' ? 'No domain owns this effect.' : 'Several domains own this effect equally.';
  const domains = owner.kind === 'several' ? owner.domains.map(({ subject }) => subject) : [];
  throw new ProtocolError('conflict', sentence, { effect: first, domains });
}

async function domainRef({ record }: DraftContext, domain: RegisteredDomain): Promise<DomainRef> {
  const { source, subject } = domain;
  if (source.kind === 'document') return { subject, id: source.id };
  const page = await askNow(record, ['register', source.set], (view) => {
    const state = view.state(source.set);
    const pages = state?.kind === 'set' ? state.pages : [];
    return pages.find(({ id }) => {
      const document = view.content(id);
      return document.type === 'set' && document.content.items.some((item) => item.subject === subject);
    });
  });
  if (page === undefined)
    throw new ProtocolError('not-found', 'The page of this domain is not here.', { subject });
  return { subject, id: page.id, set: source.set };
}

/** The drafter's mandate for the role that owns the domain; where they have none, the rules will say so. */
async function rightOf(
  draft: DraftContext,
  domain: RegisteredDomain,
): Promise<{ mandate?: Ref; role?: Ref }> {
  const { owner } = domain.body;
  const held = await seatRight(draft, owner);
  if (held !== null) return held;
  if (owner.kind !== 'role') {
    throw new ProtocolError('conflict', 'No role owns this domain: it is not decided by delegation.', {
      owner: owner.kind,
      rung: domain.body.rung,
    });
  }
  const right = await mandateOf(draft, owner.subject);
  if (right === null) {
    throw new ProtocolError('forbidden', 'Nobody holds the role that owns this domain.', {
      role: owner.subject,
    });
  }
  return right;
}

async function proposalIn(
  draft: DraftContext,
  wished: unknown,
): Promise<{ readonly ref: Ref; readonly binding: Binding; readonly domain: Subject } | null> {
  if (wished === undefined) return null;
  const subject = subjectSchema.safeParse(
    typeof wished === 'string' ? wished : (wished as Partial<Ref> | null)?.subject,
  );
  const id = subject.success ? await currentProposal(draft, subject.data) : null;
  const document = id === null ? null : await documentById(draft, id);
  if (!subject.success || id === null || document?.type !== 'proposal') {
    throw new ProtocolError('not-found', 'There is no such proposal.', { proposal: wished });
  }
  const { binding, domain } = document;
  return { ref: { subject: subject.data, id }, binding, domain: domain.subject };
}

async function currentProposal({ record }: DraftContext, subject: Subject): Promise<DocumentId | null> {
  const state = await askNow(record, [subject], (view) => view.state(subject));
  return state?.kind === 'proposal' ? (state.versions.at(-1)?.id ?? null) : null;
}

/** What the drafter may not read is not there for them. Spec §16. */
async function documentById({ context, home, mayRead }: DraftContext, id: DocumentId) {
  const document = await documentIn(context.store, home, id);
  return document !== null && mayRead(document) ? document : null;
}
