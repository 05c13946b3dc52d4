import type { Ruling } from '../../../../protocol/documents/operation.ts';
import { DAY_SECONDS } from '../../../../protocol/time.ts';
import type { LoggedEntry } from '../../log-builder.ts';
import type { Signer } from '../../people.ts';
import { createMatter, type TestMatter } from '../../rules/matter.ts';
import { refTo, say, transfer, type Wishes, type World } from '../../rules/world.ts';
import type { Scenario } from './scenario.ts';

const CONSENT = {
  consent: { openSeconds: 7 * DAY_SECONDS, deadlineSeconds: 30 * DAY_SECONDS, quorum: 'two-thirds' },
} as const;
const FREE: Wishes = { charterLadder: CONSENT };
/** Spending is announced for three days. */
const WAITS: Wishes = {
  ...FREE,
  spending: {
    parameters: {
      delegation: { signers: 1, proposerMayDecide: true, waitSeconds: 3 * DAY_SECONDS },
      ...CONSENT,
    },
  },
};

const OVER = '2026-01-13T12:00:00Z';
const JUST_BEFORE = '2026-01-13T11:59:59.999Z';
const SOON = '2026-01-11T12:00:00Z';

/** Ana announces what Ben will decide, on 10 January at noon. */
const announce = (matter: TestMatter, waitSeconds = 3 * DAY_SECONDS) => matter.propose({ waitSeconds });

const decide = ({ world, operations }: TestMatter, proposal: LoggedEntry, label = 'd') =>
  world.decide(label, [...operations], { proposal: refTo(proposal) });

function challenges({ world }: TestMatter, proposal: LoggedEntry, by: Signer, label = 'challenge') {
  return world.log.append('challenge', by, {
    subject: world.own(label),
    decision: refTo(proposal),
    ground: 'harms-affected',
    argument: say('The neighbours were not heard.'),
    resolvedBy: say('Hear them.'),
  });
}

const on = (play: (matter: TestMatter) => Promise<unknown>) => (world: World) => play(createMatter(world));

const decidedAt = (time: string) =>
  on(async (matter) => {
    const proposal = await announce(matter);
    matter.setClock(time);
    await decide(matter, proposal);
  });

/** Dia challenges it the day after; a ruling of the circle is logged on 16 January. */
function ruled(ruling: Ruling['ruling'], rung: 'consent' | 'role' = 'consent') {
  return on(async (matter) => {
    const { world, people, setClock } = matter;
    const proposal = await announce(matter);
    setClock(SOON);
    const challenge = await challenges(matter, proposal, people.dia);
    const operation: Ruling = {
      op: 'rule',
      decision: refTo(proposal),
      on: challenge.entry.id,
      ruling,
      text: say('We have looked at it.'),
    };
    if (rung === 'role') return world.decide('r', [operation]);
    const binding = { operations: [operation] };
    const settling = await matter.propose({ subject: world.own('settling'), binding }, people.dia);
    const { circle, treasurer: role } = world.things;
    const opened = await matter.open(settling, { rung: 'consent', parameters: CONSENT, circle, role });
    for (const who of Object.values(people)) await matter.respond(who, settling, 'consent');
    setClock('2026-01-16T12:00:00Z');
    const counts = {
      ...{ roster: 4, base: 4, objections: 0, responders: 4, decisive: 4 },
      answers: { consent: 4 },
    };
    await matter.outcome(settling, opened, { counts }, { binding });
    return decide(matter, proposal);
  });
}

const SETTLED = 'counted counted counted counted counted counted counted counted counted counted';

/** What is announced, and waits, before somebody decides it alone. */
export const ANNOUNCED_SCENARIOS: readonly Scenario[] = [
  {
    id: 'announced',
    rule: 'R-6.90',
    what: 'what was announced is decided when it has waited for three days',
    wishes: WAITS,
    words: 'counted counted',
    play: decidedAt(OVER),
  },
  {
    id: 'announced-too-early',
    rule: 'R-6.90',
    what: 'a millisecond before',
    wishes: WAITS,
    words: 'counted too-early',
    play: decidedAt(JUST_BEFORE),
  },
  {
    id: 'announced-freely',
    rule: 'R-6.90',
    what: 'where the domain does not demand it, whoever announces something waits too',
    wishes: FREE,
    words: 'counted too-early',
    play: decidedAt(JUST_BEFORE),
  },
  {
    id: 'unannounced',
    rule: 'R-6.90',
    what: 'what was not announced, where the domain demands it',
    wishes: WAITS,
    words: 'unannounced',
    play: (world) => world.decide('d', [transfer(world.things.X, 60)]),
  },
  {
    id: 'announced-too-short',
    rule: 'R-6.90',
    what: 'what was announced for a shorter time than it demands',
    wishes: WAITS,
    words: 'counted unannounced',
    play: on(async (matter) => {
      const proposal = await announce(matter, DAY_SECONDS);
      matter.setClock(OVER);
      await decide(matter, proposal);
    }),
  },
  {
    id: 'announced-no',
    rule: 'R-6.90',
    what: 'a no waits for nothing',
    wishes: WAITS,
    words: 'counted counted',
    play: on(async (matter) => {
      const proposal = await announce(matter);
      await matter.world.decide('d', [...matter.operations], {
        proposal: refTo(proposal),
        result: 'not-adopted',
      });
    }),
  },
  {
    id: 'announced-amended',
    rule: 'R-6.92',
    what: 'an amendment is announced anew',
    wishes: WAITS,
    words: 'counted counted too-early',
    play: on(async (matter) => {
      const first = await announce(matter);
      matter.setClock(SOON);
      const binding = { operations: [transfer(matter.world.things.X, 50)] };
      const waitSeconds = 3 * DAY_SECONDS;
      const second = await matter.propose({ supersedes: first.entry.id, binding, waitSeconds });
      matter.setClock(OVER);
      await matter.world.decide('d', binding.operations, { proposal: refTo(second) });
    }),
  },
  {
    id: 'announced-explained',
    rule: 'R-6.92',
    what: 'an explanation changes nothing',
    wishes: WAITS,
    words: 'counted counted counted',
    play: on(async (matter) => {
      const first = await announce(matter);
      matter.setClock(SOON);
      const explanation = [say('The old one leaks.')];
      const waitSeconds = 3 * DAY_SECONDS;
      const second = await matter.propose({ supersedes: first.entry.id, explanation, waitSeconds });
      matter.setClock(OVER);
      await decide(matter, second);
    }),
  },
  {
    id: 'announced-challenge',
    rule: 'R-6.91',
    what: 'somebody challenges it a millisecond before it has waited',
    wishes: WAITS,
    words: 'counted counted',
    play: on(async (matter) => {
      const proposal = await announce(matter);
      matter.setClock(JUST_BEFORE);
      await challenges(matter, proposal, matter.people.dia);
    }),
  },
  {
    id: 'announced-challenge-too-late',
    rule: 'R-6.91',
    what: 'when it has',
    wishes: WAITS,
    words: 'counted too-late',
    play: on(async (matter) => {
      const proposal = await announce(matter);
      matter.setClock(OVER);
      await challenges(matter, proposal, matter.people.dia);
    }),
  },
  {
    id: 'announced-challenge-twice',
    rule: 'R-6.91',
    what: 'the same person, while nobody has ruled',
    wishes: WAITS,
    words: 'counted counted duplicate',
    play: on(async (matter) => {
      const proposal = await announce(matter);
      await challenges(matter, proposal, matter.people.dia);
      await challenges(matter, proposal, matter.people.dia, 'another');
    }),
  },
  {
    id: 'challenge-of-a-proposal',
    rule: 'R-6.91',
    what: 'a proposal that announces nothing',
    wishes: FREE,
    words: 'counted unknown-reference',
    play: on(async (matter) => challenges(matter, await matter.propose(), matter.people.dia)),
  },
  {
    id: 'announced-suspended',
    rule: 'R-6.92',
    what: 'while a challenge is open nobody decides it',
    wishes: WAITS,
    words: 'counted counted suspended',
    play: on(async (matter) => {
      const proposal = await announce(matter);
      await challenges(matter, proposal, matter.people.dia);
      matter.setClock(OVER);
      await decide(matter, proposal);
    }),
  },
  {
    id: 'announced-challenge-lapsed',
    rule: 'R-6.92',
    what: 'a challenge on which nobody ruled for 30 days',
    wishes: WAITS,
    words: 'counted counted counted',
    play: on(async (matter) => {
      const proposal = await announce(matter);
      await challenges(matter, proposal, matter.people.dia);
      matter.setClock('2026-02-09T12:00:00Z');
      await decide(matter, proposal);
    }),
  },
  {
    id: 'announced-upheld',
    rule: 'R-6.93',
    what: 'the circle finds nothing wrong with it, and Ben decides',
    wishes: WAITS,
    words: `${SETTLED} counted`,
    play: ruled('upheld'),
  },
  {
    id: 'announced-reversed',
    rule: 'R-6.93',
    what: 'the circle agrees with whoever challenged it: Ben does not decide that',
    wishes: WAITS,
    words: `${SETTLED} closed`,
    play: ruled('reversed'),
  },
  {
    id: 'announced-ruled-alone',
    rule: 'R-6.93',
    what: 'whoever would decide it alone does not settle that',
    wishes: FREE,
    words: 'counted counted wrong-rung',
    play: ruled('upheld', 'role'),
  },
];
