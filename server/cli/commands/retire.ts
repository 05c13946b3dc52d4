import { countText } from '../../amount-text.ts';
import type { OpenMatters } from '../../flows/views/open-matters.ts';
import { askToSign, assertCanAgree } from '../ask.ts';
import { addExample } from '../examples.ts';
import {
  addFolderOptions,
  assertCanChange,
  onOwnFolder,
  onSameFolder,
  ownVersion,
  signingKey,
  type VersionOptions,
} from '../own-identity.ts';
import type { Cli } from '../run-cli.ts';

export function addRetireCommand(cli: Cli): void {
  const command = cli.program
    .command('retire')
    .description('end the commons for ever: its record stays verifiable, and takes nothing more');
  command
    .option('--update-key <file>', 'the update key that signs this, where it is not kept here')
    .option('--yes', 'do it without asking');
  addFolderOptions(command).action((options: VersionOptions) => retire(cli, options));
  addExample(command, 'retire');
}

async function retire(cli: Cli, options: VersionOptions): Promise<void> {
  const output = cli.output(options);
  assertCanAgree(options, 'This ends the commons');
  await onOwnFolder(options, output, async (instance) => {
    const { logEnd } = await import('../../flows/upkeep/next-version.ts');
    const { openMatters } = await import('../../flows/views/open-matters.ts');
    const { did, number } = await ownVersion(instance);
    const signing = await signingKey(instance, options);
    await assertCanChange(instance, options);
    const open = await openMatters(instance.context);
    output.say(
      `Version ${number + 1} of ${did} is its last: the log takes nothing more, for ever, not even an erasure.`,
    );
    for (const line of openLines(open)) output.say(line);
    output.say('Nobody can undo this.');
    await askToSign(options, 'End the commons?');
    instance.context.history.assertWritable();
    const version = await logEnd(instance, signing);
    output.result({ did: version.did, version: version.number, open }, () => [
      'The commons has ended. Everything it decided can be read and verified for ever.',
      'Let its server run until its peers have taken and cosigned the end, which takes a minute or two.',
      `Then write the record as files, to be kept and served: ${onSameFolder(options, 'archive FOLDER')}`,
    ]);
  });
}

function openLines({ proposals, agreements }: OpenMatters): readonly string[] {
  return [
    ...(proposals === 0
      ? []
      : [`${countText(proposals, 'proposal is', 'proposals are')} open: nobody will decide.`]),
    ...(agreements === 0
      ? []
      : [
          `${countText(agreements, 'agreement is', 'agreements are')} in force with others: what was promised stays promised.`,
        ]),
  ];
}
