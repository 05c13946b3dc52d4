import { type AgentShown, agentsSchema } from '../../client/views.ts';
import { agentNamed } from '../agent-named.ts';
import { shortId } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { nextCommand } from '../invocation.ts';
import type { Cli } from '../run-cli.ts';
import { addServerOptions, type ServerOptions, withMember, withServer } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { tableLines } from '../table.ts';

interface ControlOptions extends SigningOptions {
  readonly reason: string;
}

const ACTS = {
  vouch: 'as its steward: answer for an agent as it is now',
  stop: 'stop an agent: nothing that it does counts until somebody else lets it go on',
  resume: 'let an agent go on that somebody else has stopped',
} as const;
type Act = keyof typeof ACTS;

export function addAgentCommand(cli: Cli): void {
  const agent = cli.program
    .command('agent')
    .description('programs that act here: who answers for them, and what waits for a human');
  const list = agent.command('list').description('agents, and decisions of theirs that wait for a human');
  addServerOptions(list).action((options: ServerOptions) => listAgents(cli, options));
  addExample(list, 'agent list');
  for (const act of Object.keys(ACTS) as Act[]) {
    const command = agent
      .command(act)
      .description(ACTS[act])
      .argument('<agent>', 'its name or subject')
      .requiredOption('--reason <words>', 'why');
    addSigningOptions(command).action((name: string, options: ControlOptions) =>
      control(cli, act, name, options),
    );
    addExample(command, `agent ${act} Helper --reason "…"`);
  }
}

async function listAgents(cli: Cli, options: ServerOptions): Promise<void> {
  const output = cli.output(options);
  await withServer(options, output, async ({ client }) => {
    const answer = await client.read('/agents', agentsSchema);
    output.result(answer, () => {
      const rows = answer.agents.map((agent) => [
        agent.name,
        agent.steward.name,
        stateOf(agent),
        agent.subject,
      ]);
      const waiting = answer.waiting.map(({ id, by, until, what }) => [
        shortId(id),
        by,
        until,
        what.join('; '),
      ]);
      return [
        ...(rows.length === 0
          ? ['No agent takes part here.']
          : tableLines(['agent', 'steward', 'now', 'subject'], rows)),
        ...answer.agents.flatMap(totalLines),
        '',
        ...(waiting.length === 0
          ? ['Nothing waits for a human.']
          : [
              ...tableLines(['waits', 'by', 'until', 'what'], waiting, true),
              `Look at it, and sign it too: ${nextCommand(options, 'confirm ID')}`,
            ]),
      ];
    });
  });
}

/** What is left of what it may do in all its domains together. */
function totalLines({ name, totals }: AgentShown): readonly string[] {
  return totals.flatMap(({ effects, measure, perPeriod }) =>
    perPeriod === null
      ? []
      : [
          `${name}, in all its domains (${effects.join(', ')}, ${measure}): ${perPeriod.used} of ${perPeriod.most} used until ${perPeriod.end}`,
        ],
  );
}

function stateOf({ runs, stoppedBy, vouched }: AgentShown): string {
  if (runs) return 'may act';
  if (stoppedBy.length > 0) return `stopped by ${stoppedBy.join(', ')}`;
  return vouched ? 'waits for its steward to hold a role' : 'waits for its steward to answer for it';
}

async function control(cli: Cli, act: Act, name: string, options: ControlOptions): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async (session) => {
    const { subject, id } = await agentNamed(session.client, name);
    const logged = await signAndLog(session, options, 'agent-control', {
      agent: { subject, id },
      act,
      reason: { say: options.reason },
    });
    output.result(logged, () => loggedLines(logged));
  });
}
