import type { RunningServer } from '../../serve.ts';
import { addExample } from '../examples.ts';
import { commandLine } from '../invocation.ts';
import { explainListening } from '../listen-error.ts';
import type { Output } from '../output.ts';
import type { Cli } from '../run-cli.ts';
import { announceServer } from '../running-server.ts';
import { addSettingOptions, type SettingOptions, settingsFrom } from '../settings.ts';

interface ServeOptions extends SettingOptions {
  readonly json?: boolean;
}

export function addServeCommand(cli: Cli): void {
  const command = cli.program
    .command('serve')
    .description('run the instance of a data folder until Ctrl-C')
    .option('--host <address>', 'address to listen on (FOLKMOOT_HOST, default 127.0.0.1)')
    .option('--json', 'print one JSON value once the server is ready');
  addSettingOptions(command).action((options: ServeOptions) => serveUntilStopped(cli, options));
  addExample(command, 'serve --port 4181 --data ./second');
}

async function serveUntilStopped(cli: Cli, options: ServeOptions): Promise<void> {
  const output = cli.output(options);
  const config = settingsFrom(options);
  // From now on Ctrl-C stops in order; a second one stops at once.
  const stopped = stopSignal();
  const server = await start(config, output);
  const withdraw = await announceServer(config.dataFolder, server.origin);
  try {
    const { commons, warnings } = await standingOf(server);
    output.result({ origin: server.origin, port: server.port, commons, warnings }, () => [
      `Folkmoot is ready: ${server.origin}`,
      commons === null
        ? `There is no commons here yet. In another terminal: ${commandLine('init --name "Our commons" --founder "Your name"')}`
        : `It serves the commons ${commons}.`,
      'Stop it with Ctrl-C.',
    ]);
    for (const warning of warnings) output.say(`Warning: ${warning}`);
    await stopped;
    output.say('Stopping …');
  } finally {
    await withdraw();
    await server.stop();
  }
}

async function start(config: ReturnType<typeof settingsFrom>, output: Output): Promise<RunningServer> {
  // The server is most of the program, and no other command needs it.
  const { serve } = await import('../../serve.ts');
  try {
    return await serve(config, output.say);
  } catch (error) {
    throw explainListening(error, config);
  }
}

/** What the folder holds, and what will not work as it stands. */
async function standingOf({ instance, origin }: RunningServer) {
  const { foundedCommons } = await import('../../flows/founding/found.ts');
  const { sentenceOn } = await import('../../flows/log/own-history.ts');
  const { ownDid } = await import('../../flows/record/own-did.ts');
  const commons = await foundedCommons(instance.context);
  const named = commons === null ? null : ((await ownDid(instance.context))?.baseUrl ?? null);
  const warnings =
    named === null || named === origin
      ? []
      : [
          `the commons is known at ${named}, and this server says it is at ${origin}: peers will not find it, and signatures will not fit. Start it with --origin ${named}; or, if it has moved here: ${commandLine(`move ${origin}`)}`,
        ];
  const standing = instance.context.history.standing();
  if (standing.kind !== 'confirmed') warnings.push(sentenceOn(standing));
  return { commons, warnings };
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}
