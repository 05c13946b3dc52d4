import { toBase64url } from '../../../protocol/bytes.ts';
import { canonicalBytes, type JsonObject } from '../../../protocol/canonical.ts';
import { parseEnvelope } from '../../../protocol/envelope/parse.ts';
import { signEnvelope } from '../../../protocol/envelope/sign.ts';
import { verifyEnvelope } from '../../../protocol/envelope/verify.ts';
import { updateDid } from '../../../protocol/identity/did-create.ts';
import { hashTextSchema } from '../../../protocol/ids.ts';
import { cosign } from '../../../protocol/log/cosignature.ts';
import { type Leaf, leafBytes } from '../../../protocol/log/leaf.ts';
import { formatNote, parseNote } from '../../../protocol/log/note.ts';
import { leafHash, rootOf } from '../../../protocol/log/tree.ts';
import { verifierKey } from '../../../protocol/log/vkey.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import type { TestCommons } from '../found-commons.ts';
import type { LogBuilder, LoggedEntry } from '../log-builder.ts';
import { keyOf, type Signer, type TestKey } from '../people.ts';
import type { SmallCommons } from './small-commons.ts';

/**
 * What a commons does that has its keys and no scruples: it writes into its log what honest software refuses, and signs
 * it. Each of these changes the log before its checkpoint is made, so that every path and signature is good.
 */

/** Another leaf for an entry. */
export function doctorLeaf(log: LogBuilder, index: number, change: (leaf: Leaf) => Leaf): void {
  const leaf = change(entryAt(log, index).leaf);
  log.entries[index] = { ...entryAt(log, index), leaf, leafBytes: leafBytes(leaf) };
}

/** The same document under another key of the same author. */
export async function signAnew(log: LogBuilder, index: number, signer: Signer): Promise<void> {
  const { payload } = entryAt(log, index).verified;
  const envelope = await signEnvelope({ payload, author: signer.author, key: signer.key, sign: signer.sign });
  const verified = await verifyEnvelope(parseEnvelope(envelope), verifyWithNode);
  log.entries[index] = { ...entryAt(log, index), envelope, verified };
  doctorLeaf(log, index, (leaf) => ({ ...leaf, sig: toBase64url(verified.signature) }));
}

/** An entry of this or another log once more, at the end of this one. */
export function appendAgain(log: LogBuilder, entry: LoggedEntry, change: (leaf: Leaf) => Leaf): void {
  const leaf = change(entry.leaf);
  log.entries.push({ ...entry, leaf, leafBytes: leafBytes(leaf) });
}

/** The next version of the commons' DID, logged with its own new document key; the keys of the test's log follow. */
export async function rotateKeys(
  { log }: TestCommons,
  label: string,
  change: {
    readonly checkpoint?: TestKey;
    readonly request?: TestKey;
    readonly headSize?: number;
    readonly headRoot?: string;
  } = {},
): Promise<Signer> {
  const document = keyOf(`${label} document 2`);
  const size = change.headSize ?? log.entries.length;
  const root = rootOf(log.entries.slice(0, size).map((entry) => leafHash(entry.leafBytes)));
  const { line } = await updateDid([...log.didVersions.values()], {
    updateKey: keyOf(`${label} next update`),
    nextUpdateKeys: [keyOf(`${label} update 3`).key],
    keys: {
      document: [document.key],
      ...(change.checkpoint === undefined ? {} : { checkpoint: change.checkpoint.key }),
      ...(change.request === undefined ? {} : { request: [change.request.key] }),
    },
    head: { size, root: hashTextSchema.parse(change.headRoot ?? toBase64url(root)) },
    now: log.now(),
  });
  const self = { ...document, author: log.commons };
  await log.append('identity', self, {
    subject: entryAt(log, 2).entry.document.subject,
    version: 2,
    line,
  });
  if (change.checkpoint !== undefined) Object.assign(log.keyring, { checkpoint: change.checkpoint });
  return self;
}

/** A note with one more cosignature, by whatever key and time. */
export async function cosignedNote(note: string, name: string, key: TestKey, at: number): Promise<string> {
  const { text, signatures } = parseNote(note);
  const signer = { key: verifierKey(name, 'cosignature', key.publicKey), sign: key.sign };
  return formatNote({ text, signatures: [...signatures, await cosign(text, signer, at)] });
}

/** An entry of this commons with another document in it, whose content a test makes up and its author signs. */
export async function signContent(
  { log, people }: SmallCommons,
  index: number,
  change: (content: JsonObject) => JsonObject,
): Promise<void> {
  const before = log.entries[index];
  if (before === undefined) throw new TypeError('no such entry');
  const { author } = before.entry.document;
  const signer = Object.values(people).find((one) => one.author === author);
  if (signer === undefined) throw new TypeError('a person signs it');
  const payload = canonicalBytes(change(before.verified.content));
  const envelope = await signEnvelope({ payload, author, key: signer.key, sign: signer.sign });
  const verified = await verifyEnvelope(parseEnvelope(envelope), verifyWithNode);
  log.entries[index] = { ...before, envelope, verified };
  doctorLeaf(log, index, (leaf) => ({ ...leaf, doc: verified.id, sig: toBase64url(verified.signature) }));
}

function entryAt(log: LogBuilder, index: number): LoggedEntry {
  const entry = log.entries[index];
  if (entry === undefined) throw new TypeError(`no entry ${index}`);
  return entry;
}
