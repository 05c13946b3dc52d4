import type { DomainRef } from '../documents/common.ts';
import type { ByDelegation } from '../documents/delegation.ts';
import type { DomainBody } from '../documents/domain-fields.ts';
import type { Mandate } from '../documents/mandate.ts';
import type { Ladder } from '../documents/rung.ts';
import type { Author, DocumentId, Ref, Subject } from '../ids.ts';
import { formatMillis, type Millis } from '../time.ts';
import { inForce } from './in-force.ts';
import { askDelegated } from './roles/ask-delegate.ts';
import { askTermHeld } from './roles/ask-term-held.ts';
import { recusalOf } from './roles/recused.ts';
import { parentDomain } from './scope/parent-domain.ts';
import { suspensionOf } from './seats/seat-act.ts';
import type { RegisteredSet } from './state.ts';
import { type Refusal, refuse } from './verdict.ts';
import { contentOf, type RuleView, stateOf } from './view.ts';

type Answer = readonly DocumentId[] | Refusal;

/** The commons is founded: without that no right exists. Spec §6. */
export function askFounded(view: RuleView): Answer {
  const charter = stateOf(view, 'charter', 'charter');
  return charter === null || charter.foundedAt === null ? refuse('not-founded') : [charter.founding];
}

/** The author is an active human, or an active agent where agents may act. Spec §6 [R-6.4b]. */
export function askActive(view: RuleView, author: Author, domain: DomainBody | null): Answer {
  const participant = stateOf(view, author, 'participant');
  if (participant === null || participant.status !== 'active') return refuse('not-active');
  if (participant.nature === 'agent' && domain?.humanReserved === true) return refuse('human-only');
  return [participant.id];
}

/** The author is an active human: agents do none of this. Spec §13. */
export function askHuman(view: RuleView, author: Author): Answer {
  const participant = stateOf(view, author, 'participant');
  return participant?.nature === 'agent' ? refuse('human-only') : askActive(view, author, null);
}

/** The right that somebody claims: a mandate, its role, and for an alternate the holder who rests. */
export interface Claim {
  readonly author: Author;
  readonly mandate: Ref;
  readonly role: Ref;
  /** Why the holder is not there: the participant version by which they rest, or their recusal; only an alternate names it. */
  readonly standsInFor?: Ref;
  /** Only a delegate names it. */
  readonly delegation?: ByDelegation;
  /** By a term that has ended, where nobody follows. */
  readonly caretaker?: true;
  /** The matter that is decided by this right. */
  readonly proposal?: Ref;
}

/**
 * The author holds a mandate in force for the role, at this very moment. Spec §6 [R-6.4c], [R-6.4d].
 *
 * @returns the ids of mandate and role and of what brought each into force: two links of the chain of right.
 */
export function askMandate(view: RuleView, claim: Claim, at: Millis): Answer {
  const mandateInForce = inForce(view, claim.mandate.subject);
  const roleInForce = inForce(view, claim.role.subject);
  if (mandateInForce === null || roleInForce === null) return refuse('no-right');
  if (mandateInForce.id !== claim.mandate.id) return refuse('stale-version', { inForce: mandateInForce.id });
  if (roleInForce.id !== claim.role.id) return refuse('stale-version', { inForce: roleInForce.id });
  const mandate = contentOf(view, claim.mandate.id, 'mandate');
  if (mandate === null || mandate.role.subject !== claim.role.subject) return refuse('no-right');
  const held = askHolder(view, mandate, claim, at);
  if ('code' in held) return held;
  const term = askTermHeld(view, mandate, claim, at);
  if ('code' in term) return term;
  const rests = suspensionOf(view, claim.mandate.subject, claim.role.subject, at);
  if (rests !== null) return refuse('mandate-suspended', { until: formatMillis(rests.until) });
  return [mandateInForce.id, mandateInForce.by, roleInForce.id, roleInForce.by, ...held, ...term];
}

/** Parameters of a domain's rung: its own, else the charter's defaults. Spec §6. */
export function ladderOf(view: RuleView, body: DomainBody): Ladder {
  const charter = stateOf(view, 'charter', 'charter');
  const defaults = charter === null ? {} : (contentOf(view, charter.inForce, 'charter')?.ladder ?? {});
  return { ...defaults, ...body.parameters };
}

/** A domain named by a document, if that version is in force. Spec §6. */
export function domainInForce(
  view: RuleView,
  ref: DomainRef,
): { readonly body: DomainBody; readonly proofs: readonly DocumentId[] } | Refusal {
  if (ref.through !== undefined) return circleAbove(view, ref);
  return ref.set === undefined ? singleDomain(view, ref) : domainOfSet(view, ref, ref.set);
}

/**
 * A domain as it is in force now, whichever version of it a document names, from the same place: what an opening froze of
 * it stays as it was, and what it may give is what it may give now. Spec §6 [R-6.28a].
 */
export function domainNow(
  view: RuleView,
  ref: DomainRef,
): { readonly body: DomainBody; readonly proofs: readonly DocumentId[] } | Refusal {
  const own = inForce(view, ref.subject);
  if (ref.through !== undefined) return circleAbove(view, { ...ref, id: own?.id ?? ref.id });
  if (ref.set === undefined)
    return own === null
      ? refuse('unknown-reference', { domain: ref.subject })
      : singleDomain(view, { subject: ref.subject, id: own.id });
  const { set: setSubject } = ref;
  const register = stateOf(view, 'register', 'register');
  const set = register?.sets.find((candidate) => candidate.subject === setSubject);
  const ended = own !== null || register?.ended.includes(ref.subject) === true;
  const body = set === undefined || ended ? undefined : view.items(set).find(isNamed);
  return body === undefined
    ? refuse('unknown-reference', { domain: ref.subject, set: setSubject })
    : { body, proofs: [ref.id] };

  function isNamed({ subject }: { readonly subject: Subject }): boolean {
    return subject === ref.subject;
  }
}

/** What a domain's named version says, in force or not: an opening froze it. */
export function domainNamed(view: RuleView, ref: DomainRef): DomainBody | null {
  if (ref.through !== undefined) return parentDomain(view, ref);
  if (ref.set === undefined) return contentOf(view, ref.id, 'domain');
  const page = contentOf(view, ref.id, 'set');
  return page?.content.of === 'domain'
    ? (page.content.items.find((item) => item.subject === ref.subject) ?? null)
    : null;
}

/** A circle to which something falls decides like a domain that it owns. Spec §5. */
function circleAbove(view: RuleView, ref: DomainRef) {
  if (ref.set !== undefined) return refuse('contradictory', { set: ref.set });
  const current = inForce(view, ref.subject);
  if (current === null) return refuse('unknown-reference', { circle: ref.subject });
  if (current.id !== ref.id) return refuse('stale-version', { inForce: current.id });
  const body = parentDomain(view, ref);
  return body === null
    ? refuse('unknown-reference', { circle: ref.subject })
    : { body, proofs: [current.id, current.by] };
}

function singleDomain(view: RuleView, ref: DomainRef) {
  const current = inForce(view, ref.subject);
  if (current === null) return refuse('unknown-reference', { domain: ref.subject });
  if (current.id !== ref.id) return refuse('stale-version', { inForce: current.id });
  const body = contentOf(view, ref.id, 'domain');
  return body === null
    ? refuse('unknown-reference', { domain: ref.subject })
    : { body, proofs: [current.id, current.by] };
}

/** The domain's own thread must be silent: an item is in force until a document with its subject is adopted. */
function domainOfSet(view: RuleView, ref: DomainRef, setSubject: Subject) {
  const own = inForce(view, ref.subject);
  if (own !== null) return refuse('stale-version', { inForce: own.id });
  const register = stateOf(view, 'register', 'register');
  const set = register?.sets.find((candidate) => candidate.subject === setSubject);
  if (set === undefined || register?.ended.includes(ref.subject) === true) {
    return refuse('unknown-reference', { domain: ref.subject, set: setSubject });
  }
  const body = view.items(set).find((item) => item.subject === ref.subject);
  return body === undefined || !isPageOf(view, ref, set)
    ? refuse('unknown-reference', { domain: ref.subject, set: setSubject })
    : { body, proofs: [ref.id] };
}

/** An item is named by the page that carries it. */
function isPageOf(view: RuleView, ref: DomainRef, set: RegisteredSet): boolean {
  const page = contentOf(view, ref.id, 'set');
  return page?.subject === set.subject && page.root === set.root && domainNamed(view, ref) !== null;
}

/** The holder; the alternate while the holder rests, or stands aside in this matter; or to whom the holder delegated. */
function askHolder(view: RuleView, mandate: Mandate, claim: Claim, at: Millis): Answer {
  const { standsInFor, delegation, proposal } = claim;
  if (delegation !== undefined) return askDelegated(view, mandate, { ...claim, delegation }, at);
  if (mandate.holder === claim.author) return [];
  if (mandate.alternate !== claim.author || standsInFor?.subject !== mandate.holder)
    return refuse('no-right', { holder: mandate.holder });
  const matter = proposal === undefined ? null : stateOf(view, proposal.subject, 'proposal');
  const recusal = recusalOf(matter, mandate.holder);
  if (recusal !== null && recusal === standsInFor.id) return [recusal];
  const holder = stateOf(view, mandate.holder, 'participant');
  if (holder?.status !== 'resting') return refuse('no-right', { holder: mandate.holder });
  return holder.id === standsInFor.id ? [holder.id] : refuse('stale-version', { inForce: holder.id });
}
