import type { Operation } from '../../../../protocol/documents/operation.ts';
import type { Ref } from '../../../../protocol/ids.ts';
import { DAY_SECONDS } from '../../../../protocol/time.ts';
import { circleFields, mandateFields, roleFields } from '../../example-things.ts';
import type { Draft, LoggedEntry } from '../../log-builder.ts';
import { person, type Signer } from '../../people.ts';
import { createMatter } from '../../rules/matter.ts';
import { endOfTerm, refTo, say, transfer, type Wishes, type World } from '../../rules/world.ts';
import { appoint, join } from './bot.ts';
import { decidesFor, delegates } from './delegation-scenarios.ts';
import type { Scenario } from './scenario.ts';

const FULL: Wishes = { treasurer: { weight: 'full' } };
const LIGHT: Wishes = { treasurer: { weight: 'light' } };

type MandateMore = Partial<Pick<Draft<'mandate'>, 'alternate' | 'startsAt' | 'endsAt' | 'holder'>>;
type Adopts = Extract<Extract<Operation, { readonly op: 'adopt' }>['adopts'], { readonly type: 'mandate' }>;
type AdoptsMore = Partial<Pick<Adopts, 'waiver' | 'call' | 'separate'>>;

/** Dia gets a term as a treasurer, from 1 February on: two entries. Ben and Cem have one each since 1 January. */
export async function follows(world: World, more: MandateMore = {}, adopts: AdoptsMore = {}): Promise<Ref> {
  const { treasurer } = world.things;
  const label = `M ${world.log.entries.length}`;
  const ref = await world.draft('mandate', {
    ...mandateFields(
      world.own(label),
      treasurer,
      world.people.dia.author,
      '2026-02-01T00:00:00Z',
      '2027-01-31T00:00:00Z',
    ),
    ...more,
  });
  await world.structureDecides(`adopt ${label}`, [
    { op: 'adopt', adopts: { type: 'mandate', ...ref, role: treasurer.subject, ...adopts } },
  ]);
  return ref;
}

type Part = Partial<Omit<Draft<'handover'>, 'type'>>;

/** Ben passes something on to the successor: one entry. */
export function passesOn(
  world: World,
  mandate: Ref,
  more: Part = {},
  by: Signer = world.people.ben,
): Promise<LoggedEntry> {
  const { treasurer, mandates } = world.things;
  return world.log.append('handover', by, {
    subject: world.own(`handover ${world.log.entries.length}`),
    mandate,
    role: treasurer,
    predecessor: mandates.ben,
    items: [],
    sessions: [],
    practice: [],
    ...more,
  });
}

/** Dia confirms: one entry. */
export function accepts(
  world: World,
  mandate: Ref,
  parts: readonly LoggedEntry[],
  by: Signer = world.people.dia,
): Promise<LoggedEntry> {
  return world.log.append('handover-acceptance', by, {
    subject: world.own(`acceptance ${world.log.entries.length}`),
    mandate,
    role: world.things.treasurer,
    confirms: parts.map(({ entry }) => entry.id).sort(),
    canActAlone: 'yes',
  });
}

const NOTE: Part = { note: say('Ask before you pay in advance.') };
const SESSION = { heldAt: '2026-01-10T10:00:00Z', text: say('How we pay.') } as const;
const ITEM = { kind: 'access', text: say('The key lies with the baker.') } as const;

/** Dia decides what Ben lets her decide, for practice: two entries. */
async function practises(world: World): Promise<Ref> {
  const delegation = await delegates(world, { to: world.people.dia.author });
  return refTo(await decidesFor(world, delegation, { by: world.people.dia }));
}

/** Dia decides as a treasurer. */
function decides(world: World, mandate: Ref, more: Parameters<World['decide']>[2] = {}) {
  return world.decide(`d ${world.log.entries.length}`, [transfer(world.things.X, 10)], {
    by: world.people.dia,
    mandate,
    ...more,
  });
}

const IN_TERM = '2026-02-03T12:00:00Z';
const FOLLOWS = 'counted counted';

const GATE: readonly Scenario[] = [
  {
    id: 'handover-missing',
    rule: 'R-15.23',
    what: 'a successor decides, and nothing was passed on',
    wishes: LIGHT,
    words: `${FOLLOWS} handover-open`,
    play: async (world) => {
      const mandate = await follows(world);
      world.log.setClock(IN_TERM);
      await decides(world, mandate);
    },
  },
  {
    id: 'handover-light',
    rule: 'R-15.23',
    what: 'by the light form: a note, and its confirmation',
    wishes: LIGHT,
    words: `${FOLLOWS} counted counted counted`,
    play: async (world) => {
      const mandate = await follows(world);
      await accepts(world, mandate, [await passesOn(world, mandate, NOTE)]);
      world.log.setClock(IN_TERM);
      await decides(world, mandate);
    },
  },
  {
    id: 'handover-and-no-term-yet',
    rule: 'R-15.23',
    what: 'what was handed over begins with its term and not before',
    wishes: LIGHT,
    words: `${FOLLOWS} counted counted mandate-not-started`,
    play: async (world) => {
      const mandate = await follows(world);
      await accepts(world, mandate, [await passesOn(world, mandate, NOTE)]);
      await decides(world, mandate);
    },
  },
  {
    id: 'handover-of-the-founders',
    rule: 'R-15.20',
    what: 'whoever has the role from the founding act needs none',
    wishes: FULL,
    words: 'counted',
    play: (world) => world.decide('d', [transfer(world.things.X, 10)]),
  },
  {
    id: 'handover-of-a-role-without-weight',
    rule: 'R-15.20',
    what: 'a role that says nothing of its weight changes hands without one',
    words: `${FOLLOWS} counted`,
    play: async (world) => {
      const mandate = await follows(world);
      world.log.setClock(IN_TERM);
      await decides(world, mandate);
    },
  },
  {
    id: 'handover-to-oneself',
    rule: 'R-15.20',
    what: 'whoever goes on for another term needs none',
    wishes: LIGHT,
    words: `${FOLLOWS} counted`,
    play: async (world) => {
      const { ben } = world.people;
      const mandate = await follows(world, { holder: ben.author });
      world.log.setClock(IN_TERM);
      await decides(world, mandate, { by: ben });
    },
  },
  {
    id: 'handover-of-a-term-in-the-past',
    rule: 'R-15.20',
    what: 'a term that says it began before all others begins with its adoption',
    wishes: LIGHT,
    words: `${FOLLOWS} handover-open`,
    play: async (world) => {
      await decides(
        world,
        await follows(world, { startsAt: '2025-12-01T00:00:00Z', endsAt: '2026-11-30T00:00:00Z' }),
      );
    },
  },
  {
    id: 'handover-on-paper',
    rule: 'R-15.20',
    what: 'an earlier term of the same holder was not handed over either',
    wishes: LIGHT,
    words: `${FOLLOWS} ${FOLLOWS} handover-open`,
    play: async (world) => {
      await follows(world, { startsAt: '2026-01-11T00:00:00Z', endsAt: '2026-01-12T00:00:00Z' });
      const mandate = await follows(world);
      world.log.setClock(IN_TERM);
      await decides(world, mandate);
    },
  },
  {
    id: 'handover-among-the-first',
    rule: 'R-15.20',
    what: 'whoever begins within a day after the first holders begins with them',
    wishes: LIGHT,
    words: 'counted counted counted counted counted counted counted counted',
    play: async (world) => {
      const { circle, spending } = world.things;
      const { ref: role } = await world.adopt('new role', 'role', {
        ...roleFields(world.own('Cellar'), circle, 'Cellarer', [spending.subject]),
        weight: 'light',
      });
      for (const [who, startsAt] of [
        ['ben', '2026-01-10T00:00:00Z'],
        ['dia', '2026-01-10T12:00:00Z'],
      ] as const) {
        const { author } = world.people[who];
        await world.adopt(
          `adopts cellar ${who}`,
          'mandate',
          mandateFields(world.own(`cellar ${who}`), role, author, startsAt, '2026-06-01T00:00:00Z'),
        );
      }
      const mandate = { subject: world.own('cellar dia'), id: world.log.entries.at(-2)?.entry.id } as Ref;
      const delegation = await world.log.append('delegation', world.people.dia, {
        subject: world.own('by the new role'),
        mandate,
        role,
        to: world.people.ana.author,
        domains: [spending.subject],
        limits: [],
        endsAt: '2026-05-01T00:00:00Z',
      });
      await world.log.append('withdrawal', world.people.dia, {
        subject: world.own('back'),
        of: refTo(delegation),
        fate: 'withdrawn',
      });
    },
  },
  {
    id: 'handover-after-a-recall',
    rule: 'R-15.20',
    what: 'those who had it were recalled: they were there all the same',
    wishes: LIGHT,
    words: `counted counted ${FOLLOWS} handover-open`,
    play: async (world) => {
      const { mandates, treasurer } = world.things;
      await world.structureDecides('recall', [endOfTerm(mandates.ben, treasurer)]);
      await world.structureDecides('recall too', [endOfTerm(mandates.cem, treasurer)]);
      const mandate = await follows(world);
      world.log.setClock(IN_TERM);
      await decides(world, mandate);
    },
  },
  {
    id: 'handover-to-an-agent',
    rule: 'R-15.20',
    what: 'what a program holds is not handed over',
    wishes: LIGHT,
    words: 'counted counted counted counted',
    play: async (world) => {
      const bot = await join(world);
      const mandate = await appoint(world, bot);
      await passesNothingOn(world, mandate);
    },
  },
  {
    id: 'handover-waived',
    rule: 'R-15.24',
    what: 'the decision that adopts the mandate waives it, with a reason',
    wishes: FULL,
    words: `${FOLLOWS} counted`,
    play: async (world) => {
      const mandate = await follows(world, {}, { waiver: say('They have gone to sea.') });
      world.log.setClock(IN_TERM);
      await decides(world, mandate);
    },
  },
  {
    id: 'handover-waiver-turned-down',
    rule: 'R-15.24',
    what: 'a decision against a waiver waives nothing',
    wishes: FULL,
    words: `${FOLLOWS} counted counted handover-open`,
    play: async (world) => {
      const first = await follows(world);
      const { treasurer } = world.things;
      const ref = await world.draft('mandate', {
        ...mandateFields(
          first.subject,
          treasurer,
          world.people.dia.author,
          '2026-02-01T00:00:00Z',
          '2027-01-31T00:00:00Z',
        ),
        supersedes: first.id,
      });
      const waiver = say('They have gone to sea.');
      await world.structureDecides(
        'no waiver',
        [{ op: 'adopt', adopts: { type: 'mandate', ...ref, role: treasurer.subject, waiver } }],
        { result: 'not-adopted' },
      );
      world.log.setClock(IN_TERM);
      await decides(world, first);
    },
  },
  {
    id: 'handover-waived-later',
    rule: 'R-15.24',
    what: 'it is waived later, with a new version of the mandate',
    wishes: FULL,
    words: `${FOLLOWS} handover-open counted counted counted`,
    play: async (world) => {
      const { treasurer } = world.things;
      const first = await follows(world);
      world.log.setClock(IN_TERM);
      await decides(world, first);
      const ref = await world.draft('mandate', {
        ...mandateFields(
          first.subject,
          treasurer,
          world.people.dia.author,
          '2026-02-01T00:00:00Z',
          '2027-01-31T00:00:00Z',
        ),
        supersedes: first.id,
      });
      const waiver = say('They have gone to sea.');
      await world.structureDecides('waive', [
        { op: 'adopt', adopts: { type: 'mandate', ...ref, role: treasurer.subject, waiver } },
      ]);
      await decides(world, ref);
    },
  },
];

/** Nothing is asked of a program: its mandate is the last word of the case, so a human's decision follows. */
function passesNothingOn(world: World, _mandate: Ref) {
  return world.decide('d', [transfer(world.things.X, 10)]);
}

const PARTS: readonly Scenario[] = [
  {
    id: 'part',
    rule: 'R-15.21',
    what: 'a predecessor passes something on, and tells of a session',
    wishes: FULL,
    words: `${FOLLOWS} counted`,
    play: async (world) => passesOn(world, await follows(world), { items: [ITEM], sessions: [SESSION] }),
  },
  {
    id: 'part-by-another',
    rule: 'R-15.21',
    what: 'somebody who never had the role does',
    wishes: FULL,
    words: `${FOLLOWS} no-right`,
    play: async (world) => passesOn(world, await follows(world), NOTE, world.people.ana),
  },
  {
    id: 'part-by-another-term',
    rule: 'R-15.21',
    what: 'by the term of another predecessor',
    wishes: FULL,
    words: `${FOLLOWS} no-right`,
    play: async (world) => passesOn(world, await follows(world), NOTE, world.people.cem),
  },
  {
    id: 'part-by-a-recalled-one',
    rule: 'R-15.21',
    what: 'by one whose term was ended',
    wishes: FULL,
    words: `counted ${FOLLOWS} counted`,
    play: async (world) => {
      const { mandates, treasurer } = world.things;
      await world.structureDecides('recall', [endOfTerm(mandates.ben, treasurer)]);
      await passesOn(world, await follows(world), NOTE);
    },
  },
  {
    id: 'part-of-a-session-to-come',
    rule: 'R-15.21',
    what: 'about a session that was not held yet',
    wishes: FULL,
    words: `${FOLLOWS} too-early`,
    play: async (world) =>
      passesOn(world, await follows(world), {
        sessions: [{ ...SESSION, heldAt: '2026-01-10T12:00:00.001Z' }],
      }),
  },
  {
    id: 'part-of-practice',
    rule: 'R-15.21',
    what: 'the successor has decided for the holder, for practice',
    wishes: FULL,
    words: `${FOLLOWS} counted counted counted`,
    play: async (world) => {
      const mandate = await follows(world);
      await passesOn(world, mandate, { practice: [await practises(world)] });
    },
  },
  {
    id: 'part-of-a-proposal',
    rule: 'R-15.21',
    what: 'the successor has put forward what the holder decided',
    wishes: FULL,
    words: `${FOLLOWS} counted counted counted`,
    play: async (world) => {
      const mandate = await follows(world);
      const proposal = await createMatter(world).propose({}, world.people.dia);
      const decision = await world.decide('d', [transfer(world.things.X, 60)], { proposal: refTo(proposal) });
      await passesOn(world, mandate, { practice: [refTo(decision)] });
    },
  },
  {
    id: 'part-of-no-practice',
    rule: 'R-15.21',
    what: 'the holder has decided alone',
    wishes: FULL,
    words: `${FOLLOWS} counted unknown-reference`,
    play: async (world) => {
      const mandate = await follows(world);
      const decision = await world.decide('d', [transfer(world.things.X, 60)]);
      await passesOn(world, mandate, { practice: [refTo(decision)] });
    },
  },
  {
    id: 'part-after-the-acceptance',
    rule: 'R-15.21',
    what: 'after everything was confirmed',
    wishes: LIGHT,
    words: `${FOLLOWS} counted counted closed`,
    play: async (world) => {
      const mandate = await follows(world);
      await accepts(world, mandate, [await passesOn(world, mandate, NOTE)]);
      await passesOn(world, mandate, NOTE);
    },
  },
];

const ACCEPTANCE: readonly Scenario[] = [
  {
    id: 'handover-full',
    rule: 'R-15.22',
    what: 'two sessions, something passed on, and a practice decision, in two parts',
    wishes: FULL,
    words: `${FOLLOWS} counted counted counted counted counted`,
    play: async (world) => {
      const mandate = await follows(world);
      const practice = [await practises(world)];
      const first = await passesOn(world, mandate, { items: [ITEM], sessions: [SESSION] });
      const second = await passesOn(world, mandate, { sessions: [SESSION], practice });
      await accepts(world, mandate, [first, second]);
    },
  },
  {
    id: 'handover-one-session',
    rule: 'R-15.22',
    what: 'one session',
    wishes: FULL,
    words: `${FOLLOWS} counted counted counted handover-incomplete`,
    play: async (world) => {
      const mandate = await follows(world);
      const practice = [await practises(world)];
      await accepts(world, mandate, [
        await passesOn(world, mandate, { items: [ITEM], sessions: [SESSION], practice }),
      ]);
    },
  },
  {
    id: 'handover-without-practice',
    rule: 'R-15.22',
    what: 'no practice decision',
    wishes: FULL,
    words: `${FOLLOWS} counted handover-incomplete`,
    play: async (world) => {
      const mandate = await follows(world);
      await accepts(world, mandate, [
        await passesOn(world, mandate, { items: [ITEM], sessions: [SESSION, SESSION] }),
      ]);
    },
  },
  {
    id: 'handover-without-items',
    rule: 'R-15.22',
    what: 'nothing passed on',
    wishes: FULL,
    words: `${FOLLOWS} counted counted counted handover-incomplete`,
    play: async (world) => {
      const mandate = await follows(world);
      const practice = [await practises(world)];
      await accepts(world, mandate, [
        await passesOn(world, mandate, { sessions: [SESSION, SESSION], practice }),
      ]);
    },
  },
  {
    id: 'handover-light-without-note',
    rule: 'R-15.22',
    what: 'the light form without a note',
    wishes: LIGHT,
    words: `${FOLLOWS} counted handover-incomplete`,
    play: async (world) => {
      const mandate = await follows(world);
      await accepts(world, mandate, [await passesOn(world, mandate, { items: [ITEM] })]);
    },
  },
  {
    id: 'handover-part-unconfirmed',
    rule: 'R-15.22',
    what: 'one of two parts is not confirmed',
    wishes: LIGHT,
    words: `${FOLLOWS} counted counted handover-incomplete`,
    play: async (world) => {
      const mandate = await follows(world);
      await passesOn(world, mandate, { items: [ITEM] });
      await accepts(world, mandate, [await passesOn(world, mandate, NOTE)]);
    },
  },
  {
    id: 'handover-accepted-by-another',
    rule: 'R-15.22',
    what: 'by somebody who is not the successor',
    wishes: LIGHT,
    words: `${FOLLOWS} counted no-right`,
    play: async (world) => {
      const mandate = await follows(world);
      await accepts(world, mandate, [await passesOn(world, mandate, NOTE)], world.people.cem);
    },
  },
  {
    id: 'handover-accepted-twice',
    rule: 'R-15.22',
    what: 'a second time',
    wishes: LIGHT,
    words: `${FOLLOWS} counted counted closed`,
    play: async (world) => {
      const mandate = await follows(world);
      const part = await passesOn(world, mandate, NOTE);
      await accepts(world, mandate, [part]);
      await accepts(world, mandate, [part]);
    },
  },
];

const APART: readonly Scenario[] = [
  {
    id: 'kept-apart',
    rule: 'R-15.16',
    what: 'somebody gets a role while they hold one that is kept apart from it',
    wishes: LIGHT,
    words: 'counted counted counted kept-apart',
    play: async (world) => {
      await separates(world);
      await followsIn(world, world.people.dia, [world.things.auditor]);
    },
  },
  {
    id: 'kept-apart-another',
    rule: 'R-15.16',
    what: 'somebody who does not hold it',
    wishes: LIGHT,
    words: 'counted counted counted counted',
    play: async (world) => {
      await separates(world);
      await followsIn(world, world.people.ana, [world.things.auditor]);
    },
  },
  {
    id: 'kept-apart-unnamed',
    rule: 'R-15.16',
    what: 'the adoption does not name the roles that are kept apart',
    wishes: LIGHT,
    words: 'counted counted counted rules-disagree',
    play: async (world) => {
      await separates(world);
      await followsIn(world, world.people.ana, []);
    },
  },
  {
    id: 'kept-apart-from-the-alternate',
    rule: 'R-15.16',
    what: 'as an alternate',
    wishes: LIGHT,
    words: 'counted counted counted kept-apart',
    play: async (world) => {
      await separates(world);
      await followsIn(world, world.people.ana, [world.things.auditor], world.people.dia);
    },
  },
  {
    id: 'no-alternates',
    rule: 'R-15.17',
    what: 'a mandate with an alternate, in a role that has none',
    wishes: { treasurer: { weight: 'light', alternates: false } },
    words: 'counted contradictory',
    play: (world) => follows(world, { alternate: world.people.ana.author }),
  },
  {
    id: 'alternates',
    rule: 'R-15.17',
    what: 'in one that has',
    wishes: LIGHT,
    words: FOLLOWS,
    play: (world) => follows(world, { alternate: world.people.ana.author }),
  },
];

/** The auditor's role, which Dia holds, and the treasurer's are kept apart: two entries. */
async function separates(world: World) {
  const { treasurer, circle, auditor, spending } = world.things;
  const { ref } = await world.adopt('role anew', 'role', {
    ...roleFields(treasurer.subject, circle, 'Treasurer', [spending.subject]),
    weight: 'light',
    separateFrom: [auditor.subject],
    supersedes: treasurer.id,
  });
  return ref;
}

async function followsIn(
  world: World,
  holder: World['people']['dia'],
  separate: readonly Ref[],
  alternate?: World['people']['dia'],
) {
  await follows(
    world,
    { holder: holder.author, ...(alternate === undefined ? {} : { alternate: alternate.author }) },
    separate.length === 0 ? {} : { separate: separate.map(({ subject }) => subject) },
  );
}

/** The circle decides; the auditor speaks in it for another one, and Eve holds that role: four entries. */
async function withLiaison(world: World) {
  const { circle, auditor } = world.things;
  const eve = person(`Eve of ${world.log.commons}`);
  const { author, key } = eve;
  await world.log.append('participant', eve, {
    subject: author,
    kind: 'human',
    pseudonym: 'Eve',
    keys: [{ key, custody: 'device' }],
    status: 'active',
  });
  await world.adopt(
    'liaison',
    'mandate',
    mandateFields(world.own('M eve'), auditor, author, '2026-01-01T00:00:00Z', '2026-12-01T00:00:00Z'),
  );
  const members = Object.values(world.people).map((one) => one.author);
  const { ref } = await world.adopt('circle anew', 'circle', {
    ...circleFields(circle.subject, 'Everybody', members),
    liaisons: [auditor.subject],
    supersedes: circle.id,
  });
  return { circle: ref, people: [...members, author].map((subject) => ({ subject })), eve };
}

const BY_CIRCLE: Wishes = {
  spending: ({ circle }) => ({
    owner: { kind: 'circle', ...circle },
    rung: 'consent',
    parameters: {
      consent: { openSeconds: 7 * DAY_SECONDS, deadlineSeconds: 30 * DAY_SECONDS, quorum: 'two-thirds' },
    },
  }),
};

const LIAISON: readonly Scenario[] = [
  {
    id: 'liaison',
    rule: 'R-15.38',
    what: 'whoever speaks in a circle for another one is on its roster, and answers',
    wishes: BY_CIRCLE,
    words: 'counted counted counted counted counted counted counted counted counted',
    play: async (world) => {
      const { circle, people, eve } = await withLiaison(world);
      const matter = createMatter(world);
      const proposal = await matter.propose();
      const { auditor } = world.things;
      const bodies = [circle.subject, auditor.subject];
      await matter.open(proposal, { circle, people, bodies, asked: [auditor] });
      await matter.respond(eve, proposal, 'consent');
    },
  },
  {
    id: 'liaison-left-out',
    rule: 'R-15.38',
    what: 'they are not on it',
    wishes: BY_CIRCLE,
    words: 'counted counted counted counted counted counted counted rules-disagree',
    play: async (world) => {
      const { circle } = await withLiaison(world);
      const matter = createMatter(world);
      const { auditor } = world.things;
      const bodies = [circle.subject, auditor.subject];
      await matter.open(await matter.propose(), { circle, bodies, asked: [auditor] });
    },
  },
];

/** How a role is handed over, from whom it is kept apart, and who speaks for whom (Spec §§15.3, 15.4, 15.6). */
export const HANDOVER_SCENARIOS: readonly Scenario[] = [
  ...GATE,
  ...PARTS,
  ...ACCEPTANCE,
  ...APART,
  ...LIAISON,
];
