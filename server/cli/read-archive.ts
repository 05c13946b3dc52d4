import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { scidSchema } from '../../protocol/ids.ts';
import { DOCUMENT_BYTES_MAX } from '../../protocol/limits.ts';
import { NOTE_BYTES_MAX } from '../../protocol/log/note.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import { type ShownEntry, shownEntrySchema } from '../../protocol/verify/bundle.ts';
import type { Archive, ArchivedAttachment } from '../../protocol/verify/verify-archive.ts';
import { UsageError } from './usage-error.ts';
import { userPath } from './values.ts';

/** Entries that are held in memory at once, with what is computed of them: about 4 GB. */
const ENTRIES_MAX = 1_000_000;
/** A document in base64url, its leaf, and room for their names. */
const LINE_CHARACTERS_MAX = 2 * DOCUMENT_BYTES_MAX + 64 * 1024;
const HEADER_BYTES_MAX = 64 * 1024;
/** A DID log of five hundred long lines. */
const DID_LOG_BYTES_MAX = 8 * 1024 * 1024;
/** A text of the largest document, with its salt. */
const ATTACHMENT_BYTES_MAX = 64 * 1024 * 1024;

/** As many logs as a bundle draws on. */
const WITNESSES_MAX = 256;

const headerSchema = z.object({
  folkmoot: z.literal('archive'),
  v: z.literal(1),
  commons: scidSchema,
  entries: z.int().min(1).max(ENTRIES_MAX),
});

export async function isFolder(path: string): Promise<boolean> {
  return (await stat(userPath(path)).catch(() => null))?.isDirectory() === true;
}

/**
 * Reads an archive's files. Nothing in them is trusted yet. Spec §20, [R-20.4].
 *
 * @throws {UsageError} where the folder is another one.
 * @throws {ProtocolError} `malformed` where a file of the archive is missing or damaged.
 */
export async function readArchive(folder: string): Promise<Archive> {
  const root = userPath(folder);
  if ((await stat(join(root, 'archive.json')).catch(() => null)) === null)
    throw new UsageError(`${folder} is no archive: there is no archive.json in it.`);
  const header = headerSchema.safeParse(jsonIn(await textIn(root, 'archive.json', HEADER_BYTES_MAX)));
  if (!header.success)
    throw malformed('archive.json', 'it is not the header of an archive that is known here');
  const { commons } = header.data;
  return {
    commons,
    didLines: linesIn(await textIn(root, '.well-known/did.jsonl', DID_LOG_BYTES_MAX)),
    checkpoint: await textIn(root, 'log/checkpoint', NOTE_BYTES_MAX),
    entries: await entriesIn(root),
    attachments: attachmentsIn(root),
    witnesses: await witnessesIn(root),
  };
}

async function witnessesIn(root: string): Promise<Archive['witnesses']> {
  const names = await namesIn(root, 'witnesses');
  if (names.length > WITNESSES_MAX) throw malformed('witnesses', 'there are more than any log has');
  const witnesses: Archive['witnesses'] = [];
  for (const name of names.toSorted()) {
    const path = `witnesses/${name}`;
    const scid = scidSchema.safeParse(name.replace(/\.jsonl$/, ''));
    if (!scid.success || !name.endsWith('.jsonl')) throw malformed(path, 'it is not named after a witness');
    witnesses.push({ commons: scid.data, lines: linesIn(await textIn(root, path, DID_LOG_BYTES_MAX)) });
  }
  return witnesses;
}

async function entriesIn(root: string): Promise<readonly ShownEntry[]> {
  const entries: ShownEntry[] = [];
  const name = 'entries.jsonl';
  const stream = createReadStream(join(root, name), { encoding: 'utf8' });
  try {
    await once(stream, 'open');
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line.length > LINE_CHARACTERS_MAX || entries.length === ENTRIES_MAX)
        throw malformed(name, `line ${entries.length + 1} is beyond what an archive may hold`);
      const entry = shownEntrySchema.safeParse(jsonIn(line));
      if (!entry.success) throw malformed(name, `line ${entries.length + 1} is no entry`);
      entries.push(entry.data);
    }
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    throw malformed(name, 'it cannot be read', error);
  } finally {
    stream.destroy();
  }
  return entries;
}

async function* attachmentsIn(root: string): AsyncGenerator<ArchivedAttachment> {
  for (const hash of await namesIn(root, 'attachments'))
    yield { hash, content: await bytesIn(root, `attachments/${hash}`, ATTACHMENT_BYTES_MAX) };
}

/** What a folder of the archive holds; one that would be empty is not there. */
async function namesIn(root: string, folder: string): Promise<readonly string[]> {
  return readdir(join(root, folder)).catch(() => []);
}

function linesIn(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

async function textIn(root: string, path: string, bytesMax: number): Promise<string> {
  return (await bytesIn(root, path, bytesMax)).toString('utf8');
}

async function bytesIn(root: string, path: string, bytesMax: number): Promise<Buffer> {
  const file = join(root, path);
  try {
    if ((await stat(file)).size > bytesMax) throw malformed(path, 'it is larger than such a file can be');
    return await readFile(file);
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    throw malformed(path, 'it cannot be read', error);
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function malformed(path: string, why: string, cause?: unknown): ProtocolError {
  return new ProtocolError(
    'malformed',
    `The folder is no archive, or it is damaged: ${path}: ${why}.`,
    { result: 'fail', file: path },
    { cause },
  );
}
