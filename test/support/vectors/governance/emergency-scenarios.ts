import type { EmergencyAct } from '../../../../protocol/documents/emergency-act.ts';
import type { Operation, Ruling } from '../../../../protocol/documents/operation.ts';
import type { DocumentId } from '../../../../protocol/ids.ts';
import { DAY_SECONDS } from '../../../../protocol/time.ts';
import type { LoggedEntry } from '../../log-builder.ts';
import type { Signer } from '../../people.ts';
import { createMatter } from '../../rules/matter.ts';
import { refTo, say, transfer, type Wishes, type World } from '../../rules/world.ts';
import type { Scenario } from './scenario.ts';

const SPENDING: Wishes = {};
const CHANGES: Wishes = {
  spending: { scope: { effects: ['transfer', 'agreement', 'change'], paths: ['cellar' as never] } },
};

/** Dia shuts a valve on 10 January at eight, and says so at noon. */
function acts(world: World, more: Partial<EmergencyAct> = {}, by: Signer = world.people.dia) {
  return world.log.append('emergency-act', by, {
    subject: world.own('E'),
    domain: world.things.spending,
    actedAt: '2026-01-10T08:00:00Z',
    harm: say('The cellar was filling with water.'),
    did: say('I shut the valve.'),
    ...more,
  });
}

const CHANGE: Operation = {
  op: 'change',
  paths: ['cellar'],
  content: 'A'.repeat(43) as never,
  title: 'The valve is shut',
};

function word(act: LoggedEntry, ruling: Ruling['ruling'], on?: DocumentId): Operation {
  const decision = refTo(act);
  return { op: 'rule', decision, on: on ?? decision.id, ruling, text: say('We have looked at it.') };
}

const on = (time: string, play: (world: World, act: LoggedEntry) => Promise<unknown>) => {
  return async (world: World) => {
    world.log.keepAlive(world.self);
    const act = await acts(world);
    world.log.setClock(time);
    await play(world, act);
  };
};

const SOON = '2026-01-11T12:00:00Z';

const REPORTS: readonly Scenario[] = [
  {
    id: 'emergency',
    rule: 'R-17.30',
    what: 'somebody reports what they did outside their right',
    wishes: SPENDING,
    words: 'counted',
    play: (world) => acts(world),
  },
  {
    id: 'emergency-last-moment',
    rule: 'R-17.30',
    what: 'a millisecond before a day is over',
    wishes: SPENDING,
    words: 'counted',
    play: (world) => acts(world, { actedAt: '2026-01-09T12:00:00.001Z' }),
  },
  {
    id: 'emergency-too-late',
    rule: 'R-17.30',
    what: 'when it is over',
    wishes: SPENDING,
    words: 'too-late',
    play: (world) => acts(world, { actedAt: '2026-01-09T12:00:00Z' }),
  },
  {
    id: 'emergency-to-come',
    rule: 'R-17.30',
    what: 'before it was done',
    wishes: SPENDING,
    words: 'too-early',
    play: (world) => acts(world, { actedAt: '2026-01-10T12:00:00.001Z' }),
  },
  {
    id: 'emergency-change',
    rule: 'R-17.30',
    what: 'it changed something that the domain owns',
    wishes: CHANGES,
    words: 'counted',
    play: (world) => acts(world, { binding: { operations: [CHANGE] } }),
  },
  {
    id: 'emergency-spends',
    rule: 'R-17.30',
    what: 'it gives something away',
    wishes: SPENDING,
    words: 'not-emergency',
    play: (world) => acts(world, { binding: { operations: [transfer(world.things.X, 1)] } }),
  },
  {
    id: 'emergency-elsewhere',
    rule: 'R-17.30',
    what: 'it changed what another domain owns',
    wishes: SPENDING,
    words: 'out-of-scope',
    play: (world) => acts(world, { binding: { operations: [CHANGE] } }),
  },
  {
    id: 'emergency-twice',
    rule: 'R-4.4',
    what: 'the subject is taken',
    wishes: SPENDING,
    words: 'counted subject-taken',
    play: async (world) => {
      await acts(world);
      await acts(world, { did: say('And the tap.') });
    },
  },
];

const WORDS: readonly Scenario[] = [
  {
    id: 'emergency-ratified',
    rule: 'R-17.31',
    what: 'whoever decides there ratifies it, a millisecond before seven days are over',
    wishes: SPENDING,
    words: 'counted counted',
    play: on('2026-01-17T11:59:59.999Z', (world, act) => world.decide('r', [word(act, 'ratified')])),
  },
  {
    id: 'emergency-ratified-too-late',
    rule: 'R-17.31',
    what: 'when they are over',
    wishes: SPENDING,
    words: 'counted too-late',
    play: on('2026-01-17T12:00:00Z', (world, act) => world.decide('r', [word(act, 'ratified')])),
  },
  {
    id: 'emergency-ratified-after-silence',
    rule: 'R-6.52',
    what: 'when they are over, of a log that said nothing meanwhile',
    wishes: SPENDING,
    words: 'counted counted',
    play: async (world) => {
      const act = await acts(world);
      world.log.setClock('2026-01-17T12:00:00Z');
      await world.decide('r', [word(act, 'ratified')]);
    },
  },
  {
    id: 'emergency-reversed',
    rule: 'R-17.31',
    what: 'or reverses it',
    wishes: SPENDING,
    words: 'counted counted',
    play: on(SOON, (world, act) => world.decide('r', [word(act, 'reversed')])),
  },
  {
    id: 'emergency-ruled-twice',
    rule: 'R-17.31',
    what: 'a second word on it',
    wishes: SPENDING,
    words: 'counted counted closed',
    play: on(SOON, async (world, act) => {
      await world.decide('r', [word(act, 'reversed')]);
      await world.decide('again', [word(act, 'ratified')]);
    }),
  },
  {
    id: 'emergency-other-domain',
    rule: 'R-17.31',
    what: 'a word under another domain',
    wishes: SPENDING,
    words: 'counted out-of-scope',
    play: on(SOON, (world, act) => world.structureDecides('r', [word(act, 'ratified')])),
  },
  {
    id: 'emergency-own-word',
    rule: 'R-17.31',
    what: 'whoever acted ratifies it alone',
    wishes: SPENDING,
    words: 'counted proposer-decides',
    play: async (world) => {
      const act = await acts(world, {}, world.people.ben);
      await world.decide('r', [word(act, 'ratified')]);
    },
  },
  {
    id: 'emergency-kept',
    rule: 'R-17.31',
    what: 'a word that is none on such an act',
    wishes: SPENDING,
    words: 'counted contradictory',
    play: on(SOON, (world, act) => world.decide('r', [word(act, 'kept')])),
  },
  {
    id: 'decision-ratified',
    rule: 'R-17.31',
    what: 'a decision is not ratified',
    wishes: SPENDING,
    words: 'counted contradictory',
    play: async (world) => {
      const decision = await world.decide('d', [transfer(world.things.X, 60)]);
      await world.decide('r', [word(decision, 'ratified')]);
    },
  },
];

const ELDERS_MONTH = 30 * DAY_SECONDS;

/** Spending is Ben's to decide, and everybody together may return it for ten days. */
function withVeto(windowSeconds = 10 * DAY_SECONDS): Wishes {
  return {
    spending: ({ circle }) => ({
      veto: { circle: circle.subject, rung: 'consent', windowSeconds },
      parameters: {
        delegation: { signers: 1, proposerMayDecide: true },
        consent: { openSeconds: 7 * DAY_SECONDS, deadlineSeconds: ELDERS_MONTH, quorum: 'two-thirds' },
      },
    }),
  };
}

const CONSENT = {
  consent: { openSeconds: 7 * DAY_SECONDS, deadlineSeconds: ELDERS_MONTH, quorum: 'two-thirds' },
} as const;
const FOUR = {
  ...{ roster: 4, base: 4, objections: 0, responders: 4, decisive: 4 },
  answers: { consent: 4 },
} as const;

/** Ben gives 60; somebody proposes to return that, everybody says yes, and at the time given it is done. */
function returned(
  time: string,
  opening: { readonly veto?: true; readonly rung?: 'consent' | 'vote' } = { veto: true },
  operations: (decision: LoggedEntry) => readonly Operation[] = (decision) => [word(decision, 'vetoed')],
) {
  return async (world: World) => {
    const decision = await world.decide('d', [transfer(world.things.X, 60)]);
    const matter = createMatter(world);
    const binding = { operations: [...operations(decision)] };
    const proposal = await matter.propose({ binding });
    const more = { rung: 'consent', parameters: CONSENT, ...opening } as const;
    const opened = await matter.open(proposal, more);
    for (const who of Object.values(matter.people)) await matter.respond(who, proposal, 'consent');
    matter.setClock(time);
    await matter.outcome(proposal, opened, { counts: FOUR }, { binding });
    if (opened.verdict.status === 'counted') await world.decide('k', [word(decision, 'kept')]);
  };
}

const OPENED = 'counted counted counted counted';
const ANSWERED = 'counted counted counted counted';

const VETOES: readonly Scenario[] = [
  {
    id: 'veto',
    rule: 'R-17.22',
    what: 'everybody returns what Ben decided; afterwards there is nothing to keep',
    wishes: withVeto(),
    words: `${OPENED} ${ANSWERED} counted closed`,
    play: returned('2026-01-20T11:59:59.999Z'),
  },
  {
    id: 'veto-too-late',
    rule: 'R-17.22',
    what: 'when the ten days are over; so it can be kept',
    wishes: withVeto(),
    words: `${OPENED} ${ANSWERED} too-late counted`,
    play: returned('2026-01-20T12:00:00Z'),
  },
  {
    id: 'veto-opening-unsaid',
    rule: 'R-17.21',
    what: 'an opening that does not say that it is one',
    wishes: withVeto(),
    words: `counted counted counted rules-disagree not-open not-open not-open not-open not-open`,
    play: returned('2026-01-19T12:00:00Z', {}),
  },
  {
    id: 'veto-not-named',
    rule: 'R-17.21',
    what: 'in a domain that names nobody who could',
    wishes: SPENDING,
    words: `counted counted counted no-veto not-open not-open not-open not-open not-open`,
    play: returned('2026-01-19T12:00:00Z'),
  },
  {
    id: 'veto-by-the-role',
    rule: 'R-17.22',
    what: 'whoever decides in the domain does not return it by themself',
    wishes: withVeto(),
    words: 'counted no-veto',
    play: async (world) => {
      const decision = await world.decide('d', [transfer(world.things.X, 60)]);
      await world.decide('v', [word(decision, 'vetoed')]);
    },
  },
  {
    id: 'veto-and-more',
    rule: 'R-17.22',
    what: 'who returns a decision decides nothing else with it',
    wishes: withVeto(),
    words: `${OPENED} ${ANSWERED} contradictory counted`,
    play: async (world) => {
      const more = transfer(world.things.Z, 1);
      await returned('2026-01-18T12:00:00Z', { veto: true }, (decision) => [word(decision, 'vetoed'), more])(
        world,
      );
    },
  },
];

/** What happens outside the ladder: vetoes, and acts in an emergency. */
export const EMERGENCY_SCENARIOS: readonly Scenario[] = [...VETOES, ...REPORTS, ...WORDS];
