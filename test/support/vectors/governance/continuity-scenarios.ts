import { person } from '../../people.ts';
import { endOfTerm, say, type Wishes, type World } from '../../rules/world.ts';
import { CONSENT, looksAfter, opensForCircle } from './end-of-term-scenarios.ts';
import type { Scenario } from './scenario.ts';

const WISHES: Wishes = { treasurer: { continuity: true }, charterLadder: CONSENT };
const LIGHT: Wishes = { treasurer: { continuity: true, weight: 'light' }, charterLadder: CONSENT };

/** A day after the terms of Ben and Cem have ended. */
const SILENT = '2027-01-01T00:00:00Z';
/** When 72 hours are over since they have, and when 14 days are. */
const CONVENED = '2027-01-03T00:00:00Z';
const BEFORE_CONVENED = '2027-01-02T23:59:59.999Z';
const OUTCOME = '2027-01-14T00:00:00Z';
const BEFORE_OUTCOME = '2027-01-13T23:59:59.999Z';

const meets = ({ log, own, people, things }: World, startsAt: string, more: object = {}) =>
  log.append('meeting', people.dia, {
    subject: own(`meeting ${log.entries.length}`),
    circle: things.circle,
    startsAt,
    agenda: [{ about: say('Who keeps the fund?') }],
    facilitator: people.dia.author,
    minuteTaker: people.dia.author,
    silent: things.treasurer,
    ...more,
  } as never); // people call meetings

/** Things happen one after the other, each at its time. */
const at =
  (...steps: readonly (readonly [string, (world: World) => Promise<unknown>])[]) =>
  async (world: World) => {
    world.log.keepAlive(world.self);
    for (const [time, play] of steps) {
      world.log.setClock(time);
      await play(world);
    }
  };

/** Whoever owns structure ends both terms at once. */
const ended = (world: World) =>
  world.structureDecides('both leave', [
    endOfTerm(world.things.mandates.ben, world.things.treasurer),
    endOfTerm(world.things.mandates.cem, world.things.treasurer),
  ]);

const CONVENING: readonly Scenario[] = [
  {
    id: 'convene',
    rule: 'R-15.61',
    what: 'a meeting that begins just 72 hours after the last term ended',
    wishes: WISHES,
    words: 'counted',
    play: at([SILENT, (world) => meets(world, CONVENED)]),
  },
  {
    id: 'convene-too-late',
    rule: 'R-15.61',
    what: 'a second later',
    wishes: WISHES,
    words: 'too-late',
    play: at([SILENT, (world) => meets(world, '2027-01-03T00:00:01Z')]),
  },
  {
    id: 'convene-too-soon',
    rule: 'R-15.61',
    what: 'a millisecond before the last term ends',
    wishes: WISHES,
    words: 'not-silent',
    play: at(['2026-12-30T23:59:59.999Z', (world) => meets(world, '2027-01-01T00:00:00Z')]),
  },
  {
    id: 'convene-for-a-role-that-may-be-silent',
    rule: 'R-15.61',
    what: 'of a role without the mark',
    wishes: { charterLadder: CONSENT },
    words: 'not-silent',
    play: at([SILENT, (world) => meets(world, CONVENED)]),
  },
  {
    id: 'convene-about-nothing-known',
    rule: 'R-15.61',
    what: 'about a role that is not in force',
    wishes: WISHES,
    words: 'unknown-reference',
    play: at([
      SILENT,
      (world) =>
        meets(world, CONVENED, { silent: { ...world.things.treasurer, subject: person('Nobody').author } }),
    ]),
  },
  {
    id: 'convene-another-circle',
    rule: 'R-15.61',
    what: 'a circle that the role does not serve',
    wishes: WISHES,
    words: 'counted counted contradictory',
    play: async (world) => {
      const { ref } = await world.adopt('garden', 'circle', {
        subject: world.own('Garden'),
        kind: 'circle',
        name: { en: 'Garden' },
        aim: { en: 'To grow.' },
        members: [world.people.dia.author],
        status: 'active',
      });
      await at([SILENT, () => meets(world, CONVENED, { circle: ref })])(world);
    },
  },
];

const RETURNS: readonly Scenario[] = [
  {
    id: 'silent-too-long',
    rule: 'R-15.62',
    what: 'nobody has come together in 72 hours: its circle decides',
    wishes: WISHES,
    words: 'counted counted counted',
    play: at([CONVENED, opensForCircle]),
  },
  {
    id: 'silent-not-too-long',
    rule: 'R-15.62',
    what: 'a millisecond earlier',
    wishes: WISHES,
    words: 'counted counted wrong-rung',
    play: at([BEFORE_CONVENED, opensForCircle]),
  },
  {
    id: 'silent-and-convened',
    rule: 'R-15.62',
    what: 'they have come together: a millisecond before 14 days are over',
    wishes: WISHES,
    words: 'counted counted counted wrong-rung',
    play: at([SILENT, (world) => meets(world, CONVENED)], [BEFORE_OUTCOME, opensForCircle]),
  },
  {
    id: 'silent-without-outcome',
    rule: 'R-15.62',
    what: 'they have come together, and nobody has it after 14 days',
    wishes: WISHES,
    words: 'counted counted counted counted',
    play: at([SILENT, (world) => meets(world, CONVENED)], [OUTCOME, opensForCircle]),
  },
  {
    id: 'silent-caretaker',
    rule: 'R-15.62',
    what: 'whoever looks after it decides in the last millisecond of 72 hours',
    wishes: LIGHT,
    words: 'counted',
    play: at([BEFORE_CONVENED, looksAfter]),
  },
  {
    id: 'silent-caretaker-no-more',
    rule: 'R-15.62',
    what: 'and when they are over',
    wishes: LIGHT,
    words: 'mandate-ended',
    play: at([CONVENED, looksAfter]),
  },
  {
    id: 'silent-caretaker-convened',
    rule: 'R-15.62',
    what: 'and when they are over and the circle has come together',
    wishes: LIGHT,
    words: 'counted counted',
    play: at([SILENT, (world) => meets(world, CONVENED)], [CONVENED, looksAfter]),
  },
  {
    id: 'silent-by-a-decision',
    rule: 'R-15.60',
    what: 'a decision ended both terms: the clock runs from then on',
    wishes: WISHES,
    words: 'counted counted counted counted',
    play: at(['2026-02-01T00:00:00Z', ended], ['2026-02-04T00:00:00Z', opensForCircle]),
  },
  {
    id: 'silent-by-a-decision-not-too-long',
    rule: 'R-15.60',
    what: 'a millisecond before 72 hours are over since',
    wishes: WISHES,
    words: 'counted counted counted wrong-rung',
    play: at(['2026-02-01T00:00:00Z', ended], ['2026-02-03T23:59:59.999Z', opensForCircle]),
  },
];

/** A role that must not fall silent (Spec §15.10). */
export const CONTINUITY_SCENARIOS: readonly Scenario[] = [...CONVENING, ...RETURNS];
