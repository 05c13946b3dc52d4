import type { DomainBody } from '../../protocol/documents/domain-fields.ts';
import type { Ref, Subject } from '../../protocol/ids.ts';

/** Fields of the things in the two example logs, with what matters there as parameters. */

const DAY = 86_400;

export function circleFields(subject: Subject, name: string, members: readonly Subject[]) {
  return {
    subject,
    kind: 'circle',
    name: { en: name },
    aim: { en: 'Everybody who shares the fund.' },
    members: [...members],
    status: 'active',
  } as const;
}

export function roleFields(subject: Subject, circle: Ref, name: string, decides: readonly Subject[]) {
  return {
    subject,
    circle,
    name: { en: name },
    purpose: { en: 'Keeps the shared fund useful.' },
    decides: [...decides],
    accountabilities: [{ en: 'Answers for every payment.' }],
    seats: { min: 1, max: 4 },
    termSeconds: 365 * DAY,
    maxConsecutiveTerms: 2,
    selection: 'consent',
    separateFrom: [],
    alternates: true,
    continuity: false,
  } as const;
}

export function mandateFields(
  subject: Subject,
  role: Ref,
  holder: Subject,
  startsAt: string,
  endsAt: string,
) {
  return { subject, role, holder, startsAt, endsAt } as const;
}

/** Spending and agreements on one resource, by delegation to a role. */
export function spendingFields(
  subject: Subject,
  role: Ref,
  resource: Subject,
  limits: { readonly each: number; readonly perPeriod: number },
): { readonly subject: Subject } & DomainBody {
  return {
    subject,
    title: { en: 'Spending from the shared fund' },
    scope: { effects: ['transfer', 'agreement'], resources: [resource] },
    affected: [],
    knowledge: [],
    impact: 'low',
    reversibility: 'costly',
    timeline: 'days',
    owner: { kind: 'role', ...role },
    rung: 'delegation',
    parameters: { delegation: { signers: 1, proposerMayDecide: true } },
    limits: [
      {
        effects: ['transfer', 'agreement'],
        resource,
        measure: 'amount',
        perDecision: limits.each,
        perPeriod: { most: limits.perPeriod, seconds: 30 * DAY },
      },
    ],
    humanReserved: false,
    reviewAfterSeconds: 180 * DAY,
    disclosure: 'public',
    weight: 'light',
    rationale: { en: 'Small payments should not wait for a meeting.' },
    status: 'active',
  };
}

/** Domains, roles, circles and constraints change by consent of the circle. */
export function structureFields(subject: Subject, circle: Ref): { readonly subject: Subject } & DomainBody {
  return {
    subject,
    title: { en: 'Structure' },
    scope: { effects: ['adopt:*'] },
    affected: [],
    knowledge: [],
    impact: 'high',
    reversibility: 'easy',
    timeline: 'weeks',
    owner: { kind: 'circle', ...circle },
    rung: 'consent',
    parameters: { consent: { openSeconds: 10 * DAY, quorum: 'two-thirds', deadlineSeconds: 60 * DAY } },
    limits: [],
    humanReserved: true,
    reviewAfterSeconds: 365 * DAY,
    disclosure: 'public',
    weight: 'full',
    rationale: { en: 'Who decides what concerns everybody.' },
    status: 'active',
  };
}

export function stockFields(
  subject: Subject,
  steward: Subject,
  what: {
    readonly kind: 'money' | 'hours';
    readonly name: string;
    readonly unit: string;
    readonly quantity: number;
  },
) {
  return {
    subject,
    kind: what.kind,
    name: { en: what.name },
    unit: what.unit,
    capacity: { model: 'stock', quantity: what.quantity },
    steward,
    askers: 'peers',
  } as const;
}
