import { chmod, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { fromBase64url, toBase64url } from '../../protocol/bytes.ts';
import { multikeyOf } from '../../protocol/identity/multikey.ts';
import { multikeySchema, scidSchema, subjectSchema } from '../../protocol/ids.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import type { MemberKey } from '../client/client.ts';
import { ed25519FromSeed, generateEd25519, seedOf, signerOf } from '../keys/node-sign.ts';
import { UsageError } from './usage-error.ts';

const PROFILE_NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/;
const SEED_BYTES = 32;
const MODE_PRIVATE = 0o600;
const MODE_OTHERS = 0o077;

const identitySchema = z.strictObject({
  server: z.url(),
  commons: scidSchema,
  subject: subjectSchema,
  pseudonym: z.string(),
});
/** Who a key is, and where. */
export type Identity = z.infer<typeof identitySchema>;

const fileSchema = z.strictObject({
  v: z.literal(1),
  key: multikeySchema,
  seed: z.string().refine((text) => fromBase64url(text)?.length === SEED_BYTES, '32 bytes in base64url'),
  /** Null until the key is known to a commons. */
  identity: identitySchema.nullable(),
});
type ProfileFile = z.infer<typeof fileSchema>;

/** One key on this device, and who it is. The seed stays in its file. */
export interface Profile extends Omit<ProfileFile, 'seed' | 'v'> {
  readonly name: string;
}

/** The folder that holds this device's keys: FOLKMOOT_HOME, or `~/.config/folkmoot`. */
export function profileFolder(): string {
  const { FOLKMOOT_HOME } = process.env;
  return FOLKMOOT_HOME === undefined || FOLKMOOT_HOME === ''
    ? join(homedir(), '.config', 'folkmoot')
    : FOLKMOOT_HOME;
}

/** Every profile of this device, by name. */
export async function listProfiles(): Promise<readonly Profile[]> {
  const names = await readdir(profilesIn(), { withFileTypes: true }).catch(ifAbsent([]));
  const found = names
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map(({ name }) => name.slice(0, -'.json'.length))
    .filter((name) => PROFILE_NAME.test(name));
  return Promise.all(found.sort().map(readProfile));
}

/** @throws {UsageError} where there is no such profile; {ProtocolError} `unavailable` where its file is damaged. */
export async function readProfile(name: string): Promise<Profile> {
  const { key, identity } = await readFileOf(name);
  return { name, key, identity };
}

/** The key of a profile, ready to sign for whom it is. */
export async function memberKeyOf({ name, key, identity }: Profile): Promise<MemberKey> {
  if (identity === null) throw new TypeError('a key that nobody knows signs for nobody');
  const { sign } = await signerIn(name);
  return { author: identity.subject, key, sign };
}

/** The signer of a profile that may have no identity yet, as a founder's has none. */
export async function signerIn(name: string) {
  const { key, seed } = await readFileOf(name);
  const { privateKey } = ed25519FromSeed(fromBase64url(seed) ?? new Uint8Array());
  return { key, sign: signerOf(privateKey) };
}

/**
 * Makes a new key in a profile of its own; one that is there is never written over.
 *
 * @param wished its name; where that is taken, a number follows.
 */
export async function makeProfile(wished: string): Promise<Profile> {
  const { publicKey, privateKey } = generateEd25519();
  const key = multikeyOf(publicKey);
  const file: ProfileFile = { v: 1, key, seed: toBase64url(seedOf(privateKey)), identity: null };
  await makeFolder();
  const base = slugOf(wished);
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}-${number}`;
    try {
      await writePrivately(fileOf(name), `${JSON.stringify(file, null, 2)}\n`);
      return { name, key, identity: null };
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw unwritable(error);
    }
  }
}

/**
 * Writes down who a key is. It becomes the one that is used where none is named, unless another is that: who signs must
 * not change behind a person's back. One whose server holds another commons by now is of no use any more, and gives way.
 */
export async function settleProfile(profile: Profile, identity: Identity): Promise<Profile> {
  const file = { ...(await readFileOf(profile.name)), identity };
  await replace(fileOf(profile.name), `${JSON.stringify(file, null, 2)}\n`);
  const current = await currentProfile();
  const used = (await listProfiles()).find(({ name }) => name === current)?.identity ?? null;
  const isGone = used?.server === identity.server && used.commons !== identity.commons;
  if (used === null || isGone) await useProfile(profile.name);
  return { ...profile, identity };
}

/** Removes a key that nobody knows, as what it was made for came to nothing. */
export async function dropProfile({ name }: Profile): Promise<void> {
  if ((await readFileOf(name)).identity === null) await rm(fileOf(name), { force: true });
}

/** Makes a profile the one that is used where none is named. */
export async function useProfile(name: string): Promise<void> {
  await replace(join(profileFolder(), 'current'), `${name}\n`);
}

/** The name of the profile that is used where none is named, or null. */
export async function currentProfile(): Promise<string | null> {
  const text = await readFile(join(profileFolder(), 'current'), 'utf8').catch(ifAbsent(''));
  return PROFILE_NAME.test(text.trim()) ? text.trim() : null;
}

/** Whether others on this machine may read the key. */
export async function isOpenToOthers({ name }: Profile): Promise<boolean> {
  return process.platform !== 'win32' && ((await stat(fileOf(name))).mode & MODE_OTHERS) !== 0;
}

export function fileOf(name: string): string {
  return join(profilesIn(), `${name}.json`);
}

async function readFileOf(name: string): Promise<ProfileFile> {
  const text = PROFILE_NAME.test(name) ? await readFile(fileOf(name), 'utf8').catch(ifAbsent(null)) : null;
  if (text === null) {
    const others = (await readdir(profilesIn()).catch(ifAbsent([]))).map((file) =>
      file.replace(/\.json$/, ''),
    );
    throw new UsageError(`There is no profile “${name}” on this device.`, { profiles: others.sort() });
  }
  const parsed = fileSchema.safeParse(jsonOrNull(text));
  if (parsed.success) return parsed.data;
  throw new ProtocolError('unavailable', `The profile file ${fileOf(name)} is damaged.`);
}

function profilesIn(): string {
  return join(profileFolder(), 'profiles');
}

async function makeFolder(): Promise<void> {
  try {
    await mkdir(profilesIn(), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unwritable(error);
  }
}

/** A file of its own mode from its first byte, and safe on the disk before anything is signed with what it holds. */
async function writePrivately(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', MODE_PRIVATE);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Whole or not at all. */
async function replace(path: string, text: string): Promise<void> {
  const next = `${path}.${process.pid}.new`;
  try {
    await rm(next, { force: true });
    await writePrivately(next, text);
    await chmod(next, MODE_PRIVATE);
    await rename(next, path);
  } catch (error) {
    throw unwritable(error);
  }
}

function slugOf(text: string): string {
  const letters = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 48);
  return letters === '' ? 'me' : letters;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function ifAbsent<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return value;
    throw unwritable(error);
  };
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function unwritable(cause: unknown): ProtocolError {
  if (cause instanceof ProtocolError) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new ProtocolError(
    'unavailable',
    `The profile folder ${profileFolder()} cannot be used: ${why}.`,
    {},
    { cause },
  );
}
