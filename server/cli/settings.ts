import type { Command } from 'commander';
import { ProtocolError } from '../../protocol/problem.ts';
import { type Config, readConfig } from '../config.ts';
import { UsageError } from './usage-error.ts';
import { originFrom, wholeNumber } from './values.ts';

/** Options that stand for settings of the environment, and outweigh them. */
export interface SettingOptions {
  readonly port?: string;
  readonly host?: string;
  readonly data?: string;
  readonly origin?: string;
}

const PORT_MAX = 65_535;

export function addSettingOptions(command: Command): Command {
  return command
    .option('--port <port>', 'port to listen on (PORT, default 4180)')
    .option('--data <folder>', 'data folder (FOLKMOOT_DATA, default ./data)')
    .option('--origin <origin>', 'public origin (FOLKMOOT_ORIGIN, default http://localhost:<port>)');
}

/** @throws {UsageError} naming each option or setting that is wrong, and what it must be. */
export function settingsFrom(options: SettingOptions): Config {
  const { port, host, data, origin } = options;
  if (port !== undefined) wholeNumber(port, '--port', 0, PORT_MAX);
  if (origin !== undefined && originFrom(origin, '--origin') !== origin) {
    throw new UsageError(
      `--origin takes scheme, host and port only, as in ${originFrom(origin, '--origin')}.`,
    );
  }
  for (const [name, value] of Object.entries({ host, data })) {
    if (value?.trim() === '') throw new UsageError(`--${name} must not be empty.`);
  }
  try {
    return readConfig({
      ...process.env,
      ...(port === undefined ? {} : { PORT: port }),
      ...(host === undefined ? {} : { FOLKMOOT_HOST: host }),
      ...(data === undefined ? {} : { FOLKMOOT_DATA: data }),
      ...(origin === undefined ? {} : { FOLKMOOT_ORIGIN: origin }),
    });
  } catch (error) {
    if (!(error instanceof ProtocolError) || error.type !== 'malformed') throw error;
    throw new UsageError(error.message, error.extensions, { cause: error });
  }
}
