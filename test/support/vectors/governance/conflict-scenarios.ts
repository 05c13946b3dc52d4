import type { Operation } from '../../../../protocol/documents/operation.ts';
import type { Ladder } from '../../../../protocol/documents/rung.ts';
import { DAY_SECONDS } from '../../../../protocol/time.ts';
import { mandateFields } from '../../example-things.ts';
import type { LoggedEntry } from '../../log-builder.ts';
import type { Signer } from '../../people.ts';
import { createMatter, type TestMatter } from '../../rules/matter.ts';
import { confirmationOf, refTo, say, type Wishes, type World } from '../../rules/world.ts';
import { decidesFor, delegates } from './delegation-scenarios.ts';
import type { Scenario } from './scenario.ts';

const CONSENT = {
  consent: { openSeconds: 7 * DAY_SECONDS, deadlineSeconds: 30 * DAY_SECONDS, quorum: 'two-thirds' },
} as const satisfies Ladder;
const VOTE = {
  vote: {
    openSeconds: 7 * DAY_SECONDS,
    quorum: { num: 1, den: 2 },
    threshold: { num: 1, den: 2, cmp: 'gt', base: 'decisive' },
  },
} as const satisfies Ladder;

/** The circle decides about spending, and nobody about a payment to themself. */
const byCircle = (parameters: Ladder): Wishes => ({
  spending: ({ circle }) => ({
    owner: { kind: 'circle', ...circle },
    rung: 'vote' in parameters ? 'vote' : 'consent',
    parameters,
    conflicts: ['payment'],
  }),
});
const BY_CONSENT = byCircle(CONSENT);
const BY_VOTE = byCircle(VOTE);
const ALONE: Wishes = { spending: { conflicts: ['payment'] } };
const TWO_SIGNERS: Wishes = {
  spending: { conflicts: ['payment'], parameters: { delegation: { signers: 2, proposerMayDecide: true } } },
};

const on = (play: (matter: TestMatter) => Promise<unknown>) => (world: World) => play(createMatter(world));

function recuses(matter: TestMatter, by: Signer, proposal: LoggedEntry): Promise<LoggedEntry> {
  const { log, own } = matter.world;
  return log.append('recusal', by, {
    subject: own(`recusal ${log.entries.length}`),
    proposal: refTo(proposal),
    reason: say('The tool shop is my brother’s.'),
  });
}

/** A matter that is open: three entries. */
async function opened(matter: TestMatter, operations?: readonly Operation[]) {
  const binding = operations === undefined ? {} : { binding: { operations: [...operations] } };
  const proposal = await matter.propose(binding);
  return { proposal, opening: await matter.open(proposal) };
}

const OPEN = 'counted counted counted';
const OVER = '2026-01-17T12:00:00Z';

const pays = ({ people, things }: World, ...who: readonly (keyof World['people'])[]): Operation[] =>
  who.map((name) => ({
    op: 'transfer',
    resource: things.X,
    quantity: 10,
    to: { party: people[name].author },
  }));

const RECUSALS: readonly Scenario[] = [
  {
    id: 'recusal',
    rule: 'R-15.10',
    what: 'somebody stands aside in a matter that nobody has opened yet',
    words: 'counted counted',
    play: on(async (matter) => recuses(matter, matter.people.ben, await matter.propose())),
  },
  {
    id: 'recusal-twice',
    rule: 'R-15.10',
    what: 'a second time',
    words: 'counted counted duplicate',
    play: on(async (matter) => {
      const proposal = await matter.propose();
      await recuses(matter, matter.people.ben, proposal);
      await recuses(matter, matter.people.ben, proposal);
    }),
  },
  {
    id: 'recusal-too-late',
    rule: 'R-15.10',
    what: 'after it was decided',
    words: 'counted counted closed',
    play: on(async (matter) => {
      const proposal = await matter.propose();
      await matter.world.decide('d', [...matter.operations], { proposal: refTo(proposal) });
      await recuses(matter, matter.people.cem, proposal);
    }),
  },
  {
    id: 'recusal-in-nothing',
    rule: 'R-15.10',
    what: 'in a proposal that is not there',
    words: 'counted unknown-reference',
    play: on(async (matter) => {
      const decision = await matter.world.decide('d', [...matter.operations]);
      await recuses(matter, matter.people.cem, decision);
    }),
  },
  {
    id: 'recusal-in-a-vote',
    rule: 'R-15.10',
    what: 'a millisecond before a vote closes',
    wishes: BY_VOTE,
    words: `${OPEN} counted`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      matter.setClock('2026-01-17T11:59:59.999Z');
      await recuses(matter, matter.people.ben, proposal);
    }),
  },
  {
    id: 'recusal-after-a-vote',
    rule: 'R-15.10',
    what: 'when it has closed',
    wishes: BY_VOTE,
    words: `${OPEN} closed`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      matter.setClock(OVER);
      await recuses(matter, matter.people.ben, proposal);
    }),
  },
];

const BASE: readonly Scenario[] = [
  {
    id: 'recused-leave-the-base',
    rule: 'R-15.11',
    what: 'two of four stand aside; the two others are all who are asked',
    wishes: BY_CONSENT,
    words: `${OPEN} counted counted counted counted counted`,
    play: on(async (matter) => {
      const { ana, ben, cem, dia } = matter.people;
      const { proposal, opening } = await opened(matter);
      for (const who of [cem, dia]) await recuses(matter, who, proposal);
      for (const who of [ana, ben]) await matter.respond(who, proposal, 'consent');
      const counts = {
        roster: 2,
        base: 2,
        objections: 0,
        responders: 2,
        decisive: 2,
        answers: { consent: 2 },
      };
      await matter.outcome(proposal, opening, { counts });
    }),
  },
  {
    id: 'recused-answers-are-gone',
    rule: 'R-15.11',
    what: 'what they answered before does not count any more',
    wishes: BY_CONSENT,
    words: `${OPEN} counted counted counted rules-disagree`,
    play: on(async (matter) => {
      const { ben, cem } = matter.people;
      const { proposal, opening } = await opened(matter);
      for (const who of [ben, cem]) await matter.respond(who, proposal, 'consent');
      await recuses(matter, ben, proposal);
      matter.setClock(OVER);
      const counts = {
        roster: 4,
        base: 4,
        objections: 0,
        responders: 2,
        decisive: 2,
        answers: { consent: 2 },
      };
      await matter.outcome(proposal, opening, { counts });
    }),
  },
  {
    id: 'recused-objection',
    rule: 'R-15.11',
    what: 'what they objected is told as withdrawn',
    wishes: BY_CONSENT,
    words: `${OPEN} counted counted counted counted counted counted`,
    play: on(async (matter) => {
      const { ana, ben, cem, dia } = matter.people;
      const { proposal, opening } = await opened(matter);
      const objection = await matter.object(dia, proposal);
      await recuses(matter, dia, proposal);
      for (const who of [ana, ben, cem]) await matter.respond(who, proposal, 'consent');
      matter.setClock(OVER);
      const counts = {
        roster: 3,
        base: 3,
        objections: 0,
        responders: 3,
        decisive: 3,
        answers: { consent: 3 },
      };
      const objections = [{ objection: objection.entry.id, fate: 'withdrawn' as const }];
      await matter.outcome(proposal, opening, { counts, objections });
    }),
  },
  {
    id: 'recused-all',
    rule: 'R-15.11',
    what: 'everybody stands aside: that is no yes',
    wishes: BY_CONSENT,
    words: `${OPEN} counted counted counted counted rules-disagree`,
    play: on(async (matter) => {
      const { proposal, opening } = await opened(matter);
      for (const who of Object.values(matter.people)) await recuses(matter, who, proposal);
      matter.setClock(OVER);
      const counts = { roster: 0, base: 0, objections: 0, responders: 0, decisive: 0, answers: {} };
      await matter.outcome(proposal, opening, { counts });
    }),
  },
];

const ACTS: readonly Scenario[] = [
  {
    id: 'recused-answers',
    rule: 'R-15.12',
    what: 'whoever stands aside answers',
    wishes: BY_CONSENT,
    words: `${OPEN} counted recused`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      await recuses(matter, matter.people.ben, proposal);
      await matter.respond(matter.people.ben, proposal, 'consent');
    }),
  },
  {
    id: 'recused-objects',
    rule: 'R-15.12',
    what: 'or objects',
    wishes: BY_CONSENT,
    words: `${OPEN} counted recused`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      await recuses(matter, matter.people.ben, proposal);
      await matter.object(matter.people.ben, proposal);
    }),
  },
  {
    id: 'recused-advises',
    rule: 'R-15.12',
    what: 'their advice is heard',
    wishes: BY_CONSENT,
    words: `${OPEN} counted counted`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      await recuses(matter, matter.people.ben, proposal);
      await matter.advise(matter.people.ben, proposal);
    }),
  },
  {
    id: 'recused-decides',
    rule: 'R-15.12',
    what: 'or decides by a role of theirs',
    words: 'counted counted recused',
    play: on(async (matter) => {
      const proposal = await matter.propose();
      await recuses(matter, matter.people.ben, proposal);
      await matter.world.decide('d', [...matter.operations], { proposal: refTo(proposal) });
    }),
  },
  {
    id: 'recused-holder-of-a-delegate',
    rule: 'R-15.12',
    what: 'or lets a delegate decide',
    words: 'counted counted counted recused',
    play: on(async (matter) => {
      const delegation = await delegates(matter.world);
      const proposal = await matter.propose();
      await recuses(matter, matter.people.ben, proposal);
      await decidesFor(matter.world, delegation, { proposal: refTo(proposal) });
    }),
  },
  {
    id: 'recused-signs-too',
    rule: 'R-15.12',
    what: 'or gives the second signature',
    wishes: TWO_SIGNERS,
    words: 'counted counted pending recused',
    play: on(async (matter) => {
      const proposal = await matter.propose();
      await recuses(matter, matter.people.cem, proposal);
      await signsToo(
        matter,
        await matter.world.decide('d', [...matter.operations], { proposal: refTo(proposal) }),
      );
    }),
  },
  {
    id: 'recused-alternate',
    rule: 'R-15.15',
    what: 'the alternate decides in the place of a holder who stands aside',
    words: 'counted counted counted',
    play: on(async (matter) => {
      const { ben, dia } = matter.people;
      const proposal = await matter.propose();
      const recusal = await recuses(matter, ben, proposal);
      await matter.world.decide('d', [...matter.operations], {
        by: dia,
        proposal: refTo(proposal),
        standsInFor: { subject: ben.author, id: recusal.entry.id },
      });
    }),
  },
  {
    id: 'recused-alternate-elsewhere',
    rule: 'R-15.15',
    what: 'in another matter',
    words: 'counted counted no-right',
    play: on(async (matter) => {
      const { ben, dia } = matter.people;
      const recusal = await recuses(matter, ben, await matter.propose());
      await matter.world.decide('d', [...matter.operations], {
        by: dia,
        standsInFor: { subject: ben.author, id: recusal.entry.id },
      });
    }),
  },
];

const OWN: readonly Scenario[] = [
  {
    id: 'pays-another',
    rule: 'R-15.13',
    what: 'a treasurer decides about a payment to somebody else',
    wishes: ALONE,
    words: 'counted',
    play: (world) => world.decide('d', pays(world, 'cem')),
  },
  {
    id: 'pays-themself',
    rule: 'R-15.13',
    what: 'about one to themself',
    wishes: ALONE,
    words: 'conflict',
    play: (world) => world.decide('d', pays(world, 'ben')),
  },
  {
    id: 'pays-themself-where-allowed',
    rule: 'R-15.13',
    what: 'in a domain that does not call it a conflict',
    words: 'counted',
    play: (world) => world.decide('d', pays(world, 'ben')),
  },
  {
    id: 'pays-the-holder',
    rule: 'R-15.13',
    what: 'a delegate, about one to the holder',
    wishes: ALONE,
    words: 'counted conflict',
    play: async (world) => {
      const delegation = await delegates(world);
      await decidesFor(world, delegation, { binding: { operations: pays(world, 'ben') } });
    },
  },
  {
    id: 'pays-the-second-signer',
    rule: 'R-15.13',
    what: 'a second signer, about one to themself',
    wishes: TWO_SIGNERS,
    words: 'pending conflict',
    play: on(async (matter) => signsToo(matter, await matter.world.decide('d', pays(matter.world, 'cem')))),
  },
  {
    id: 'own-mandate',
    rule: 'R-15.13',
    what: 'a mandate of one’s own, where that is a conflict',
    wishes: { spending: { scope: { effects: ['transfer', 'adopt:mandate'] }, conflicts: ['mandate'] } },
    words: 'counted conflict',
    play: (world) => adoptsMandate(world, 'ben'),
  },
  {
    id: 'mandate-of-another',
    rule: 'R-15.13',
    what: 'a mandate of somebody else',
    wishes: { spending: { scope: { effects: ['transfer', 'adopt:mandate'] }, conflicts: ['mandate'] } },
    words: 'counted counted',
    play: (world) => adoptsMandate(world, 'ana'),
  },
  {
    id: 'paid-and-asked',
    rule: 'R-15.13',
    what: 'somebody on the roster answers about a payment to themself',
    wishes: BY_CONSENT,
    words: `${OPEN} conflict`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter, pays(matter.world, 'ben'));
      await matter.respond(matter.people.ben, proposal, 'consent');
    }),
  },
  {
    id: 'paid-and-not-all',
    rule: 'R-15.14',
    what: 'all but one on the roster are paid',
    wishes: BY_CONSENT,
    words: `${OPEN} conflict`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter, pays(matter.world, 'ana', 'ben', 'cem'));
      await matter.respond(matter.people.ben, proposal, 'consent');
    }),
  },
  {
    id: 'paid-and-all',
    rule: 'R-15.14',
    what: 'all of them are: then nobody is partial',
    wishes: BY_CONSENT,
    words: `${OPEN} counted`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter, pays(matter.world, 'ana', 'ben', 'cem', 'dia'));
      await matter.respond(matter.people.ben, proposal, 'consent');
    }),
  },
];

async function adoptsMandate(world: World, who: 'ana' | 'ben') {
  const { auditor } = world.things;
  const ref = await world.draft(
    'mandate',
    mandateFields(
      world.own('M new'),
      auditor,
      world.people[who].author,
      '2026-02-01T00:00:00Z',
      '2026-03-01T00:00:00Z',
    ),
  );
  await world.decide('adopts', [{ op: 'adopt', adopts: { type: 'mandate', ...ref, role: auditor.subject } }]);
}

function signsToo({ world }: TestMatter, decision: LoggedEntry) {
  const { spending: domain, treasurer: role, mandates } = world.things;
  return world.log.append('confirmation', world.people.cem, {
    subject: world.own('second'),
    ...confirmationOf(decision, { mandate: mandates.cem, role, domain }),
  });
}

/** Who stands aside, and who must (Spec §15.2). */
export const CONFLICT_SCENARIOS: readonly Scenario[] = [...RECUSALS, ...BASE, ...ACTS, ...OWN];
