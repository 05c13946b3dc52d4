import { countText } from '../../amount-text.ts';
import { lockDataFolder } from '../../db/embedded/data-folder.ts';
import { foundedCommons } from '../../flows/founding/found.ts';
import { assertAlone, type bringUpToDate, noteUpToDate } from '../../flows/rebuild/bring-up-to-date.ts';
import { type Rebuilt, rebuildLog } from '../../flows/rebuild/rebuild.ts';
import { createLogger } from '../../logger.ts';
import { openInstance } from '../../serve.ts';
import { addExample } from '../examples.ts';
import { EXIT } from '../exit.ts';
import type { Output } from '../output.ts';
import type { Cli } from '../run-cli.ts';
import { type SettingOptions, settingsFrom } from '../settings.ts';

interface RebuildOptions extends Pick<SettingOptions, 'data'> {
  readonly check?: boolean;
  readonly json?: boolean;
}

/** Differences that are printed one by one. */
const SHOWN_MAX = 20;

export function addRebuildCommand(cli: Cli): void {
  const command = cli.program
    .command('rebuild')
    .description('judge the stored log anew, and put right what is derived from it; the server must not run')
    .option('--data <folder>', 'data folder (FOLKMOOT_DATA, default ./data)')
    .option('--check', 'only compare; ends with 1 where anything is another')
    .option('--json', 'print one JSON value')
    .action((options: RebuildOptions) => rebuild(cli, options));
  addExample(command, 'rebuild --check');
}

async function rebuild(cli: Cli, options: RebuildOptions): Promise<void> {
  const output = cli.output(options);
  const config = settingsFrom(options);
  const write = options.check !== true;
  const lock = await lockDataFolder(config.dataFolder);
  try {
    const rebuilt = await rebuildIn(config, write, output);
    output.result(rebuilt, () => lines(rebuilt, write));
    if (!write && rebuilt.differences.length > 0) cli.endWith(EXIT.failed);
  } finally {
    await lock.release();
  }
}

/** In the place of what is done at every start, under the same lock. */
async function rebuildIn(
  config: Parameters<typeof openInstance>[0],
  write: boolean,
  output: Output,
): Promise<Rebuilt> {
  let rebuilt: Rebuilt = { entries: 0, differences: [] };
  const instead: typeof bringUpToDate = async (parts, { alone }) => {
    const commons = await foundedCommons(parts);
    if (commons === null) return;
    await assertAlone(alone);
    const onProgress = (done: number, of: number) => output.progress(`${done} of ${of} entries are judged.`);
    rebuilt = await rebuildLog(parts, commons, { write, onProgress });
    if (write) await noteUpToDate(parts);
  };
  const say = (message: string) => output.say(message);
  const { close } = await openInstance(config, ORIGIN, say, createLogger('silent'), instead);
  await close();
  return rebuilt;
}

/** Nothing is served, and nothing is signed. */
const ORIGIN = 'http://localhost';

function lines({ entries, differences }: Rebuilt, write: boolean): readonly string[] {
  const shown = differences
    .slice(0, SHOWN_MAX)
    .flatMap(({ what, where, stored, computed }) => [
      `${what} ${where}`,
      `  stored:   ${stored}`,
      `  computed: ${computed}`,
    ]);
  const more = differences.length - SHOWN_MAX;
  const were = differences.length === 1 ? 'was' : 'were';
  const done = write ? `${were} put right` : 'would be put right';
  return [
    ...shown,
    ...(more > 0 ? [`and ${more} more`] : []),
    differences.length === 0
      ? `${countText(entries, 'entry was', 'entries were')} judged anew: all is as it was.`
      : `${countText(entries, 'entry was', 'entries were')} judged anew: ${countText(differences.length, 'thing')} ${done}.`,
  ];
}
