import type { Decision } from '../../../../protocol/documents/decision.ts';
import type { DocumentId } from '../../../../protocol/ids.ts';
import { DAY_SECONDS } from '../../../../protocol/time.ts';
import type { LoggedEntry } from '../../log-builder.ts';
import { person } from '../../people.ts';
import { createMatter, type TestMatter } from '../../rules/matter.ts';
import { refTo, say, transfer, type Wishes, type World } from '../../rules/world.ts';
import type { Scenario } from './scenario.ts';

const ASKING = {
  askSeconds: 3 * DAY_SECONDS,
  extendSeconds: 2 * DAY_SECONDS,
  deadlineSeconds: 20 * DAY_SECONDS,
};
const FALLBACK = {
  openSeconds: 7 * DAY_SECONDS,
  deadlineSeconds: 30 * DAY_SECONDS,
  quorum: 'two-thirds',
} as const;

/** Ben, as treasurer, decides after asking Dia, who audits, and three who are affected: Ana, Cem and Dia. */
export const ASK: Wishes = {
  spending: ({ auditor, people }) => ({
    rung: 'consultation',
    parameters: { consultation: ASKING, consent: FALLBACK },
    affected: [people.ana, people.cem, people.dia],
    knowledge: [auditor.subject],
  }),
};

/** The same, with two who are affected. */
const ASK_TWO: Wishes = {
  spending: ({ auditor, people }) => ({
    rung: 'consultation',
    parameters: { consultation: ASKING },
    affected: [people.ana, people.cem],
    knowledge: [auditor.subject],
  }),
};

/** When the time to answer, and the time once more for whoever is silent, are over. */
const READY = '2026-01-15T12:00:00Z';
const DEADLINE = '2026-01-30T12:00:00Z';

const on = (play: (matter: TestMatter) => Promise<unknown>) => (world: World) => play(createMatter(world));

/** Three entries. */
export async function asked(matter: TestMatter, everybodyAffected = true, askSeconds = ASKING.askSeconds) {
  const { world } = matter;
  const { auditor, treasurer } = world.things;
  const { ana, cem, dia } = world.people;
  const named = everybodyAffected ? [ana, cem, dia] : [ana, cem];
  const charter = world.things.charter;
  const proposal = await matter.propose();
  const opening = await matter.open(proposal, {
    role: treasurer,
    parameters: { consultation: { ...ASKING, askSeconds } },
    // Founders are by the charter: they have no version of their own yet.
    asked: [
      ...named.map(({ author }) => ({ subject: author, id: charter })),
      { subject: auditor.subject, id: auditor.id },
    ],
    people: [ana, cem, dia].map(({ author }) =>
      everybodyAffected || author !== dia.author
        ? { subject: author, affected: true as const }
        : { subject: author },
    ),
  });
  return { proposal, opening };
}

/** Ben decides, and answers advice. */
export function decide(
  matter: TestMatter,
  proposal: LoggedEntry,
  opening: LoggedEntry,
  answered: readonly { readonly entry: { readonly id: DocumentId } }[] = [],
  more: Partial<NonNullable<Decision['consulted']>> = {},
) {
  const answers = answered.map(({ entry }) => ({
    advice: entry.id,
    answer: 'partly' as const,
    reason: say('As far as we can.'),
  }));
  const consulted = { opening: opening.entry.id, answers, ...more };
  return matter.world.decide('d', [...matter.operations], { proposal: refTo(proposal), consulted });
}

const OPEN = 'counted counted counted';
const JOINT = { joint: { answer: 'adopted', reason: say('Good idea.') } } as const;

/** As long as a wish says, in a domain where things take so long. */
const asksFor = (askSeconds: number, timeline: 'minutes' | 'hours' | 'days' | 'weeks'): Wishes => ({
  spending: ({ auditor, people }) => ({
    rung: 'consultation',
    parameters: { consultation: { ...ASKING, askSeconds } },
    affected: [people.ana, people.cem, people.dia],
    knowledge: [auditor.subject],
    timeline,
  }),
});
const askedFor = (askSeconds: number) => on(async (matter) => asked(matter, true, askSeconds));

const LEAST: readonly Scenario[] = (
  [
    ['days', 3 * DAY_SECONDS],
    ['weeks', 3 * DAY_SECONDS],
    ['hours', DAY_SECONDS],
    ['minutes', DAY_SECONDS],
  ] as const
).flatMap(([timeline, least]) => [
  {
    id: `asks-for-enough-${timeline}`,
    rule: 'R-6.44',
    what: `people have just as long as they need to have, where things take ${timeline}`,
    wishes: asksFor(least, timeline),
    words: OPEN,
    play: askedFor(least),
  },
  {
    id: `asks-too-briefly-${timeline}`,
    rule: 'R-6.44',
    what: `they have a second less, where things take ${timeline}`,
    wishes: asksFor(least - 1, timeline),
    words: 'counted counted rules-disagree',
    play: askedFor(least - 1),
  },
]);

const TIMES: readonly Scenario[] = [
  {
    id: 'asked-in-time',
    rule: 'R-6.41',
    what: 'nobody has answered, and the time and the time once more are over',
    wishes: ASK,
    words: `${OPEN} counted`,
    play: decidedAt(READY),
  },
  {
    id: 'asked-too-short',
    rule: 'R-6.41',
    what: 'a millisecond earlier',
    wishes: ASK,
    words: `${OPEN} too-early`,
    play: decidedAt('2026-01-15T11:59:59.999Z'),
  },
  {
    id: 'asked-all-answered',
    rule: 'R-6.41',
    what: 'everybody who was asked has answered: nobody waits any longer',
    wishes: ASK,
    words: `${OPEN} ${OPEN} counted`,
    play: on(async (matter) => {
      const { proposal, opening } = await asked(matter);
      await decide(matter, proposal, opening, await advised(matter, proposal, ['for', 'for', 'against']));
    }),
  },
  {
    id: 'asked-one-silent',
    rule: 'R-6.41',
    what: 'one has not',
    wishes: ASK,
    words: `${OPEN} counted counted too-early`,
    play: on(async (matter) => {
      const { proposal, opening } = await asked(matter);
      await decide(matter, proposal, opening, await advised(matter, proposal, ['for', 'for']));
    }),
  },
  {
    id: 'asked-amended',
    rule: 'R-6.41',
    what: 'a changed binding part gives the whole time again',
    wishes: ASK,
    words: `${OPEN} counted too-early`,
    play: on(async (matter) => {
      const { proposal, opening } = await asked(matter);
      matter.setClock('2026-01-12T12:00:00Z');
      const binding = { operations: [transfer(matter.world.things.X, 50)] };
      const second = await matter.propose({ supersedes: proposal.entry.id, binding });
      matter.setClock(READY);
      const consulted = { opening: opening.entry.id, answers: [] };
      await matter.world.decide('d', binding.operations, { proposal: refTo(second), consulted });
    }),
  },
  {
    id: 'asked-last-moment',
    rule: 'R-6.41',
    what: 'a millisecond before the deadline',
    wishes: ASK,
    words: `${OPEN} counted`,
    play: decidedAt('2026-01-30T11:59:59.999Z'),
  },
  {
    id: 'asked-too-late',
    rule: 'R-6.41',
    what: 'at the deadline',
    wishes: ASK,
    words: `${OPEN} closed`,
    play: decidedAt(DEADLINE),
  },
  {
    id: 'asked-nobody',
    rule: 'R-6.41',
    what: 'the role decides without asking',
    wishes: ASK,
    words: 'counted not-open',
    play: on(async (matter) => {
      const proposal = await matter.propose();
      await matter.world.decide('d', [...matter.operations], { proposal: refTo(proposal) });
    }),
  },
  {
    id: 'asked-nothing',
    rule: 'R-6.41',
    what: 'the role decides what nobody has proposed',
    wishes: ASK,
    words: 'not-open',
    play: on((matter) => matter.world.decide('d', [...matter.operations])),
  },
];

function decidedAt(time: string) {
  return on(async (matter) => {
    const { proposal, opening } = await asked(matter);
    matter.setClock(time);
    await decide(matter, proposal, opening);
  });
}

/** Ana, Cem and Dia say what they think of it, as far as there are words. */
async function advised(
  matter: TestMatter,
  proposal: LoggedEntry,
  stances: readonly ('for' | 'against' | 'neutral')[],
): Promise<LoggedEntry[]> {
  const { ana, cem, dia } = matter.people;
  const people = [ana, cem, dia];
  const given: LoggedEntry[] = [];
  for (const [index, stance] of stances.entries())
    given.push(await matter.advise(people[index] ?? ana, proposal, stance));
  return given;
}

const ADVICE: readonly Scenario[] = [
  {
    id: 'advice',
    rule: 'R-6.40',
    what: 'by somebody who was asked',
    wishes: ASK,
    words: `${OPEN} counted`,
    play: on(async (matter) => matter.advise(matter.people.ana, (await asked(matter)).proposal)),
  },
  {
    id: 'advice-by-others',
    rule: 'R-6.40',
    what: 'by a newcomer whom nobody asked',
    wishes: ASK,
    words: `${OPEN} counted counted`,
    play: on(async (matter) => {
      const { proposal } = await asked(matter);
      await matter.advise(await joins(matter, 'active'), proposal);
    }),
  },
  {
    id: 'advice-by-somebody-gone',
    rule: 'R-6.40',
    what: 'by somebody who has left',
    wishes: ASK,
    words: `${OPEN} counted not-active`,
    play: on(async (matter) => {
      const { proposal } = await asked(matter);
      await matter.advise(await joins(matter, 'left'), proposal);
    }),
  },
  {
    id: 'advice-too-early',
    rule: 'R-6.40',
    what: 'before anybody was asked',
    wishes: ASK,
    words: 'counted not-open',
    play: on(async (matter) => matter.advise(matter.people.ana, await matter.propose())),
  },
  {
    id: 'advice-too-late',
    rule: 'R-6.40',
    what: 'at the deadline',
    wishes: ASK,
    words: `${OPEN} closed`,
    play: on(async (matter) => {
      const { proposal } = await asked(matter);
      matter.setClock(DEADLINE);
      await matter.advise(matter.people.ana, proposal);
    }),
  },
  {
    id: 'advice-stale',
    rule: 'R-6.40',
    what: 'on a version whose binding part was changed',
    wishes: ASK,
    words: `${OPEN} counted stale-version`,
    play: on(async (matter) => {
      const { proposal } = await asked(matter);
      const binding = { operations: [transfer(matter.world.things.X, 50)] };
      await matter.propose({ supersedes: proposal.entry.id, binding });
      await matter.advise(matter.people.ana, proposal);
    }),
  },
];

async function joins({ world }: TestMatter, status: 'active' | 'left') {
  const eve = person(`Eve of ${world.log.commons}`);
  await world.log.append('participant', eve, {
    subject: eve.author,
    kind: 'human',
    pseudonym: 'Eve',
    keys: [{ key: eve.key, custody: 'device' }],
    status,
  });
  return eve;
}

/** Ana and a newcomer advise, the time passes, and Ben decides with these answers. */
function answering(
  answer: (given: { asked: LoggedEntry; other: LoggedEntry }) => {
    readonly to: readonly LoggedEntry[];
    readonly more?: Partial<NonNullable<Decision['consulted']>>;
  },
) {
  return on(async (matter) => {
    const { proposal, opening } = await asked(matter);
    const [first] = await advised(matter, proposal, ['against']);
    const other = await matter.advise(await joins(matter, 'active'), proposal);
    if (first === undefined) throw new TypeError('Ana advised');
    matter.setClock(READY);
    const { to, more = {} } = answer({ asked: first, other });
    await decide(matter, proposal, opening, to, more);
  });
}

const GIVEN = `${OPEN} counted counted counted`;

const ANSWERED: readonly Scenario[] = [
  {
    id: 'answered',
    rule: 'R-6.42',
    what: 'advice of whoever was asked is answered, that of others together',
    wishes: ASK,
    words: `${GIVEN} counted`,
    play: answering((given) => ({ to: [given.asked], more: JOINT })),
  },
  {
    id: 'answered-not',
    rule: 'R-6.42',
    what: 'advice of somebody who was asked has no answer',
    wishes: ASK,
    words: `${GIVEN} advice-unanswered`,
    play: answering(() => ({ to: [], more: JOINT })),
  },
  {
    id: 'answered-not-together',
    rule: 'R-6.42',
    what: 'that of others has none',
    wishes: ASK,
    words: `${GIVEN} advice-unanswered`,
    play: answering((given) => ({ to: [given.asked] })),
  },
  {
    id: 'answered-twice',
    rule: 'R-6.42',
    what: 'one advice has two answers',
    wishes: ASK,
    words: `${GIVEN} contradictory`,
    play: answering((given) => ({ to: [given.asked, given.asked], more: JOINT })),
  },
  {
    id: 'answered-others-alone',
    rule: 'R-6.42',
    what: 'that of somebody who was not asked has an answer of its own',
    wishes: ASK,
    words: `${GIVEN} contradictory`,
    play: answering((given) => ({ to: [given.asked, given.other], more: JOINT })),
  },
  {
    id: 'answered-nobody',
    rule: 'R-6.42',
    what: 'an answer to others, where nobody else has said anything',
    wishes: ASK,
    words: `${OPEN} counted contradictory`,
    play: on(async (matter) => {
      const { proposal, opening } = await asked(matter);
      const given = await advised(matter, proposal, ['for']);
      matter.setClock(READY);
      await decide(matter, proposal, opening, given, JOINT);
    }),
  },
  {
    id: 'answered-another-opening',
    rule: 'R-6.42',
    what: 'the decision names another opening',
    wishes: ASK,
    words: `${OPEN} advice-unanswered`,
    play: on(async (matter) => {
      const { proposal, opening } = await asked(matter);
      matter.setClock(READY);
      const elsewhere: DocumentId = matter.world.things.charter;
      await decide(matter, proposal, opening, [], { opening: elsewhere });
    }),
  },
  {
    id: 'answered-unasked',
    rule: 'R-6.42',
    what: 'where a role decides without asking, nothing is answered',
    words: 'counted contradictory',
    play: on(async (matter) => {
      const proposal = await matter.propose();
      const consulted = { opening: proposal.entry.id, answers: [] };
      await matter.world.decide('d', [...matter.operations], { proposal: refTo(proposal), consulted });
    }),
  },
];

/** Those who were asked answer so; then the role decides. */
function stances(given: readonly ('for' | 'against' | 'neutral')[], everybodyAffected = true) {
  return on(async (matter) => {
    const { proposal, opening } = await asked(matter, everybodyAffected);
    await decide(matter, proposal, opening, await advised(matter, proposal, given));
  });
}

const TRIPWIRE: readonly Scenario[] = [
  {
    id: 'tripwire',
    rule: 'R-6.43',
    what: 'two of three who are affected are against it: the role does not decide',
    wishes: ASK,
    words: `${OPEN} ${OPEN} wrong-rung`,
    play: stances(['against', 'against', 'for']),
  },
  {
    id: 'tripwire-one-of-three',
    rule: 'R-6.43',
    what: 'one of three',
    wishes: ASK,
    words: `${OPEN} ${OPEN} counted`,
    play: stances(['against', 'neutral', 'for']),
  },
  {
    id: 'tripwire-two-affected',
    rule: 'R-6.43',
    what: 'both of two who are affected: two people move nothing',
    wishes: ASK_TWO,
    words: `${OPEN} ${OPEN} counted`,
    play: stances(['against', 'against', 'against'], false),
  },
  {
    id: 'tripwire-moved',
    rule: 'R-6.43',
    what: 'then the circle of the role is asked for its consent',
    wishes: ASK,
    words: `${OPEN} ${OPEN} counted counted`,
    play: on(async (matter) => {
      const { proposal } = await asked(matter);
      await advised(matter, proposal, ['against', 'against', 'for']);
      await openForConsent(matter, proposal);
    }),
  },
  {
    id: 'tripwire-not-moved',
    rule: 'R-6.43',
    what: 'it is not where nothing has tripped',
    wishes: ASK,
    words: `${OPEN} ${OPEN} counted closed`,
    play: on(async (matter) => {
      const { proposal } = await asked(matter);
      await advised(matter, proposal, ['against', 'for', 'for']);
      await openForConsent(matter, proposal);
    }),
  },
];

/** Two entries: everybody in the circle is asked; those whom the domain affects among them. */
function openForConsent(matter: TestMatter, proposal: LoggedEntry) {
  const { world } = matter;
  const { ana, ben, cem, dia } = world.people;
  return matter.open(proposal, {
    role: world.things.treasurer,
    rung: 'consent',
    parameters: { consent: FALLBACK },
    asked: [ana, cem, dia].map(({ author }) => ({ subject: author, id: world.things.charter })),
    people: [
      ...[ana, cem, dia].map(({ author }) => ({ subject: author, affected: true as const })),
      { subject: ben.author },
    ],
  });
}

/** What a role decides after asking. */
export const CONSULTATION_SCENARIOS: readonly Scenario[] = [
  ...TIMES,
  ...ADVICE,
  ...ANSWERED,
  ...TRIPWIRE,
  ...LEAST,
];
