import type { DomainRef } from '../../../../protocol/documents/common.ts';
import type { Operation } from '../../../../protocol/documents/operation.ts';
import type { Ladder } from '../../../../protocol/documents/rung.ts';
import { DAY_SECONDS } from '../../../../protocol/time.ts';
import { circleFields, roleFields } from '../../example-things.ts';
import { createMatter } from '../../rules/matter.ts';
import { transfer, type Wishes, type World } from '../../rules/world.ts';
import type { Scenario } from './scenario.ts';

const CONSENT = {
  consent: { openSeconds: 7 * DAY_SECONDS, deadlineSeconds: 30 * DAY_SECONDS, quorum: 'two-thirds' },
} as const satisfies Ladder;
const LONGER = {
  consent: { openSeconds: 10 * DAY_SECONDS, deadlineSeconds: 30 * DAY_SECONDS, quorum: 'two-thirds' },
} as const satisfies Ladder;
/** Where nothing else says how all agree. */
const CONSENSUS = {
  consensus: {
    openSeconds: 14 * DAY_SECONDS,
    deadlineSeconds: 42 * DAY_SECONDS,
    quorum: { num: 3, den: 4 },
    standAsidesMost: { num: 1, den: 4 },
    agree: { num: 1, den: 2, cmp: 'gt', base: 'roster' },
  },
} as const satisfies Ladder;

/** Nobody's domain owns what leaves the stock. */
const GAP: Wishes = { spending: { scope: { effects: ['agreement'] } }, charterLadder: {} };

const above = ({ things }: World, through: DomainRef['through'] = []): DomainRef => ({
  ...things.circle,
  through: [...(through ?? [])],
});

/** Of both roles: spending's and structure's. */
const ofBoth = ({ things }: World) => [things.treasurer.subject, things.keeper.subject];

/** A transfer, and a role that ends: two domains own them. */
const both = ({ things }: World): readonly Operation[] => [
  transfer(things.X, 60),
  { op: 'end', type: 'role', thing: things.auditor },
];

/** A proposal that names the circle: one entry; and where it is opened, two more. */
const falls =
  (
    domain: (world: World) => DomainRef,
    {
      operations,
      opens,
    }: { readonly operations?: (world: World) => readonly Operation[]; readonly opens?: Ladder } = {},
  ): Scenario['play'] =>
  async (world) => {
    const matter = createMatter(world);
    const binding = operations === undefined ? {} : { binding: { operations: [...operations(world)] } };
    const named = domain(world);
    const proposal = await matter.propose({ domain: named, ...binding });
    if (opens === undefined) return;
    const [rung] = Object.keys(opens) as ('consent' | 'consensus')[]; // it has just one
    await matter.open(proposal, { domain: named, rung: rung ?? 'consent', parameters: opens });
  };

const twins =
  (more: (world: World) => readonly string[]): Scenario['play'] =>
  async (world) => {
    await world.adopt('a twin', 'domain', { subject: world.own('twin'), ...world.bodies.spending });
    await falls((here) => above(here, more(here) as DomainRef['through']))(world);
  };

/** All four say yes to what falls to their circle; that says of itself in other words who it is; then the outcome is logged. */
async function circleAmended(world: World) {
  const matter = createMatter(world);
  const domain = above(world);
  const proposal = await matter.propose({ domain });
  const opening = await matter.open(proposal, { domain, rung: 'consent', parameters: CONSENT });
  const people = Object.values(world.people);
  for (const who of people) await matter.respond(who, proposal, 'consent');
  const { subject, id } = world.things.circle;
  const members = people.map(({ author }) => author);
  const amended = { ...circleFields(subject, 'Everybody who is here', members), supersedes: id };
  await world.adopt('circle anew', 'circle', amended);
  await matter.outcome(proposal, opening, {
    counts: {
      ...{ roster: 4, base: 4, responders: 4, decisive: 4, objections: 0 },
      answers: { consent: 4 },
    },
  });
}

/** What no single domain owns. Spec §5 –. */
export const PARENT_SCENARIOS: readonly Scenario[] = [
  {
    id: 'gap-falls',
    rule: 'R-5.50',
    what: 'what no domain owns falls to the circle of the founding act',
    wishes: GAP,
    words: 'counted',
    play: falls((world) => above(world)),
  },
  {
    id: 'owned-does-not-fall',
    rule: 'R-5.50',
    what: 'what one domain owns does not fall',
    words: 'out-of-scope',
    play: falls((world) => above(world)),
  },
  {
    id: 'last-domain-ended',
    rule: 'R-5.50',
    what: 'no domain owns who decides any more: the circle does, and it can adopt one again',
    words: 'counted counted counted counted counted',
    play: async (world) => {
      const { circle, structure } = world.things;
      await world.structureDecides('end', [{ op: 'end', type: 'domain', thing: structure }]);
      const { subject, id } = await world.draft('role', roleFields(world.own('R9'), circle, 'Keeper', []));
      await falls((here) => above(here), {
        operations: () => [{ op: 'adopt', adopts: { type: 'role', subject, id } }],
        opens: CONSENT,
      })(world);
    },
  },
  {
    id: 'tie-falls',
    rule: 'R-5.50',
    what: 'what two domains own alike falls to the circle above both',
    words: 'counted counted counted',
    play: twins(({ things }) => [things.treasurer.subject]),
  },
  {
    id: 'several-fall',
    rule: 'R-5.50',
    what: 'a transfer and the end of a role: the circle above both domains',
    words: 'counted',
    play: falls((world) => above(world, ofBoth(world) as DomainRef['through']), { operations: both }),
  },
  {
    id: 'several-with-a-veto',
    rule: 'R-5.50',
    what: 'one of the domains can be returned by another circle',
    wishes: {
      spending: ({ circle }) => ({
        veto: { circle: circle.subject, rung: 'consent', windowSeconds: 20 * DAY_SECONDS },
      }),
    },
    words: 'out-of-scope',
    play: falls((world) => above(world, ofBoth(world) as DomainRef['through']), { operations: both }),
  },
  {
    id: 'through-as-found',
    rule: 'R-5.51',
    what: 'both roles by which the circle was found, in their order; then it is opened',
    wishes: { charterLadder: CONSENT },
    words: 'counted counted counted',
    play: falls((world) => above(world, ofBoth(world) as DomainRef['through']), {
      operations: both,
      opens: CONSENT,
    }),
  },
  {
    id: 'through-in-another-order',
    rule: 'R-5.51',
    what: 'the same roles the other way round',
    words: 'rules-disagree',
    play: falls((world) => above(world, ofBoth(world).reverse() as DomainRef['through']), {
      operations: both,
    }),
  },
  {
    id: 'through-missing',
    rule: 'R-5.51',
    what: 'it does not say by which roles the circle was found',
    words: 'thread-unnamed',
    play: falls((world) => above(world), { operations: both }),
  },
  {
    id: 'through-too-much',
    rule: 'R-5.51',
    what: 'it names a role that nobody had to look at',
    wishes: GAP,
    words: 'rules-disagree',
    play: falls((world) => above(world, [world.things.keeper.subject])),
  },
  {
    id: 'through-another-circle',
    rule: 'R-5.51',
    what: 'a circle that is not the one above',
    wishes: GAP,
    words: 'counted counted out-of-scope',
    play: async (world) => {
      const { ref } = await world.adopt('others', 'circle', {
        subject: world.own('K others'),
        kind: 'circle',
        name: { en: 'Others' },
        aim: { en: 'Another circle.' },
        members: [world.people.ana.author],
        status: 'active',
      });
      await falls(() => ({ ...ref, through: [world.things.circle.subject] }))(world);
    },
  },
  {
    id: 'through-and-set',
    rule: 'R-5.51',
    what: 'it names a set besides',
    wishes: GAP,
    words: 'counted counted contradictory',
    play: falls((world) => ({ ...above(world), set: world.own('set') }), { opens: CONSENT }),
  },
  {
    id: 'gap-by-consent',
    rule: 'R-5.52',
    what: 'neither the charter nor a domain says how: by consent, for a week',
    wishes: GAP,
    words: 'counted counted counted',
    play: falls((world) => above(world), { opens: CONSENT }),
  },
  {
    id: 'gap-by-another-rung',
    rule: 'R-5.52',
    what: 'opened by consensus, which nobody asks for',
    wishes: GAP,
    words: 'counted counted wrong-rung',
    play: falls((world) => above(world), { opens: CONSENSUS }),
  },
  {
    id: 'gap-not-lazily',
    rule: 'R-5.52',
    what: 'silence decides nothing here, though the charter lets it elsewhere',
    wishes: { ...GAP, charterLadder: { consent: { ...CONSENT.consent, lazy: true } } },
    words: 'counted counted counted',
    play: falls((world) => above(world), { opens: CONSENT }),
  },
  {
    id: 'several-for-the-longest',
    rule: 'R-5.52',
    what: 'for as long as the slowest of the domains asks for',
    wishes: {
      charterLadder: CONSENT,
      spending: ({ circle }) => ({
        owner: { kind: 'circle', ...circle },
        rung: 'consent',
        parameters: LONGER,
      }),
    },
    words: 'counted counted counted',
    play: falls((world) => above(world, [world.things.keeper.subject]), {
      operations: both,
      opens: LONGER,
    }),
  },
  {
    id: 'several-for-too-short',
    rule: 'R-5.52',
    what: 'for as long as the charter says alone',
    wishes: {
      charterLadder: CONSENT,
      spending: ({ circle }) => ({
        owner: { kind: 'circle', ...circle },
        rung: 'consent',
        parameters: LONGER,
      }),
    },
    words: 'counted counted rules-disagree',
    play: falls((world) => above(world, [world.things.keeper.subject]), {
      operations: both,
      opens: CONSENT,
    }),
  },
  {
    id: 'several-by-the-strictest',
    rule: 'R-5.52',
    what: 'one of the domains asks for consensus: so does the circle',
    wishes: {
      charterLadder: {},
      spending: ({ circle }) => ({
        owner: { kind: 'circle', ...circle },
        rung: 'consensus',
        parameters: CONSENSUS,
      }),
    },
    words: 'counted counted counted',
    play: falls((world) => above(world, [world.things.keeper.subject]), {
      operations: both,
      opens: CONSENSUS,
    }),
  },
  {
    id: 'circle-amended-meanwhile',
    rule: 'R-6.28a',
    what: 'the circle to which it falls is amended after the opening: its outcome counts all the same',
    wishes: GAP,
    words: 'counted counted counted counted counted counted counted counted counted counted',
    play: circleAmended,
  },
];
