import type { Operation } from '../../../../protocol/documents/operation.ts';
import { DAY_SECONDS } from '../../../../protocol/time.ts';
import { roleFields } from '../../example-things.ts';
import { createMatter, type TestMatter } from '../../rules/matter.ts';
import { limit, type Wishes, type World } from '../../rules/world.ts';
import type { Scenario } from './scenario.ts';

/** A week for answers, and the matter has come to what it is a week later: on 24 January at noon. */
const CONSENT = {
  consent: { openSeconds: 7 * DAY_SECONDS, deadlineSeconds: 14 * DAY_SECONDS, quorum: 'two-thirds' },
} as const;
/** Thirty days after that. */
const OVER = '2026-02-23T12:00:00Z';

export const BY_CONSENT: Wishes = {
  spending: ({ circle }) => ({
    owner: { kind: 'circle', ...circle },
    rung: 'consent',
    parameters: CONSENT,
  }),
};
/** What is put forward is 60. */
const BEYOND: Wishes = { ...BY_CONSENT, limits: [limit({ perDecision: 50 })] };

const on = (play: (matter: TestMatter) => Promise<unknown>) => (world: World) => play(createMatter(world));

const THREE = { roster: 4, base: 4, objections: 0, responders: 3, decisive: 3, answers: { consent: 3 } };

/** Three of four consent: six entries. */
async function consented(matter: TestMatter) {
  const proposal = await matter.propose();
  const opening = await matter.open(proposal);
  const { ana, ben, cem } = matter.people;
  for (const who of [ana, ben, cem]) await matter.respond(who, proposal, 'consent');
  return { proposal, opening };
}
const AGREED = 'counted counted counted counted counted counted';

/** So many roles come into force by one decision, each in a thread of its own. */
function roles(count: number) {
  return on(async (matter) => {
    const { world } = matter;
    const operations: Operation[] = [];
    for (let number = 1; number <= count; number++) {
      const subject = world.own(`role ${number}`);
      const { circle } = world.things;
      const draft = await world.log.append('role', world.people.ana, {
        ...roleFields(subject, circle, `Role ${number}`, []),
      });
      operations.push({ op: 'adopt', adopts: { type: 'role', subject, id: draft.entry.id } });
    }
    await matter.propose({ domain: world.things.structure, binding: { operations } });
  });
}

export const UNDOABLE_SCENARIOS: readonly Scenario[] = [
  {
    id: 'decidable',
    rule: 'R-6.70',
    what: 'six roles, the proposal and what is used of the domain: eight threads',
    words: `${AGREED} counted`,
    play: roles(6),
  },
  {
    id: 'undecidable',
    rule: 'R-6.70',
    what: 'seven roles: whatever decided it would change nine',
    words: `${AGREED} counted too-many-threads`,
    play: roles(7),
  },
  {
    id: 'no-effect',
    rule: 'R-6.71',
    what: 'the circle said yes to more than its domain may give, and a month has passed',
    wishes: BEYOND,
    words: `${AGREED} counted`,
    play: on(async (matter) => {
      const { proposal, opening } = await consented(matter);
      matter.setClock(OVER);
      const said = { counts: THREE, result: 'not-adopted', noEffect: 'limit-exceeded' } as const;
      await matter.outcome(proposal, opening, said);
    }),
  },
  {
    id: 'no-effect-too-early',
    rule: 'R-6.71',
    what: 'a millisecond before that month is over: the yes stands, and has no effect yet',
    wishes: BEYOND,
    words: `${AGREED} rules-disagree`,
    play: on(async (matter) => {
      const { proposal, opening } = await consented(matter);
      matter.setClock('2026-02-23T11:59:59.999Z');
      const said = { counts: THREE, result: 'not-adopted', noEffect: 'limit-exceeded' } as const;
      await matter.outcome(proposal, opening, said);
    }),
  },
  {
    id: 'no-effect-adopted',
    rule: 'R-6.71',
    what: 'as adopted it does not count, however late',
    wishes: BEYOND,
    words: `${AGREED} limit-exceeded`,
    play: on(async (matter) => {
      const { proposal, opening } = await consented(matter);
      matter.setClock(OVER);
      await matter.outcome(proposal, opening, { counts: THREE });
    }),
  },
  {
    id: 'no-effect-other-reason',
    rule: 'R-6.71',
    what: 'for another reason than the first one',
    wishes: BEYOND,
    words: `${AGREED} rules-disagree`,
    play: on(async (matter) => {
      const { proposal, opening } = await consented(matter);
      matter.setClock(OVER);
      const said = { counts: THREE, result: 'not-adopted', noEffect: 'over-capacity' } as const;
      await matter.outcome(proposal, opening, said);
    }),
  },
  {
    id: 'effect-late',
    rule: 'R-6.71',
    what: 'what can be done is done, however late it is logged',
    wishes: BY_CONSENT,
    words: `${AGREED} counted`,
    play: on(async (matter) => {
      const { proposal, opening } = await consented(matter);
      matter.setClock(OVER);
      await matter.outcome(proposal, opening, { counts: THREE });
    }),
  },
  {
    id: 'no-effect-where-there-is-one',
    rule: 'R-6.71',
    what: 'nothing stands in the way, and it says that it could not be done',
    wishes: BY_CONSENT,
    words: `${AGREED} rules-disagree`,
    play: on(async (matter) => {
      const { proposal, opening } = await consented(matter);
      matter.setClock(OVER);
      const said = { counts: THREE, result: 'not-adopted', noEffect: 'limit-exceeded' } as const;
      await matter.outcome(proposal, opening, said);
    }),
  },
];
