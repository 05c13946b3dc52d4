import type { Ladder } from '../../../../protocol/documents/rung.ts';
import { DAY_SECONDS } from '../../../../protocol/time.ts';
import { createMatter, type TestMatter } from '../../rules/matter.ts';
import type { Wishes, World } from '../../rules/world.ts';
import type { Scenario } from './scenario.ts';

const CONSENT = {
  consent: { openSeconds: 7 * DAY_SECONDS, deadlineSeconds: 30 * DAY_SECONDS, quorum: 'two-thirds' },
} as const satisfies Ladder;
const VOTE = {
  vote: {
    openSeconds: 7 * DAY_SECONDS,
    quorum: { num: 1, den: 2 },
    threshold: { num: 1, den: 2, cmp: 'gt', base: 'decisive' },
  },
} as const satisfies Ladder;

function decidedBy(rung: 'consent' | 'vote', parameters: Ladder): Wishes {
  return {
    spending: ({ circle }) => ({
      owner: { kind: 'circle', ...circle },
      rung,
      parameters,
      escalation: [
        { mode: 'talk', maxSeconds: 4 * DAY_SECONDS },
        { mode: 'default', maxSeconds: 1, fallback: { kind: 'status-quo' } },
      ],
    }),
  };
}

const BY_CONSENT = decidedBy('consent', CONSENT);
const BY_VOTE = decidedBy('vote', VOTE);
const OPEN = 'counted counted counted';
const ALL = { roster: 4, base: 4, objections: 0 } as const;
const CONSENTED = { ...ALL, responders: 3, decisive: 3, answers: { consent: 3 } };
const VOTED = { ...ALL, responders: 3, decisive: 3, answers: { yes: 3 } };

/** A matter opened on 10 January at noon, three of four in favour; then the server is switched off. */
function switchedOff(
  answer: 'consent' | 'yes',
  play: (matter: TestMatter, open: Awaited<ReturnType<typeof opened>>) => Promise<unknown>,
) {
  return async (world: World) => {
    const matter = createMatter(world);
    const open = await opened(matter);
    const { ana, ben, cem } = matter.people;
    for (const who of [ana, ben, cem]) await matter.respond(who, open.proposal, answer);
    matter.fallSilent();
    await play(matter, open);
  };
}

async function opened(matter: TestMatter) {
  const proposal = await matter.propose();
  return { proposal, opening: await matter.open(proposal) };
}

function outcomeAt(time: string) {
  return switchedOff('consent', (matter, { proposal, opening }) => {
    matter.setClock(time);
    return matter.outcome(proposal, opening, { counts: CONSENTED });
  });
}

function voteOutcomeAt(time: string) {
  return switchedOff('yes', (matter, { proposal, opening }) => {
    matter.setClock(time);
    return matter.outcome(proposal, opening, { counts: VOTED });
  });
}

/** One of four has answered, which is too few; Dia answers only now. */
function answerAt(time: string) {
  return async (world: World) => {
    const matter = createMatter(world);
    const { proposal } = await opened(matter);
    await matter.respond(matter.people.ana, proposal, 'consent');
    matter.fallSilent();
    matter.setClock(time);
    await matter.respond(matter.people.dia, proposal, 'concern');
  };
}

/** Nothing is logged but what somebody says so long after the opening; from then on the server runs. */
function silentUntil(time: string, at = '2026-01-17T12:00:00Z') {
  return switchedOff('consent', async (matter, { proposal, opening }) => {
    matter.setClock(time);
    await matter.advise(matter.people.dia, proposal);
    matter.speak();
    matter.setClock(at);
    await matter.outcome(proposal, opening, { counts: CONSENTED });
  });
}

/** Nobody says anything; the server is off from the opening on, until somebody looks. */
function endedAt(time: string) {
  return async (world: World) => {
    const matter = createMatter(world);
    const { proposal, opening } = await opened(matter);
    matter.fallSilent();
    matter.setClock(time);
    await matter.outcome(proposal, opening, {
      counts: { ...ALL, base: 0, responders: 0, decisive: 0, answers: {} },
      result: 'default',
      byDefault: { kind: 'status-quo' },
    });
  };
}

const AGREED = `${OPEN} ${OPEN}`;

export const SILENCE_SCENARIOS: readonly Scenario[] = [
  {
    id: 'close',
    rule: 'R-6.52',
    what: 'the server was off for the whole week: the answers are in a week later',
    wishes: BY_CONSENT,
    words: `${AGREED} counted`,
    play: outcomeAt('2026-01-24T12:00:00Z'),
  },
  {
    id: 'close-too-early',
    rule: 'R-6.52',
    what: 'a millisecond before that',
    wishes: BY_CONSENT,
    words: `${AGREED} rules-disagree`,
    play: outcomeAt('2026-01-24T11:59:59.999Z'),
  },
  {
    id: 'gap-of-36-hours',
    rule: 'R-6.52',
    what: 'a gap of 36 hours is no silence',
    wishes: BY_CONSENT,
    words: `${AGREED} counted counted`,
    play: silentUntil('2026-01-12T00:00:00Z'),
  },
  {
    id: 'gap-of-36-hours-and-a-millisecond',
    rule: 'R-6.52',
    what: 'a gap of a millisecond more is: what is logged at the end of the week comes too early',
    wishes: BY_CONSENT,
    words: `${AGREED} counted rules-disagree`,
    play: silentUntil('2026-01-12T00:00:00.001Z'),
  },
  {
    id: 'gap-made-up-for',
    rule: 'R-6.52',
    what: 'and so long after the end of the week it does not',
    wishes: BY_CONSENT,
    words: `${AGREED} counted counted`,
    play: silentUntil('2026-01-12T00:00:00.001Z', '2026-01-19T00:00:00.001Z'),
  },
  {
    id: 'vote-close',
    rule: 'R-6.52',
    what: 'a vote ends later too',
    wishes: BY_VOTE,
    words: `${AGREED} counted`,
    play: voteOutcomeAt('2026-01-24T12:00:00Z'),
  },
  {
    id: 'vote-close-too-early',
    rule: 'R-6.52',
    what: 'not a millisecond earlier',
    wishes: BY_VOTE,
    words: `${AGREED} rules-disagree`,
    play: voteOutcomeAt('2026-01-24T11:59:59.999Z'),
  },
  {
    id: 'deadline',
    rule: 'R-6.52',
    what: 'an answer a millisecond before twice the time',
    wishes: BY_CONSENT,
    words: `${OPEN} counted counted`,
    play: answerAt('2026-03-11T11:59:59.999Z'),
  },
  {
    id: 'deadline-once',
    rule: 'R-6.52',
    what: 'the deadline moves once, by its own length at the most',
    wishes: BY_CONSENT,
    words: `${OPEN} counted closed`,
    play: answerAt('2026-03-11T12:00:00Z'),
  },
  {
    id: 'path',
    rule: 'R-6.52',
    what: 'a server that is off forces no default before 60 days and twice the 4 days of talk',
    wishes: BY_CONSENT,
    words: `${OPEN} counted`,
    play: endedAt('2026-03-19T12:00:00Z'),
  },
  {
    id: 'path-too-early',
    rule: 'R-6.52',
    what: 'a millisecond earlier',
    wishes: BY_CONSENT,
    words: `${OPEN} rules-disagree`,
    play: endedAt('2026-03-19T11:59:59.999Z'),
  },
];
