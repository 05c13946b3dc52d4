import { askToSign, assertCanAgree } from '../ask.ts';
import { addExample } from '../examples.ts';
import { commandLine } from '../invocation.ts';
import {
  addVersionOptions,
  afterwards,
  assertCanChange,
  makeNextVersion,
  onOwnFolder,
  onSameFolder,
  ownVersion,
  type VersionOptions,
} from '../own-identity.ts';
import type { Cli } from '../run-cli.ts';
import { UsageError } from '../usage-error.ts';
import { originFrom } from '../values.ts';

interface MoveOptions extends VersionOptions {
  readonly plainHttp?: boolean;
}

export function addMoveCommand(cli: Cli): void {
  const command = cli.program
    .command('move')
    .description(
      'say where the commons is from now on: its name, log and keys stay, and peers follow by themselves',
    )
    .argument('<origin>', 'its new address, such as https://commons.example.org');
  command.option('--plain-http', 'it is reached without TLS, in a network of your own');
  addVersionOptions(command).action((origin: string, options: MoveOptions) => move(cli, origin, options));
  addExample(command, 'move https://commons.example.org');
}

async function move(cli: Cli, address: string, options: MoveOptions): Promise<void> {
  const output = cli.output(options);
  const origin = newOrigin(address, options);
  assertCanAgree(options, 'This moves the commons');
  await onOwnFolder(options, output, async (instance) => {
    const { number, baseUrl } = await ownVersion(instance);
    if (baseUrl === origin) throw new UsageError(`The commons is at ${origin} already.`);
    await assertCanChange(instance, options, origin);
    output.say(
      `Version ${number + 1} of its DID says that the commons is at ${origin}, and not at ${baseUrl} any more.`,
    );
    await askToSign(options, 'Move it?');
    const version = await makeNextVersion(instance, options, { renew: [], origin });
    output.result({ did: version.did, version: version.number, origin, before: baseUrl }, () => [
      `The commons is at ${origin} from now on.`,
      ...afterwards(options),
      `Serve it there: ${onSameFolder(options, `serve --origin ${origin}`)}`,
      'Its peers are told by that server, and follow. Links to the former address do not.',
      `Members say once where it is: ${commandLine(`login --server ${origin}`)}`,
    ]);
  });
}

/** An origin and nothing else, which others can reach. @throws {UsageError} */
function newOrigin(address: string, { plainHttp = false }: MoveOptions): string {
  const origin = originFrom(address, 'move');
  const whole = address.includes('://') ? URL.parse(address) : URL.parse(`x://${address}`);
  if (whole === null || whole.username !== '' || whole.search !== '' || !['', '/'].includes(whole.pathname)) {
    throw new UsageError(`move takes scheme, host and port only, as in ${origin}.`);
  }
  const { protocol, hostname } = new URL(origin);
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost');
  if (protocol === 'http:' && !isLocal && !plainHttp) {
    throw new UsageError(
      `Other commons reach this one by https alone: say https://${hostname}, or --plain-http in a network of your own.`,
    );
  }
  return origin;
}
