import type { Command } from 'commander';
import type { JsonObject } from '../../../protocol/canonical.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Client } from '../../client/client.ts';
import { deliveriesSchema, newWebhookSchema, webhooksSchema } from '../../client/subscription-views.ts';
import { addExample } from '../examples.ts';
import { addFilterOptions, type FilterOptions, filterFrom } from '../filter-options.ts';
import { commandLine, nextCommand } from '../invocation.ts';
import type { Cli } from '../run-cli.ts';
import { addServerOptions, type ServerOptions, withMember } from '../session.ts';
import { tableLines } from '../table.ts';
import { wholeNumber } from '../values.ts';

interface AddOptions extends ServerOptions, FilterOptions {
  readonly asMe?: true;
  readonly after?: string;
}

interface ReplayOptions extends ServerOptions {
  readonly after?: string;
}

/** Characters of an id that a list shows, and that are enough to name one: the last, as ids begin with their time. */
const SHORT = 8;

export function addWebhookCommand(cli: Cli): void {
  const group = cli.program
    .command('webhook')
    .description('have your own program told of what is logged, by signed messages (Standard Webhooks)');

  const add = group
    .command('add')
    .description('send what is logged to an address, one message an entry; prints its secret, once')
    .argument('<url>', 'where your program listens, by https')
    .option('--as-me', 'with all that you may read; without it, with what everybody may read')
    .option('--after <index>', 'from this entry on; -1 for everything; without it, what comes from now on');
  addServerOptions(addFilterOptions(add)).action((url: string, options: AddOptions) =>
    addHook(cli, url, options),
  );
  addExample(add, 'webhook add https://example.org/hook --type decision outcome');

  const list = group.command('list').description('your webhooks, and how far each is');
  addServerOptions(list).action((options: ServerOptions) => listHooks(cli, options));
  addExample(list, 'webhook list');

  named(cli, group, 'log', 'what was sent last, and what was answered', showLog);
  const replay = group
    .command('replay')
    .description('send again what follows an entry; without one, go on where it stopped')
    .argument('<webhook>', 'the end of its name, as `webhook list` shows it')
    .option('--after <index>', 'what follows this entry; -1 for everything');
  addServerOptions(replay).action((name: string, options: ReplayOptions) => replayHook(cli, name, options));
  addExample(replay, 'webhook replay WEBHOOK --after -1');
  named(cli, group, 'rotate', 'make another secret; the old one still signs for a day', rotate);
  named(cli, group, 'remove', 'send nothing more, and forget it', remove);
}

type Act = (client: Client, id: string, cli: Cli, options: ServerOptions) => Promise<void>;

/** A command about one webhook. */
function named(cli: Cli, group: Command, name: string, description: string, act: Act): void {
  const command = group
    .command(name)
    .description(description)
    .argument('<webhook>', 'the end of its name, as `webhook list` shows it');
  addServerOptions(command).action((given: string, options: ServerOptions) =>
    withMember(options, cli.output(options), async ({ client }) =>
      act(client, await webhookNamed(client, given), cli, options),
    ),
  );
  addExample(command, `webhook ${name} WEBHOOK`);
}

async function addHook(cli: Cli, url: string, options: AddOptions): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async ({ client }) => {
    const filter = await filterFrom(client, options);
    const wish: JsonObject = {
      url,
      filter,
      reads: options.asMe === true ? 'owner' : 'public',
      after: afterFrom(options.after),
    };
    const made = newWebhookSchema.parse(await client.post('/webhooks', wish));
    output.result(made, () => [
      `The webhook ${shortOf(made.id)} tells ${made.url} of what follows entry ${made.after}.`,
      `Its secret, shown this once: ${made.secret}`,
      `See what was sent: ${nextCommand(options, `webhook log ${shortOf(made.id)}`)}`,
    ]);
  });
}

async function listHooks(cli: Cli, options: ServerOptions): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async ({ client }) => {
    const answer = await client.read('/webhooks', webhooksSchema);
    const rows = answer.webhooks.map(({ id, url, state, after, failures, lastError, nextAttemptAt }) => [
      shortOf(id),
      url,
      state,
      `${after + 1} of ${answer.entries}`,
      failures === 0 ? '' : `${failures} in a row: ${lastError ?? ''}`,
      failures === 0 || state !== 'active' ? '' : nextAttemptAt,
    ]);
    output.result(answer, () =>
      rows.length === 0
        ? [`You have none: ${commandLine('webhook add --help')}`]
        : tableLines(['webhook', 'address', 'state', 'entries', 'failures', 'next try'], rows, true),
    );
  });
}

const showLog: Act = async (client, id, cli, options) => {
  const answer = await client.read(`/webhooks/${id}/deliveries`, deliveriesSchema);
  const rows = answer.deliveries.map(({ at, index, status, problem }) => [
    at,
    String(index),
    status === null ? 'no answer' : String(status),
    problem ?? 'taken',
  ]);
  cli
    .output(options)
    .result(answer, () =>
      rows.length === 0
        ? ['Nothing was sent yet.']
        : tableLines(['at', 'entry', 'answer', 'result'], rows, true),
    );
};

async function replayHook(cli: Cli, name: string, options: ReplayOptions): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async ({ client }) => {
    const id = await webhookNamed(client, name);
    const body = { after: afterFrom(options.after) };
    const answer = (await client.post(`/webhooks/${id}/replay`, body)) as { readonly after: number }; // our own server's
    output.result(answer, () => [`What follows entry ${answer.after} is sent.`]);
  });
}

const rotate: Act = async (client, id, cli, options) => {
  const answer = newWebhookSchema
    .pick({ id: true, secret: true })
    .parse(await client.post(`/webhooks/${id}/secret`, {}));
  cli
    .output(options)
    .result(answer, () => [
      `Its secret, shown this once: ${answer.secret}`,
      'For a day messages bear both signatures.',
    ]);
};

const remove: Act = async (client, id, cli, options) => {
  const answer = await client.post(`/webhooks/${id}/remove`, {});
  cli.output(options).result(answer, () => ['It is removed: nothing more is sent.']);
};

function afterFrom(text: string | undefined): number | null {
  if (text === undefined) return null;
  return text === '-1' ? -1 : wholeNumber(text, '--after', 0);
}

function shortOf(id: string): string {
  return id.slice(-SHORT);
}

/** @throws {ProtocolError} `not-found` */
async function webhookNamed(client: Client, name: string): Promise<string> {
  const { webhooks } = await client.read('/webhooks', webhooksSchema);
  const found = name.length < SHORT ? [] : webhooks.filter(({ id }) => id.endsWith(name));
  const [one, another] = found;
  if (one !== undefined && another === undefined) return one.id;
  throw new ProtocolError('not-found', `You have no webhook “${name}”.`, {
    expected: { webhook: webhooks.map(({ id }) => shortOf(id)) },
  });
}
