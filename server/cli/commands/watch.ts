import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { FILTER_NAMES, type Filter } from '../../../federation/subscription/filter.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Client } from '../../client/client.ts';
import type { StreamFrame } from '../../client/event-stream.ts';
import { addExample } from '../examples.ts';
import { addFilterOptions, type FilterOptions, filterFrom } from '../filter-options.ts';
import type { Output } from '../output.ts';
import type { Cli } from '../run-cli.ts';
import { addServerOptions, type ServerOptions, withServer } from '../session.ts';

/** After a stream has ended, or nobody answers: short for a person, long beside a start of the server. */
const AGAIN_MS = 1_000;

interface WatchOptions extends ServerOptions, FilterOptions {
  readonly after?: string;
  readonly once?: true;
}

const entrySchema = z.object({
  index: z.int(),
  leaf: z.object({ at: z.string(), doc: z.string(), type: z.string() }),
});

export function addWatchCommand(cli: Cli): void {
  const command = cli.program
    .command('watch')
    .description('what is logged, as it is logged; what comes while the server is away comes when it is back')
    .option(
      '--after <index>',
      'what follows this entry; -1 for everything; without it, what comes from now on',
    )
    .option('--once', 'end where the log ends now');
  addServerOptions(addFilterOptions(command)).action((options: WatchOptions) => watch(cli, options));
  addExample(command, 'watch --type decision', 'watch --domain "Sharing and spending"');
}

async function watch(cli: Cli, options: WatchOptions): Promise<void> {
  const output = cli.output(options);
  await withServer(options, output, async ({ client }) => {
    const filter = await filterFrom(client, options);
    let after = options.after ?? String((await newestSize(client)) - 1);
    for (;;) {
      const end = await follow(client, { filter, once: options.once === true }, after, output);
      if (end.isOver) return;
      after = end.after;
      output.say('The stream has ended; it is opened again.');
      await sleep(AGAIN_MS);
    }
  });
}

async function newestSize(client: Client): Promise<number> {
  const [, size] = new TextDecoder().decode(await client.getBytes('/log/checkpoint')).split('\n');
  return Number(size);
}

/** Reads one stream to its end. */
async function follow(
  client: Client,
  { filter, once }: { readonly filter: Filter; readonly once: boolean },
  from: string,
  output: Output,
) {
  let after = from;
  const query = new URLSearchParams({ after });
  for (const name of FILTER_NAMES) for (const value of filter[name]) query.append(name, value);
  try {
    for await (const frame of client.stream(`/log/live?${query}`)) {
      after = frame.id ?? after;
      if (frame.event === 'entry') show(frame, output);
      if (frame.event === 'caught-up' && once) return { isOver: true, after };
      if (frame.event === 'info' && reasonIn(frame) === 'revoked') {
        throw new ProtocolError('forbidden', 'This key may not read here any more.');
      }
    }
  } catch (error) {
    if (!(error instanceof ProtocolError) || error.type !== 'unavailable') throw error;
    output.say(error.message);
  }
  return { isOver: false, after };
}

function show({ data }: StreamFrame, output: Output): void {
  const entry = entrySchema.safeParse(JSON.parse(data));
  if (!entry.success) return;
  const { index, leaf } = entry.data;
  if (output.json) process.stdout.write(`${data}\n`);
  else output.result(null, () => [`${index}  ${leaf.at}  ${leaf.type}  ${leaf.doc}`]);
}

function reasonIn({ data }: StreamFrame): unknown {
  return (JSON.parse(data) as { readonly reason?: unknown }).reason; // canonical JSON of our own server
}
