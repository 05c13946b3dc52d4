import type { DomainBody } from '../../../../protocol/documents/domain-fields.ts';
import type { EscalationPath } from '../../../../protocol/documents/escalation-path.ts';
import type { Operation } from '../../../../protocol/documents/operation.ts';
import type { Ladder } from '../../../../protocol/documents/rung.ts';
import { DAY_SECONDS } from '../../../../protocol/time.ts';
import { circleFields } from '../../example-things.ts';
import type { LoggedEntry } from '../../log-builder.ts';
import type { Signer } from '../../people.ts';
import { createMatter, type TestMatter } from '../../rules/matter.ts';
import { limit, refTo, say, transfer, type Wishes, type World } from '../../rules/world.ts';
import type { Scenario } from './scenario.ts';

const HOURS = 3600;
const CONSENT = {
  consent: { openSeconds: 7 * DAY_SECONDS, deadlineSeconds: 30 * DAY_SECONDS, quorum: 'two-thirds' },
} as const satisfies Ladder;
const VOTE = {
  openSeconds: 7 * DAY_SECONDS,
  quorum: { num: 1, den: 2 },
  threshold: { num: 1, den: 2, cmp: 'gt', base: 'decisive' },
} as const satisfies Ladder['vote'];
const CONSENSUS = {
  openSeconds: 14 * DAY_SECONDS,
  deadlineSeconds: 30 * DAY_SECONDS,
  quorum: { num: 3, den: 4 },
  standAsidesMost: { num: 1, den: 4 },
  agree: { num: 1, den: 2, cmp: 'gt', base: 'roster' },
  fallback: { afterSeconds: 5 * DAY_SECONDS, threshold: { num: 9, den: 10, cmp: 'gte', base: 'decisive' } },
} as const satisfies Ladder['consensus'];
const CHARTER_LADDER: Ladder = { ...CONSENT, vote: VOTE, consensus: CONSENSUS };

/** People are asked on 10 January at noon. Nobody said yes: this is when the path begins. */
const STALLED = '2026-02-09T12:00:00Z';
const MEDIATED = '2026-02-10T12:00:00Z';
const DECIDES = '2026-02-12T12:00:00Z';
const LAST_MOMENT = '2026-02-15T11:59:59.999Z';
const ENDED = '2026-02-15T12:00:00Z';

type LastStep = Pick<EscalationPath[number], 'rung'>;

/** The circle decides about spending by consent; then talk, mediation, and the circle once more in another way. */
function withPath(last: LastStep = { rung: 'vote' }, more: Partial<DomainBody> = {}): Wishes {
  return {
    charterLadder: CHARTER_LADDER,
    spending: ({ circle }) => ({
      owner: { kind: 'circle', ...circle },
      rung: 'consent',
      parameters: CONSENT,
      escalation: pathTo(circle.subject, last),
      ...more,
    }),
  };
}

function pathTo(body: DomainBody['affected'][number], last: LastStep): EscalationPath {
  return [
    { mode: 'talk', maxSeconds: 24 * HOURS },
    { mode: 'mediate', maxSeconds: 48 * HOURS },
    { mode: 'decide', body, ...last, maxSeconds: 72 * HOURS, fallback: { kind: 'status-quo' } },
  ];
}

/** The circle decides by consent within so many days, and no path leads on. */
const withoutPath = (days: number): Wishes => ({
  spending: ({ circle }) => ({
    owner: { kind: 'circle', ...circle },
    rung: 'consent',
    parameters: { consent: { ...CONSENT.consent, deadlineSeconds: days * DAY_SECONDS } },
  }),
});

const BY_VOTE = withPath();
const BY_CONSENT = withPath({ rung: 'consent' });

/** A role decides after asking whoever is in the circle; then the path. */
const ASKING: Wishes = {
  charterLadder: CHARTER_LADDER,
  spending: ({ circle, people }) => ({
    rung: 'consultation',
    parameters: {
      consultation: {
        askSeconds: 3 * DAY_SECONDS,
        extendSeconds: DAY_SECONDS,
        deadlineSeconds: 30 * DAY_SECONDS,
      },
    },
    affected: [people.dia],
    escalation: pathTo(circle.subject, { rung: 'vote' }),
  }),
};

/** As the third step has it: the charter's vote, in no more time than the step. */
const STEP_VOTE = {
  rung: 'vote',
  parameters: { vote: { ...VOTE, openSeconds: 72 * HOURS } },
  step: 3,
} as const;
const STEP_CONSENT = {
  rung: 'consent',
  parameters: { consent: { ...CONSENT.consent, openSeconds: 72 * HOURS, deadlineSeconds: 72 * HOURS } },
  step: 3,
} as const;

const on = (play: (matter: TestMatter) => Promise<unknown>) => (world: World) => play(createMatter(world));
const OPEN = 'counted counted counted';

async function opened(matter: TestMatter) {
  const proposal = await matter.propose();
  return { proposal, opening: await matter.open(proposal) };
}

/** A matter that nobody has answered, at a later moment. */
function later(time: string, play: (matter: TestMatter, open: Opened) => Promise<unknown>) {
  return on(async (matter) => {
    const open = await opened(matter);
    matter.setClock(time);
    await play(matter, open);
  });
}

interface Opened {
  readonly proposal: LoggedEntry;
  readonly opening: LoggedEntry;
}

const NOBODY = { roster: 4, base: 4, responders: 0, decisive: 0, answers: {}, objections: 0 } as const;
/** On the thirtieth day whoever was silent has left the base. */
const SILENT = { ...NOBODY, base: 0 } as const;
const STATUS_QUO = { result: 'default', byDefault: { kind: 'status-quo' } } as const;

/** The outcome that says that nobody decided. */
function ends(matter: TestMatter, { proposal, opening }: Opened) {
  return matter.outcome(proposal, opening, { counts: SILENT, ...STATUS_QUO });
}

const STEPS: readonly Scenario[] = [
  {
    id: 'step-opened',
    rule: 'R-6.51',
    what: 'the circle of the third step is asked when the second is over',
    wishes: BY_VOTE,
    words: `${OPEN} counted counted`,
    play: later(DECIDES, (matter, { proposal }) => matter.open(proposal, STEP_VOTE)),
  },
  {
    id: 'step-too-early',
    rule: 'R-6.50',
    what: 'a millisecond before that',
    wishes: BY_VOTE,
    words: `${OPEN} counted closed`,
    play: later('2026-02-12T11:59:59.999Z', (matter, { proposal }) => matter.open(proposal, STEP_VOTE)),
  },
  {
    id: 'step-last-moment',
    rule: 'R-6.50',
    what: 'a millisecond before the step is over',
    wishes: BY_VOTE,
    words: `${OPEN} counted counted`,
    play: later(LAST_MOMENT, (matter, { proposal }) => matter.open(proposal, STEP_VOTE)),
  },
  {
    id: 'step-too-late',
    rule: 'R-6.50',
    what: 'when the step is over',
    wishes: BY_VOTE,
    words: `${OPEN} counted closed`,
    play: later(ENDED, (matter, { proposal }) => matter.open(proposal, STEP_VOTE)),
  },
  {
    id: 'step-unnumbered',
    rule: 'R-6.51',
    what: 'the opening does not say which step it is',
    wishes: BY_VOTE,
    words: `${OPEN} counted rules-disagree`,
    play: later(DECIDES, (matter, { proposal }) => {
      const { step: _, ...rest } = STEP_VOTE;
      return matter.open(proposal, rest);
    }),
  },
  {
    id: 'step-other-rung',
    rule: 'R-6.51',
    what: 'by the rung of the domain, not of the step',
    wishes: BY_VOTE,
    words: `${OPEN} counted wrong-rung`,
    play: later(DECIDES, (matter, { proposal }) => matter.open(proposal, STEP_CONSENT)),
  },
  {
    id: 'step-longer',
    rule: 'R-6.51',
    what: 'with the charter’s seven days: longer than the step',
    wishes: BY_VOTE,
    words: `${OPEN} counted rules-disagree`,
    play: later(DECIDES, (matter, { proposal }) =>
      matter.open(proposal, { ...STEP_VOTE, parameters: { vote: VOTE } }),
    ),
  },
  {
    id: 'step-consensus',
    rule: 'R-6.51',
    what: 'consensus with a fallback: half of the time for answers, half to wait for it',
    wishes: withPath({ rung: 'consensus' }),
    words: `${OPEN} counted counted`,
    play: later(DECIDES, (matter, { proposal }) => {
      const half = 36 * HOURS;
      const consensus = {
        ...CONSENSUS,
        openSeconds: half,
        deadlineSeconds: 2 * half,
        fallback: { ...CONSENSUS.fallback, afterSeconds: half },
      };
      return matter.open(proposal, { rung: 'consensus', parameters: { consensus }, step: 3 });
    }),
  },
  {
    id: 'step-consensus-all-time-for-answers',
    rule: 'R-6.51',
    what: 'the whole step for answers: the fallback would come behind its end',
    wishes: withPath({ rung: 'consensus' }),
    words: `${OPEN} counted rules-disagree`,
    play: later(DECIDES, (matter, { proposal }) => {
      const consensus = { ...CONSENSUS, openSeconds: 72 * HOURS, deadlineSeconds: 72 * HOURS };
      return matter.open(proposal, { rung: 'consensus', parameters: { consensus }, step: 3 });
    }),
  },
  {
    id: 'step-twice',
    rule: 'R-6.51',
    what: 'a step that was opened already',
    wishes: BY_VOTE,
    words: `${OPEN} counted counted counted closed`,
    play: later(DECIDES, async (matter, { proposal }) => {
      await matter.open(proposal, STEP_VOTE);
      await matter.open(proposal, STEP_VOTE);
    }),
  },
  {
    id: 'step-of-another-circle',
    rule: 'R-6.51',
    what: 'the step names a circle that came into force meanwhile',
    wishes: ofElders(),
    words: `${OPEN} counted counted counted counted`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      const { elders, ...asked } = await appointElders(matter);
      matter.setClock(DECIDES);
      await matter.open(proposal, { ...STEP_VOTE, circle: elders, ...asked });
    }),
  },
  {
    id: 'step-of-the-first-circle',
    rule: 'R-6.51',
    what: 'the circle that was asked first is asked again instead',
    wishes: ofElders(),
    words: `${OPEN} counted counted counted thread-unnamed`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      await appointElders(matter);
      matter.setClock(DECIDES);
      await matter.open(proposal, STEP_VOTE);
    }),
  },
  {
    id: 'step-frozen',
    rule: 'R-6.50',
    what: 'the domain was given another path since: that of the first opening holds',
    wishes: BY_VOTE,
    words: `${OPEN} counted counted counted counted`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      await dropPath(matter);
      matter.setClock(DECIDES);
      await matter.open(proposal, STEP_VOTE);
    }),
  },
  {
    id: 'step-by-the-new-domain',
    rule: 'R-6.50',
    what: 'the opening names the domain’s new version',
    wishes: BY_VOTE,
    words: `${OPEN} counted counted counted stale-version`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      const domain = await dropPath(matter);
      matter.setClock(DECIDES);
      await matter.open(proposal, { ...STEP_VOTE, domain });
    }),
  },
];

const ANSWERS: readonly Scenario[] = [
  {
    id: 'answer-on-a-step',
    rule: 'R-6.51',
    what: 'somebody votes on the step',
    wishes: BY_VOTE,
    words: `${OPEN} counted counted counted`,
    play: later(DECIDES, async (matter, { proposal }) => {
      await matter.open(proposal, STEP_VOTE);
      await matter.respond(matter.people.ben, proposal, 'yes');
    }),
  },
  {
    id: 'answer-while-people-talk',
    rule: 'R-6.51',
    what: 'somebody answers while nobody is asked',
    wishes: BY_VOTE,
    words: `${OPEN} closed`,
    play: later(STALLED, (matter, { proposal }) => matter.respond(matter.people.ben, proposal, 'consent')),
  },
  {
    id: 'amended-while-people-talk',
    rule: 'R-6.51',
    what: 'what was talked over is put forward anew',
    wishes: BY_VOTE,
    words: `${OPEN} counted`,
    play: later(MEDIATED, (matter, { proposal }) =>
      matter.propose({
        supersedes: proposal.entry.id,
        binding: { operations: [transfer(matter.world.things.X, 50)] },
      }),
    ),
  },
  {
    id: 'step-adopts',
    rule: 'R-6.51',
    what: 'the vote on the step says yes, and it takes effect',
    wishes: BY_VOTE,
    words: `${OPEN} ${OPEN} ${OPEN} counted`,
    play: votesOnStep({ responders: 3, decisive: 3, answers: { yes: 3 } }),
  },
  {
    id: 'step-asks-anew',
    rule: 'R-6.51',
    what: 'an outcome that counts what people said to the first opening too',
    wishes: BY_VOTE,
    words: `${OPEN} ${OPEN} ${OPEN} rules-disagree`,
    play: votesOnStep({ responders: 4, decisive: 4, answers: { yes: 3, consent: 1 } }),
  },
  {
    id: 'step-with-an-objection',
    rule: 'R-6.51',
    what: 'what was objected to the first opening does not stand on the step: three of four consent',
    wishes: BY_CONSENT,
    words: `${OPEN} counted counted counted ${OPEN} counted`,
    play: consentsOnStep([]),
  },
  {
    id: 'step-with-a-standing-objection',
    rule: 'R-6.51',
    what: 'an outcome that says that it stands',
    wishes: BY_CONSENT,
    words: `${OPEN} counted counted counted ${OPEN} rules-disagree`,
    play: consentsOnStep(['standing']),
  },
];

const ENDINGS: readonly Scenario[] = [
  {
    id: 'default',
    rule: 'R-6.53',
    what: 'nobody was asked on the last step, and it is over: things stay as they are',
    wishes: BY_VOTE,
    words: `${OPEN} counted`,
    play: later(ENDED, ends),
  },
  {
    id: 'default-too-early',
    rule: 'R-6.53',
    what: 'a millisecond earlier',
    wishes: BY_VOTE,
    words: `${OPEN} rules-disagree`,
    play: later(LAST_MOMENT, ends),
  },
  {
    id: 'default-amended',
    rule: 'R-6.53',
    what: 'what was put forward anew on the way has come to the end',
    wishes: BY_VOTE,
    words: `${OPEN} counted counted`,
    play: later(MEDIATED, async (matter, open) => {
      const binding = { operations: [transfer(matter.world.things.X, 50)] };
      const amended = await matter.propose({ supersedes: open.proposal.entry.id, binding });
      matter.setClock(ENDED);
      const said = { counts: SILENT, ...STATUS_QUO };
      await matter.outcome(amended, open.opening, said, { binding });
    }),
  },
  {
    id: 'default-of-the-old-version',
    rule: 'R-6.53',
    what: 'the version that people were asked about, and that another one replaced since',
    wishes: BY_VOTE,
    words: `${OPEN} counted binding-differs`,
    play: later(MEDIATED, async (matter, open) => {
      const binding = { operations: [transfer(matter.world.things.X, 50)] };
      await matter.propose({ supersedes: open.proposal.entry.id, binding });
      matter.setClock(ENDED);
      await ends(matter, open);
    }),
  },
  {
    id: 'default-after-a-stall',
    rule: 'R-6.53',
    what: 'the circle was asked by consent and did not say yes',
    wishes: BY_CONSENT,
    words: `${OPEN} counted counted counted`,
    play: stallsOnStep(ENDED),
  },
  {
    id: 'default-before-the-stall',
    rule: 'R-6.53',
    what: 'it still may, for a millisecond',
    wishes: BY_CONSENT,
    words: `${OPEN} counted counted rules-disagree`,
    play: stallsOnStep(LAST_MOMENT),
  },
  {
    id: 'default-of-another-kind',
    rule: 'R-6.53',
    what: 'another default than the path has',
    wishes: BY_VOTE,
    words: `${OPEN} rules-disagree`,
    play: later(ENDED, (matter, { proposal, opening }) =>
      matter.outcome(proposal, opening, {
        counts: SILENT,
        result: 'default',
        byDefault: { kind: 'equal-split' },
      }),
    ),
  },
  {
    id: 'default-as-a-yes',
    rule: 'R-6.53',
    what: 'the end of the path is no yes',
    wishes: BY_VOTE,
    words: `${OPEN} rules-disagree`,
    play: later(ENDED, (matter, { proposal, opening }) =>
      matter.outcome(proposal, opening, { counts: SILENT }),
    ),
  },
  {
    id: 'default-without-a-path',
    rule: 'R-6.53',
    what: 'the domain has no path: the matter has stalled, and waits for its end',
    wishes: withoutPath(30),
    words: `${OPEN} rules-disagree`,
    play: later(ENDED, ends),
  },
  {
    id: 'default-without-a-path-too-early',
    rule: 'R-6.53',
    what: 'a millisecond before 90 days are over since it was put forward',
    wishes: withoutPath(30),
    words: `${OPEN} rules-disagree`,
    play: later('2026-04-10T11:59:59.999Z', ends),
  },
  {
    id: 'default-without-a-path-in-the-end',
    rule: 'R-6.53',
    what: 'after 90 days it ends: things stay as they are',
    wishes: withoutPath(30),
    words: `${OPEN} counted`,
    play: later('2026-04-10T12:00:00Z', ends),
  },
  {
    id: 'default-without-a-path-other',
    rule: 'R-6.53',
    what: 'and with no other default',
    wishes: withoutPath(30),
    words: `${OPEN} rules-disagree`,
    play: later('2026-04-10T12:00:00Z', (matter, { proposal, opening }) =>
      matter.outcome(proposal, opening, {
        ...{ counts: SILENT, result: 'default', byDefault: { kind: 'equal-split' } },
      }),
    ),
  },
  {
    id: 'default-without-a-path-long',
    rule: 'R-6.53',
    what: 'its deadline comes after 100 days: 90 days end nothing before',
    wishes: withoutPath(100),
    words: `${OPEN} rules-disagree`,
    play: later('2026-04-20T11:59:59.999Z', ends),
  },
  {
    id: 'default-without-a-path-at-the-deadline',
    rule: 'R-6.53',
    what: 'at that deadline it ends',
    wishes: withoutPath(100),
    words: `${OPEN} counted`,
    play: later('2026-04-20T12:00:00Z', ends),
  },
  {
    id: 'default-without-a-path-closed',
    rule: 'R-6.29',
    what: 'nothing is amended once it has ended, though no outcome is logged yet',
    wishes: withoutPath(30),
    words: `${OPEN} closed`,
    play: later('2026-04-10T12:00:00Z', (matter, { proposal }) =>
      matter.propose({ supersedes: proposal.entry.id }),
    ),
  },
  {
    id: 'default-withdrawn',
    rule: 'R-6.53',
    what: 'the proposal was taken back on the way',
    wishes: BY_VOTE,
    words: `${OPEN} counted closed`,
    play: later(MEDIATED, async (matter, open) => {
      await matter.withdraw(matter.people.ana, open.proposal);
      matter.setClock(ENDED);
      await ends(matter, open);
    }),
  },
  {
    id: 'default-twice',
    rule: 'R-6.53',
    what: 'a second time',
    wishes: BY_VOTE,
    words: `${OPEN} counted closed`,
    play: later(ENDED, async (matter, open) => {
      await ends(matter, open);
      await ends(matter, open);
    }),
  },
  {
    id: 'default-after-asking',
    rule: 'R-6.53',
    what: 'a role asked and did not decide; nobody was asked on the last step either',
    wishes: ASKING,
    words: `${OPEN} counted`,
    play: asking(ENDED, (matter, { proposal, opening }) =>
      matter.outcome(proposal, opening, {
        counts: { ...NOBODY, roster: 1, base: 1 },
        ...STATUS_QUO,
      }),
    ),
  },
  {
    id: 'role-too-late',
    rule: 'R-6.41',
    what: 'the role decides while the path runs',
    wishes: ASKING,
    words: `${OPEN} closed`,
    play: asking(STALLED, (matter, { proposal, opening }) =>
      matter.world.decide('late', [...matter.operations], {
        proposal: { subject: matter.P, id: proposal.entry.id },
        consulted: { opening: opening.entry.id, answers: [] },
      }),
    ),
  },
];

function refers(matter: TestMatter, proposal: LoggedEntry, by: Signer, label: string, more: object = {}) {
  return matter.world.log.append('referral', by, {
    subject: matter.world.own(label),
    proposal: refTo(proposal),
    to: matter.world.things.circle.subject,
    reason: say('It is not ours.'),
    ...more,
  });
}

/** Ben and Cem hand it on, on 12 January at noon. */
function handedOn(time: string, play: (matter: TestMatter, open: Opened) => Promise<unknown>) {
  return later('2026-01-12T12:00:00Z', async (matter, open) => {
    await refers(matter, open.proposal, matter.people.ben, 'first');
    await refers(matter, open.proposal, matter.people.cem, 'second');
    matter.setClock(time);
    await play(matter, open);
  });
}

const REFERRALS: readonly Scenario[] = [
  {
    id: 'referral',
    rule: 'R-6.55',
    what: 'somebody who is asked hands the matter on',
    wishes: BY_VOTE,
    words: `${OPEN} counted`,
    play: later('2026-01-12T12:00:00Z', (matter, { proposal }) =>
      refers(matter, proposal, matter.people.ben, 'first'),
    ),
  },
  {
    id: 'referral-by-the-same',
    rule: 'R-6.55',
    what: 'the same person a second time',
    wishes: BY_VOTE,
    words: `${OPEN} counted duplicate`,
    play: later('2026-01-12T12:00:00Z', async (matter, { proposal }) => {
      await refers(matter, proposal, matter.people.ben, 'first');
      await refers(matter, proposal, matter.people.ben, 'second');
    }),
  },
  {
    id: 'referral-by-a-bystander',
    rule: 'R-6.55',
    what: 'somebody whom nobody asked, where a role is to decide',
    wishes: ASKING,
    words: `${OPEN} not-eligible`,
    play: asking('2026-01-12T12:00:00Z', (matter, { proposal }) =>
      refers(matter, proposal, matter.people.ana, 'first'),
    ),
  },
  {
    id: 'referral-by-the-role',
    rule: 'R-6.55',
    what: 'whoever holds that role',
    wishes: ASKING,
    words: `${OPEN} counted`,
    play: asking('2026-01-12T12:00:00Z', (matter, { proposal }) => {
      const { mandates, treasurer } = matter.world.things;
      const by = { mandate: mandates.ben, role: treasurer };
      return refers(matter, proposal, matter.people.ben, 'first', { by });
    }),
  },
  ...(['circle', 'auditor'] as const).map((name) => ({
    id: `referral-to-${name}`,
    rule: 'R-6.55',
    what: `to a ${name === 'circle' ? 'circle' : 'role'} in force`,
    wishes: BY_VOTE,
    words: `${OPEN} counted`,
    play: later('2026-01-12T12:00:00Z', (matter, { proposal }) =>
      refers(matter, proposal, matter.people.ben, 'first', { to: matter.world.things[name].subject }),
    ),
  })),
  {
    id: 'referral-to-a-person',
    rule: 'R-6.55',
    what: 'to somebody who takes part',
    wishes: BY_VOTE,
    words: `${OPEN} counted`,
    play: later('2026-01-12T12:00:00Z', (matter, { proposal }) =>
      refers(matter, proposal, matter.people.ben, 'first', { to: matter.people.cem.author }),
    ),
  },
  {
    id: 'referral-to-nobody',
    rule: 'R-6.55',
    what: 'to a name that nothing has',
    wishes: BY_VOTE,
    words: `${OPEN} unknown-reference`,
    play: later('2026-01-12T12:00:00Z', (matter, { proposal }) =>
      refers(matter, proposal, matter.people.ben, 'first', { to: matter.world.own('Nobody') }),
    ),
  },
  {
    id: 'referral-to-a-resource',
    rule: 'R-6.55',
    what: 'to a thing that can look after nothing',
    wishes: BY_VOTE,
    words: `${OPEN} unknown-reference`,
    play: later('2026-01-12T12:00:00Z', (matter, { proposal }) =>
      refers(matter, proposal, matter.people.ben, 'first', { to: matter.world.things.X.subject }),
    ),
  },
  {
    id: 'handed-on-once',
    rule: 'R-6.55',
    what: 'handed on once it is still asked about',
    wishes: BY_VOTE,
    words: `${OPEN} counted counted`,
    play: later('2026-01-12T12:00:00Z', async (matter, { proposal }) => {
      await refers(matter, proposal, matter.people.ben, 'first');
      await matter.respond(matter.people.cem, proposal, 'consent');
    }),
  },
  {
    id: 'handed-on-twice',
    rule: 'R-6.55',
    what: 'handed on twice it is asked about no more: it goes its path',
    wishes: BY_VOTE,
    words: `${OPEN} counted counted closed`,
    play: handedOn('2026-01-12T12:00:00Z', (matter, { proposal }) =>
      matter.respond(matter.people.dia, proposal, 'consent'),
    ),
  },
  {
    id: 'handed-on-step',
    rule: 'R-6.55',
    what: 'three days after that the third step is opened',
    wishes: BY_VOTE,
    words: `${OPEN} counted counted counted counted`,
    play: handedOn('2026-01-15T12:00:00Z', (matter, { proposal }) => matter.open(proposal, STEP_VOTE)),
  },
  {
    id: 'handed-on-step-too-early',
    rule: 'R-6.55',
    what: 'a millisecond earlier it is not',
    wishes: BY_VOTE,
    words: `${OPEN} counted counted counted closed`,
    play: handedOn('2026-01-15T11:59:59.999Z', (matter, { proposal }) => matter.open(proposal, STEP_VOTE)),
  },
];

/** Half of what was agreed last: the domain lets 100 be given in 30 days. */
const HALF = { kind: 'interim-cap', num: 1, den: 2 } as const;
const CAPPED = { result: 'default', byDefault: HALF, interim: true } as const;

function cappedBy(limits: NonNullable<Wishes['limits']>): Wishes {
  return {
    limits,
    ...withPath({ rung: 'vote' }),
    spending: ({ circle }) => ({
      owner: { kind: 'circle', ...circle },
      rung: 'consent',
      parameters: CONSENT,
      limits: [...limits],
      escalation: [{ mode: 'default', maxSeconds: 1, fallback: HALF }],
    }),
  };
}

const AGREED_LAST = cappedBy([limit({ perPeriod: { most: 100, seconds: 30 * DAY_SECONDS } })]);
const SHARED = cappedBy([
  limit({ perPeriod: { most: 100, seconds: 30 * DAY_SECONDS } }),
  limit({ perPeriod: { most: 130, seconds: 7 * DAY_SECONDS } }),
]);
const NOTHING_AGREED = cappedBy([limit({ perDecision: 100 })]);

/** The outcome that gives so much in the meantime. */
function caps(quantity: number) {
  return later(STALLED, (matter, { proposal, opening }) => {
    const binding = { operations: [{ ...matter.operations[0], quantity } as Operation] };
    return matter.outcome(proposal, opening, { counts: SILENT, ...CAPPED }, { binding });
  });
}

/** The outcome that says that nothing happens in the meantime. */
function capsNothing() {
  return later(STALLED, (matter, { proposal, opening }) =>
    matter.outcome(proposal, opening, { counts: SILENT, result: 'default', byDefault: HALF }),
  );
}

const CAPS: readonly Scenario[] = [
  {
    id: 'interim-cap',
    rule: 'R-6.54',
    what: '60 were asked for; in the meantime 50 are given, and use the limit',
    wishes: AGREED_LAST,
    words: `${OPEN} counted`,
    play: caps(50),
  },
  {
    id: 'interim-cap-one-more',
    rule: 'R-6.54',
    what: 'one more than that',
    wishes: AGREED_LAST,
    words: `${OPEN} binding-differs`,
    play: caps(51),
  },
  {
    id: 'interim-cap-the-least',
    rule: 'R-6.54',
    what: 'of two limits the one that lets less be given',
    wishes: SHARED,
    words: `${OPEN} counted`,
    play: caps(50),
  },
  {
    id: 'interim-cap-held-back',
    rule: 'R-6.54',
    what: 'nothing is given, though 50 could be',
    wishes: AGREED_LAST,
    words: `${OPEN} binding-differs`,
    play: capsNothing(),
  },
  {
    id: 'interim-cap-nothing-agreed',
    rule: 'R-6.54',
    what: 'nothing was agreed for a period: things stay as they are',
    wishes: NOTHING_AGREED,
    words: `${OPEN} counted`,
    play: capsNothing(),
  },
  {
    id: 'interim-cap-anything',
    rule: 'R-6.54',
    what: 'and nobody gives something all the same',
    wishes: NOTHING_AGREED,
    words: `${OPEN} binding-differs`,
    play: caps(50),
  },
  {
    id: 'interim-cap-changed-domain',
    rule: 'R-6.54',
    what: 'the domain was decided anew since: things stay as they are',
    wishes: AGREED_LAST,
    words: `${OPEN} counted counted counted`,
    play: on(async (matter) => {
      const { proposal, opening } = await opened(matter);
      await dropPath(matter);
      matter.setClock(STALLED);
      await matter.outcome(proposal, opening, { counts: SILENT, result: 'default', byDefault: HALF });
    }),
  },
];

export const ESCALATION_SCENARIOS: readonly Scenario[] = [
  ...STEPS,
  ...ANSWERS,
  ...ENDINGS,
  ...REFERRALS,
  ...CAPS,
];

/** The last step belongs to a circle that there is not yet: Ben and Cem. */
function ofElders(): Wishes {
  return {
    charterLadder: CHARTER_LADDER,
    spending: ({ circle, elders }) => ({
      owner: { kind: 'circle', ...circle },
      rung: 'consent',
      parameters: CONSENT,
      escalation: pathTo(elders, { rung: 'vote' }),
    }),
  };
}

async function appointElders({ world, people }: TestMatter) {
  const members = [people.ben.author, people.cem.author];
  const subject = world.own('Elders');
  const { ref } = await world.adopt('adopt them', 'circle', circleFields(subject, 'Elders', members));
  return { elders: ref, people: members.map((subject) => ({ subject })), bodies: [subject] };
}

/** The domain comes into force without its path. */
async function dropPath({ world }: TestMatter) {
  const { escalation: _, ...body } = world.bodies.spending;
  const { subject, id } = world.things.spending;
  return (await world.adopt('drop the path', 'domain', { subject, supersedes: id, ...body })).ref;
}

/** Ben consented in time. On the step all but Dia vote, and the time is over. */
function votesOnStep(counts: Partial<Parameters<TestMatter['outcome']>[2]['counts']>) {
  return on(async (matter) => {
    const { proposal } = await opened(matter);
    const { ana, ben, cem } = matter.people;
    await matter.respond(ben, proposal, 'consent');
    matter.setClock(DECIDES);
    const opening = await matter.open(proposal, STEP_VOTE);
    for (const who of [ana, ben, cem]) await matter.respond(who, proposal, 'yes');
    matter.setClock(ENDED);
    await matter.outcome(proposal, opening, { counts: { ...NOBODY, ...counts } });
  });
}

/** Dia objected in time, and gives no answer on the step. */
function consentsOnStep(fates: readonly 'standing'[]) {
  return on(async (matter) => {
    const { proposal } = await opened(matter);
    const { ana, ben, cem, dia } = matter.people;
    const objection = await matter.object(dia, proposal);
    matter.setClock(DECIDES);
    const opening = await matter.open(proposal, STEP_CONSENT);
    for (const who of [ana, ben, cem]) await matter.respond(who, proposal, 'consent');
    matter.setClock(ENDED);
    const counts = { ...NOBODY, responders: 3, decisive: 3, answers: { consent: 3 } };
    const objections = fates.map((fate) => ({ objection: objection.entry.id, fate }));
    await matter.outcome(proposal, opening, {
      counts: { ...counts, objections: fates.length },
      objections,
    });
  });
}

function stallsOnStep(time: string) {
  return later(DECIDES, async (matter, { proposal }) => {
    const opening = await matter.open(proposal, STEP_CONSENT);
    matter.setClock(time);
    await matter.outcome(proposal, opening, { counts: NOBODY, ...STATUS_QUO });
  });
}

/** A role has asked Dia, who is affected, and nothing came of it. */
function asking(time: string, play: (matter: TestMatter, open: Opened) => Promise<unknown>) {
  return on(async (matter) => {
    const { circle, treasurer } = matter.world.things;
    const { dia } = matter.people;
    const proposal = await matter.propose();
    const opening = await matter.open(proposal, {
      circle,
      role: treasurer,
      asked: [{ subject: dia.author, id: matter.world.things.charter }],
      bodies: [dia.author],
      people: [{ subject: dia.author, affected: true }],
    });
    matter.setClock(time);
    await play(matter, { proposal, opening });
  });
}
