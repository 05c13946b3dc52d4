import { configTable } from '../../config.ts';
import { addExample } from '../examples.ts';
import type { Cli } from '../run-cli.ts';
import { settingsFrom } from '../settings.ts';
import { tableLines } from '../table.ts';

interface CheckOptions {
  readonly json?: boolean;
}

export function addConfigCommand(cli: Cli): void {
  const config = cli.program.command('config').description('settings of the environment');
  const check = config
    .command('check')
    .description('read the settings, and say what is wrong with them')
    .option('--json', 'print one JSON value')
    .action((options: CheckOptions) => checkSettings(cli, options));
  addExample(check, 'config check');
}

function checkSettings(cli: Cli, options: CheckOptions): void {
  const { databaseUrl, ...settings } = settingsFrom({});
  const shown = { ...settings, databaseUrl: databaseUrl === null ? null : '(set)' };
  const output = cli.output(options);
  for (const name of unknownSettings()) output.say(`Note: there is no setting ${name}.`);
  output.result({ ...shown, unknown: unknownSettings() }, () => [
    ...tableLines(
      ['setting', 'set', 'default', 'meaning'],
      configTable().map(({ name, default: usual, meaning }) => [
        name,
        isSet(name) ? 'yes' : '',
        usual,
        meaning,
      ]),
      true,
    ),
    'The settings are right.',
  ]);
}

function isSet(name: string): boolean {
  return Boolean(process.env[name] || process.env[`${name}_FILE`]);
}

/** Variables that look like settings of ours, and are none: a slip of the pen must not go unseen. */
function unknownSettings(): readonly string[] {
  const known = configTable().flatMap(({ name }) => [name, `${name}_FILE`]);
  const ours = Object.keys(process.env).filter((name) => name.startsWith('FOLKMOOT_'));
  return ours.filter((name) => !known.includes(name) && !OF_THE_CLIENT.includes(name)).sort();
}

/** Read by commands, not by the server. */
const OF_THE_CLIENT = ['FOLKMOOT_HOME', 'FOLKMOOT_PROFILE'];
