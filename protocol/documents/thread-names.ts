import type { Author, Scid, Subject } from '../ids.ts';
import { isScid } from '../ids.ts';
import type { Adoptable, ThingType } from './adoptable.ts';
import type { DomainRef, PartyResource } from './common.ts';
import type { ThreadName } from './define.ts';
import { erasedThreads } from './erasure.ts';
import type { Binding } from './operation.ts';

/** Thread of everything decided under a domain: limits are counted there. Spec §3. */
export function usageThread(domain: Subject): ThreadName {
  return `usage:${domain}`;
}

/** Thread of what a log keeps for another commons. Spec §21. */
export function depositsThread(commons: Scid): ThreadName {
  return `deposits:${commons}`;
}

/** The author's own thread: a participant's, or the key history of the commons. */
export function authorThread(author: Author): ThreadName {
  return isScid(author) ? 'identity' : author;
}

/**
 * Threads that show which version of a domain is in force: its own; for an item of a set also the set and the register; for
 * a circle to which something falls all that shows so. Spec §5.
 */
export function domainThreads(domain: DomainRef): readonly ThreadName[] {
  if (domain.through !== undefined) {
    const gone = domain.retired === undefined ? [] : ['constraints'];
    return [domain.subject, ...domain.through, 'charter', 'register', ...gone];
  }
  return domain.set === undefined ? [domain.subject] : [domain.subject, domain.set, 'register'];
}

/** Own resources among those that a negotiation document names: only these change in the log of `home`. */
export function ownResourceThreads(resources: readonly PartyResource[], home: Scid): readonly ThreadName[] {
  return resources.filter((entry) => entry.commons === home).map((entry) => entry.resource.subject);
}

/** Threads that change when the operations take effect. Spec §5. */
export function bindingThreads(binding: Binding): readonly ThreadName[] {
  return binding.operations.flatMap((operation): readonly ThreadName[] => {
    switch (operation.op) {
      case 'transfer':
        return [
          operation.resource.subject,
          ...(operation.budget === undefined ? [] : [operation.budget.subject]),
        ];
      case 'adopt':
        return adoptableThreads(operation.adopts);
      case 'end':
        return operation.type === 'mandate'
          ? [operation.thing.subject, operation.role]
          : thingThreads(operation.type, operation.thing.subject);
      case 'rule':
        return [operation.decision.subject];
      case 'recall':
      case 'suspend':
        return [operation.mandate.subject, operation.role];
      case 'agree':
        return operation.budget === undefined ? [] : [operation.budget.subject];
      case 'decline':
      case 'report':
      case 'terminate':
      case 'ask':
      case 'answer':
      case 'change':
      case 'resolve':
      case 'select': // what follows from it are adoptions
      case 'erase':
        return [];
    }
  });
}

/**
 * Threads that a decision depends on by what it does: circles who are to keep a constraint, roles that are kept
 * apart from one that somebody gets, payloads that are to go. Spec §12, §15, §16.
 */
export function bindingReads(binding: Binding): readonly ThreadName[] {
  return binding.operations.flatMap((operation): readonly ThreadName[] => {
    if (operation.op === 'erase') return erasedThreads(operation.erases);
    if (operation.op !== 'adopt') return [];
    const { adopts } = operation;
    if (adopts.type === 'mandate') return adopts.separate ?? [];
    return adopts.type === 'constraint' && adopts.circle !== undefined ? [adopts.circle] : [];
  });
}

/** Threads that a proposal about seats depends on: its role, and the term in question. Spec §15. */
export function seatReads(binding: Binding): readonly ThreadName[] {
  return binding.operations.flatMap((operation) => {
    if (operation.op === 'select') return [operation.role.subject, 'charter'];
    return operation.op === 'recall' ? [operation.mandate.subject, operation.role, 'charter'] : [];
  });
}

function adoptableThreads(adopts: Adoptable): readonly ThreadName[] {
  switch (adopts.type) {
    case 'set':
      return [adopts.subject, 'register'];
    case 'mandate':
      return [adopts.subject, adopts.role, ...(adopts.seat === undefined ? [] : [adopts.seat])];
    default:
      return thingThreads(adopts.type, adopts.subject);
  }
}

function thingThreads(type: Exclude<ThingType, 'mandate'>, subject: Subject): readonly ThreadName[] {
  switch (type) {
    case 'charter':
      return ['charter'];
    case 'domain':
      return [subject, 'register'];
    case 'constraint':
      return [subject, 'constraints'];
    case 'circle':
    case 'role':
    case 'resource':
    case 'budget':
      return [subject];
  }
}
