import type { Operation } from '../../../../protocol/documents/operation.ts';
import { pathPatternSchema } from '../../../../protocol/governance/scope/path-pattern.ts';
import { hashTextOf, type Ref } from '../../../../protocol/ids.ts';
import { mandateFields } from '../../example-things.ts';
import type { Draft } from '../../log-builder.ts';
import type { Signer } from '../../people.ts';
import { domainBody, say, type World } from '../../rules/world.ts';
import { personFields } from '../logs/begin.ts';
import type { Scenario } from './scenario.ts';

/** Until then the seats of the register can be claimed. */
const LAST = '2028-01-05T00:00:00Z';
const TERM = ['2026-01-10T00:00:00Z', '2026-06-01T00:00:00Z'] as const;
const AFTER = ['2026-06-01T00:00:00Z', '2026-12-01T00:00:00Z'] as const;

const seatOf = (world: World, label = 'seat') => world.own(label);

/** A section of a register, whose two maintainers have signed nothing here: two entries. */
async function section(world: World): Promise<Ref> {
  const { ref } = await world.adopt('section', 'domain', {
    subject: world.own('Pump'),
    ...domainBody('Pump', world.things.treasurer),
    scope: { effects: ['change'], paths: [pathPatternSchema.parse('drivers/pump.c')] },
    owner: { kind: 'seats', seats: [seatOf(world), seatOf(world, 'other seat')], endsAt: LAST },
  });
  return ref;
}

/** Somebody signs a term in the seat: one entry. */
async function signs(
  world: World,
  by: Signer = world.people.dia,
  more: Partial<Omit<Draft<'mandate'>, 'type'>> = {},
  [startsAt, endsAt]: readonly [string, string] = TERM,
): Promise<Ref> {
  const { treasurer } = world.things;
  const subject = world.own(`term ${world.log.entries.length}`);
  const fields = mandateFields(subject, treasurer, by.author as never, startsAt, endsAt); // a person
  const { entry } = await world.log.append('mandate', by, { ...fields, seat: seatOf(world), ...more });
  return { subject, id: entry.id };
}

/** And claims it by that: one entry. */
function claims(
  world: World,
  domain: Ref,
  mandate: Ref,
  by: Signer = world.people.dia,
  more: Partial<Omit<Draft<'claim'>, 'type'>> = {},
) {
  const subject = world.own(`claim ${world.log.entries.length}`);
  const evidence = say('My key signed the last release.');
  return world.log.append('claim', by, { subject, seat: seatOf(world), domain, mandate, evidence, ...more });
}

/** Whoever decides about structure says that it is theirs: one entry. */
function grants(
  world: World,
  mandate: Ref,
  named: { readonly seat?: Ref['subject'] } = { seat: seatOf(world) },
) {
  const role = world.things.treasurer.subject;
  return world.structureDecides(`grant ${world.log.entries.length}`, [
    { op: 'adopt', adopts: { type: 'mandate', ...mandate, role, ...named } },
  ]);
}

/** All of it: five entries. */
async function granted(world: World): Promise<{ readonly domain: Ref; readonly mandate: Ref }> {
  const domain = await section(world);
  const mandate = await signs(world);
  await claims(world, domain, mandate);
  await grants(world, mandate);
  return { domain, mandate };
}
const SECTION = 'counted counted';
const GRANTED = `${SECTION} counted counted counted`;

const MEND: Operation = {
  op: 'change',
  paths: [pathPatternSchema.parse('drivers/pump.c')] as never, // a path is a pattern of its own
  content: hashTextOf(new Uint8Array(1)),
  title: 'Mend the pump',
};

const CLAIMS: readonly Scenario[] = [
  {
    id: 'claim',
    rule: 'R-15.66',
    what: 'somebody with a key claims a seat, by a term that they signed',
    words: `${SECTION} counted counted`,
    play: async (world) => claims(world, await section(world), await signs(world)),
  },
  {
    id: 'claim-at-last',
    rule: 'R-15.66',
    what: 'a millisecond before the seats end',
    words: `${SECTION} counted counted`,
    play: async (world) => {
      const domain = await section(world);
      world.log.setClock('2028-01-04T23:59:59.999Z');
      await claims(world, domain, await signs(world));
    },
  },
  {
    id: 'claim-too-late',
    rule: 'R-15.66',
    what: 'when they have ended',
    words: `${SECTION} counted too-late`,
    play: async (world) => {
      const domain = await section(world);
      world.log.setClock(LAST);
      await claims(world, domain, await signs(world));
    },
  },
  {
    id: 'claim-another-seat',
    rule: 'R-15.66',
    what: 'a seat that the domain does not name',
    words: `${SECTION} counted unknown-reference`,
    play: async (world) => {
      const domain = await section(world);
      const seat = seatOf(world, 'no seat');
      await claims(world, domain, await signs(world, world.people.dia, { seat }), world.people.dia, { seat });
    },
  },
  {
    id: 'claim-of-a-domain-of-a-role',
    rule: 'R-15.66',
    what: 'a domain that a role owns',
    words: 'counted unknown-reference',
    play: async (world) => claims(world, world.things.spending, await signs(world)),
  },
  {
    id: 'claim-stale',
    rule: 'R-15.66',
    what: 'a version of the domain that is not in force',
    words: `${SECTION} counted stale-version`,
    play: async (world) => {
      const { subject } = await section(world);
      await claims(world, { subject, id: world.things.spending.id }, await signs(world));
    },
  },
  {
    id: 'claim-for-somebody',
    rule: 'R-15.66',
    what: 'by the term of somebody else',
    words: `${SECTION} counted contradictory`,
    play: async (world) => claims(world, await section(world), await signs(world, world.people.cem)),
  },
  {
    id: 'claim-for-another-seat',
    rule: 'R-15.66',
    what: 'by a term in the other seat',
    words: `${SECTION} counted contradictory`,
    play: async (world) =>
      claims(
        world,
        await section(world),
        await signs(world, world.people.dia, { seat: seatOf(world, 'other seat') }),
      ),
  },
  {
    id: 'claim-unsigned',
    rule: 'R-15.66',
    what: 'by a term that is not logged as a draft',
    words: `${SECTION} unknown-reference`,
    play: async (world) => {
      const domain = await section(world);
      await claims(world, domain, { subject: world.own('no term'), id: domain.id });
    },
  },
  {
    id: 'claim-twice',
    rule: 'R-15.66',
    what: 'by the same version again',
    words: `${SECTION} counted counted duplicate`,
    play: async (world) => {
      const domain = await section(world);
      const mandate = await signs(world);
      await claims(world, domain, mandate);
      await claims(world, domain, mandate);
    },
  },
  {
    id: 'claim-at-rest',
    rule: 'R-15.66',
    what: 'by somebody who rests',
    words: `${SECTION} counted counted not-active`,
    play: async (world) => {
      const domain = await section(world);
      const { dia } = world.people;
      const mandate = await signs(world);
      await world.log.append('participant', dia, personFields(dia, { status: 'resting' }));
      await claims(world, domain, mandate);
    },
  },
  {
    id: 'claim-a-taken-seat',
    rule: 'R-15.66',
    what: 'while somebody else holds it: a term that begins a second before theirs ends',
    words: `${GRANTED} counted seats-taken`,
    play: async (world) => {
      const { domain } = await granted(world);
      const { cem } = world.people;
      await claims(world, domain, await signs(world, cem, {}, ['2026-05-31T23:59:59Z', AFTER[1]]), cem);
    },
  },
  {
    id: 'claim-the-next-term',
    rule: 'R-15.66',
    what: 'a term that begins when theirs ends',
    words: `${GRANTED} counted counted`,
    play: async (world) => {
      const { domain } = await granted(world);
      const { cem } = world.people;
      await claims(world, domain, await signs(world, cem, {}, AFTER), cem);
    },
  },
];

const GRANTS: readonly Scenario[] = [
  {
    id: 'grant',
    rule: 'R-15.67',
    what: 'whoever decides about mandates grants the term that was claimed by',
    words: GRANTED,
    play: granted,
  },
  {
    id: 'grant-unclaimed',
    rule: 'R-15.67',
    what: 'a term in a seat that nobody claimed by it',
    words: `${SECTION} counted unknown-reference`,
    play: async (world) => {
      await section(world);
      await grants(world, await signs(world));
    },
  },
  {
    id: 'grant-without-its-seat',
    rule: 'R-15.67',
    what: 'without naming the seat',
    words: `${SECTION} counted counted contradictory`,
    play: async (world) => {
      const domain = await section(world);
      const mandate = await signs(world);
      await claims(world, domain, mandate);
      await grants(world, mandate, {});
    },
  },
  {
    id: 'grant-another',
    rule: 'R-15.67',
    what: 'to a second person, whose claim was made before the first was granted',
    words: `${SECTION} counted counted counted counted counted seats-taken`,
    play: async (world) => {
      const domain = await section(world);
      const { cem } = world.people;
      const [first, second] = [await signs(world), await signs(world, cem)];
      await claims(world, domain, first);
      await claims(world, domain, second, cem);
      await grants(world, first);
      await grants(world, second);
    },
  },
  {
    id: 'seat-decides',
    rule: 'R-15.68',
    what: 'whoever holds the seat decides in its domain',
    words: `${GRANTED} counted`,
    play: async (world) => {
      const { domain, mandate } = await granted(world);
      await world.decide('mend', [MEND], { by: world.people.dia, domain, mandate });
    },
  },
  {
    id: 'seat-decided-without',
    rule: 'R-15.68',
    what: 'whoever holds the same role without one of its seats does not',
    words: `${GRANTED} no-right`,
    play: async (world) => {
      const { domain } = await granted(world);
      await world.decide('mend', [MEND], { domain });
    },
  },
  {
    id: 'seat-decides-at-last',
    rule: 'R-15.68',
    what: 'in the last millisecond of the term, and when it is over',
    words: `${GRANTED} counted mandate-ended`,
    play: async (world) => {
      const { domain, mandate } = await granted(world);
      const by = world.people.dia;
      world.log.setClock('2026-05-31T23:59:59.999Z');
      await world.decide('mend', [MEND], { by, domain, mandate });
      world.log.setClock(TERM[1]);
      await world.decide('mend again', [MEND], { by, domain, mandate });
    },
  },
];

/** Seats of a register that was taken over (Spec §15.11). */
export const CLAIM_SCENARIOS: readonly Scenario[] = [...CLAIMS, ...GRANTS];
