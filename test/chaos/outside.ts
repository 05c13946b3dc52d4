import type * as z from 'zod';
import { toBase64 } from '../../protocol/bytes.ts';
import { canonicalBytes, parseCanonical } from '../../protocol/canonical.ts';
import type { DocumentId, Scid, Subject } from '../../protocol/ids.ts';
import { BATCH_BYTES_MAX } from '../../protocol/limits.ts';
import { leafBytes, parseLeaf } from '../../protocol/log/leaf.ts';
import { foldPeaks, leafHash, pushPeak } from '../../protocol/log/tree.ts';
import type { Client } from '../../server/client/client.ts';
import { type AgreementShown, agreementsSchema, peersSchema } from '../../server/client/views.ts';
import { parseLogPage } from '../../server/flows/peers/log-page.ts';

/** One commons as a stranger meets it: somebody who can be asked. */
export interface Asked {
  readonly name: string;
  readonly commons: Scid;
  /** What it has to give. */
  readonly stock: { readonly subject: Subject };
  readonly client: Pick<Client, 'read' | 'getBytes'>;
}

/** One commons as it shows itself to whoever asks over HTTP. */
export interface Shown {
  readonly house: Asked;
  readonly entries: number;
  readonly peers: z.infer<typeof peersSchema>['peers'];
  readonly agreements: readonly AgreementShown[];
}

export async function look(house: Asked): Promise<Shown> {
  const { client } = house;
  const [{ entries, peers }, { agreements }] = await Promise.all([
    client.read('/peers', peersSchema),
    client.read('/agreements', agreementsSchema),
  ]);
  return { house, entries, peers, agreements };
}

/** A whole log, page by page. */
export interface ShownLog {
  readonly ids: readonly DocumentId[];
  readonly leafHashes: readonly Uint8Array[];
  /** Of the tree of every size from one on, in base64. */
  readonly roots: readonly string[];
}

export async function readLog({ client }: Asked): Promise<ShownLog> {
  const ids: DocumentId[] = [];
  const leafHashes: Uint8Array[] = [];
  const roots: string[] = [];
  const peaks: Uint8Array[] = [];
  for (;;) {
    const bytes = await client.getBytes(`/log/entries?after=${ids.length - 1}`);
    const { entries } = parseLogPage(parseCanonical(bytes, { bytesMax: BATCH_BYTES_MAX }));
    if (entries.length === 0) return { ids, leafHashes, roots };
    for (const { leaf } of entries) {
      const parsed = parseLeaf(canonicalBytes(leaf));
      const hash = leafHash(leafBytes(parsed));
      pushPeak(peaks, ids.length, hash);
      ids.push(parsed.doc);
      leafHashes.push(hash);
      roots.push(toBase64(foldPeaks(peaks)));
    }
  }
}

/** The bytes of a document, as somebody's server shows them; null where it has none. */
export async function documentAt({ client }: Asked, id: DocumentId): Promise<string | null> {
  const bytes = await client.getBytes(`/documents/${encodeURIComponent(id)}`).catch(() => null);
  return bytes === null ? null : Buffer.from(bytes).toString('base64');
}

/** The note of a log that a witness cosigned last; null where it has seen none. */
export async function witnessed({ client }: Asked, log: Scid): Promise<string | null> {
  const bytes = await client.getBytes(`/witness/checkpoints/${log}`).catch(() => null);
  return bytes === null ? null : Buffer.from(bytes).toString();
}
