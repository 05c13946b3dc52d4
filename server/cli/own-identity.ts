import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { ProtocolError } from '../../protocol/problem.ts';
import { ownDid } from '../flows/record/own-did.ts';
import type { Change, UpdateKeys } from '../flows/upkeep/next-version.ts';
import type { Instance } from '../instance.ts';
import { keyFileOf } from '../keys/key-file.ts';
import type { AskOptions } from './ask.ts';
import { commandLine, shellWord } from './invocation.ts';
import { onFolder } from './on-folder.ts';
import type { Output } from './output.ts';
import { runningServer } from './running-server.ts';
import { type SettingOptions, settingsFrom } from './settings.ts';
import { assertNoFile, makeUpdateKeyFile, readUpdateKeyFile } from './update-key-file.ts';
import { UsageError } from './usage-error.ts';

/** Options of every command that makes the next version of the DID. */
export interface VersionOptions extends Pick<SettingOptions, 'data'>, AskOptions {
  readonly updateKey?: string;
  readonly updateKeyTo?: string;
  readonly spare?: string;
  readonly forgetSpares?: boolean;
}

export function addVersionOptions(command: Command): Command {
  return addFolderOptions(command)
    .option('--update-key <file>', 'the update key that signs this, where it is not kept here')
    .option(
      '--update-key-to <file>',
      'write the update key for the next time into this new file, and keep it nowhere else',
    )
    .option(
      '--spare <file>',
      'write one more update key into this new file: with it the commons can go on if the other is lost',
    )
    .option('--forget-spares', 'promise no spare key again that was promised before')
    .option('--yes', 'do it without asking');
}

export function addFolderOptions(command: Command): Command {
  return command
    .option('--data <folder>', 'data folder (FOLKMOOT_DATA, default ./data)')
    .option('--json', 'print one JSON value');
}

/**
 * The commons of a data folder, for whoever runs it; beside its server, or without one.
 *
 * @throws {ProtocolError} `not-founded`; `unavailable` where a witness has seen more of its log than there is.
 */
export async function onOwnFolder<T>(
  options: Pick<SettingOptions, 'data'>,
  output: Output,
  work: (instance: Instance) => Promise<T>,
): Promise<T> {
  const config = settingsFrom(options);
  if (config.databaseUrl === null && !existsSync(keyFileOf(config.dataFolder))) {
    throw new ProtocolError(
      'not-founded',
      `No commons was ever served from the folder ${config.dataFolder}.`,
    );
  }
  // A database that the server keeps is nothing new to whoever started it.
  const say = (await runningServer(config.dataFolder)) === null ? output.say : () => undefined;
  // Nothing is served, and what is logged names the origin of the DID.
  return onFolder(config, config.origin ?? 'http://localhost', say, async (instance) => {
    const { confirmHistory } = await import('../flows/peers/confirm-history.ts');
    await instance.context.commons();
    if (!config.unwitnessed) {
      instance.context.history.settle({ kind: 'asking' });
      await confirmHistory(instance.context);
    }
    return work(instance);
  });
}

/**
 * Refuses what cannot be done before a person is asked whether to do it; it makes no file.
 *
 * @throws as `makeNextVersion`, for what can be known beforehand.
 */
export async function assertCanChange(
  instance: Instance,
  options: VersionOptions,
  origin?: string,
): Promise<void> {
  const { assertNextVersion } = await import('../flows/upkeep/next-version.ts');
  instance.context.history.assertWritable();
  for (const file of newFilesOf(options)) assertNoFile(file);
  await assertNextVersion(instance, await signingKey(instance, options), origin);
}

/** Makes the next version, with the update keys that the options name. */
export async function makeNextVersion(
  instance: Instance,
  options: VersionOptions,
  change: Omit<Change, 'update'>,
) {
  const { logNextVersion } = await import('../flows/upkeep/next-version.ts');
  instance.context.history.assertWritable();
  return logNextVersion(instance, { ...change, update: await updateKeysOf(instance, options) });
}

/** The update key of a file that the options name; null where the one kept here signs. */
export async function signingKey(
  { context }: Instance,
  { updateKey }: Pick<VersionOptions, 'updateKey'>,
): Promise<UpdateKeys['signing']> {
  return updateKey === undefined ? null : readUpdateKeyFile(updateKey, await context.commons());
}

async function updateKeysOf(instance: Instance, options: VersionOptions): Promise<UpdateKeys> {
  const { updateKeyTo, forgetSpares = false } = options;
  const commons = await instance.context.commons();
  const files = newFilesOf(options);
  const signing = await signingKey(instance, options);
  const elsewhere = [];
  for (const file of files) elsewhere.push(await makeUpdateKeyFile(file, commons));
  return { signing, elsewhere, keepOne: updateKeyTo === undefined, carryOn: !forgetSpares };
}

/** @throws {UsageError} where one file is to hold two keys. */
function newFilesOf({ updateKeyTo, spare }: VersionOptions): readonly string[] {
  const files = [updateKeyTo, spare].filter((file) => file !== undefined);
  if (new Set(files).size < files.length)
    throw new UsageError('Each update key goes into a file of its own.');
  return files;
}

/** The newest version of our DID. @throws {ProtocolError} `conflict` */
export async function ownVersion({ context }: Instance) {
  const version = await ownDid(context);
  if (version === null) throw new ProtocolError('conflict', 'This commons has no DID yet.');
  return version;
}

/** What is to be done with the files, afterwards. */
export function afterwards({ updateKey, updateKeyTo, spare }: VersionOptions): readonly string[] {
  return [
    ...(updateKey === undefined ? [] : [`The update key in ${updateKey} is spent: it signs nothing more.`]),
    ...(updateKeyTo === undefined
      ? []
      : [`The next version needs --update-key ${shellWord(updateKeyTo)}: keep that file in a safe place.`]),
    ...(spare === undefined ? [] : [`Keep ${spare} in a safe place, away from this machine.`]),
  ];
}

/** A command for the same folder. */
export function onSameFolder({ data }: VersionOptions, rest: string): string {
  return commandLine(data === undefined ? rest : `${rest} --data ${shellWord(data)}`);
}
