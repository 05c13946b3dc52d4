import type { DomainBody } from '../../../../protocol/documents/domain-fields.ts';
import type { Operation } from '../../../../protocol/documents/operation.ts';
import type { Ref, Subject } from '../../../../protocol/ids.ts';
import { circleFields, mandateFields, roleFields } from '../../example-things.ts';
import { domainBody, endOfTerm, refTo, say, startWorld, transfer, type World } from '../../rules/world.ts';
import { circleOf, personFields } from './begin.ts';
import { type Foundation, foundation, type LogScenario } from './log-file.ts';

type Scenario = LogScenario<World>;

/** A domain of the treasurer's, besides spending. */
function domainOf(world: World, label: string, scope: DomainBody['scope'], more: Partial<DomainBody> = {}) {
  return { subject: world.own(label), ...domainBody(label, world.things.treasurer), scope, ...more };
}

const tools = (world: World) =>
  domainOf(world, 'Tools', { effects: ['transfer'], resources: [world.things.Z.subject] });
/** The next version of spending, with another rationale. */
const spendingNext = (world: World, supersedes: Ref | null = world.things.spending) => ({
  subject: world.things.spending.subject,
  ...world.bodies.spending,
  rationale: { en: 'As before.' },
  ...(supersedes === null ? {} : { supersedes: supersedes.id }),
});
const spend = (world: World, more: Parameters<World['decide']>[2] = {}, label = 'd') =>
  world.decide(label, [transfer(world.things.X, 60)], more);
const adoptDomain = (ref: Ref): Operation => ({ op: 'adopt', adopts: { type: 'domain', ...ref } });

const SUBJECTS: readonly Scenario[] = [
  {
    id: 'draft',
    rule: 'R-4.2',
    what: 'a draft by any active participant',
    words: 'counted',
    play: ({ log, people }) => log.append('circle', people.cem, circleOf('A circle')),
  },
  {
    id: 'draft-resting',
    rule: 'R-4.2',
    what: 'a draft by somebody who rests',
    words: 'counted not-active',
    play: async ({ log, people }) => {
      await log.append('participant', people.cem, personFields(people.cem, { status: 'resting' }));
      await log.append('circle', people.cem, circleOf('A circle'));
    },
  },
  {
    id: 'draft-has-no-force',
    rule: 'R-4.2',
    what: 'a decision under a draft of its domain',
    words: 'counted stale-version',
    play: async (world) => spend(world, { domain: await world.draft('domain', spendingNext(world)) }),
  },
  {
    id: 'subject-next-version',
    rule: 'R-4.4',
    what: 'a second version of a circle',
    words: 'counted counted',
    play: async ({ log, people }) => {
      await log.append('circle', people.ana, circleOf('A circle'));
      await log.append('circle', people.ben, circleOf('A circle'));
    },
  },
  {
    id: 'subject-other-type',
    rule: 'R-4.4',
    what: 'a role under the subject of a circle',
    words: 'counted subject-taken',
    play: async ({ log, people, things }) => {
      const circle = await log.append('circle', people.ana, circleOf('A circle'));
      const role = roleFields(circle.entry.document.subject, things.circle, 'A role', []);
      await log.append('role', people.ana, role);
    },
  },
  {
    id: 'subject-constraint',
    rule: 'R-4.4',
    what: 'a constraint under the subject of a domain',
    words: 'subject-taken',
    play: ({ log, people, things }) =>
      log.append('constraint', people.ana, {
        subject: things.spending.subject,
        title: { en: 'Small steps' },
        value: { en: 'Nothing large at once.' },
        hard: true,
        rule: { kind: 'maxAmount', most: 10 },
      }),
  },
  {
    id: 'subject-proposal',
    rule: 'R-4.4',
    what: 'a proposal under the subject of a resource',
    words: 'subject-taken',
    play: (world) => propose(world, world.things.X.subject),
  },
  {
    id: 'subject-decision',
    rule: 'R-4.4',
    what: 'a second decision under the subject of one that did not count',
    words: 'over-capacity subject-taken',
    play: async (world) => {
      await world.decide('d', [transfer(world.things.X, 100_000)]);
      await spend(world);
    },
  },
  {
    id: 'subject-mentioned',
    rule: 'R-4.4',
    what: 'a subject that was only mentioned is free',
    words: 'unknown-reference counted',
    play: async (world) => {
      const subject = world.own('mentioned');
      const { circle } = world.things;
      await world.structureDecides('adopt nothing', [
        { op: 'adopt', adopts: { type: 'circle', subject, id: circle.id } },
      ]);
      await world.log.append('circle', world.people.ana, { ...circleOf('A circle'), subject });
    },
  },
  {
    id: 'state-not-counted',
    rule: 'R-4.3',
    what: 'a draft that does not count cannot be adopted',
    words: 'counted not-active unknown-reference',
    play: async (world) => {
      const { log, people } = world;
      await log.append('participant', people.cem, personFields(people.cem, { status: 'resting' }));
      const draft = await log.append('circle', people.cem, circleOf('A circle'));
      const { id, document } = draft.entry;
      await world.structureDecides('adopt it', [
        { op: 'adopt', adopts: { type: 'circle', subject: document.subject, id } },
      ]);
    },
  },
  {
    id: 'state-decision-not-counted',
    rule: 'R-4.3',
    what: 'a decision that does not count leaves the resource as it was',
    words: 'over-capacity counted',
    play: async (world) => {
      await world.decide('d1', [transfer(world.things.X, 1001)]);
      await world.decide('d2', [transfer(world.things.X, 1000)]);
    },
  },
];

const IN_FORCE: readonly Scenario[] = [
  {
    id: 'in-force-founding',
    rule: 'R-5.1',
    what: 'a domain in force by the founding act',
    words: 'counted',
    play: (world) => spend(world),
  },
  {
    id: 'in-force-adopted',
    rule: 'R-5.1',
    what: 'a version that a decision adopted',
    words: 'counted counted counted',
    play: async (world) => {
      const { ref } = await world.adopt('adopt it', 'domain', spendingNext(world));
      await spend(world, { domain: ref });
    },
  },
  {
    id: 'in-force-no-more',
    rule: 'R-5.1',
    what: 'the version before it',
    words: 'counted counted stale-version',
    play: async (world) => {
      await world.adopt('adopt it', 'domain', spendingNext(world));
      await spend(world);
    },
  },
  {
    id: 'in-force-ended',
    rule: 'R-5.1',
    what: 'a domain that a decision has ended',
    words: 'counted unknown-reference',
    play: async (world) => {
      await world.structureDecides('end it', [{ op: 'end', type: 'domain', thing: world.things.spending }]);
      await spend(world);
    },
  },
  {
    id: 'in-force-again',
    rule: 'R-5.1',
    what: 'a version on top of nothing, after the end',
    words: 'counted counted counted counted',
    play: async (world) => {
      await world.structureDecides('end it', [{ op: 'end', type: 'domain', thing: world.things.spending }]);
      const { ref } = await world.adopt('adopt it', 'domain', spendingNext(world, null));
      await spend(world, { domain: ref });
    },
  },
  {
    id: 'in-force-mandate-ended',
    rule: 'R-5.1',
    what: 'a decision by a mandate that has ended',
    words: 'counted no-right',
    play: async (world) => {
      await world.structureDecides('end it', [endOfTerm(world.things.mandates.ben, world.things.treasurer)]);
      await spend(world);
    },
  },
  {
    id: 'adopt',
    rule: 'R-5.11',
    what: 'a new circle',
    words: 'counted counted',
    play: (world) => world.adopt('adopt it', 'circle', circleOf('A circle')),
  },
  {
    id: 'adopt-unlogged',
    rule: 'R-5.11',
    what: 'a draft that was never logged',
    words: 'unknown-reference',
    play: (world) => {
      const { id, document } = world.log.compose('circle', world.people.ana, circleOf('A circle'));
      return world.structureDecides('adopt it', [
        { op: 'adopt', adopts: { type: 'circle', subject: document.subject, id } },
      ]);
    },
  },
  {
    id: 'adopt-other-type',
    rule: 'R-5.11',
    what: 'a circle as a role',
    words: 'counted unknown-reference',
    play: async (world) => {
      const ref = await world.draft('circle', circleOf('A circle'));
      await world.structureDecides('adopt it', [{ op: 'adopt', adopts: { type: 'role', ...ref } }]);
    },
  },
  {
    id: 'adopt-other-subject',
    rule: 'R-5.11',
    what: 'a draft under another subject than its own',
    words: 'counted counted unknown-reference',
    play: async (world) => {
      const one = await world.draft('circle', circleOf('A circle'));
      const other = await world.draft('circle', circleOf('Another circle'));
      const adopts = { type: 'circle', subject: one.subject, id: other.id } as const;
      await world.structureDecides('adopt it', [{ op: 'adopt', adopts }]);
    },
  },
  {
    id: 'adopt-stale',
    rule: 'R-5.11',
    what: 'a draft that does not know the version in force',
    words: 'counted counted counted stale-version',
    play: async (world) => {
      const early = await world.draft('domain', spendingNext(world));
      await world.adopt('adopt another', 'domain', spendingNext(world));
      await world.structureDecides('adopt it', [adoptDomain(early)]);
    },
  },
  {
    id: 'adopt-names-none',
    rule: 'R-5.11',
    what: 'a draft that names none, where one is in force',
    words: 'counted stale-version',
    play: (world) => world.adopt('adopt it', 'domain', spendingNext(world, null)),
  },
  {
    id: 'end',
    rule: 'R-5.11',
    what: 'the version in force ends',
    words: 'counted',
    play: (world) =>
      world.structureDecides('end it', [{ op: 'end', type: 'domain', thing: world.things.spending }]),
  },
  {
    id: 'end-old-version',
    rule: 'R-5.11',
    what: 'by an older version',
    words: 'counted counted stale-version',
    play: async (world) => {
      await world.adopt('adopt it', 'domain', spendingNext(world));
      await world.structureDecides('end it', [{ op: 'end', type: 'domain', thing: world.things.spending }]);
    },
  },
  {
    id: 'end-other-type',
    rule: 'R-5.11',
    what: 'a domain as a role',
    words: 'unknown-reference',
    play: (world) =>
      world.structureDecides('end it', [{ op: 'end', type: 'role', thing: world.things.spending }]),
  },
  {
    id: 'end-charter',
    rule: 'R-5.11',
    what: 'the charter',
    words: 'unknown-reference',
    play: (world) => {
      const thing = { subject: world.own('charter'), id: world.things.charter };
      return world.structureDecides('end it', [{ op: 'end', type: 'charter', thing }]);
    },
  },
  {
    id: 'end-twice',
    rule: 'R-5.11',
    what: 'what has ended already',
    words: 'counted unknown-reference',
    play: async (world) => {
      const end = { op: 'end', type: 'domain', thing: world.things.spending } as const;
      await world.structureDecides('end it', [end]);
      await world.structureDecides('end it again', [end]);
    },
  },
];

const OWNERS: readonly Scenario[] = [
  {
    id: 'owner',
    rule: 'R-5.8',
    what: 'the one domain that owns the effect',
    words: 'counted',
    play: (world) => spend(world),
  },
  {
    id: 'owner-more-specific',
    rule: 'R-5.8',
    what: 'a domain about this very resource goes before one about all',
    words: 'counted counted counted',
    play: async (world) => {
      const { ref } = await world.adopt('adopt it', 'domain', tools(world));
      await world.decide('d', [transfer(world.things.Z, 5)], { domain: ref });
    },
  },
  {
    id: 'owner-less-specific',
    rule: 'R-5.8',
    what: 'the domain about all resources owns this one no more',
    words: 'counted counted out-of-scope',
    play: async (world) => {
      await world.adopt('adopt it', 'domain', tools(world));
      await world.decide('d', [transfer(world.things.Z, 5)]);
    },
  },
  {
    id: 'owner-others-stay',
    rule: 'R-5.8',
    what: 'it still owns the others',
    words: 'counted counted counted',
    play: async (world) => {
      await world.adopt('adopt it', 'domain', tools(world));
      await spend(world);
    },
  },
  {
    id: 'owner-one-of-two',
    rule: 'R-5.8',
    what: 'two effects, one of which belongs to another domain',
    words: 'counted counted out-of-scope',
    play: async (world) => {
      await world.adopt('adopt it', 'domain', tools(world));
      await world.decide('d', [transfer(world.things.X, 60), transfer(world.things.Z, 5)]);
    },
  },
  {
    id: 'owner-two',
    rule: 'R-5.8',
    what: 'two domains that own it equally',
    words: 'counted counted ambiguous-domain',
    play: async (world) => {
      await world.adopt(
        'adopt it',
        'domain',
        domainOf(world, 'Also spending', { effects: ['transfer', 'agreement'] }),
      );
      await spend(world);
    },
  },
  {
    id: 'owner-nobody',
    rule: 'R-5.8',
    what: 'an effect that nobody owns',
    words: 'counted counted no-domain',
    play: async (world) => {
      const only = { ...world.bodies.structure, scope: { effects: ['adopt:*' as const] } };
      const { ref } = await world.adopt('adopt it', 'domain', {
        subject: world.things.structure.subject,
        ...only,
        supersedes: world.things.structure.id,
      });
      await world.structureDecides('d', [change(world, 'README.md')], { domain: ref });
    },
  },
  {
    id: 'owner-other-domain',
    rule: 'R-5.8',
    what: 'the domain about structure pays',
    words: 'out-of-scope',
    play: (world) => world.structureDecides('d', [transfer(world.things.X, 60)]),
  },
  {
    id: 'owner-no-effect',
    rule: 'R-5.8',
    what: 'words alone need no owner',
    words: 'counted',
    play: (world) => world.decide('d', [{ op: 'resolve', text: say('We meet on Mondays.') }]),
  },
  {
    id: 'owner-proposal',
    rule: 'R-5.8',
    what: 'a proposal under a domain that does not own what it does',
    words: 'out-of-scope',
    play: (world) => propose(world, world.own('P'), { domain: world.things.structure }),
  },
];

const WITHDRAWALS: readonly Scenario[] = [
  {
    id: 'withdraw',
    rule: 'R-4.19',
    what: 'an own proposal',
    words: 'counted counted',
    play: async (world) => withdraw(world, 'ben', await propose(world)),
  },
  {
    id: 'withdraw-of-another',
    rule: 'R-4.19',
    what: 'somebody else’s proposal',
    words: 'counted not-author',
    play: async (world) => withdraw(world, 'cem', await propose(world)),
  },
  {
    id: 'withdraw-twice',
    rule: 'R-4.19',
    what: 'a proposal that was withdrawn before',
    words: 'counted counted closed',
    play: async (world) => {
      const proposal = await propose(world);
      await withdraw(world, 'ben', proposal);
      await withdraw(world, 'ben', proposal);
    },
  },
  {
    id: 'withdraw-old-version',
    rule: 'R-4.19',
    what: 'a proposal by an older version',
    words: 'counted counted stale-version',
    play: async (world) => {
      const first = await propose(world);
      await propose(world, world.own('P'), { supersedes: first.entry.id });
      await withdraw(world, 'ben', first);
    },
  },
  {
    id: 'withdraw-decided',
    rule: 'R-4.19',
    what: 'a proposal that was decided',
    words: 'counted counted closed',
    play: async (world) => {
      const proposal = await propose(world);
      await spend(world, {
        proposal: refTo(proposal),
        by: world.people.cem,
        mandate: world.things.mandates.cem,
      });
      await withdraw(world, 'ben', proposal);
    },
  },
  {
    id: 'withdraw-decision',
    rule: 'R-4.19',
    what: 'a decision: it is reversed, never withdrawn',
    words: 'counted unknown-reference',
    play: async (world) => withdraw(world, 'ben', await spend(world)),
  },
  {
    id: 'withdraw-releases',
    rule: 'R-4.19',
    what: 'a person who would release a resource',
    words: 'counted contradictory',
    play: async (world) => {
      const { log, people, things } = world;
      const of = refTo(await propose(world));
      const releases = [{ commons: log.commons, resource: things.X }];
      await log.append('withdrawal', people.ben, {
        subject: world.own('W'),
        of,
        fate: 'withdrawn',
        releases,
      });
    },
  },
];

const MEMBERS: readonly Scenario[] = [
  {
    id: 'circle-next',
    rule: 'R-5.13',
    what: 'the next version of a circle is not in the register, and the domains stay',
    words: 'counted counted counted',
    play: async (world) => {
      const { circle } = world.things;
      const fields = circleFields(circle.subject, 'Everybody', [world.people.ana.author]);
      await world.adopt('adopt it', 'circle', { ...fields, supersedes: circle.id });
      await spend(world);
    },
  },
];

const TERM = ['2026-02-01T00:00:00Z', '2026-12-31T00:00:00Z'] as const;
const termOf = (world: World, who: string, holder: Subject) =>
  mandateFields(world.own(`M ${who}`), world.things.treasurer, holder, ...TERM);

const TERMS: readonly Scenario[] = [
  {
    id: 'mandate-of-a-participant',
    rule: 'R-4.14a',
    what: 'a term of somebody who takes part, with an alternate who rests',
    words: 'counted counted',
    play: async (world) => {
      const { log, people } = world;
      await log.append('participant', people.cem, personFields(people.cem, { status: 'resting' }));
      const term = termOf(world, 'next', people.ben.author);
      await log.append('mandate', people.ana, { ...term, alternate: people.cem.author });
    },
  },
  ...(['holder', 'alternate'] as const).map((member) => ({
    id: `mandate-${member}-unknown`,
    rule: 'R-4.14a',
    what: `a term whose ${member} nobody is`,
    words: 'unknown-reference',
    play: (world: World) =>
      world.log.append('mandate', world.people.ana, {
        ...termOf(world, 'next', world.people.ben.author),
        [member]: world.own('Nobody'),
      }),
  })),
  {
    id: 'mandate-of-a-circle',
    rule: 'R-4.14a',
    what: 'a term of a circle',
    words: 'unknown-reference',
    play: (world) =>
      world.log.append('mandate', world.people.ana, termOf(world, 'next', world.things.circle.subject)),
  },
  {
    id: 'mandate-of-nobody-adopted',
    rule: 'R-4.14a',
    what: 'the decision that adopts a term of nobody',
    words: 'unknown-reference unknown-reference',
    play: (world) => world.adopt('adopt it', 'mandate', termOf(world, 'next', world.own('Nobody'))),
  },
];

export const THING_FOUNDATIONS: readonly Foundation[] = [
  foundation('founded', () => startWorld('vectors'), [
    ...SUBJECTS,
    ...IN_FORCE,
    ...OWNERS,
    ...MEMBERS,
    ...TERMS,
    ...WITHDRAWALS,
  ]),
];

function propose(world: World, subject = world.own('P'), more: object = {}) {
  return world.log.append('proposal', world.people.ben, {
    subject,
    domain: world.things.spending,
    driver: say('It is broken.'),
    binding: { operations: [transfer(world.things.X, 60)] },
    explanation: [],
    alternatives: [],
    ...more,
  });
}

function withdraw(world: World, who: 'ben' | 'cem', act: Parameters<typeof refTo>[0]) {
  return world.log.append('withdrawal', world.people[who], {
    subject: world.own(`withdrawal at ${world.log.entries.length}`),
    of: refTo(act),
    fate: 'withdrawn',
  });
}

function change(world: World, path: string): Operation {
  return {
    op: 'change',
    paths: [path],
    content: say(`change of ${path} in ${world.log.commons}`).attachment,
    title: 'A change',
  };
}
