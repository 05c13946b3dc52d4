import * as z from 'zod';
import { fromBase64url } from '../../protocol/bytes.ts';
import { type JsonObject, parseCanonical } from '../../protocol/canonical.ts';
import type { Charter } from '../../protocol/documents/charter.ts';
import type { FolkmootDocument } from '../../protocol/documents/document.ts';
import { parseDocument } from '../../protocol/documents/parse-document.ts';
import { type DocumentId, documentIdOf } from '../../protocol/ids.ts';
import { DOCUMENT_BYTES_MAX } from '../../protocol/limits.ts';
import { parseCheckpoint } from '../../protocol/log/checkpoint.ts';
import { decodeEntryBundle } from '../../protocol/log/entry-bundle.ts';
import { parseLeaf } from '../../protocol/log/leaf.ts';
import { parseNote } from '../../protocol/log/note.ts';
import { entryBundlePath, TILE_WIDTH } from '../../protocol/log/tiles.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import type { Client } from './client.ts';

/** Bundles of entries that one search reads: 25,600 entries, some 15 MB, a few seconds. */
const BUNDLES_SEARCHED_MAX = 100;
/** Bundles that are asked for at a time. */
const AT_A_TIME = 4;

const envelopeSchema = z.looseObject({ payload: z.string() });
const firstPageSchema = z.looseObject({
  entries: z.array(z.looseObject({ index: z.int(), envelope: envelopeSchema.optional() })).max(1),
});

/**
 * One logged document. Its bytes are the ones that the id names.
 *
 * @throws {ProtocolError} `not-found`
 */
export async function readLogged(client: Client, id: DocumentId): Promise<FolkmootDocument> {
  const envelope = await client.read(`/documents/${encodeURIComponent(id)}`, envelopeSchema);
  const logged = loggedIn(envelope.payload);
  if (logged.id !== id)
    throw new ProtocolError('log-invalid', 'The server gave another document than the one asked for.', {
      id,
    });
  return logged.document;
}

/** The founding act: entry 0. @throws {ProtocolError} `not-founded` */
export async function readCharter(
  client: Client,
): Promise<{ readonly id: DocumentId; readonly charter: Charter }> {
  const page = await client.read('/log/entries?after=-1&limit=1', firstPageSchema);
  const payload = page.entries[0]?.envelope?.payload;
  const logged = payload === undefined ? null : loggedIn(payload);
  if (logged?.document.type !== 'charter') {
    throw new ProtocolError('not-founded', 'The log of this commons does not begin with a charter.');
  }
  return { id: logged.id, charter: logged.document };
}

/**
 * Ids in the log, newest first, that begin with the given characters, at most two: enough to tell whether there is just
 * one. Older entries than the newest 25,600 are not looked through.
 */
export async function idsBeginning(client: Client, prefix: string): Promise<readonly DocumentId[]> {
  const note = new TextDecoder().decode(await client.getBytes('/log/checkpoint'));
  const { size } = parseCheckpoint(parseNote(note).text);
  const last = Math.ceil(size / TILE_WIDTH) - 1;
  const found = new Set<DocumentId>();
  for (let index = last; index >= 0 && index > last - BUNDLES_SEARCHED_MAX; index -= AT_A_TIME) {
    const indices = Array.from({ length: AT_A_TIME }, (_, step) => index - step).filter((one) => one >= 0);
    const bundles = await Promise.all(indices.map((one) => idsInBundle(client, one, size)));
    for (const id of bundles.flat()) if (id.startsWith(`ni:///sha-256;${prefix}`)) found.add(id);
    if (found.size > 1) break;
  }
  return [...found].slice(0, 2);
}

async function idsInBundle(client: Client, index: number, size: number): Promise<DocumentId[]> {
  const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
  const bytes = await client.getBytes(`/log/${entryBundlePath({ index, width })}`);
  return decodeEntryBundle(bytes, width).map((leaf) => parseLeaf(leaf).doc);
}

function loggedIn(text: string): { readonly id: DocumentId; readonly document: FolkmootDocument } {
  const payload = fromBase64url(text);
  if (payload === null) throw new ProtocolError('log-invalid', 'The server’s document cannot be read.');
  const content: JsonObject = parseCanonical(payload, { bytesMax: DOCUMENT_BYTES_MAX });
  return { id: documentIdOf(payload), document: parseDocument(content) };
}
