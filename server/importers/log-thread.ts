import { parseCheckpoint } from '../../protocol/log/checkpoint.ts';
import { decodeEntryBundle } from '../../protocol/log/entry-bundle.ts';
import { type Leaf, parseLeaf } from '../../protocol/log/leaf.ts';
import { parseNote } from '../../protocol/log/note.ts';
import { entryBundlePath, TILE_WIDTH } from '../../protocol/log/tiles.ts';
import type { Client } from '../client/client.ts';

/** Bundles of 256 leaves, some 150 kB each, that are asked for at a time. */
const AT_A_TIME = 4;

/**
 * Leaves of one public thread, newest first, found by reading the log's tiles backwards to the thread's first entry.
 * Spec §3.
 */
export async function threadEntries(client: Client, thread: string): Promise<Leaf[]> {
  const { size } = parseCheckpoint(
    parseNote(new TextDecoder().decode(await client.getBytes('/log/checkpoint'))).text,
  );
  const found: Leaf[] = [];
  for (let last = Math.ceil(size / TILE_WIDTH) - 1; last >= 0; last -= AT_A_TIME) {
    const indices = Array.from({ length: AT_A_TIME }, (_, step) => last - step).filter((index) => index >= 0);
    const bundles = await Promise.all(indices.map((index) => leavesIn(client, index, size)));
    for (const leaf of bundles.flatMap((leaves) => leaves.toReversed())) {
      const position = leaf.threads.find(({ key }) => key === thread);
      if (position === undefined) continue;
      found.push(leaf);
      if (position.n === 0) return found;
    }
  }
  return found;
}

async function leavesIn(client: Client, index: number, size: number): Promise<Leaf[]> {
  const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
  const bytes = await client.getBytes(`/log/${entryBundlePath({ index, width })}`);
  return decodeEntryBundle(bytes, width).map(parseLeaf);
}
