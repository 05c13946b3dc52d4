import { givenBy } from '../../agreement/judge.ts';
import { undeliveredBy } from '../../agreement/termination.ts';
import type { Acceptance } from '../../documents/acceptance.ts';
import type { ThingType } from '../../documents/adoptable.ts';
import type { Lapse } from '../../documents/lapse.ts';
import type { Operation } from '../../documents/operation.ts';
import type { Ref, Subject } from '../../ids.ts';
import {
  allocate,
  EMPTY_LEDGER,
  giveBack,
  hold,
  type Ledger,
  release,
  settle,
} from '../../resource/ledger.ts';
import { endedTerm, suspensionBy } from '../seats/seat-act.ts';
import type { BudgetState, ResourceState, RoleState, SetState, ThingState, Versions } from '../state.ts';
import { contentOf, stateOf } from '../view.ts';
import { foldCalendar, isSlots } from './calendar.ts';
import { foldDrawn } from './drawn.ts';
import { foldRotation } from './rotation.ts';
import { operationsOf, type Step } from './step.ts';

const NO_VERSIONS: Versions = { drafts: [], inForce: null, endedBy: null };

/** A thing's drafts, the one adopted last, and its end. Spec §5. */
export function foldThing(before: ThingState | null, step: Step): ThingState | null {
  const { document } = step.entry;
  const type = before?.type ?? thingTypeOf(document.type);
  if (type === null) return before;
  return { ...foldVersions(before ?? NO_VERSIONS, type, step), kind: 'thing', type };
}

/** A role's versions, and the terms in it. Spec §5. */
export function foldRole(before: RoleState | null, step: Step): RoleState {
  const versions = foldVersions(before ?? NO_VERSIONS, 'role', step);
  let mandates = before?.mandates ?? [];
  let over = before?.over ?? [];
  let suspended = before?.suspended ?? [];
  for (const operation of operationsOf(step.applied)) {
    if (
      operation.op === 'adopt' &&
      operation.adopts.type === 'mandate' &&
      operation.adopts.role === step.name
    ) {
      const { subject, id } = operation.adopts;
      mandates = [...without(mandates, subject), { subject, id }];
      over = [...new Set([...over, subject])];
    }
    const ended = endedTerm(operation);
    if (ended !== null && ended.role === step.name) {
      mandates = without(mandates, ended.mandate);
      over = [...new Set([...over, ended.mandate])];
    }
    if (operation.op === 'suspend' && operation.role === step.name) {
      suspended = [...suspended, suspensionBy(operation, step.entry.at)];
    }
  }
  return {
    ...versions,
    kind: 'role',
    mandates,
    over,
    ...(suspended.length === 0 ? {} : { suspended }),
    ...foldRotation(before, step),
  };
}

/** A resource's versions and its ledger. Spec §7. */
export function foldResource(before: ResourceState | null, step: Step): ResourceState {
  const { calendar, ...rest } = before ?? { ...NO_VERSIONS, ledger: EMPTY_LEDGER, calendar: undefined };
  return {
    ...foldVersions(rest, 'resource', step),
    kind: 'resource',
    ledger: foldLedger(rest.ledger, step),
    ...foldCalendar(calendar, step),
  };
}

/** A budget's versions, and what was drawn on it. Spec §15. */
export function foldBudget(before: BudgetState | null, step: Step): BudgetState {
  return {
    ...foldVersions(before ?? NO_VERSIONS, 'budget', step),
    kind: 'budget',
    ...foldDrawn(before, step),
  };
}

/** Pages by root, in log order. Spec §4. */
export function foldSet(before: SetState | null, { entry, verdict, view, name }: Step): SetState {
  const state = before ?? { kind: 'set', author: entry.document.author, pages: [] };
  const { document, id } = entry;
  if (document.type !== 'set' || verdict.status !== 'counted') return state;
  const { root, page } = document;
  return { ...state, pages: [...state.pages, { root, page, id, n: view.length(name) }] };
}

function without(mandates: readonly Ref[], subject: Subject): readonly Ref[] {
  return mandates.filter((mandate) => mandate.subject !== subject);
}

function foldVersions(
  before: Versions,
  type: ThingState['type'] | 'role' | 'resource' | 'budget',
  { entry, verdict, applied, name }: Step,
): Versions {
  const { document, id } = entry;
  if (document.type === type && document.subject === name && verdict.status === 'counted') {
    return { ...before, drafts: [...before.drafts, id] };
  }
  return operationsOf(applied).reduce((versions, operation): Versions => {
    if (applied === null) return versions;
    if (operation.op === 'adopt' && operation.adopts.type === type && operation.adopts.subject === name) {
      return { ...versions, inForce: { id: operation.adopts.id, by: applied.id }, endedBy: null };
    }
    const ended = type === 'mandate' ? endedTerm(operation)?.mandate : endedThing(operation, type);
    if (ended === name) {
      return { ...versions, endedBy: applied.id };
    }
    return versions;
  }, before);
}

function endedThing(operation: Operation, type: ThingType): Subject | null {
  return operation.op === 'end' && operation.type === type ? operation.thing.subject : null;
}

function foldLedger(before: Ledger, step: Step): Ledger {
  const { entry, verdict, applied, name, view } = step;
  const spent = operationsOf(applied).reduce(
    (ledger, operation) =>
      operation.op === 'transfer' && operation.resource.subject === name && operation.interval === undefined
        ? allocate(ledger, operation.quantity)
        : ledger,
    before,
  );
  if (verdict.status !== 'counted') return spent;
  const { document } = entry;
  switch (document.type) {
    case 'acceptance':
      return isSlots(step, document.terms) ? spent : hold(spent, document.subject, heldOf(document, name));
    case 'withdrawal':
      return document.releases === undefined ? spent : release(spent, document.of.subject);
    case 'lapse':
      if (document.cause !== 'terminated') return release(spent, document.subject);
      return isSlots(step, document.terms) ? spent : giveBack(spent, undeliveredOf(document, step));
    case 'seal': {
      if (isSlots(step, document.terms)) return spent;
      const terms = contentOf(view, document.terms, 'terms');
      const given = terms === null ? [] : givenBy(terms.fields, view.home);
      const quantity = given.find(({ resource }) => resource.subject === name)?.quantity ?? 0;
      return settle(spent, document.subject, quantity);
    }
    default:
      return spent;
  }
}

/** What of this resource the agreement made us promise, and we had not delivered when it ended. Spec §8. */
function undeliveredOf({ subject, terms }: Lapse, { name, view }: Step): number {
  const state = stateOf(view, subject, 'negotiation');
  const fields = contentOf(view, terms, 'terms')?.fields;
  const all = state === null || fields === undefined ? [] : undeliveredBy(state, terms, fields, view.home);
  return all.find(({ resource }) => resource.subject === name)?.quantity ?? 0;
}

function heldOf(acceptance: Acceptance, name: string): number {
  return acceptance.holds.find((held) => held.resource.subject === name)?.quantity ?? 0;
}

function thingTypeOf(type: string): ThingState['type'] | null {
  switch (type) {
    case 'circle':
    case 'mandate':
    case 'domain':
    case 'constraint':
      return type;
    default:
      return null;
  }
}
