import type { ConstraintRule } from '../../../../protocol/documents/constraint.ts';
import type { Ladder } from '../../../../protocol/documents/rung.ts';
import type { Ref } from '../../../../protocol/ids.ts';
import { DAY_SECONDS } from '../../../../protocol/time.ts';
import type { Draft, LoggedEntry } from '../../log-builder.ts';
import { createMatter, type TestMatter } from '../../rules/matter.ts';
import { refTo, say, transfer, type Wishes } from '../../rules/world.ts';
import { bind } from './constraint-scenarios.ts';
import type { Scenario } from './scenario.ts';

const WEEK = { openSeconds: 7 * DAY_SECONDS, deadlineSeconds: 30 * DAY_SECONDS };
const LADDER = {
  consultation: {
    askSeconds: 3 * DAY_SECONDS,
    extendSeconds: DAY_SECONDS,
    deadlineSeconds: 20 * DAY_SECONDS,
  },
  consent: { ...WEEK, quorum: 'two-thirds' },
  consensus: {
    ...WEEK,
    quorum: { num: 3, den: 4 },
    standAsidesMost: { num: 1, den: 4 },
    agree: { num: 1, den: 2, cmp: 'gt', base: 'roster' },
  },
  vote: {
    openSeconds: 7 * DAY_SECONDS,
    quorum: { num: 1, den: 2 },
    threshold: { num: 1, den: 2, cmp: 'gt', base: 'decisive' },
  },
} as const satisfies Ladder;

/** Ben, as treasurer, decides alone about spending; Ana is affected. */
const ROLE: Wishes = { charterLadder: LADDER, spending: ({ people }) => ({ affected: [people.ana] }) };
/** Ben decides after asking Ana. */
const ASKING: Wishes = {
  charterLadder: LADDER,
  spending: ({ people }) => ({ rung: 'consultation', affected: [people.ana] }),
};
/** The circle decides about spending. */
const circle = (rung: 'consent' | 'consensus' | 'vote'): Wishes => ({
  charterLadder: LADDER,
  spending: ({ circle: owner }) => ({ owner: { kind: 'circle', ...owner }, rung }),
});

const SMALL: ConstraintRule = { kind: 'maxAmount', most: 50 };
const BOUND = 'counted counted';
const OPEN = 'counted counted counted';
const ANSWERS = 'counted counted counted counted';

/** A soft constraint, unless said otherwise, that 60 do not keep; then a matter about 60. */
function given(
  rule: ConstraintRule | ((matter: TestMatter) => ConstraintRule),
  then: (matter: TestMatter, constraint: Ref) => Promise<unknown>,
  more: { readonly hard?: boolean } = {},
): Scenario['play'] {
  return async (world) => {
    const matter = createMatter(world);
    const { hard = false } = more;
    const made = typeof rule === 'function' ? rule(matter) : rule;
    const constraint = await bind(world, made, { hard, circle: world.things.circle.subject });
    await then(matter, constraint);
  };
}

type Proposed = Parameters<TestMatter['propose']>[0];

/** It says why it departs. */
const because = ({ subject }: Ref): NonNullable<Proposed> => ({
  departs: [{ constraint: subject, reason: say('The roof leaks.') }],
});

type OpeningMore = NonNullable<Parameters<TestMatter['open']>[1]>;

/** Ana is asked, and Ben decides: two entries. */
function openAsking(matter: TestMatter, proposal: LoggedEntry, constraint: Ref, more: OpeningMore = {}) {
  const { things, people } = matter.world;
  return matter.open(proposal, {
    rung: 'consultation',
    parameters: { consultation: LADDER.consultation },
    role: things.treasurer,
    asked: [{ subject: people.ana.author, id: things.charter }],
    people: [{ subject: people.ana.author, affected: true }],
    constraints: [constraint.id],
    ...more,
  });
}

/** The circle is asked: two entries. */
function openCircle(
  matter: TestMatter,
  proposal: LoggedEntry,
  constraint: Ref,
  rung: 'consent' | 'consensus' | 'vote',
  more: OpeningMore = {},
) {
  return matter.open(proposal, {
    rung,
    parameters: { [rung]: LADDER[rung] },
    constraints: [constraint.id],
    ...more,
  });
}

const RAISED = ({ id }: Ref): OpeningMore => ({ raisedBy: [id] });
const ASKED_UNTIL = '2026-01-14T12:00:00Z';

/** Ben decides, after asking. */
function decideAsked(
  matter: TestMatter,
  proposal: LoggedEntry,
  opening: LoggedEntry,
  more: Partial<Omit<Draft<'decision'>, 'type'>> = {},
) {
  matter.setClock(ASKED_UNTIL);
  return matter.world.decide('d', [...matter.operations], {
    proposal: refTo(proposal),
    consulted: { opening: opening.entry.id, answers: [] },
    ...more,
  });
}

const YES = { consent: 'consent', consensus: 'agree', vote: 'yes' } as const;

/** Everybody says yes, and the commons logs it: five entries. */
async function settle(
  matter: TestMatter,
  proposal: LoggedEntry,
  opening: LoggedEntry,
  rung: keyof typeof YES,
  more: Parameters<TestMatter['outcome']>[3] = {},
) {
  const people = Object.values(matter.people);
  for (const who of people) await matter.respond(who, proposal, YES[rung]);
  if (rung === 'vote') matter.setClock('2026-01-17T12:00:00Z');
  const counts = {
    ...{ roster: 4, base: 4, responders: 4, decisive: 4, objections: 0 },
    answers: { [YES[rung]]: 4 },
  };
  return matter.outcome(proposal, opening, { counts }, more);
}

const ROLES: readonly Scenario[] = [
  {
    id: 'departure-alone',
    rule: 'R-12.30',
    what: 'a role does not keep a soft constraint, and decides alone',
    wishes: ROLE,
    words: `${BOUND} constraint-violated`,
    play: given(SMALL, ({ world, operations }) => world.decide('d', [...operations])),
  },
  {
    id: 'departure-asked',
    rule: 'R-12.30',
    what: 'the same, put forward with a reason: decided after asking',
    wishes: ROLE,
    words: `${BOUND} ${OPEN} counted`,
    play: given(SMALL, async (matter, constraint) => {
      const proposal = await matter.propose(because(constraint));
      await decideAsked(matter, proposal, await openAsking(matter, proposal, constraint, RAISED(constraint)));
    }),
  },
  {
    id: 'departure-not-asked',
    rule: 'R-12.31',
    what: 'decided before those who are asked had their time',
    wishes: ROLE,
    words: `${BOUND} ${OPEN} advice-unanswered`,
    play: given(SMALL, async (matter, constraint) => {
      const proposal = await matter.propose(because(constraint));
      await openAsking(matter, proposal, constraint, RAISED(constraint));
      matter.setClock(ASKED_UNTIL);
      await matter.world.decide('d', [...matter.operations], { proposal: refTo(proposal) });
    }),
  },
  {
    id: 'departure-without-reason',
    rule: 'R-12.30',
    what: 'put forward without a reason',
    wishes: ROLE,
    words: `${BOUND} counted counted reason-missing`,
    play: given(SMALL, async (matter, constraint) => openAsking(matter, await matter.propose(), constraint)),
  },
  {
    id: 'departure-from-what-is-kept',
    rule: 'R-12.31',
    what: 'a constraint that is kept raises nothing, whatever the proposal says',
    wishes: ROLE,
    words: `${BOUND} counted counted wrong-rung`,
    play: given({ kind: 'maxAmount', most: 60 }, async (matter, constraint) =>
      openAsking(matter, await matter.propose(because(constraint)), constraint, RAISED(constraint)),
    ),
  },
  {
    id: 'departure-foreseen',
    rule: 'R-12.31',
    what: 'Ben means to decide what he puts forward, and says why: whether duties are apart shows only later',
    wishes: ROLE,
    words: `${BOUND} ${OPEN} counted`,
    play: given({ kind: 'separateDuties', effects: ['transfer'] }, async (matter, constraint) => {
      const proposal = await matter.propose(because(constraint), matter.people.ben);
      await decideAsked(matter, proposal, await openAsking(matter, proposal, constraint, RAISED(constraint)));
    }),
  },
  {
    id: 'departure-hard',
    rule: 'R-12.30',
    what: 'a hard constraint is departed from by nobody',
    wishes: ASKING,
    words: `${BOUND} ${OPEN} constraint-violated`,
    play: given(
      SMALL,
      async (matter, constraint) => {
        const proposal = await matter.propose(because(constraint));
        const opening = await openAsking(matter, proposal, constraint);
        await decideAsked(matter, proposal, opening);
      },
      { hard: true },
    ),
  },
];

const CIRCLES: readonly Scenario[] = [
  {
    id: 'departure-of-a-role-after-asking',
    rule: 'R-12.31',
    what: 'what a role decides after asking is raised to the consent of its circle',
    wishes: ASKING,
    words: `${BOUND} ${OPEN} ${ANSWERS} counted`,
    play: given(SMALL, async (matter, constraint) => {
      const proposal = await matter.propose(because(constraint));
      const { things, people } = matter.world;
      const opening = await openCircle(matter, proposal, constraint, 'consent', {
        role: things.treasurer,
        asked: [{ subject: people.ana.author, id: things.charter }],
        people: Object.values(people).map(({ author }) =>
          author === people.ana.author ? { subject: author, affected: true } : { subject: author },
        ),
        ...RAISED(constraint),
      });
      await settle(matter, proposal, opening, 'consent');
    }),
  },
  {
    id: 'departure-by-consensus',
    rule: 'R-12.31',
    what: 'what a circle decides by consent is raised to consensus',
    wishes: circle('consent'),
    words: `${BOUND} ${OPEN} ${ANSWERS} counted`,
    play: given(SMALL, async (matter, constraint) => {
      const proposal = await matter.propose(because(constraint));
      const opening = await openCircle(matter, proposal, constraint, 'consensus', RAISED(constraint));
      await settle(matter, proposal, opening, 'consensus');
    }),
  },
  {
    id: 'departure-from-a-vote',
    rule: 'R-12.31',
    what: 'what a circle votes on is raised to consent',
    wishes: circle('vote'),
    words: `${BOUND} ${OPEN}`,
    play: given(SMALL, async (matter, constraint) =>
      openCircle(
        matter,
        await matter.propose(because(constraint)),
        constraint,
        'consent',
        RAISED(constraint),
      ),
    ),
  },
  {
    id: 'departure-at-the-top',
    rule: 'R-12.31',
    what: 'above consensus there is nothing: the reason is all that is asked',
    wishes: circle('consensus'),
    words: `${BOUND} ${OPEN}`,
    play: given(SMALL, async (matter, constraint) =>
      openCircle(
        matter,
        await matter.propose(because(constraint)),
        constraint,
        'consensus',
        RAISED(constraint),
      ),
    ),
  },
  {
    id: 'departure-not-raised',
    rule: 'R-12.31',
    what: 'opened on the rung of its domain',
    wishes: circle('consent'),
    words: `${BOUND} counted counted wrong-rung`,
    play: given(SMALL, async (matter, constraint) =>
      openCircle(
        matter,
        await matter.propose(because(constraint)),
        constraint,
        'consent',
        RAISED(constraint),
      ),
    ),
  },
  {
    id: 'departure-unnamed',
    rule: 'R-12.31',
    what: 'opened one rung higher, and the opening does not say why',
    wishes: circle('consent'),
    words: `${BOUND} counted counted rules-disagree`,
    play: given(SMALL, async (matter, constraint) =>
      openCircle(matter, await matter.propose(because(constraint)), constraint, 'consensus'),
    ),
  },
  {
    id: 'departure-amended-in',
    rule: 'R-12.30',
    what: 'a later version does not keep a constraint that the first one kept: the matter was not raised',
    wishes: circle('consent'),
    words: `${BOUND} ${OPEN} counted ${ANSWERS} constraint-violated`,
    play: given(SMALL, async (matter, constraint) => {
      const first = await matter.propose({ binding: { operations: [transfer(matter.world.things.X, 40)] } });
      const opening = await openCircle(matter, first, constraint, 'consent');
      const second = await matter.propose({ supersedes: first.entry.id, ...because(constraint) });
      await settle(matter, second, opening, 'consent');
    }),
  },
  {
    id: 'departure-reason-dropped',
    rule: 'R-12.30',
    what: 'a later version gives no reason any more',
    wishes: circle('consent'),
    words: `${BOUND} ${OPEN} counted ${ANSWERS} reason-missing`,
    play: given(SMALL, async (matter, constraint) => {
      const first = await matter.propose(because(constraint));
      const opening = await openCircle(matter, first, constraint, 'consensus', RAISED(constraint));
      const second = await matter.propose({ supersedes: first.entry.id });
      await settle(matter, second, opening, 'consensus');
    }),
  },
];

const RESERVE = ({ world }: TestMatter): ConstraintRule => ({
  kind: 'minReserve',
  resource: world.things.X.subject,
  least: 950,
});

const STOCKS: readonly Scenario[] = [
  {
    id: 'departure-from-a-reserve',
    rule: 'R-12.32',
    what: 'the opening names the resource whose account the constraint looks at',
    wishes: circle('consent'),
    words: `${BOUND} ${OPEN}`,
    play: given(RESERVE, async (matter, constraint) =>
      openCircle(matter, await matter.propose(because(constraint)), constraint, 'consensus', {
        ...RAISED(constraint),
        stocks: [matter.world.things.X.subject],
      }),
    ),
  },
  {
    id: 'departure-stock-unnamed',
    rule: 'R-12.32',
    what: 'without naming it nobody can say whether the constraint is kept',
    wishes: circle('consent'),
    words: `${BOUND} counted counted thread-unnamed`,
    play: given(RESERVE, async (matter, constraint) =>
      openCircle(
        matter,
        await matter.propose(because(constraint)),
        constraint,
        'consensus',
        RAISED(constraint),
      ),
    ),
  },
  {
    id: 'stock-named-and-kept',
    rule: 'R-12.32',
    what: 'a resource whose account is looked at, and there is enough',
    wishes: circle('consent'),
    words: `${BOUND} ${OPEN}`,
    play: given(
      ({ world }) => ({ kind: 'minReserve', resource: world.things.X.subject, least: 940 }),
      async (matter, constraint) =>
        openCircle(matter, await matter.propose(), constraint, 'consent', {
          stocks: [matter.world.things.X.subject],
        }),
    ),
  },
  {
    id: 'stock-named-for-nothing',
    rule: 'R-12.32',
    what: 'a resource that no soft constraint looks at',
    wishes: circle('consent'),
    words: `${BOUND} counted counted rules-disagree`,
    play: given(SMALL, async (matter, constraint) =>
      openCircle(matter, await matter.propose(because(constraint)), constraint, 'consensus', {
        ...RAISED(constraint),
        stocks: [matter.world.things.X.subject],
      }),
    ),
  },
];

const HARD = { hard: true };
const REVIEWED: ConstraintRule = {
  kind: 'requireReviewWithin',
  effects: ['transfer'],
  seconds: 10 * DAY_SECONDS,
};
const AUDITED = ({ world }: TestMatter): ConstraintRule => ({
  kind: 'requireConsulted',
  effects: ['transfer'],
  who: [world.things.auditor.subject],
});
const asks = (least: 'consultation' | 'vote' | 'consent' | 'consensus'): ConstraintRule => ({
  kind: 'requireRung',
  effects: ['transfer'],
  least,
});

/** Everybody decides on one rung where a constraint asks for at least another one. */
const onRung =
  (rung: keyof typeof YES): Parameters<typeof given>[1] =>
  async (matter, constraint) => {
    const proposal = await matter.propose();
    const opening = await openCircle(matter, proposal, constraint, rung);
    await settle(matter, proposal, opening, rung);
  };

const WAYS: readonly Scenario[] = [
  {
    id: 'rung-consent-by-consent',
    rule: 'R-12.20',
    what: 'consent where at least consent is asked for',
    wishes: circle('consent'),
    words: `${BOUND} ${OPEN} ${ANSWERS} counted`,
    play: given(asks('consent'), onRung('consent'), HARD),
  },
  {
    id: 'rung-vote-by-consent',
    rule: 'R-12.20',
    what: 'consent where at least a vote is asked for',
    wishes: circle('consent'),
    words: `${BOUND} ${OPEN} ${ANSWERS} counted`,
    play: given(asks('vote'), onRung('consent'), HARD),
  },
  {
    id: 'rung-consent-by-vote',
    rule: 'R-12.20',
    what: 'a vote where at least consent is asked for',
    wishes: circle('vote'),
    words: `${BOUND} ${OPEN} ${ANSWERS} constraint-violated`,
    play: given(asks('consent'), onRung('vote'), HARD),
  },
  {
    id: 'rung-consultation-by-vote',
    rule: 'R-12.20',
    what: 'a vote where at least consultation is asked for',
    wishes: circle('vote'),
    words: `${BOUND} ${OPEN} ${ANSWERS} counted`,
    play: given(asks('consultation'), onRung('vote'), HARD),
  },
  {
    id: 'rung-soft',
    rule: 'R-12.20',
    what: 'a soft constraint on the rung raises what a role would decide alone',
    wishes: ROLE,
    words: `${BOUND} ${OPEN} counted`,
    play: given(asks('consultation'), async (matter, constraint) => {
      const proposal = await matter.propose(because(constraint));
      await decideAsked(matter, proposal, await openAsking(matter, proposal, constraint, RAISED(constraint)));
    }),
  },
  {
    id: 'consulted-too',
    rule: 'R-12.22',
    what: 'the auditor is asked besides those whom the domain names',
    wishes: ASKING,
    words: `${BOUND} ${OPEN} counted`,
    play: given(
      AUDITED,
      async (matter, constraint) => {
        const { things, people } = matter.world;
        const proposal = await matter.propose();
        const opening = await openAsking(matter, proposal, constraint, {
          asked: [
            { subject: people.ana.author, id: things.charter },
            { subject: things.auditor.subject, id: things.auditor.id },
          ],
          people: [{ subject: people.ana.author, affected: true }, { subject: people.dia.author }],
        });
        await decideAsked(matter, proposal, opening);
      },
      HARD,
    ),
  },
  {
    id: 'consulted-nobody',
    rule: 'R-12.22',
    what: 'a role asks, by name, somebody who is not in force: nobody was asked',
    wishes: ASKING,
    words: `${BOUND} ${OPEN} constraint-violated`,
    play: given(
      ({ world }) => ({ kind: 'requireConsulted', effects: ['transfer'], who: [world.own('nobody')] }),
      async (matter, constraint) => {
        const { things, people, own } = matter.world;
        const proposal = await matter.propose();
        const opening = await openAsking(matter, proposal, constraint, {
          asked: [{ subject: people.ana.author, id: things.charter }, { subject: own('nobody') }],
        });
        await decideAsked(matter, proposal, opening);
      },
      HARD,
    ),
  },
  {
    id: 'consulted-forgotten',
    rule: 'R-12.22',
    what: 'only those are asked whom the domain names',
    wishes: ASKING,
    words: `${BOUND} counted counted thread-unnamed`,
    play: given(
      AUDITED,
      async (matter, constraint) => openAsking(matter, await matter.propose(), constraint),
      HARD,
    ),
  },
  {
    id: 'review-of-a-circle',
    rule: 'R-12.23',
    what: 'the commons looks at it again within the time that a constraint sets',
    wishes: circle('consent'),
    words: `${BOUND} ${OPEN} ${ANSWERS} counted`,
    play: given(REVIEWED, reviewedAt('2026-01-20T12:00:00Z')),
  },
  {
    id: 'review-of-a-circle-late',
    rule: 'R-12.23',
    what: 'a second later, also where the constraint is soft: the commons can always keep it',
    wishes: circle('consent'),
    words: `${BOUND} ${OPEN} ${ANSWERS} review-missing`,
    play: given(REVIEWED, reviewedAt('2026-01-20T12:00:01Z')),
  },
  {
    id: 'duties-of-a-circle',
    rule: 'R-12.24',
    what: 'others than the proposer say yes',
    wishes: circle('consent'),
    words: `${BOUND} ${OPEN} ${ANSWERS} counted`,
    play: given({ kind: 'separateDuties', effects: ['transfer'] }, onRung('consent'), HARD),
  },
  {
    id: 'cooled-in-a-circle',
    rule: 'R-12.26',
    what: 'everybody says yes before it has cooled',
    wishes: circle('consent'),
    words: `${BOUND} ${OPEN} ${ANSWERS} constraint-violated`,
    play: given(
      { kind: 'coolingAtLeast', effects: ['transfer'], seconds: DAY_SECONDS },
      onRung('consent'),
      HARD,
    ),
  },
];

function reviewedAt(reviewAt: string): Parameters<typeof given>[1] {
  return async (matter, constraint) => {
    const proposal = await matter.propose();
    const opening = await openCircle(matter, proposal, constraint, 'consent');
    await settle(matter, proposal, opening, 'consent', { reviewAt });
  };
}

const FROZEN: readonly Scenario[] = [
  {
    id: 'frozen',
    rule: 'R-12.2',
    what: 'a constraint that is adopted while a matter is open is not asked of it',
    wishes: circle('consent'),
    words: `${OPEN} ${BOUND} ${ANSWERS} counted`,
    play: async (world) => {
      const matter = createMatter(world);
      const proposal = await matter.propose();
      const opening = await matter.open(proposal, { parameters: { consent: LADDER.consent } });
      await bind(world, SMALL);
      await settle(matter, proposal, opening, 'consent');
    },
  },
  {
    id: 'frozen-for-a-role',
    rule: 'R-12.2',
    what: 'the same where a role decides after asking',
    wishes: ASKING,
    words: `${OPEN} ${BOUND} counted`,
    play: async (world) => {
      const matter = createMatter(world);
      const proposal = await matter.propose();
      const { things, people } = world;
      const opening = await matter.open(proposal, {
        parameters: { consultation: LADDER.consultation },
        role: things.treasurer,
        asked: [{ subject: people.ana.author, id: things.charter }],
        people: [{ subject: people.ana.author, affected: true }],
      });
      await bind(world, SMALL);
      await decideAsked(matter, proposal, opening);
    },
  },
  {
    id: 'frozen-otherwise',
    rule: 'R-12.2',
    what: 'an opening leaves out a constraint that holds',
    wishes: circle('consent'),
    words: `${BOUND} counted counted rules-disagree`,
    play: async (world) => {
      const matter = createMatter(world);
      await bind(world, { kind: 'maxAmount', most: 60 });
      await matter.open(await matter.propose(), { parameters: { consent: LADDER.consent } });
    },
  },
  {
    id: 'frozen-cooling',
    rule: 'R-12.2',
    what: 'a version that was replaced so short ago that it still holds is frozen too',
    wishes: circle('consent'),
    words: `${BOUND} ${BOUND} ${OPEN}`,
    play: async (world) => {
      const matter = createMatter(world);
      const old = await bind(world, { kind: 'maxAmount', most: 60 });
      const now = await bind(world, { kind: 'maxAmount', most: 70 }, { supersedes: old });
      await matter.open(await matter.propose(), {
        parameters: { consent: LADDER.consent },
        constraints: [now.id, old.id],
      });
    },
  },
];

/** Soft constraints, and constraints on how people decide together. */
export const DEPARTURE_SCENARIOS: readonly Scenario[] = [...FROZEN, ...ROLES, ...CIRCLES, ...STOCKS, ...WAYS];
