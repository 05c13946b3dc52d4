import type { AgentAct } from '../../../../protocol/documents/agent-act.ts';
import type { Mandate } from '../../../../protocol/documents/mandate.ts';
import type { Operation } from '../../../../protocol/documents/operation.ts';
import { isSampled } from '../../../../protocol/governance/agents/sample.ts';
import { hashTextOf, type Ref, type Subject } from '../../../../protocol/ids.ts';
import { DAY_SECONDS, formatMillis, SECOND } from '../../../../protocol/time.ts';
import { mandateFields } from '../../example-things.ts';
import type { Draft, LoggedEntry } from '../../log-builder.ts';
import { person, type Signer } from '../../people.ts';
import { say, type World } from '../../rules/world.ts';

/** An agent, and what it says of its acts. */
export interface Bot {
  readonly bot: Signer & { readonly author: Subject };
  /** Its first version. */
  readonly joined: LoggedEntry;
  readonly act: AgentAct;
}

/** What an agent says of an act: Ben answers for it, as treasurer. */
export function actOf(world: World, more: Partial<AgentAct['steward']> = {}): AgentAct {
  const { people, things } = world;
  return {
    model: 'small-model',
    version: '1.2',
    inputs: hashTextOf(new TextEncoder().encode('what it was given')),
    steward: { subject: people.ben.author, mandate: things.mandates.ben, role: things.treasurer, ...more },
  };
}

/** An agent joins, with Ben as its steward: one entry. */
export async function join(world: World, more: Partial<Draft<'participant'>> = {}): Promise<Bot> {
  const bot = person(`Bot of ${world.log.commons}`);
  const joined = await world.log.append('participant', bot, {
    subject: bot.author,
    kind: 'agent',
    pseudonym: 'Bot',
    keys: [{ key: bot.key, custody: 'instance' }],
    steward: world.people.ben.author,
    status: 'active',
    ...more,
  });
  return { bot, joined, act: actOf(world) };
}

/** Somebody's word on the agent: one entry. */
export function control(
  world: World,
  { bot, joined }: Pick<Bot, 'bot' | 'joined'>,
  act: 'vouch' | 'stop' | 'resume',
  by: Signer = world.people.ben,
): Promise<LoggedEntry> {
  return world.log.append('agent-control', by, {
    subject: world.own(`control ${world.log.entries.length}`),
    agent: { subject: bot.author, id: joined.entry.id },
    act,
    reason: say(`I ${act}.`),
  });
}

/** Of one decision, and of thirty days, so much; and so many decisions a day. */
export const BOUNDS: NonNullable<Mandate['limits']> = [
  {
    effects: ['transfer', 'agreement'],
    measure: 'amount',
    perDecision: 100,
    perPeriod: { most: 250, seconds: 30 * DAY_SECONDS },
  },
  { effects: ['transfer', 'agreement'], measure: 'count', perPeriod: { most: 3, seconds: DAY_SECONDS } },
];

/** A term of 59 days for the treasurer's role: two entries. */
export async function appoint(
  world: World,
  { bot }: Pick<Bot, 'bot'>,
  more: Partial<Draft<'mandate'>> = {},
): Promise<Ref> {
  const { treasurer, spending } = world.things;
  const { ref } = await world.adopt('mandate for Bot', 'mandate', {
    ...mandateFields(
      world.own('M bot'),
      treasurer,
      bot.author,
      '2026-01-01T00:00:00Z',
      '2026-03-01T00:00:00Z',
    ),
    domains: [spending.subject],
    limits: [...BOUNDS],
    ...more,
  });
  return ref;
}

/** An agent joins, its steward answers for it, and it gets a mandate: four entries. */
export async function letBotIn(world: World): Promise<Bot & { readonly mandate: Ref }> {
  const bot = await join(world);
  await control(world, bot, 'vouch');
  return { ...bot, mandate: await appoint(world, bot) };
}

type DecisionMore = Partial<Omit<Draft<'decision'>, 'type'>>;

/** The agent decides, at the first millisecond from now at which a human has to look at it, or has not: one entry. */
export async function botDecides(
  world: World,
  { bot, act, mandate }: Bot & { readonly mandate: Ref },
  operations: readonly Operation[],
  { waits = false, ...more }: DecisionMore & { readonly waits?: boolean } = {},
): Promise<LoggedEntry> {
  const { log, own, things } = world;
  for (;;) {
    log.setClock(log.now() + 1);
    const { id, payload } = log.compose('decision', bot, {
      subject: own(`d ${log.now()}`),
      result: 'adopted',
      reviewAt: formatMillis(log.now() + 30 * DAY_SECONDS * SECOND),
      tags: [],
      rulesVersion: 1,
      reason: say('It was asked for.'),
      alternatives: [say('Wait.')],
      domain: things.spending,
      mandate,
      role: things.treasurer,
      binding: { operations: [...operations] },
      agent: act,
      ...more,
    });
    if (isSampled({ at: log.now(), id }) !== waits) continue;
    return log.appendEnvelope(await log.sign(payload, bot));
  }
}
