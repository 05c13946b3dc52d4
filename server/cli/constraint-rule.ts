import type { Command } from 'commander';
import { type ConstraintRule, constraint } from '../../protocol/documents/constraint.ts';
import { DAY_SECONDS } from '../../protocol/time.ts';
import type { Client } from '../client/client.ts';
import { resourcesSchema } from '../client/views.ts';
import { resourceNamed } from './amounts.ts';
import { UsageError } from './usage-error.ts';
import { collect, wholeNumber } from './values.ts';

/** What a constraint asks, as options. */
export interface RuleOptions {
  readonly kind?: string;
  readonly effect?: readonly string[];
  readonly resource?: string;
  readonly most?: string;
  readonly least?: string;
  readonly who?: readonly string[];
  readonly days?: string;
}

/** Options of each kind beside `--kind`; those with `?` may be left out. */
const ABOUT = ['effect', 'resource?'] as const;
const KINDS: Readonly<Record<ConstraintRule['kind'], readonly string[]>> = {
  maxAmount: ['resource?', 'most'],
  maxRatio: ['resource?', 'most'],
  maxShare: ['resource', 'most'],
  minReserve: ['resource', 'least'],
  maxExposure: ['resource', 'most'],
  forbidEffect: ABOUT,
  requireRung: [...ABOUT, 'least'],
  requireHuman: ABOUT,
  requireConsulted: [...ABOUT, 'who'],
  requireReviewWithin: [...ABOUT, 'days'],
  separateDuties: ABOUT,
  concentrationCap: [...ABOUT, 'most', 'least', 'days'],
  coolingAtLeast: [...ABOUT, 'days'],
};
const OPTIONS = ['effect', 'resource', 'most', 'least', 'who', 'days'] as const;

export const CONSTRAINT_KINDS = Object.keys(KINDS);

export function addRuleOptions(command: Command): Command {
  return command
    .option(
      '--effect <kind>',
      'what it is about: transfer, agreement, change, adopt:domain, …; repeatable',
      collect,
    )
    .option('--resource <name>', 'what it is about: a resource, by name or subject')
    .option('--most <number>', 'at most so much; a share as 1/10, a ratio as 3')
    .option('--least <number>', 'at least so much; for requireRung the way of deciding')
    .option('--who <subject>', 'a circle, role or participant who has to be asked; repeatable', collect)
    .option('--days <count>', 'within, or for, so many days');
}

/** Whether the options say anything of what a constraint asks. */
export function saysRule(options: RuleOptions): boolean {
  return options.kind !== undefined || OPTIONS.some((name) => options[name] !== undefined);
}

/**
 * Options → the rule of a constraint.
 *
 * @param before the rule that it takes the place of: of the same kind, what is not said stays.
 * @throws {UsageError} where the kind takes other options, or other values.
 */
export async function ruleFrom(
  options: RuleOptions,
  client: Client,
  before?: ConstraintRule,
): Promise<ConstraintRule> {
  const { effect, resource, most, least, who, days } = options;
  const kind = options.kind ?? before?.kind ?? '';
  const wanted = isKind(kind) ? KINDS[kind] : undefined;
  if (wanted === undefined)
    throw new UsageError(`--kind takes one of ${CONSTRAINT_KINDS.join(', ')}, not “${kind}”.`);
  const kept = before?.kind === kind ? before : null;
  assertJust(options, kind, wanted, kept !== null);
  const isShare = kind === 'maxShare' || kind === 'maxRatio' || kind === 'concentrationCap';
  const parsed = constraint.schema.shape.rule.safeParse({
    ...kept,
    kind,
    ...(effect === undefined ? {} : { effects: effect }),
    ...(resource === undefined ? {} : { resource: await resourceIn(resource, client) }),
    ...(most === undefined ? {} : { most: isShare ? partsIn(most) : wholeNumber(most, '--most', 0) }),
    ...(least === undefined
      ? {}
      : { least: kind === 'requireRung' ? least : wholeNumber(least, '--least', 0) }),
    ...(who === undefined ? {} : { who }),
    ...(days === undefined ? {} : { seconds: wholeNumber(days, '--days', 1) * DAY_SECONDS }),
  });
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new UsageError(`The rule does not have the required form: ${issues.join('; ')}.`);
}

function isKind(text: string): text is ConstraintRule['kind'] {
  return Object.hasOwn(KINDS, text);
}

function assertJust(options: RuleOptions, kind: string, wanted: readonly string[], others: boolean): void {
  for (const name of OPTIONS) {
    const given = options[name] !== undefined;
    if (given && !wanted.includes(name) && !wanted.includes(`${name}?`))
      throw new UsageError(`--kind ${kind} takes no --${name}.`);
    if (!given && !others && wanted.includes(name)) throw new UsageError(`--kind ${kind} needs --${name}.`);
  }
}

/** `1/10`, or `3` for three times as much. */
function partsIn(text: string) {
  const [num = '', den = '1', ...more] = text.split('/');
  if (more.length > 0) throw new UsageError(`--most takes a share as 1/10, not “${text}”.`);
  return { num: wholeNumber(num, '--most', 1), den: wholeNumber(den, '--most', 1) };
}

async function resourceIn(text: string, client: Client) {
  const { resources } = await client.read('/resources', resourcesSchema);
  return resourceNamed(text, resources, 'ours').subject;
}
