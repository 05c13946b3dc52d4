import type { DomainRef } from '../../../../protocol/documents/common.ts';
import type { DocumentId, Ref } from '../../../../protocol/ids.ts';
import { DAY_SECONDS } from '../../../../protocol/time.ts';
import { circleFields } from '../../example-things.ts';
import { createMatter } from '../../rules/matter.ts';
import type { World } from '../../rules/world.ts';
import type { Scenario } from './scenario.ts';

type Name = 'ana' | 'ben' | 'cem' | 'dia';

const CONSENT = {
  consent: { openSeconds: 7 * DAY_SECONDS, deadlineSeconds: 14 * DAY_SECONDS, quorum: 'two-thirds' },
} as const;
const MONTH = 30 * DAY_SECONDS;

/** On 11 January at noon somebody goes, on the 16th somebody else; a month later. */
const GOES = '2026-01-11T12:00:00Z';
const LATER = '2026-01-16T12:00:00Z';
const OVER = '2026-02-10T12:00:00Z';
const ALMOST = '2026-02-10T11:59:59.999Z';

/** What was made: a circle within that of all, and what it decides. */
interface Garden {
  readonly circle: Ref;
  readonly domain: Ref;
}

/** A circle of its own decides what is spent: four entries. */
async function found(world: World, names: readonly Name[]): Promise<Garden> {
  const { circle: all, spending } = world.things;
  const members = names.map((name) => world.people[name].author);
  const { ref: circle } = await world.adopt('garden', 'circle', {
    ...circleFields(world.own('G'), 'Garden', members),
    parent: all,
    retiresWithoutQuorumAfterSeconds: MONTH,
  });
  const { ref: domain } = await world.adopt('its domain', 'domain', {
    ...world.bodies.spending,
    ...{ subject: spending.subject, supersedes: spending.id },
    ...{ owner: { kind: 'circle', ...circle }, rung: 'consent', parameters: CONSENT },
  });
  return { circle, domain };
}
const FOUNDED = 'counted counted counted counted';

/** How it stands with somebody, so that rosters follow. */
async function says(world: World, who: Name, status: 'active' | 'left', at: string, supersedes?: DocumentId) {
  world.log.setClock(at);
  const { author, name, key, ...signer } = world.people[who];
  const { entry } = await world.log.append(
    'participant',
    { author, key, ...signer },
    {
      ...{ subject: author, kind: 'human', pseudonym: name, keys: [{ key, custody: 'device' }] },
      ...{ status, recount: true },
      ...(supersedes === undefined ? {} : { supersedes }),
    },
  );
  return entry.id;
}

/** It is put forward and opened at some moment: three entries. */
async function opens(
  world: World,
  at: string,
  { circle, domain }: { readonly circle: Ref; readonly domain: DomainRef },
  names: readonly Name[],
) {
  const matter = createMatter(world);
  world.log.setClock(at);
  const proposal = await matter.propose({ domain });
  const people = names.map((name) => ({ subject: world.people[name].author }));
  const rung = { rung: 'consent', parameters: CONSENT } as const;
  await matter.open(proposal, { domain, circle, people, bodies: [circle.subject], ...rung });
}
const OPEN = 'counted counted counted';

/** What a reference to the circle of all says of the garden. */
const above = (world: World, { circle }: Garden, more: Partial<DomainRef> = {}): DomainRef => ({
  ...world.things.circle,
  through: [circle.subject],
  retired: true,
  ...more,
});

/** Cem goes, and it is put forward where it would fall to. */
const falls =
  (at: string, more: Partial<DomainRef> = {}): Scenario['play'] =>
  async (world) => {
    const garden = await found(world, ['ben', 'cem', 'dia']);
    await says(world, 'cem', 'left', GOES);
    world.log.setClock(at);
    await createMatter(world).propose({ domain: above(world, garden, more) });
  };

/** A circle without quorum. Spec §5, [R-5.54]. */
export const RETIRED_SCENARIOS: readonly Scenario[] = [
  {
    id: 'retired-opens-nothing',
    rule: 'R-5.53',
    what: 'two of three are there for a month: the circle has retired, and nothing is put to it',
    words: `${FOUNDED} counted counted counted retired`,
    play: async (world) => {
      const garden = await found(world, ['ben', 'cem', 'dia']);
      await says(world, 'cem', 'left', GOES);
      await opens(world, OVER, garden, ['ben', 'dia']);
    },
  },
  {
    id: 'retired-not-yet',
    rule: 'R-5.53',
    what: 'a millisecond before the month is over the two are asked',
    words: `${FOUNDED} counted ${OPEN}`,
    play: async (world) => {
      const garden = await found(world, ['ben', 'cem', 'dia']);
      await says(world, 'cem', 'left', GOES);
      await opens(world, ALMOST, garden, ['ben', 'dia']);
    },
  },
  {
    id: 'retired-by-the-second',
    rule: 'R-5.53',
    what: 'of four one can go; the month begins when the second goes',
    words: `${FOUNDED} counted counted ${OPEN}`,
    play: async (world) => {
      const garden = await found(world, ['ana', 'ben', 'cem', 'dia']);
      await says(world, 'cem', 'left', GOES);
      await says(world, 'dia', 'left', LATER);
      await opens(world, OVER, garden, ['ana', 'ben']);
    },
  },
  {
    id: 'retired-with-quorum',
    rule: 'R-5.53',
    what: 'three of four are enough, for however long',
    words: `${FOUNDED} counted ${OPEN}`,
    play: async (world) => {
      const garden = await found(world, ['ana', 'ben', 'cem', 'dia']);
      await says(world, 'cem', 'left', GOES);
      await opens(world, '2026-03-20T12:00:00Z', garden, ['ana', 'ben', 'dia']);
    },
  },
  {
    id: 'retired-and-back',
    rule: 'R-5.53',
    what: 'who had gone is back: the circle has not retired any more',
    words: `${FOUNDED} counted counted ${OPEN}`,
    play: async (world) => {
      const garden = await found(world, ['ben', 'cem', 'dia']);
      const left = await says(world, 'cem', 'left', GOES);
      await says(world, 'cem', 'active', OVER, left);
      await opens(world, OVER, garden, ['ben', 'cem', 'dia']);
    },
  },
  {
    id: 'retired-says-nothing',
    rule: 'R-5.53',
    what: 'a circle that does not say that it retires',
    words: `${FOUNDED} counted counted counted ${OPEN}`,
    play: async (world) => {
      const { circle, domain } = await found(world, ['ben', 'cem', 'dia']);
      const { subject } = circle;
      const amended = circleFields(
        subject,
        'Garden',
        (['ben', 'cem', 'dia'] as const).map((name) => world.people[name].author),
      );
      const { ref } = await world.adopt('garden anew', 'circle', {
        ...amended,
        parent: world.things.circle,
        supersedes: circle.id,
      });
      await says(world, 'cem', 'left', GOES);
      await opens(world, OVER, { circle: ref, domain }, ['ben', 'dia']);
    },
  },
  {
    id: 'retired-falls',
    rule: 'R-5.54',
    what: 'what it would decide falls to the circle above, which is asked',
    words: `${FOUNDED} counted ${OPEN}`,
    play: async (world) => {
      const garden = await found(world, ['ben', 'cem', 'dia']);
      await says(world, 'cem', 'left', GOES);
      const asked = { circle: world.things.circle, domain: above(world, garden) };
      await opens(world, OVER, asked, ['ana', 'ben', 'dia']);
    },
  },
  {
    id: 'retired-falls-too-early',
    rule: 'R-5.54',
    what: 'a millisecond before the month is over it is the circle’s own',
    words: `${FOUNDED} counted out-of-scope`,
    play: falls(ALMOST),
  },
  {
    id: 'retired-falls-unsaid',
    rule: 'R-5.54',
    what: 'a reference that does not say that a circle has retired',
    words: `${FOUNDED} counted out-of-scope`,
    play: async (world) => {
      const garden = await found(world, ['ben', 'cem', 'dia']);
      await says(world, 'cem', 'left', GOES);
      world.log.setClock(OVER);
      const { retired: _, ...domain } = above(world, garden);
      await createMatter(world).propose({ domain });
    },
  },
  {
    id: 'retired-to-itself',
    rule: 'R-5.54',
    what: 'a reference that names the circle which has retired',
    words: `${FOUNDED} counted out-of-scope`,
    play: async (world) => {
      const garden = await found(world, ['ben', 'cem', 'dia']);
      await says(world, 'cem', 'left', GOES);
      world.log.setClock(OVER);
      const domain = { ...garden.circle, through: [world.things.circle.subject], retired: true } as const;
      await createMatter(world).propose({ domain });
    },
  },
  {
    id: 'retired-domain',
    rule: 'R-5.54',
    what: 'a reference to a domain says that something has retired',
    words: `${FOUNDED} counted contradictory`,
    play: async (world) => {
      const { domain } = await found(world, ['ben', 'cem', 'dia']);
      await says(world, 'cem', 'left', GOES);
      world.log.setClock(OVER);
      await createMatter(world).propose({ domain: { ...domain, retired: true } });
    },
  },
];
