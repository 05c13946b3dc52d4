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
  cli.output(options).result(shown, () => [
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
