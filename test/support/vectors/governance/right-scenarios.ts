import type { Operation } from '../../../../protocol/documents/operation.ts';
import { mandateFields, roleFields } from '../../example-things.ts';
import type { LoggedEntry } from '../../log-builder.ts';
import { endOfTerm, limit, say, transfer, type World } from '../../rules/world.ts';
import { botDecides, letBotIn } from './bot.ts';
import type { Scenario } from './scenario.ts';
import { adoptDomainSet } from './set-of-domains.ts';

const spend = (world: World, label = 'd', more: Parameters<World['decide']>[2] = {}) =>
  world.decide(label, [transfer(world.things.X, 60)], more);

function participant(
  world: World,
  who: 'ana' | 'ben' | 'cem' | 'dia',
  status: 'active' | 'resting' | 'left',
  before?: LoggedEntry,
) {
  const { author, name, key, ...signer } = world.people[who];
  return world.log.append(
    'participant',
    { author, key, ...signer },
    {
      subject: author,
      kind: 'human',
      pseudonym: name,
      keys: [{ key, custody: 'device' }],
      status,
      ...(before === undefined ? {} : { supersedes: before.entry.id }),
    },
  );
}

/** Cem gets a second mandate with the given term, and decides by it at a moment. */
function underTerm(startsAt: string, endsAt: string, at: string) {
  return async (world: World) => {
    const { ref } = await world.adopt('another term', 'mandate', {
      ...mandateFields(
        world.own('M cem 2'),
        world.things.treasurer,
        world.people.cem.author,
        startsAt,
        endsAt,
      ),
    });
    world.log.setClock(at);
    await spend(world, 'd', { by: world.people.cem, mandate: ref });
  };
}

const FOUNDED: readonly Scenario[] = [
  {
    id: 'not-founded',
    rule: 'R-6.4',
    what: 'a decision before every founder has confirmed',
    wishes: { unconfirmed: true },
    words: 'not-founded',
    play: (world) => spend(world),
  },
  {
    id: 'founded-late',
    rule: 'R-6.4',
    what: 'the last founder confirms, then the same decision counts',
    wishes: { unconfirmed: true },
    words: 'counted counted',
    play: async (world) => {
      const charter = world.log.entries[0];
      await world.log.append('confirmation', world.people.cem, {
        subject: world.own('confirmation late'),
        of: { subject: charter?.entry.document.subject ?? world.own('charter'), id: world.things.charter },
      });
      await spend(world);
    },
  },
];

const ACTIVE: readonly Scenario[] = [
  {
    id: 'decision',
    rule: 'R-6.4a',
    what: 'a decision with everything in order',
    words: 'counted',
    play: (world) => spend(world),
  },
  {
    id: 'decision-all-wrong',
    rule: 'R-6.4a',
    what: 'a decision with much out of order: the first question that is answered no gives the code, every one its level',
    wishes: { limits: [limit({ perDecision: 50 })] },
    words: 'counted counted no-right',
    play: async (world) => {
      const fields = {
        subject: world.own('C'),
        title: { en: 'No payments' },
        value: { en: 'We stay small.' },
        hard: true,
        rule: { kind: 'maxAmount', most: 0 },
      } as const;
      await world.adopt('adopt it', 'constraint', fields);
      await spend(world, 'd', { by: world.people.cem, reviewAt: '2026-01-10T12:00:00Z' });
    },
  },
  {
    id: 'author-left',
    rule: 'R-6.4b',
    what: 'by a holder who has left',
    words: 'counted not-active',
    play: async (world) => {
      await participant(world, 'ben', 'left');
      await spend(world);
    },
  },
  {
    id: 'author-rests',
    rule: 'R-6.4b',
    what: 'by a holder who rests',
    words: 'counted not-active',
    play: async (world) => {
      await participant(world, 'ben', 'resting');
      await spend(world);
    },
  },
  {
    id: 'agent',
    rule: 'R-6.4b',
    what: 'by an agent, where agents may act',
    words: 'counted counted counted counted counted',
    play: async (world) => botDecides(world, await letBotIn(world), [transfer(world.things.X, 60)]),
  },
  {
    id: 'agent-human-only',
    rule: 'R-6.4b',
    what: 'by an agent in a domain that is reserved for humans',
    wishes: { spending: { humanReserved: true } },
    words: 'counted counted counted counted human-only',
    play: async (world) => botDecides(world, await letBotIn(world), [transfer(world.things.X, 60)]),
  },
];

const MANDATE: readonly Scenario[] = [
  {
    id: 'mandate-start',
    rule: 'R-6.4c',
    what: 'at the very moment that the mandate starts',
    words: 'counted counted counted',
    play: underTerm('2026-01-11T00:00:00Z', '2026-02-01T00:00:00Z', '2026-01-11T00:00:00Z'),
  },
  {
    id: 'mandate-not-started',
    rule: 'R-6.4c',
    what: 'a millisecond before',
    words: 'counted counted mandate-not-started',
    play: underTerm('2026-01-11T00:00:00Z', '2026-02-01T00:00:00Z', '2026-01-10T23:59:59.999Z'),
  },
  {
    id: 'mandate-last-moment',
    rule: 'R-6.4c',
    what: 'a millisecond before the mandate ends',
    words: 'counted counted counted',
    play: underTerm('2026-01-11T00:00:00Z', '2026-02-01T00:00:00Z', '2026-01-31T23:59:59.999Z'),
  },
  {
    id: 'mandate-ended',
    rule: 'R-6.4c',
    what: 'at the very moment that the mandate ends',
    words: 'counted counted mandate-ended',
    play: underTerm('2026-01-11T00:00:00Z', '2026-02-01T00:00:00Z', '2026-02-01T00:00:00Z'),
  },
  {
    id: 'mandate-of-somebody-else',
    rule: 'R-6.4c',
    what: 'by a mandate that somebody else holds',
    words: 'no-right',
    play: (world) => spend(world, 'd', { by: world.people.cem }),
  },
  {
    id: 'mandate-for-another-role',
    rule: 'R-6.4c',
    what: 'by an own mandate for another role than the one claimed',
    words: 'no-right',
    play: (world) => spend(world, 'd', { by: world.people.dia, mandate: world.things.mandates.dia }),
  },
  {
    id: 'mandate-superseded',
    rule: 'R-6.4c',
    what: 'by the older version of a mandate that was renewed',
    words: 'counted counted stale-version',
    play: async (world) => {
      const { mandates, treasurer } = world.things;
      await world.adopt('renewed', 'mandate', {
        ...mandateFields(
          mandates.ben.subject,
          treasurer,
          world.people.ben.author,
          '2026-01-01T00:00:00Z',
          '2027-01-01T00:00:00Z',
        ),
        supersedes: mandates.ben.id,
      });
      await spend(world);
    },
  },
  {
    id: 'mandate-recalled',
    rule: 'R-6.4c',
    what: 'by a mandate that a decision has ended',
    words: 'counted no-right',
    play: async (world) => {
      await world.structureDecides('recall', [endOfTerm(world.things.mandates.ben, world.things.treasurer)]);
      await spend(world);
    },
  },
  {
    id: 'mandate-never-adopted',
    rule: 'R-6.4c',
    what: 'by a mandate that was drafted and never adopted',
    words: 'counted no-right',
    play: async (world) => {
      const { treasurer } = world.things;
      const { author } = world.people.cem;
      const mandate = await world.draft('mandate', {
        ...mandateFields(
          world.own('M draft'),
          treasurer,
          author,
          '2026-01-01T00:00:00Z',
          '2026-03-01T00:00:00Z',
        ),
      });
      await spend(world, 'd', { by: world.people.cem, mandate });
    },
  },
  {
    id: 'role-renewed',
    rule: 'R-6.4c',
    what: 'the role was described anew, the mandate for it goes on',
    words: 'counted counted counted',
    play: async (world) => {
      const { treasurer, circle, spending } = world.things;
      const { ref: role } = await world.adopt('role anew', 'role', {
        ...roleFields(treasurer.subject, circle, 'Treasurer', [spending.subject]),
        supersedes: treasurer.id,
      });
      await spend(world, 'd', { role });
    },
  },
  {
    id: 'role-stale',
    rule: 'R-6.4c',
    what: 'the decision names the older version of the role',
    words: 'counted counted stale-version',
    play: async (world) => {
      const { treasurer, circle } = world.things;
      await world.adopt('role anew', 'role', {
        ...roleFields(treasurer.subject, circle, 'Treasurer', []),
        supersedes: treasurer.id,
      });
      await spend(world);
    },
  },
  {
    id: 'role-ended',
    rule: 'R-6.4c',
    what: 'the role was ended',
    words: 'counted no-right',
    play: async (world) => {
      await world.structureDecides('no treasurer', [
        { op: 'end', type: 'role', thing: world.things.treasurer },
      ]);
      await spend(world);
    },
  },
  {
    id: 'alternate-unnamed',
    rule: 'R-6.4d',
    what: 'by the alternate, who does not say for whom',
    words: 'counted no-right',
    play: async (world) => {
      await participant(world, 'ben', 'resting');
      await spend(world, 'd', { by: world.people.dia });
    },
  },
];

/** An alternate names the holder's version that says that they rest. */
const ALTERNATE: readonly Scenario[] = [
  {
    id: 'alternate',
    rule: 'R-6.4d',
    what: 'by the alternate while the holder rests',
    words: 'counted counted',
    play: (world) => standIn(world, 'resting'),
  },
  {
    id: 'alternate-holder-active',
    rule: 'R-6.4d',
    what: 'by the alternate while the holder is active',
    words: 'counted no-right',
    play: (world) => standIn(world, 'active'),
  },
  {
    id: 'alternate-holder-left',
    rule: 'R-6.4d',
    what: 'by the alternate of a holder who has left',
    words: 'counted no-right',
    play: (world) => standIn(world, 'left'),
  },
  {
    id: 'alternate-stale-rest',
    rule: 'R-6.4d',
    what: 'the holder has come back and rests again: the version that said so first is not the one in force',
    words: 'counted counted counted stale-version',
    play: async (world) => {
      const first = await participant(world, 'ben', 'resting');
      const second = await participant(world, 'ben', 'active', first);
      await participant(world, 'ben', 'resting', second);
      await standInFor(world, first);
    },
  },
  {
    id: 'alternate-of-nobody',
    rule: 'R-6.4d',
    what: 'by somebody who is not the alternate',
    words: 'counted no-right',
    play: async (world) => {
      const rests = await participant(world, 'ben', 'resting');
      const standsInFor = { subject: world.people.ben.author, id: rests.entry.id };
      await spend(world, 'd', { by: world.people.cem, standsInFor });
    },
  },
];

async function standIn(world: World, status: 'active' | 'resting' | 'left') {
  await standInFor(world, await participant(world, 'ben', status));
}

function standInFor(world: World, version: LoggedEntry) {
  const standsInFor = { subject: world.people.ben.author, id: version.entry.id };
  return spend(world, 'd', { by: world.people.dia, standsInFor });
}

const DOMAIN: readonly Scenario[] = [
  {
    id: 'domain-stale',
    rule: 'R-6.5',
    what: 'under the older version of its domain',
    words: 'counted counted stale-version',
    play: async (world) => {
      const { spending } = world.things;
      const next = { subject: spending.subject, ...world.bodies.spending, supersedes: spending.id };
      await world.adopt('domain anew', 'domain', next);
      await spend(world);
    },
  },
  {
    id: 'domain-renewed',
    rule: 'R-6.5',
    what: 'under the newer one',
    words: 'counted counted counted',
    play: async (world) => {
      const { spending } = world.things;
      const next = { subject: spending.subject, ...world.bodies.spending, supersedes: spending.id };
      const { ref: domain } = await world.adopt('domain anew', 'domain', next);
      await spend(world, 'd', { domain });
    },
  },
  {
    id: 'domain-own-amendment',
    rule: 'R-6.5',
    what: 'a decision that amends the domain it is decided under, then one more under the old version',
    words: 'counted counted stale-version',
    play: async (world) => {
      const { structure } = world.things;
      const next = { subject: structure.subject, ...world.bodies.structure, supersedes: structure.id };
      const { ref } = await world.adopt('structure anew', 'domain', next);
      await world.structureDecides('once more', [{ op: 'end', type: 'domain', thing: ref }]);
    },
  },
  {
    id: 'domain-ended',
    rule: 'R-6.5',
    what: 'under a domain that was ended',
    words: 'counted unknown-reference',
    play: async (world) => {
      await world.structureDecides('no spending', [
        { op: 'end', type: 'domain', thing: world.things.spending },
      ]);
      await spend(world);
    },
  },
  {
    id: 'domain-of-another-role',
    rule: 'R-6.5',
    what: 'by a role that does not own the domain',
    words: 'no-right',
    play: (world) =>
      spend(world, 'd', {
        by: world.people.dia,
        mandate: world.things.mandates.dia,
        role: world.things.auditor,
      }),
  },
  {
    id: 'domain-of-a-set',
    rule: 'R-6.5b',
    what: 'under a domain that is an item of a set',
    words: 'counted counted counted',
    play: async (world) => {
      const { domain } = await adoptDomainSet(world);
      await world.decide('d', [changeOf('src/one.c')], { domain });
    },
  },
  {
    id: 'domain-of-a-set-wrong-page',
    rule: 'R-6.5b',
    what: 'the page that the decision names does not carry the item',
    words: 'counted counted unknown-reference',
    play: async (world) => {
      const { domain } = await adoptDomainSet(world);
      await world.decide('d', [changeOf('src/one.c')], {
        domain: { ...domain, id: world.things.spending.id },
      });
    },
  },
  {
    id: 'domain-of-a-set-replaced',
    rule: 'R-6.5b',
    what: 'a domain of its own has taken the place of the item',
    words: 'counted counted counted counted stale-version',
    play: async (world) => {
      const { domain, body } = await adoptDomainSet(world);
      await world.adopt('own domain', 'domain', { subject: domain.subject, ...body });
      await world.decide('d', [changeOf('src/one.c')], { domain });
    },
  },
  {
    id: 'domain-of-a-set-ended',
    rule: 'R-6.5b',
    what: 'and was ended: the item does not come back, not even for a text without effects',
    words: 'counted counted counted counted counted unknown-reference',
    play: async (world) => {
      const { domain, body } = await adoptDomainSet(world);
      const { ref } = await world.adopt('own domain', 'domain', { subject: domain.subject, ...body });
      await world.structureDecides('end it', [{ op: 'end', type: 'domain', thing: ref }]);
      await world.decide('d', [{ op: 'resolve', text: say('We thank everybody.') }], { domain });
    },
  },
];

function changeOf(path: string): Operation {
  return { op: 'change', paths: [path], content: say(path).attachment, title: `Change ${path}` };
}

const SCOPE: readonly Scenario[] = [
  {
    id: 'scope-text',
    rule: 'R-6.5a',
    what: 'a text has no effects and belongs to any domain that the role owns',
    words: 'counted',
    play: (world) => world.decide('d', [{ op: 'resolve', text: say('We thank everybody.') }]),
  },
  {
    id: 'scope-other',
    rule: 'R-6.5a',
    what: 'one of two effects belongs to another domain',
    words: 'counted out-of-scope',
    play: async (world) => {
      const ref = await world.draft('role', roleFields(world.own('R2'), world.things.circle, 'Cook', []));
      await world.decide('d', [
        transfer(world.things.X, 1),
        { op: 'adopt', adopts: { type: 'role', ...ref } },
      ]);
    },
  },
  {
    id: 'scope-none',
    rule: 'R-6.5a',
    what: 'an effect that no domain owns',
    wishes: { spending: { scope: { effects: ['agreement'] } } },
    words: 'no-domain',
    play: (world) => spend(world),
  },
  {
    id: 'scope-ambiguous',
    rule: 'R-6.5a',
    what: 'an effect that two domains own alike',
    words: 'counted counted ambiguous-domain',
    play: async (world) => {
      await world.adopt('a twin', 'domain', { subject: world.own('twin'), ...world.bodies.spending });
      await spend(world);
    },
  },
  {
    id: 'scope-more-specific',
    rule: 'R-6.5a',
    what: 'an effect that another domain names more exactly',
    words: 'counted counted out-of-scope',
    play: async (world) => {
      const scope = { effects: ['transfer' as const], resources: [world.things.X.subject] };
      await world.adopt('for X alone', 'domain', {
        subject: world.own('for X'),
        ...world.bodies.spending,
        scope,
      });
      await spend(world);
    },
  },
  {
    id: 'rung-other',
    rule: 'R-6.1',
    what: 'the domain demands another rung',
    wishes: { spending: { rung: 'consent' } },
    words: 'wrong-rung',
    play: (world) => spend(world),
  },
];

/** Whether somebody may decide: founding, person, mandate, domain, effects. */
export const RIGHT_SCENARIOS: readonly Scenario[] = [
  ...FOUNDED,
  ...ACTIVE,
  ...MANDATE,
  ...ALTERNATE,
  ...DOMAIN,
  ...SCOPE,
];
