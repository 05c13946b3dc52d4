import { InvalidArgumentError } from 'commander';
import { formatMillis } from '../../../protocol/time.ts';
import { countText } from '../../amount-text.ts';
import { heldUpdateKey } from '../../keys/keyring.ts';
import { askToSign, assertCanAgree } from '../ask.ts';
import { addExample } from '../examples.ts';
import {
  addFolderOptions,
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
import { tableLines } from '../table.ts';

const PURPOSES = ['document', 'request', 'checkpoint', 'witness'] as const;
type Purpose = (typeof PURPOSES)[number];

const MEANINGS: Readonly<Record<Purpose, string>> = {
  document: 'signs what the commons says: openings, outcomes, terms',
  request: 'signs what this server asks of other servers',
  checkpoint: 'signs the log',
  witness: 'vouches for the logs of others',
};

export function addKeysCommand(cli: Cli): void {
  const keys = cli.program
    .command('keys')
    .description('the keys of the commons, for whoever runs its server');
  const list = keys
    .command('list', { isDefault: true })
    .description('which keys count now, and where the update key lies');
  addFolderOptions(list).action((options: VersionOptions) => listKeys(cli, options));
  addExample(list, 'keys');

  const rotate = keys
    .command('rotate')
    .description(
      'give the commons new keys; what was signed before stays good, and peers follow by themselves',
    )
    .argument('[purposes...]', `only these: ${PURPOSES.join(', ')}`, asPurpose);
  addVersionOptions(rotate).action((purposes: readonly Purpose[], options: VersionOptions) =>
    rotateKeys(cli, purposes, options),
  );
  addExample(rotate, 'keys rotate', 'keys rotate document request', 'keys rotate --spare ~/spare-key.json');
}

function asPurpose(text: string, before: readonly Purpose[] = []): readonly Purpose[] {
  const purpose = PURPOSES.find((one) => one === text);
  if (purpose === undefined) throw new InvalidArgumentError(`It is one of ${PURPOSES.join(', ')}.`);
  return [...before, purpose];
}

async function listKeys(cli: Cli, options: VersionOptions): Promise<void> {
  const output = cli.output(options);
  await onOwnFolder(options, output, async (instance) => {
    const { context, sealer } = instance;
    const version = await ownVersion(instance);
    const { keys, number, time, did, deactivated, nextKeyHashes } = version;
    const held = await heldUpdateKey(context.store.records, sealer, version);
    const named: Readonly<Record<Purpose, readonly string[]>> = {
      document: keys.document,
      request: keys.request,
      checkpoint: [keys.log.key],
      witness: [keys.witness.key],
    };
    const elsewhere = nextKeyHashes.length - (held === null ? 0 : 1);
    const answer = {
      did,
      version: number,
      since: formatMillis(time),
      keys: named,
      update: { here: held !== null, elsewhere, ended: deactivated },
    };
    output.result(answer, () => [
      `Version ${number} of ${did}, since ${answer.since}`,
      '',
      ...tableLines(
        ['key', 'of', 'what it does'],
        PURPOSES.flatMap((purpose) => named[purpose].map((key) => [key, purpose, MEANINGS[purpose]])),
      ),
      '',
      deactivated ? 'This DID has ended: no version can follow.' : updateSentence(held !== null, elsewhere),
    ]);
  });
}

function updateSentence(here: boolean, elsewhere: number): string {
  const files = countText(elsewhere, 'update key lies', 'update keys lie');
  if (here && elsewhere === 0)
    return 'The update key, which signs the next version, is kept here; there is no spare one elsewhere.';
  return here
    ? `The update key, which signs the next version, is kept here; ${files} elsewhere, as a spare.`
    : `The next version needs a file: ${files} elsewhere, and none is kept here.`;
}

async function rotateKeys(cli: Cli, purposes: readonly Purpose[], options: VersionOptions): Promise<void> {
  const output = cli.output(options);
  const renew = purposes.length === 0 ? PURPOSES : [...new Set(purposes)];
  assertCanAgree(options, 'This changes the keys of the commons');
  await onOwnFolder(options, output, async (instance) => {
    const { number, did } = await ownVersion(instance);
    await assertCanChange(instance, options);
    output.say(
      `Version ${number + 1} of ${did} gives the commons new keys: ${renew.join(', ')}, and the update key.`,
    );
    output.say(
      'The old ones count no more from then on, and are deleted here then. All that they signed stays good.',
    );
    await askToSign(options, 'Change the keys?');
    const version = await makeNextVersion(instance, options, { renew });
    output.result({ did: version.did, version: version.number, renewed: renew }, () => [
      `The new keys count: version ${version.number} is in the log.`,
      ...afterwards(options),
      `See them: ${onSameFolder(options, 'keys')}`,
    ]);
  });
}
