import { basename } from 'node:path';
import { type Demo, type DemoSummary, playDemo } from '../../demo/demo.ts';
import { createNarrator, type Narrator } from '../../demo/narrator.ts';
import type { RegisterFile } from '../../demo/register.ts';
import { REGISTER_BYTES_MAX } from '../../importers/maintainers-lines.ts';
import { EXAMPLE_REGISTER, registerIn } from '../../importers/read-register.ts';
import { addExample } from '../examples.ts';
import { EXIT } from '../exit.ts';
import { commandLine, shellWord } from '../invocation.ts';
import type { Output } from '../output.ts';
import type { Cli } from '../run-cli.ts';
import { readUserFile } from '../values.ts';

interface DemoOptions {
  readonly register?: string;
  readonly exit?: boolean;
  readonly json?: boolean;
}

export function addDemoCommand(cli: Cli): void {
  const command = cli.program
    .command('demo')
    .description(
      'see it work: two commons, a register, decisions, an agreement, verified offline; told step by step',
    )
    .option('--register <file>', 'a MAINTAINERS file of your own in place of our example')
    .option('--exit', 'end at once, in place of leaving both servers running until Ctrl-C')
    .option('--json', 'print one JSON value with the outcome of every step')
    .action((options: DemoOptions) => demo(cli, options));
  addExample(command, 'demo', 'demo --exit --json').addHelpText(
    'after',
    '\nEverything runs on this machine, in a temporary folder that is removed at the end. Exit status 1: a step did not come out as it should.',
  );
}

async function demo(cli: Cli, options: DemoOptions): Promise<void> {
  const output = cli.output(options);
  const file = await registerFile(options);
  const narrator = createNarrator(
    options.json === true ? () => undefined : (line) => process.stdout.write(`${line}\n`),
  );
  const stop = stopSignal();
  try {
    tellBeginning(narrator);
    const played = await playDemo(file, narrator, stop.signal);
    try {
      await end(played, options, { output, narrator, stop });
      if (!played.summary.ok) cli.endWith(EXIT.failed);
    } finally {
      await played.clear();
    }
  } finally {
    stop.release();
  }
}

async function registerFile({ register }: DemoOptions): Promise<RegisterFile> {
  if (register === undefined) {
    const bytes = await readUserFile(EXAMPLE_REGISTER, 'demo', REGISTER_BYTES_MAX);
    return { bytes, shown: 'The example', source: 'our example register', path: 'tools/power/laser/lens.md' };
  }
  const bytes = await readUserFile(register, '--register', REGISTER_BYTES_MAX);
  registerIn(bytes, register);
  return { bytes, shown: register, source: `the register ${basename(register)}`, path: null };
}

function tellBeginning({ line }: Narrator): void {
  line('Folkmoot: two commons share something, and anyone can check it.');
  line('');
  line('All of this happens now, between two real servers on this machine. Nothing is');
  line('prepared, and nothing leaves the machine.');
}

/** What is said at the end; without `--exit` both servers go on until Ctrl-C. */
async function end(
  { summary }: Demo,
  { exit, json }: DemoOptions,
  { output, narrator, stop }: { output: Output; narrator: Narrator; stop: ReturnType<typeof stopSignal> },
): Promise<void> {
  const failed = summary.steps.find(({ ok }) => !ok);
  if (json === true) output.result(summary, () => []);
  narrator.line('');
  if (failed !== undefined) {
    narrator.line(`Step ${failed.number} (${failed.name}) did not come out as it should: ${failed.problem}`);
    return;
  }
  narrator.line(`All ${summary.steps.length} steps came out as they should, in ${summary.seconds} seconds.`);
  if (exit === true) return;
  narrator.line('');
  narrator.line('Both servers are running. Look at them in a browser:');
  for (const { name, origin } of summary.servers) {
    narrator.line(`   ${name.padEnd(18)} ${origin}   (or http://127.0.0.1:${new URL(origin).port})`);
  }
  narrator.line('');
  narrator.line('Be the stranger, in another terminal (agreement-changed.json and');
  narrator.line('agreement-incomplete.json lie beside it):');
  for (const line of verifyLines(summary)) narrator.line(`   ${line}`);
  narrator.line('');
  narrator.line('Found a commons of your own:');
  narrator.line(`   npm start, and in another terminal: ${commandLine('init --help')}`);
  narrator.line('');
  narrator.line('Ctrl-C stops both servers and removes everything.');
  await stop.asked;
  narrator.line('Stopping …');
}

/** The command that verifies the agreement as the demo did, trusting both commons as witnesses; one line each. */
function verifyLines({ steps, servers }: DemoSummary): readonly string[] {
  const file = steps.find(({ name }) => name === 'verify')?.facts.file;
  const words = [
    commandLine(`verify ${shellWord(String(file))}`),
    ...servers.map(({ commons }) => `  --trust ${commons}`),
  ];
  return words.map((word, place) => (place === words.length - 1 ? word : `${word} \\`));
}

/** Ctrl-C, at any step: it ends the play, and what was begun is cleared. */
function stopSignal() {
  const controller = new AbortController();
  const asked = new Promise<void>((resolve) => {
    controller.signal.addEventListener('abort', () => resolve());
  });
  const stop = () => controller.abort();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, stop);
  return {
    signal: controller.signal,
    asked,
    release: () => {
      for (const signal of signals) process.off(signal, stop);
    },
  };
}
