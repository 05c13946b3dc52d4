import type { ConstraintRule } from '../../../../protocol/documents/constraint.ts';
import type { Ladder } from '../../../../protocol/documents/rung.ts';
import { DAY_SECONDS } from '../../../../protocol/time.ts';
import type { LoggedEntry } from '../../log-builder.ts';
import { createMatter, type TestMatter } from '../../rules/matter.ts';
import { say, type Wishes, type World } from '../../rules/world.ts';
import type { Scenario } from './scenario.ts';

const WEEK = { openSeconds: 7 * DAY_SECONDS, deadlineSeconds: 30 * DAY_SECONDS };
const CONSENT = { consent: { ...WEEK, quorum: 'two-thirds' } } as const satisfies Ladder;
const CONSENSUS = {
  consensus: {
    ...WEEK,
    quorum: { num: 3, den: 4 },
    standAsidesMost: { num: 1, den: 4 },
    agree: { num: 1, den: 2, cmp: 'gt', base: 'roster' },
  },
} as const satisfies Ladder;

function decidedBy(parameters: Ladder, more: Pick<Wishes, 'limits'> = {}): Wishes {
  const [rung] = Object.keys(parameters) as (keyof typeof parameters)[]; // it has just one
  return {
    ...more,
    spending: ({ circle }) => ({ owner: { kind: 'circle', ...circle }, rung: rung ?? 'consent', parameters }),
  };
}
const BY_CONSENT = decidedBy(CONSENT);
const BY_CONSENSUS = decidedBy(CONSENSUS);
/** The window is over. */
const OVER = '2026-01-17T12:00:00Z';

/** At most so much at once; the proposals here give 60. */
const AT_MOST = (most: number): ConstraintRule => ({ kind: 'maxAmount', most });
const LOOKED_AT: ConstraintRule = {
  kind: 'requireReviewWithin',
  effects: ['transfer'],
  seconds: 90 * DAY_SECONDS,
};

/** A matter that a constraint binds: five entries. */
async function bound(matter: TestMatter, rule: ConstraintRule) {
  const { ref } = await matter.world.adopt('adopt it', 'constraint', {
    subject: matter.world.own('C'),
    title: { en: 'We stay small' },
    value: { en: 'We stay small.' },
    hard: true,
    rule,
  });
  const proposal = await matter.propose();
  return { proposal, opening: await matter.open(proposal, { constraints: [ref.id] }), constraint: ref.id };
}

/** A matter that nothing binds but its domain: three entries. */
async function opened(matter: TestMatter) {
  const proposal = await matter.propose();
  return { proposal, opening: await matter.open(proposal) };
}

const BOUND = 'counted counted counted counted counted';
const OPEN = 'counted counted counted';

/** Ana objects that a value is violated. */
const onValue = (
  matter: TestMatter,
  { proposal, constraint }: Awaited<ReturnType<typeof bound>>,
  more: { readonly besides?: true } = {},
) =>
  matter.object(matter.people.ana, proposal, {
    ground: 'violates-value',
    claims: [{ what: 'constraint', constraint }],
    ...more,
  });

const onAuthority = (matter: TestMatter, proposal: LoggedEntry, what: 'right' | 'scope' | 'limits') =>
  matter.object(matter.people.ana, proposal, { ground: 'exceeds-authority', claims: [{ what }] });

const on = (play: (matter: TestMatter) => Promise<unknown>) => (world: World) => play(createMatter(world));

/** The other three answer; then the window is over. */
async function othersSay(matter: TestMatter, proposal: LoggedEntry, value: 'consent' | 'agree') {
  for (const who of [matter.people.ben, matter.people.cem, matter.people.dia])
    await matter.respond(who, proposal, value);
  matter.setClock(OVER);
}
const THREE = 'counted counted counted';
const counts = (answers: Record<string, number>, objections = 0) => ({
  roster: 4,
  base: 4,
  responders: 4,
  decisive: 4 - (answers['stand-aside'] ?? 0),
  answers,
  objections,
});

const CLAIMS: readonly Scenario[] = [
  {
    id: 'claim-on-a-constraint',
    rule: 'R-6.110',
    what: 'an objection names the constraint that it says is violated',
    wishes: BY_CONSENT,
    words: `${BOUND} counted`,
    play: on(async (matter) => onValue(matter, await bound(matter, AT_MOST(100)))),
  },
  {
    id: 'claim-on-another-ground',
    rule: 'R-6.110',
    what: 'a claim about limits where the ground is a value',
    wishes: BY_CONSENT,
    words: `${OPEN} contradictory`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      await matter.object(matter.people.ana, proposal, {
        ground: 'violates-value',
        claims: [{ what: 'limits' }],
      });
    }),
  },
  {
    id: 'claim-on-harm',
    rule: 'R-6.110',
    what: 'a claim where the ground is one that no machine can judge',
    wishes: BY_CONSENT,
    words: `${OPEN} contradictory`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      await matter.object(matter.people.ana, proposal, { claims: [{ what: 'limits' }] });
    }),
  },
  {
    id: 'claim-twice',
    rule: 'R-6.110',
    what: 'one claim twice',
    wishes: BY_CONSENT,
    words: `${OPEN} contradictory`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      await matter.object(matter.people.ana, proposal, {
        ground: 'exceeds-authority',
        claims: [{ what: 'limits' }, { what: 'limits' }],
      });
    }),
  },
  {
    id: 'besides-without-claims',
    rule: 'R-6.110',
    what: 'more than the claims, where there are none',
    wishes: BY_CONSENT,
    words: `${OPEN} contradictory`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      await matter.object(matter.people.ana, proposal, { besides: true });
    }),
  },
  {
    id: 'claim-on-what-does-not-bind',
    rule: 'R-6.110',
    what: 'a constraint that came into force after the matter was opened',
    wishes: BY_CONSENT,
    words: `${OPEN} counted counted unknown-reference`,
    play: on(async (matter) => {
      const { proposal, opening } = await opened(matter);
      const { ref } = await matter.world.adopt('adopt it', 'constraint', {
        subject: matter.world.own('C'),
        title: { en: 'We stay small' },
        value: { en: 'We stay small.' },
        hard: true,
        rule: AT_MOST(10),
      });
      await onValue(matter, { proposal, opening, constraint: ref.id });
    }),
  },
  {
    id: 'claim-of-a-block',
    rule: 'R-6.110',
    what: 'a block on a value names the constraint',
    wishes: BY_CONSENSUS,
    words: `${BOUND} counted`,
    play: on(async (matter) => {
      const { proposal, constraint } = await bound(matter, AT_MOST(10));
      await matter.respond(matter.people.ana, proposal, 'block', {
        ground: 'value',
        text: say('It is too much.'),
        claims: [{ what: 'constraint', constraint }],
      });
    }),
  },
  {
    id: 'claim-of-a-block-for-safety',
    rule: 'R-6.110',
    what: 'a block for safety names one',
    wishes: BY_CONSENSUS,
    words: `${BOUND} contradictory`,
    play: on(async (matter) => {
      const { proposal, constraint } = await bound(matter, AT_MOST(10));
      await matter.respond(matter.people.ana, proposal, 'block', {
        ground: 'safety',
        text: say('It is too much.'),
        claims: [{ what: 'constraint', constraint }],
      });
    }),
  },
];

const CHECKS: readonly Scenario[] = [
  {
    id: 'check-kept',
    rule: 'R-6.112',
    what: 'the constraint leaves 100, and 60 are given: it is kept',
    wishes: BY_CONSENT,
    words: `${BOUND} counted counted`,
    play: on(async (matter) => {
      const open = await bound(matter, AT_MOST(100));
      await matter.check(open.opening, await onValue(matter, open), ['kept']);
    }),
  },
  {
    id: 'check-exactly',
    rule: 'R-6.111',
    what: 'just as much as the constraint leaves',
    wishes: BY_CONSENT,
    words: `${BOUND} counted counted`,
    play: on(async (matter) => {
      const open = await bound(matter, AT_MOST(60));
      await matter.check(open.opening, await onValue(matter, open), ['kept']);
    }),
  },
  {
    id: 'check-violated',
    rule: 'R-6.112',
    what: 'one more than it leaves',
    wishes: BY_CONSENT,
    words: `${BOUND} counted counted`,
    play: on(async (matter) => {
      const open = await bound(matter, AT_MOST(59));
      await matter.check(open.opening, await onValue(matter, open), ['violated']);
    }),
  },
  {
    id: 'check-wrong',
    rule: 'R-6.111',
    what: 'the commons says that it is kept, and it is not',
    wishes: BY_CONSENT,
    words: `${BOUND} counted rules-disagree`,
    play: on(async (matter) => {
      const open = await bound(matter, AT_MOST(59));
      await matter.check(open.opening, await onValue(matter, open), ['kept']);
    }),
  },
  {
    id: 'check-of-what-nobody-knows-yet',
    rule: 'R-6.112',
    what: 'how soon it is looked at again nobody can tell before it is decided',
    wishes: BY_CONSENT,
    words: `${BOUND} counted counted`,
    play: on(async (matter) => {
      const open = await bound(matter, LOOKED_AT);
      await matter.check(open.opening, await onValue(matter, open), ['undecided']);
    }),
  },
  {
    id: 'check-limits-violated',
    rule: 'R-6.112',
    what: 'the domain lets one decision give 50',
    wishes: decidedBy(CONSENT, { limits: [{ effects: ['transfer'], measure: 'amount', perDecision: 50 }] }),
    words: `${OPEN} counted counted`,
    play: on(async (matter) => {
      const { proposal, opening } = await opened(matter);
      await matter.check(opening, await onAuthority(matter, proposal, 'limits'), ['violated']);
    }),
  },
  {
    id: 'check-scope-and-right-kept',
    rule: 'R-6.112',
    what: 'the domain owns it, and is in force',
    wishes: BY_CONSENT,
    words: `${OPEN} counted counted`,
    play: on(async (matter) => {
      const { proposal, opening } = await opened(matter);
      const objection = await matter.object(matter.people.ana, proposal, {
        ground: 'exceeds-authority',
        claims: [{ what: 'scope' }, { what: 'right' }],
      });
      await matter.check(opening, objection, ['kept', 'kept']);
    }),
  },
  {
    id: 'check-right-violated',
    rule: 'R-6.112',
    what: 'the domain was described anew after the matter was opened',
    wishes: BY_CONSENT,
    words: `${OPEN} counted counted counted counted`,
    play: on(async (matter) => {
      const { proposal, opening } = await opened(matter);
      const { spending } = matter.world.things;
      await matter.world.adopt('domain anew', 'domain', {
        subject: spending.subject,
        ...matter.world.bodies.spending,
        supersedes: spending.id,
      });
      await matter.check(opening, await onAuthority(matter, proposal, 'right'), ['violated']);
    }),
  },
  {
    id: 'check-too-few-findings',
    rule: 'R-6.111',
    what: 'two claims and one finding',
    wishes: BY_CONSENT,
    words: `${OPEN} counted rules-disagree`,
    play: on(async (matter) => {
      const { proposal, opening } = await opened(matter);
      const objection = await matter.object(matter.people.ana, proposal, {
        ground: 'exceeds-authority',
        claims: [{ what: 'scope' }, { what: 'right' }],
      });
      await matter.check(opening, objection, ['kept']);
    }),
  },
  {
    id: 'check-of-an-objection-without-claims',
    rule: 'R-6.111',
    what: 'an objection that claims nothing that can be recomputed',
    wishes: BY_CONSENT,
    words: `${OPEN} counted unknown-reference`,
    play: on(async (matter) => {
      const { proposal, opening } = await opened(matter);
      await matter.check(opening, await matter.object(matter.people.ana, proposal), ['kept']);
    }),
  },
  {
    id: 'check-twice',
    rule: 'R-6.111',
    what: 'a second check of one objection',
    wishes: BY_CONSENT,
    words: `${OPEN} counted counted duplicate`,
    play: on(async (matter) => {
      const { proposal, opening } = await opened(matter);
      const objection = await onAuthority(matter, proposal, 'limits');
      await matter.check(opening, objection, ['kept']);
      await matter.check(opening, objection, ['kept']);
    }),
  },
  {
    id: 'check-of-what-was-taken-back',
    rule: 'R-6.111',
    what: 'an objection that its author has ended',
    wishes: BY_CONSENT,
    words: `${OPEN} counted counted closed`,
    play: on(async (matter) => {
      const { proposal, opening } = await opened(matter);
      const objection = await onAuthority(matter, proposal, 'limits');
      await matter.withdraw(matter.people.ana, objection);
      await matter.check(opening, objection, ['kept']);
    }),
  },
  {
    id: 'check-at-the-deadline',
    rule: 'R-6.111',
    what: 'when the matter is not open any more',
    wishes: BY_CONSENT,
    words: `${OPEN} counted closed`,
    play: on(async (matter) => {
      const { proposal, opening } = await opened(matter);
      const objection = await onAuthority(matter, proposal, 'limits');
      matter.setClock('2026-02-09T12:00:00Z');
      await matter.check(opening, objection, ['kept']);
    }),
  },
  {
    id: 'check-amended-since',
    rule: 'R-6.112',
    what: 'the binding part that was objected to is checked, whatever became of it since',
    wishes: BY_CONSENT,
    words: `${BOUND} counted counted counted`,
    play: on(async (matter) => {
      const open = await bound(matter, AT_MOST(59));
      const objection = await onValue(matter, open);
      await matter.propose({
        supersedes: open.proposal.entry.id,
        binding: { operations: [{ ...matter.operations[0], quantity: 10 } as never] }, // the one transfer
      });
      await matter.check(open.opening, objection, ['violated']);
    }),
  },
];

const FATES: readonly Scenario[] = [
  {
    id: 'test-of-a-claim',
    rule: 'R-6.113',
    what: 'somebody tests an objection before it was recomputed',
    wishes: BY_CONSENT,
    words: `${OPEN} counted machine-checked`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      await matter.test(matter.people.ben, await onAuthority(matter, proposal, 'limits'));
    }),
  },
  {
    id: 'test-of-what-is-so',
    rule: 'R-6.113',
    what: 'somebody tests an objection in which the rules agree',
    wishes: BY_CONSENT,
    words: `${BOUND} counted counted machine-checked`,
    play: on(async (matter) => {
      const open = await bound(matter, AT_MOST(59));
      const objection = await onValue(matter, open);
      await matter.check(open.opening, objection, ['violated']);
      await matter.test(matter.people.ben, objection);
    }),
  },
  {
    id: 'test-of-what-nobody-knows',
    rule: 'R-6.113',
    what: 'somebody tests what the rules leave to people',
    wishes: BY_CONSENT,
    words: `${BOUND} counted counted counted`,
    play: on(async (matter) => {
      const open = await bound(matter, LOOKED_AT);
      const objection = await onValue(matter, open);
      await matter.check(open.opening, objection, ['undecided']);
      await matter.test(matter.people.ben, objection);
    }),
  },
  {
    id: 'test-of-the-rest',
    rule: 'R-6.113',
    what: 'somebody tests an objection to which there is more than its claim',
    wishes: BY_CONSENT,
    words: `${BOUND} counted counted counted`,
    play: on(async (matter) => {
      const open = await bound(matter, AT_MOST(100));
      const objection = await onValue(matter, open, { besides: true });
      await matter.check(open.opening, objection, ['kept']);
      await matter.test(matter.people.ben, objection);
    }),
  },
  {
    id: 'fate-not-so',
    rule: 'R-6.113',
    what: 'nothing that it claims is so: it is heard as a concern, and nobody had to test it',
    wishes: BY_CONSENT,
    words: `${BOUND} counted counted ${THREE} counted`,
    play: on(async (matter) => {
      const open = await bound(matter, AT_MOST(100));
      const objection = await onValue(matter, open);
      await matter.check(open.opening, objection, ['kept']);
      await othersSay(matter, open.proposal, 'consent');
      await matter.outcome(open.proposal, open.opening, {
        counts: counts({ consent: 3, concern: 1 }),
        objections: [{ objection: objection.entry.id, fate: 'not-qualified' }],
      });
    }),
  },
  {
    id: 'fate-not-checked',
    rule: 'R-6.113',
    what: 'it stands for as long as nobody has recomputed it',
    wishes: BY_CONSENT,
    words: `${BOUND} counted ${THREE} rules-disagree`,
    play: on(async (matter) => {
      const open = await bound(matter, AT_MOST(100));
      const objection = await onValue(matter, open);
      await othersSay(matter, open.proposal, 'consent');
      await matter.outcome(open.proposal, open.opening, {
        counts: counts({ consent: 3, concern: 1 }),
        objections: [{ objection: objection.entry.id, fate: 'not-qualified' }],
      });
    }),
  },
  {
    id: 'fate-wrong-check',
    rule: 'R-6.113',
    what: 'a check that does not count ends nothing',
    wishes: BY_CONSENT,
    words: `${BOUND} counted rules-disagree ${THREE} rules-disagree`,
    play: on(async (matter) => {
      const open = await bound(matter, AT_MOST(59));
      const objection = await onValue(matter, open);
      await matter.check(open.opening, objection, ['kept']);
      await othersSay(matter, open.proposal, 'consent');
      await matter.outcome(open.proposal, open.opening, {
        counts: counts({ consent: 3, concern: 1 }),
        objections: [{ objection: objection.entry.id, fate: 'not-qualified' }],
      });
    }),
  },
  {
    id: 'block-not-so',
    rule: 'R-6.114',
    what: 'a block that claims what is not so is heard as standing aside',
    wishes: BY_CONSENSUS,
    words: `${BOUND} counted counted ${THREE} counted`,
    play: on(async (matter) => blocked(matter, 100, 'kept')),
  },
  {
    id: 'block-so',
    rule: 'R-6.114',
    what: 'a block that claims what is so',
    wishes: BY_CONSENSUS,
    words: `${BOUND} counted counted ${THREE} rules-disagree`,
    play: on(async (matter) => blocked(matter, 59, 'violated')),
  },
];

/** Ana blocks on a value, and the commons says what the rules make of it. */
async function blocked(matter: TestMatter, most: number, finding: 'kept' | 'violated') {
  const open = await bound(matter, AT_MOST(most));
  const block = await matter.respond(matter.people.ana, open.proposal, 'block', {
    ground: 'value',
    text: say('It is too much.'),
    claims: [{ what: 'constraint', constraint: open.constraint }],
  });
  await matter.check(open.opening, block, [finding]);
  await othersSay(matter, open.proposal, 'agree');
  await matter.outcome(open.proposal, open.opening, { counts: counts({ agree: 3, 'stand-aside': 1 }) });
}

export const OBJECTION_CHECK_SCENARIOS: readonly Scenario[] = [...CLAIMS, ...CHECKS, ...FATES];
