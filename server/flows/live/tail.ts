import { type Filter, lets, wantsAll } from '../../../federation/subscription/filter.ts';
import type { JsonObject } from '../../../protocol/canonical.ts';
import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { Proposal } from '../../../protocol/documents/proposal.ts';
import { BATCH_DOCUMENTS_MAX } from '../../../protocol/limits.ts';
import type { Context } from '../../context.ts';
import type { StoredCheckpoint, StoredEntry } from '../../store/store.ts';
import { type PageEntry, pageEntryOf } from '../peers/log-page.ts';
import type { MayRead } from '../record/evidence-source.ts';
import { proposalAbout } from '../record/proposal-about.ts';
import { readKnown } from '../record/read-document.ts';
import { frame } from './frames.ts';

/** Bytes that are handed to a stream in one go: what a slow reader can make us keep. */
const CHUNK_BYTES = 256 * 1024;

/** Pages that are kept for those who come by next; who reads from the beginning does not fill the memory. */
const PAGES_MAX = 16;

/** A piece of the log for one reader. */
export interface Piece {
  readonly bytes: Uint8Array;
  /** The last entry that was looked at, shown or not. */
  readonly after: number;
}

/** The end of our log, read once for all who wait for it. */
export interface Tail {
  /** Forgets what was read: there may be more. */
  readonly changed: () => void;
  readonly newest: () => Promise<StoredCheckpoint | null>;
  /** What follows an index, up to the newest checkpoint. @returns null where nothing does. */
  readonly piece: (after: number, filter: Filter, mayRead: MayRead) => Promise<Piece | null>;
}

interface Prepared {
  readonly entry: StoredEntry;
  readonly type: string;
  readonly document: FolkmootDocument | null;
  readonly proposal: Proposal | null;
  /** As frames: with its envelope, and as its leaf alone. Made when first asked for. */
  readonly shown: () => Uint8Array;
  readonly bare: () => Uint8Array;
}

/** Spec §19: what is logged is written out once, however many read it. */
export function createTail(context: Context): Tail {
  let newest: Promise<StoredCheckpoint | null> | null = null;
  let pages = new Map<number, Promise<readonly Prepared[]>>();

  async function readNewest(): Promise<StoredCheckpoint | null> {
    return (await context.store.checkpoints(await context.commons(), 'newest'))[0] ?? null;
  }

  async function readPage(after: number): Promise<readonly Prepared[]> {
    const home = await context.commons();
    const size = (await tail.newest())?.size ?? 0;
    const limit = Math.min(BATCH_DOCUMENTS_MAX, size - 1 - after);
    const entries = limit <= 0 ? [] : await context.store.entries(home, { after, limit });
    return Promise.all(
      entries.map(async (entry) =>
        prepare(entry, await proposalAbout(context, readKnown(entry)?.document ?? null)),
      ),
    );
  }

  const tail: Tail = {
    changed() {
      newest = null;
      pages = new Map();
    },
    newest: () => {
      newest ??= readNewest().catch((error: unknown) => {
        tail.changed(); // what was not answered is asked again
        throw error;
      });
      return newest;
    },
    async piece(after, filter, mayRead) {
      const home = await context.commons();
      if (pages.size >= PAGES_MAX) pages = new Map();
      const page = pages.get(after) ?? readPage(after);
      pages.set(after, page);
      page.catch(() => pages.delete(after));
      const chunks: Uint8Array[] = [];
      let reached = after;
      let bytes = 0;
      for (const one of await page) {
        if (bytes > CHUNK_BYTES) break;
        reached = one.entry.index;
        const isShown = one.document !== null && mayRead(one.document);
        const seen = {
          type: one.type,
          document: isShown ? one.document : null,
          proposal: isShown && one.proposal !== null && mayRead(one.proposal) ? one.proposal : null,
        };
        if (!wantsAll(filter) && !lets(filter, seen, home)) continue;
        const chunk = isShown ? one.shown() : one.bare();
        chunks.push(chunk);
        bytes += chunk.length;
      }
      return reached === after ? null : { bytes: Buffer.concat(chunks), after: reached };
    },
  };
  return tail;
}

function prepare(entry: StoredEntry, proposal: Proposal | null): Prepared {
  const { leaf } = pageEntryOf(entry, () => false);
  const framed = (mayRead: MayRead) =>
    frame('entry', entry.index, pageEntryOf(entry, mayRead) satisfies PageEntry as JsonObject); // JSON by its schema
  let [shown, bare]: [Uint8Array | null, Uint8Array | null] = [null, null];
  return {
    entry,
    type: typeof leaf.type === 'string' ? leaf.type : '',
    document: readKnown(entry)?.document ?? null,
    proposal,
    shown: () => (shown ??= framed(() => true)),
    bare: () => (bare ??= framed(() => false)),
  };
}
