import type { Operation } from '../../../../protocol/documents/operation.ts';
import type { Ref } from '../../../../protocol/ids.ts';
import { refTo, say, transfer, type Wishes, type World } from '../../rules/world.ts';
import { botDecides, letBotIn } from './bot.ts';
import type { Scenario } from './scenario.ts';

/** Let in, answered for, appointed. */
const IN = 'counted counted counted counted';

type More = Parameters<typeof botDecides>[3];

/** A domain that lets agents agree words. */
const LETS_RESOLVE: Wishes = {
  spending: { parameters: { delegation: { signers: 1, proposerMayDecide: true, agentsResolve: true } } },
};
const WORDS = { op: 'resolve', text: say('We meet on Mondays.') } as const;

/** The agent is let in; Ben decides something; then the agent says something about it. */
const speaksOf =
  (
    more: (decided: Ref) => More,
    operations: (decided: Ref, world: World) => readonly Operation[],
  ): Scenario['play'] =>
  async (world) => {
    const bot = await letBotIn(world);
    const decided = refTo(await world.decide('by Ben', [transfer(world.things.X, 10)]));
    await botDecides(world, bot, operations(decided, world), more(decided));
  };

/** What an agent leaves to humans though its limits would let it. Spec §13, [R-13.16]. */
export const AGENT_LEAVES_SCENARIOS: readonly Scenario[] = [
  ...(['reverses', 'replaces'] as const).map(
    (takes): Scenario => ({
      id: `${takes}-by-an-agent`,
      rule: 'R-13.15',
      what: `an agent’s decision that ${takes} one of a human, within all of its limits`,
      words: `${IN} counted human-only`,
      play: speaksOf(
        (decided) => ({ [takes]: decided }),
        (_, { things }) => [transfer(things.X, 10)],
      ),
    }),
  ),
  ...(['kept', 'ratified', 'upheld', 'interpreted', 'reversed', 'remanded', 'vetoed'] as const).map(
    (ruling): Scenario => ({
      id: `rules-${ruling}-by-an-agent`,
      rule: 'R-13.15',
      what: `an agent rules on a decision: ${ruling}`,
      wishes: LETS_RESOLVE,
      words: `${IN} counted human-only`,
      play: speaksOf(
        () => ({}),
        (decided) => [{ op: 'rule', decision: decided, on: decided.id, ruling, text: say('So it is.') }],
      ),
    }),
  ),
  {
    id: 'reversed-by-a-human',
    rule: 'R-13.15',
    what: 'a human reverses what an agent decided',
    words: `${IN} counted counted`,
    play: async (world) => {
      const decided = refTo(await botDecides(world, await letBotIn(world), [transfer(world.things.X, 10)]));
      await world.decide('by Ben', [transfer(world.things.X, 10)], { reverses: decided });
    },
  },
  {
    id: 'words-by-an-agent',
    rule: 'R-13.16',
    what: 'an agent agrees words; no limit names them',
    words: `${IN} unbounded`,
    play: async (world) => botDecides(world, await letBotIn(world), [WORDS]),
  },
  {
    id: 'words-beside-what-is-bounded',
    rule: 'R-13.16',
    what: 'words beside a transfer within its limits',
    words: `${IN} unbounded`,
    play: async (world) => botDecides(world, await letBotIn(world), [transfer(world.things.X, 10), WORDS]),
  },
  {
    id: 'words-refused-by-an-agent',
    rule: 'R-13.16',
    what: 'a no to words ends their matter too',
    words: `${IN} unbounded`,
    play: async (world) => botDecides(world, await letBotIn(world), [WORDS], { result: 'not-adopted' }),
  },
  {
    id: 'words-by-default',
    rule: 'R-13.16',
    what: 'the charter’s default lets agents agree words, and the domain says nothing',
    wishes: {
      spending: { parameters: {} },
      charterLadder: { delegation: { signers: 1, proposerMayDecide: true, agentsResolve: true } },
    },
    words: `${IN} unbounded`,
    play: async (world) => botDecides(world, await letBotIn(world), [WORDS]),
  },
  {
    id: 'words-allowed',
    rule: 'R-13.16',
    what: 'the domain lets agents agree words',
    wishes: LETS_RESOLVE,
    words: `${IN} counted`,
    play: async (world) => botDecides(world, await letBotIn(world), [WORDS]),
  },
];
