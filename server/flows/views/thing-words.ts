import type { Budget } from '../../../protocol/documents/budget.ts';
import type { Circle } from '../../../protocol/documents/circle.ts';
import type { Constraint } from '../../../protocol/documents/constraint.ts';
import type { DomainBody } from '../../../protocol/documents/domain-fields.ts';
import type { Mandate } from '../../../protocol/documents/mandate.ts';
import type { Resource } from '../../../protocol/documents/resource.ts';
import type { Role } from '../../../protocol/documents/role.ts';
import type { Subject } from '../../../protocol/ids.ts';
import { amountText, countText, numberText } from '../../amount-text.ts';
import { anyLanguage } from '../../any-language.ts';
import type { Context } from '../../context.ts';
import { durationText } from '../../duration-text.ts';
import { effectText, rungText } from '../../web/words.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { constraintWords } from './constraint-words.ts';
import { constraintNames } from './constraints-view.ts';
import { limitedResource } from './limit-views.ts';
import { memberWords } from './member-words.ts';
import { namedThings } from './named-things.ts';

/** Who is told, and out of which record. */
export interface ThingTelling {
  readonly context: Context;
  readonly record: StoredRecord;
  readonly mayRead: MayRead;
}

/** A thing whose content one sentence can tell. */
export type ToldThing =
  | Budget
  | Circle
  | Constraint
  | Mandate
  | Resource
  | Role
  | ({ type: 'domain' } & DomainBody);

/**
 * What a version of a thing says once it is in force, so that whoever signs it need not know its fields: who decides what,
 * for how long, within what. Spec §10 [R-10.30].
 */
export async function thingWords(telling: ThingTelling, thing: ToldThing): Promise<string> {
  switch (thing.type) {
    case 'circle':
      return circleWords(telling, thing);
    case 'role':
      return roleWords(telling, thing);
    case 'mandate':
      return mandateWords(telling, thing);
    case 'domain':
      return domainWords(telling, thing);
    case 'constraint': {
      const names = await constraintNames(telling.context, telling.record, thing, telling.mayRead);
      const binds = thing.hard ? 'binds every decision' : 'a decision departs from it only with a reason';
      return `${constraintWords(thing.rule, names)} It ${thing.hard ? binds : `is soft: ${binds}`}`;
    }
    case 'budget':
      return budgetWords(telling, thing);
    case 'resource':
      return capacityWords(thing);
  }
}

async function circleWords(telling: ThingTelling, circle: Circle): Promise<string> {
  const { kind, parent, retiresWithoutQuorumAfterSeconds: seconds } = circle;
  const above = parent === undefined ? null : await names(telling, [parent.subject]);
  const members = await memberWords(telling.context, telling.record, circle, telling);
  const retires =
    above === null || seconds === undefined
      ? ''
      : `; after ${durationText(seconds)} without quorum it retires, and what it decides falls to ${above}`;
  return `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}${members}${above === null ? '' : `, below ${above}`}${retires}`;
}

/** How much of a resource there is. Spec §7 [R-7.1], [R-7.6]. */
export function capacityWords({
  capacity: { model, quantity },
  unit,
}: Pick<Resource, 'capacity' | 'unit'>): string {
  return `${amountText(quantity, unit)}${model === 'slots' ? ', to lend for a time' : ''}`;
}

async function roleWords(telling: ThingTelling, role: Role): Promise<string> {
  const { seats, termSeconds, maxConsecutiveTerms, selection, decides, separateFrom } = role;
  const people = seats.min === seats.max ? numberText(seats.max) : `${seats.min} to ${numberText(seats.max)}`;
  const said = [
    `${people} at a time, for ${durationText(termSeconds)} and at most ${countText(maxConsecutiveTerms, 'term')} in a row, ${SELECTIONS[selection]}`,
    decides.length === 0 ? 'it decides nothing' : `it decides ${await names(telling, decides)}`,
  ];
  if (separateFrom.length > 0) said.push(`kept apart from ${await names(telling, separateFrom)}`);
  return said.join('; ');
}

const SELECTIONS = {
  consent: 'chosen by consent',
  approval: 'chosen by approval',
  appoint: 'appointed',
} as const;

async function mandateWords(telling: ThingTelling, mandate: Mandate): Promise<string> {
  const { role, holder, alternate, startsAt, endsAt, domains = [], limits = [], totals = [] } = mandate;
  const stands = alternate === undefined ? '' : `, with ${await names(telling, [alternate])} to stand in`;
  const bounds = [...limits, ...totals];
  const within = domains.length === 0 ? '' : `; it decides in ${await names(telling, domains)}`;
  const most = bounds.length === 0 ? '' : `; ${await limitsWords(telling, bounds)}`;
  return `${await names(telling, [holder])} has the role ${await names(telling, [role.subject])} from ${dateOf(startsAt)} until ${dateOf(endsAt)}${stands}${within}${most}`;
}

async function domainWords(telling: ThingTelling, body: DomainBody): Promise<string> {
  const { owner, rung, scope, limits, affected, knowledge, humanReserved, veto, reversibility } = body;
  const who = 'subject' in owner ? await names(telling, [owner.subject]) : OWNERS[owner.kind];
  const about = scope.resources === undefined ? '' : ` (${await names(telling, scope.resources)})`;
  const under = scope.paths === undefined ? '' : ` under ${countText(scope.paths.length, 'path pattern')}`;
  const said = [
    `${who} ${rungText(rung).toLowerCase() === 'one person decides' ? 'decides alone' : `decides (${rungText(rung).toLowerCase()})`} whether to ${scope.effects.map(effectText).join(' or ')}${about}${under}`,
  ];
  if (limits.length > 0) said.push(await limitsWords(telling, limits));
  const asked = rung === 'consultation' ? [...new Set([...affected, ...knowledge])] : affected;
  if (asked.length > 0)
    said.push(`${rung === 'consultation' ? 'asks' : 'concerns'} ${await names(telling, asked)}`);
  if (humanReserved) said.push('humans alone decide');
  if (reversibility === 'irreversible') said.push('what it decides cannot be undone');
  if (veto !== undefined)
    said.push(
      `${await names(telling, [veto.circle])} may return it within ${durationText(veto.windowSeconds)}`,
    );
  return said.join('; ');
}

const OWNERS = { seats: 'whoever claims a seat', none: 'nobody' } as const;

async function budgetWords(telling: ThingTelling, budget: Budget): Promise<string> {
  const { resource, quantity, for: drawer, period } = budget;
  const known = await limitedResource(telling.record, resource.subject, telling.mayRead);
  const amount =
    known === null
      ? numberText(quantity)
      : `${amountText(quantity, known.unit)} of ${anyLanguage(known.name)}`;
  return `${amount} for ${await names(telling, [drawer.subject])}, from ${dateOf(period.startsAt)} until ${dateOf(period.endsAt)}`;
}

async function limitsWords(telling: ThingTelling, limits: DomainBody['limits']): Promise<string> {
  const said = await Promise.all(
    limits.map(async ({ effects, measure, resource, perDecision, perPeriod }) => {
      const known = await limitedResource(telling.record, resource, telling.mayRead);
      const much = (count: number) => {
        if (measure === 'count') return countText(count, 'decision');
        return known === null ? numberText(count) : amountText(count, known.unit);
      };
      const each = perDecision === undefined ? [] : [`${much(perDecision)} in one decision`];
      const all =
        perPeriod === undefined ? [] : [`${much(perPeriod.most)} in ${durationText(perPeriod.seconds)}`];
      return `at most ${[...each, ...all].join(' and ')} (${effects.map(effectText).join(', ')})`;
    }),
  );
  return said.join('; ');
}

/** Names in one sentence; of more it says how many. */
const NAMES_MAX = 10;

async function names(
  { context, record, mayRead }: ThingTelling,
  subjects: readonly Subject[],
): Promise<string> {
  const things = await namedThings(context, record, subjects.slice(0, NAMES_MAX), mayRead);
  const shown = things.map(({ kind, name, subject }) =>
    kind === 'person' ? anyLanguage(name, subject) : `“${anyLanguage(name, subject)}”`,
  );
  const more = subjects.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** `2026-03-02`, as it begins every time. */
const DATE_CHARACTERS = 10;

function dateOf(time: string): string {
  return time.slice(0, DATE_CHARACTERS);
}
