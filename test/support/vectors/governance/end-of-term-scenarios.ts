import type { Ladder } from '../../../../protocol/documents/rung.ts';
import { DAY_SECONDS } from '../../../../protocol/time.ts';
import type { LoggedEntry } from '../../log-builder.ts';
import type { Signer } from '../../people.ts';
import { createMatter } from '../../rules/matter.ts';
import { limit, refTo, say, transfer, type Wishes, type World } from '../../rules/world.ts';
import { accepts, follows, passesOn } from './handover-scenarios.ts';
import { SAME_TERM_SCENARIOS } from './same-term-scenarios.ts';
import type { Scenario } from './scenario.ts';

export const CONSENT = {
  consent: { openSeconds: 7 * DAY_SECONDS, deadlineSeconds: 30 * DAY_SECONDS, quorum: 'two-thirds' },
} as const satisfies Ladder;

const LIGHT: Wishes = { treasurer: { weight: 'light' }, charterLadder: CONSENT };
const LIMITED: Wishes = {
  ...LIGHT,
  limits: [limit({ perDecision: 103, perPeriod: { most: 203, seconds: 400 * DAY_SECONDS } })],
};

/** When the terms of Ben and Cem have ended. */
const ENDED = '2026-12-31T00:00:00Z';
/** When 30 days have gone by since. */
const RETURNED = '2027-01-30T00:00:00Z';

/** Ben, whose term has ended, looks after the role. */
export function looksAfter(world: World, quantity = 10, more: Parameters<World['decide']>[2] = {}) {
  return world.decide(`d ${world.log.entries.length}`, [transfer(world.things.X, quantity)], {
    caretaker: true,
    ...more,
  });
}

const at = (time: string, play: (world: World) => Promise<unknown>) => (world: World) => {
  world.log.setClock(time);
  return play(world);
};

const NEXT_TERM = { startsAt: '2026-12-31T00:00:00Z', endsAt: '2027-12-31T00:00:00Z' } as const;

const CARETAKER: readonly Scenario[] = [
  {
    id: 'caretaker',
    rule: 'R-15.31',
    what: 'the term has ended and nobody follows: its holder looks after the role',
    wishes: LIGHT,
    words: 'counted',
    play: at(ENDED, looksAfter),
  },
  {
    id: 'caretaker-unsaid',
    rule: 'R-15.31',
    what: 'without saying so',
    wishes: LIGHT,
    words: 'mandate-ended',
    play: at(ENDED, (world) => world.decide('d', [transfer(world.things.X, 10)])),
  },
  {
    id: 'caretaker-in-term',
    rule: 'R-15.31',
    what: 'while the term runs',
    wishes: LIGHT,
    words: 'contradictory',
    play: looksAfter,
  },
  {
    id: 'caretaker-last-moment',
    rule: 'R-15.31',
    what: 'a millisecond before 30 days are over',
    wishes: LIGHT,
    words: 'counted',
    play: at('2027-01-29T23:59:59.999Z', looksAfter),
  },
  {
    id: 'caretaker-too-late',
    rule: 'R-15.31',
    what: 'when they are over',
    wishes: LIGHT,
    words: 'mandate-ended',
    play: at(RETURNED, looksAfter),
  },
  {
    id: 'caretaker-of-a-role-without-weight',
    rule: 'R-15.31',
    what: 'in a role that says nothing of its weight',
    words: 'no-right',
    play: at(ENDED, looksAfter),
  },
  {
    id: 'caretaker-by-the-alternate',
    rule: 'R-15.31',
    what: 'the alternate of one who rests',
    wishes: LIGHT,
    words: 'counted no-right',
    play: at(ENDED, async (world) => {
      const { ben, dia } = world.people;
      const rests = await world.log.append('participant', ben, {
        subject: ben.author,
        kind: 'human',
        pseudonym: ben.name,
        keys: [{ key: ben.key, custody: 'device' }],
        status: 'resting',
      });
      await looksAfter(world, 10, { by: dia, standsInFor: { subject: ben.author, id: rests.entry.id } });
    }),
  },
  {
    id: 'caretaker-beside-a-successor',
    rule: 'R-15.31',
    what: 'somebody follows, and was handed the role over',
    wishes: LIGHT,
    words: 'counted counted counted counted mandate-ended',
    play: async (world) => {
      const mandate = await follows(world, NEXT_TERM);
      await accepts(world, mandate, [await passesOn(world, mandate, { note: say('Ask first.') })]);
      world.log.setClock(ENDED);
      await looksAfter(world);
    },
  },
  {
    id: 'caretaker-until-the-handover',
    rule: 'R-15.31',
    what: 'somebody should follow, and was not handed it over',
    wishes: LIGHT,
    words: 'counted counted counted',
    play: async (world) => {
      await follows(world, NEXT_TERM);
      world.log.setClock(ENDED);
      await looksAfter(world);
    },
  },
  {
    id: 'caretaker-quarter',
    rule: 'R-15.32',
    what: 'a quarter of what one decision may give, rounded down',
    wishes: LIMITED,
    words: 'counted',
    play: at(ENDED, (world) => looksAfter(world, 25)),
  },
  {
    id: 'caretaker-more-than-a-quarter',
    rule: 'R-15.32',
    what: 'one more',
    wishes: LIMITED,
    words: 'limit-exceeded',
    play: at(ENDED, (world) => looksAfter(world, 26)),
  },
  {
    id: 'caretaker-quarter-of-a-period',
    rule: 'R-15.32',
    what: 'more than a quarter of what a period lets be given',
    wishes: LIMITED,
    words: 'counted counted limit-exceeded',
    play: at(ENDED, async (world) => {
      for (let times = 0; times < 3; times++) await looksAfter(world, 25);
    }),
  },
  {
    id: 'caretaker-structure',
    rule: 'R-15.33',
    what: 'a decision about who decides',
    wishes: { ...LIGHT, spending: { scope: { effects: ['transfer', 'adopt:mandate'] } } },
    words: 'counted counted caretaker-only',
    play: at(ENDED, async (world) => {
      const { mandates, treasurer } = world.things;
      await looksAfter(world);
      await looksAfter(world);
      await looksAfter(world, 10, {
        binding: {
          operations: [{ op: 'end', type: 'mandate', thing: mandates.cem, role: treasurer.subject }],
        },
      });
    }),
  },
  {
    id: 'caretaker-no-structure',
    rule: 'R-15.33',
    what: 'a decision about nothing of the kind',
    wishes: { ...LIGHT, spending: { scope: { effects: ['transfer', 'adopt:mandate'] } } },
    words: 'counted',
    play: at(ENDED, looksAfter),
  },
];

function calls(world: World, closesAt: string, by: Signer = world.people.ana): Promise<LoggedEntry> {
  return world.log.append('call', by, {
    subject: world.own(`call ${world.log.entries.length}`),
    role: world.things.treasurer,
    closesAt,
    text: say('Who looks after the fund next year?'),
  });
}

function candidates(world: World, call: LoggedEntry, by: Signer): Promise<LoggedEntry> {
  return world.log.append('call-answer', by, {
    subject: world.own(`answer ${world.log.entries.length}`),
    role: world.things.treasurer,
    call: call.entry.id,
  });
}

const ONE_TERM: Wishes = { ...LIGHT, treasurer: { weight: 'light', maxConsecutiveTerms: 1 } };
const CLOSES = '2026-01-17T12:00:00Z';

/** Ben goes on for another term, by what a call has found: two entries. */
const goesOn = (world: World, call?: LoggedEntry, more: Parameters<typeof follows>[1] = NEXT_TERM) =>
  follows(
    world,
    { holder: world.people.ben.author, ...more },
    call === undefined ? {} : { call: call.entry.id },
  );

/** Dia is granted a term from 1 February 2026 on, which a decision ends; then another one: five entries. */
const endedAt =
  (ended: string, again: string): Scenario['play'] =>
  async (world) => {
    const { treasurer } = world.things;
    const thing = await follows(world);
    world.log.setClock(ended);
    const end = { op: 'end', type: 'mandate', thing, role: treasurer.subject } as const;
    await world.structureDecides('end it', [end]);
    await follows(world, { startsAt: again, endsAt: `${again.slice(0, 4)}-12-30T00:00:00Z` });
  };

const AGAIN: readonly Scenario[] = [
  {
    id: 'again',
    rule: 'R-15.34',
    what: 'as many terms in a row as the role allows',
    wishes: LIGHT,
    words: 'counted counted',
    play: (world) => goesOn(world),
  },
  {
    id: 'again-too-often',
    rule: 'R-15.34',
    what: 'one more, and nobody else was looked for',
    wishes: ONE_TERM,
    words: 'counted terms-exceeded',
    play: (world) => goesOn(world),
  },
  {
    id: 'again-after-a-pause',
    rule: 'R-15.34',
    what: 'after as long as a whole term',
    wishes: ONE_TERM,
    words: 'counted counted',
    play: (world) =>
      goesOn(world, undefined, { startsAt: '2027-12-31T00:00:00Z', endsAt: '2028-12-30T00:00:00Z' }),
  },
  {
    id: 'again-after-a-short-pause',
    rule: 'R-15.34',
    what: 'a second earlier',
    wishes: ONE_TERM,
    words: 'counted terms-exceeded',
    play: (world) =>
      goesOn(world, undefined, { startsAt: '2027-12-30T23:59:59Z', endsAt: '2028-12-29T00:00:00Z' }),
  },
  {
    id: 'again-after-one-that-never-began',
    rule: 'R-15.34',
    what: 'the term before was ended just when it would have begun: nobody had it',
    wishes: ONE_TERM,
    words: 'counted counted counted counted counted',
    play: endedAt('2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z'),
  },
  {
    id: 'again-after-a-moment',
    rule: 'R-15.34',
    what: 'it was ended a millisecond later',
    wishes: ONE_TERM,
    words: 'counted counted counted counted terms-exceeded',
    play: endedAt('2026-02-01T00:00:00.001Z', '2026-03-01T00:00:00Z'),
  },
  {
    id: 'again-after-a-term-cut-short',
    rule: 'R-15.34',
    what: 'a term was ended early, and a whole term has gone by since then',
    wishes: ONE_TERM,
    words: 'counted counted counted counted counted',
    play: endedAt('2026-03-01T00:00:00Z', '2027-03-01T00:00:00Z'),
  },
  {
    id: 'again-soon-after-a-term-cut-short',
    rule: 'R-15.34',
    what: 'a second less',
    wishes: ONE_TERM,
    words: 'counted counted counted counted terms-exceeded',
    play: endedAt('2026-03-01T00:00:00Z', '2027-02-28T23:59:59Z'),
  },
  {
    id: 'again-by-a-call',
    rule: 'R-15.34',
    what: 'a call found nobody',
    wishes: ONE_TERM,
    words: 'counted counted counted',
    play: async (world) => {
      const call = await calls(world, CLOSES);
      world.log.setClock(CLOSES);
      await goesOn(world, call);
    },
  },
  {
    id: 'again-by-a-call-for-oneself',
    rule: 'R-15.34',
    what: 'a call found nobody but the holder',
    wishes: ONE_TERM,
    words: 'counted counted counted counted',
    play: async (world) => {
      const call = await calls(world, CLOSES);
      await candidates(world, call, world.people.ben);
      world.log.setClock(CLOSES);
      await goesOn(world, call);
    },
  },
  {
    id: 'again-by-an-open-call',
    rule: 'R-15.34',
    what: 'a call that is still open',
    wishes: ONE_TERM,
    words: 'counted counted terms-exceeded',
    play: async (world) => {
      const call = await calls(world, CLOSES);
      world.log.setClock('2026-01-17T11:59:59.999Z');
      await goesOn(world, call);
    },
  },
  {
    id: 'again-by-an-old-call',
    rule: 'R-15.34',
    what: 'a call that closed 60 days ago',
    wishes: ONE_TERM,
    words: 'counted counted terms-exceeded',
    play: async (world) => {
      const call = await calls(world, CLOSES);
      world.log.setClock('2026-03-18T12:00:00Z');
      await goesOn(world, call);
    },
  },
  {
    id: 'again-though-somebody-came',
    rule: 'R-15.34',
    what: 'a call found somebody',
    wishes: ONE_TERM,
    words: 'counted counted counted terms-exceeded',
    play: async (world) => {
      const call = await calls(world, CLOSES);
      await candidates(world, call, world.people.dia);
      world.log.setClock(CLOSES);
      await goesOn(world, call);
    },
  },
  {
    id: 'call-too-short',
    rule: 'R-15.35',
    what: 'a call for a millisecond less than seven days',
    wishes: LIGHT,
    words: 'too-early',
    play: (world) => calls(world, '2026-01-17T11:59:59.999Z'),
  },
  {
    id: 'call',
    rule: 'R-15.35',
    what: 'for seven days',
    wishes: LIGHT,
    words: 'counted',
    play: (world) => calls(world, CLOSES),
  },
  {
    id: 'call-answer-twice',
    rule: 'R-15.35',
    what: 'somebody answers a call twice',
    wishes: LIGHT,
    words: 'counted counted duplicate',
    play: async (world) => {
      const call = await calls(world, CLOSES);
      await candidates(world, call, world.people.dia);
      await candidates(world, call, world.people.dia);
    },
  },
  {
    id: 'call-answer-too-late',
    rule: 'R-15.35',
    what: 'when it has closed',
    wishes: LIGHT,
    words: 'counted closed',
    play: async (world) => {
      const call = await calls(world, CLOSES);
      world.log.setClock(CLOSES);
      await candidates(world, call, world.people.dia);
    },
  },
];

/** The circle is asked about a matter of the role: three entries. */
export async function opensForCircle(world: World, more: object = {}) {
  const matter = createMatter(world);
  const proposal = await matter.propose();
  return {
    matter,
    proposal,
    opening: await matter.open(proposal, { ...CIRCLE, role: world.things.treasurer, ...more }),
  };
}

const CIRCLE = { rung: 'consent', parameters: CONSENT } as const;

const RETURNS: readonly Scenario[] = [
  {
    id: 'returned',
    rule: 'R-15.36',
    what: 'nobody holds the role, and nobody looks after it any more: its circle decides',
    wishes: LIGHT,
    words: 'counted counted counted',
    play: at(RETURNED, opensForCircle),
  },
  {
    id: 'not-returned-yet',
    rule: 'R-15.36',
    what: 'a millisecond earlier',
    wishes: LIGHT,
    words: 'counted counted wrong-rung',
    play: at('2027-01-29T23:59:59.999Z', opensForCircle),
  },
  {
    id: 'not-returned',
    rule: 'R-15.36',
    what: 'while somebody holds it',
    wishes: LIGHT,
    words: 'counted counted wrong-rung',
    play: opensForCircle,
  },
  {
    id: 'returned-without-weight',
    rule: 'R-15.36',
    what: 'a role that says nothing of its weight',
    wishes: { charterLadder: CONSENT },
    words: 'counted counted wrong-rung',
    play: at(RETURNED, opensForCircle),
  },
  {
    id: 'all-stand-aside',
    rule: 'R-15.36',
    what: 'all who hold it stand aside, and who has an alternate is the only one',
    wishes: LIGHT,
    words: 'counted counted counted counted wrong-rung',
    play: (world) => standAside(world),
  },
];

async function standAside(world: World) {
  const matter = createMatter(world);
  const proposal = await matter.propose();
  for (const who of [world.people.ben, world.people.cem])
    await world.log.append('recusal', who, {
      subject: world.own(`recusal ${world.log.entries.length}`),
      proposal: refTo(proposal),
      reason: say('It is mine.'),
    });
  await matter.open(proposal, { ...CIRCLE, role: world.things.treasurer });
}

/** What holds when a term ends (Spec §15.5). */
export const END_OF_TERM_SCENARIOS: readonly Scenario[] = [
  ...CARETAKER,
  ...AGAIN,
  ...RETURNS,
  ...SAME_TERM_SCENARIOS,
];
