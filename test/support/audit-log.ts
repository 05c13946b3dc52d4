import { equalBytes, toBase64url } from '../../protocol/bytes.ts';
import { attachmentsOf } from '../../protocol/documents/parse-document.ts';
import { envelopeOf } from '../../protocol/envelope/parse.ts';
import { verifyEnvelope } from '../../protocol/envelope/verify.ts';
import type { ThreadState } from '../../protocol/governance/state.ts';
import type { DocumentId, Scid } from '../../protocol/ids.ts';
import { appendToTiles, EMPTY_EDGE } from '../../protocol/log/append.ts';
import type { ThreadHead } from '../../protocol/log/heads-tree.ts';
import { type Leaf, leafTime, parseLeaf } from '../../protocol/log/leaf.ts';
import { leafHash } from '../../protocol/log/tree.ts';
import type { ReadEntry } from '../../protocol/verify/read-entries.ts';
import { startReplay } from '../../protocol/verify/replay-log.ts';
import type { Context } from '../../server/context.ts';
import { erasureOf } from '../../server/flows/privacy/erasure-of.ts';
import { rebuildLog } from '../../server/flows/rebuild/rebuild.ts';
import { didVersionsOf } from '../../server/flows/record/did-versions.ts';
import { foreignVerdict } from '../../server/flows/record/foreign-verdict.ts';
import { readDocument } from '../../server/flows/record/read-document.ts';
import type { Erasable, StoredEntry } from '../../server/store/store.ts';

const STEP = 500;

/** What a whole log was found to be. */
export interface Audit {
  readonly entries: readonly StoredEntry[];
  /** Hashes of the leaves, in order: the tree of every size follows from them. */
  readonly leafHashes: readonly Uint8Array[];
  /** Sentences on what does not fit; empty for a sound log. */
  readonly faults: readonly string[];
}

/**
 * Reads everything that is stored of our log and recomputes it from the entries alone: order, signatures, the tree with
 * its tiles and checkpoint, threads with their places, and every verdict and state, by the rules of the offline verifier.
 */
export async function auditLog(context: Context): Promise<Audit> {
  const log = await context.commons();
  const entries = await allEntries(context, log);
  const leaves = entries.map(({ leaf }) => parseLeaf(leaf));
  const leafHashes = entries.map(({ leaf }) => leafHash(leaf));
  const faults = [
    ...orderFaults(entries, leaves),
    ...(await documentFaults(context, entries)),
    ...(await treeFaults(context, log, leafHashes)),
    ...(await threadFaults(context, log, leaves)),
    ...(await verdictFaults(context, log, entries, leaves)),
    ...(await heldFaults(context, log, entries)),
  ];
  return { entries, leafHashes, faults };
}

async function allEntries({ store }: Context, log: Scid): Promise<StoredEntry[]> {
  const all: StoredEntry[] = [];
  for (;;) {
    const page = await store.entries(log, { after: all.length - 1, limit: STEP });
    if (page.length === 0) return all;
    all.push(...page);
  }
}

function orderFaults(entries: readonly StoredEntry[], leaves: readonly Leaf[]): string[] {
  const seen = new Set<DocumentId>();
  return entries.flatMap(({ index, id, at }, position) => {
    const leaf = leaves[position];
    const before = entries[position - 1];
    const faults = [
      index !== position && `entry ${position} is missing: ${index} stands in its place`,
      seen.has(id) && `entry ${index}: ${id} is logged twice`,
      leaf?.doc !== id && `entry ${index}: its leaf names another document`,
      (leaf === undefined || leafTime(leaf) !== at) && `entry ${index}: its leaf has another time`,
      before !== undefined && before.at > at && `entry ${index}: time goes back`,
    ];
    seen.add(id);
    return faults.filter((fault) => fault !== false);
  });
}

async function documentFaults(context: Context, entries: readonly StoredEntry[]): Promise<string[]> {
  const { store, verify } = context;
  const faults: string[] = [];
  for (const entry of entries) {
    const { index, document } = entry;
    if (document === null) {
      if (!(await isErased(context, entry.id, null)))
        faults.push(`entry ${index}: its document is not there`);
      continue;
    }
    const { author, key, payload, signature } = document;
    const envelope = envelopeOf({ kid: { author, key }, payload, signature });
    if (envelope.id !== entry.id) faults.push(`entry ${index}: its document is another one`);
    await verifyEnvelope(envelope, verify).catch((error: unknown) => faults.push(`entry ${index}: ${error}`));
    if (parseLeaf(entry.leaf).sig !== toBase64url(signature))
      faults.push(`entry ${index}: another signature`);
    const read = readDocument(entry);
    const named = read === null ? [] : attachmentsOf(read.document);
    const kept = await store.attachments(named);
    for (const hash of named)
      if (kept.has(hash) === (await isErased(context, hash, read?.document.commons ?? null)))
        faults.push(`entry ${index}: an attachment is ${kept.has(hash) ? 'here again' : 'not there'}`);
  }
  return faults;
}

/** Whether our log erased something, or the log of the commons that said it; of which that was cannot be told, any log. */
async function isErased({ store, commons }: Context, name: Erasable, author: Scid | null): Promise<boolean> {
  const trace = (await store.traces([name])).get(name);
  if (author === null) return (trace?.erasedBy ?? []).length > 0;
  return erasureOf(trace, await commons(), author) !== null;
}

async function treeFaults({ store }: Context, log: Scid, hashes: readonly Uint8Array[]): Promise<string[]> {
  const { root, tiles } = appendToTiles(EMPTY_EDGE, hashes);
  const head = await store.head(log);
  const [checkpoint] = await store.checkpoints(log, 'newest');
  const stored = new Map(
    (await store.tiles(log, tiles)).map((tile) => [`${tile.level}/${tile.index}`, tile.hashes]),
  );
  const fits = (part: { readonly size: number; readonly root: Uint8Array } | null | undefined) =>
    part?.size === hashes.length && equalBytes(part.root, root);
  return [
    !fits(head) && `the head is of ${head?.size} entries and not of these ${hashes.length}`,
    !fits(checkpoint) && `the checkpoint is of ${checkpoint?.size} entries and not of these ${hashes.length}`,
    ...tiles.map(({ level, index, hashes: content }) => {
      const kept = stored.get(`${level}/${index}`);
      return (kept === undefined || !equalBytes(kept, content)) && `tile ${level}/${index} is another one`;
    }),
  ].filter((fault) => fault !== false);
}

async function threadFaults({ store }: Context, log: Scid, leaves: readonly Leaf[]): Promise<string[]> {
  const faults: string[] = [];
  const places = new Map<string, number[]>();
  for (const [index, { threads, reads }] of leaves.entries()) {
    for (const { key, n, prev } of [...threads, ...reads]) {
      const known = places.get(key) ?? [];
      if (known.length !== n || (known.at(-1) ?? -1) !== prev)
        faults.push(`entry ${index}: ${key} stands elsewhere`);
    }
    for (const { key } of threads) places.set(key, [...(places.get(key) ?? []), index]);
  }
  const expected = [...places].map(([key, all]) => ({ key, n: all.length, last: all.at(-1) ?? -1 }));
  const heads = await store.heads(log, leaves.length);
  if (textOf(heads) !== textOf(expected)) faults.push('the heads of the threads are other ones');
  for (const [key, indices] of places) {
    // Everything in these logs is public, so that keys are names.
    const [thread] = await store.threads(log, { names: [key] });
    const found = await store.threadIndices(log, key, leaves.length);
    if (thread?.n !== indices.length || thread.last !== indices.at(-1))
      faults.push(`thread ${key} stands elsewhere`);
    if (found.join() !== indices.join()) faults.push(`thread ${key} has other entries`);
  }
  return faults;
}

function textOf(heads: readonly ThreadHead[]): string {
  return heads
    .map(({ key, n, last }) => `${key} ${n} ${last}`)
    .sort()
    .join('\n');
}

/**
 * The offline verifier's rules over all entries: the same verdicts and the same states must come out. Where a payload was
 * erased a stranger cannot tell some of them any more, but never comes to others: those are `heldFaults`'. Spec §16 [R-16.21].
 */
async function verdictFaults(
  context: Context,
  log: Scid,
  entries: readonly StoredEntry[],
  leaves: readonly Leaf[],
): Promise<string[]> {
  const { store } = context;
  const foreign = new Map<DocumentId, boolean | null>();
  for (const { id } of entries) foreign.set(id, await foreignVerdict(store, id));
  const read = entries.flatMap((entry, position): ReadEntry[] => {
    const leaf = leaves[position];
    const known = readDocument(entry);
    if (leaf === undefined || (known === null && entry.document !== null)) return [];
    const { document = null, verified: envelope = null } = known ?? {};
    return [{ index: entry.index, at: entry.at, leaf, document, envelope }];
  });
  const replay = startReplay(
    {
      commons: log,
      entries: read,
      authenticated: true,
      checkpoint: null,
      earlier: [],
      didVersions: await didVersionsOf(context, log, store),
      unprovenHeads: [],
      deposited: new Map(),
      faults: [],
    },
    (id) => foreign.get(id) ?? null,
  );
  for (const _ of read) replay.step();
  const { entries: replayed, threadOf, faults } = replay.result();
  const hasHoles = read.some(({ document }) => document === null);
  const verdicts = replayed.flatMap(({ verdict, index }, position) => {
    const stored = entries[position]?.verdict;
    const isOpen = hasHoles && (verdict === null || verdict.status === 'unresolved');
    // Where it cannot be told whether one question says no, a later one that does gives its own code.
    const isLater = hasHoles && verdict?.checks.some(({ result }) => result === 'unresolved') === true;
    const same =
      isOpen ||
      (verdict?.status === stored?.status &&
        (isLater || (verdict?.refusal?.code ?? null) === (stored?.code ?? null)));
    return same
      ? []
      : [
          `entry ${index}: ${stored?.status} ${stored?.code}, but the rules say ${verdict?.status} ${verdict?.refusal?.code ?? null}`,
        ];
  });
  const states: string[] = [];
  for (const name of new Set(leaves.flatMap(({ threads }) => threads.map(({ key }) => key)))) {
    const [stored] = await store.threads(log, { names: [name] });
    const computed = threadOf(name);
    const isOpen =
      hasHoles && (computed === undefined || computed.missing.length > 0 || computed.doubts.length > 0);
    if (!isOpen && !isSame(stored?.state ?? null, computed?.state ?? null))
      states.push(`thread ${name}: another state`);
  }
  return [...faults.map((fault) => JSON.stringify(fault)), ...verdicts, ...states];
}

/**
 * Where a payload was erased, the log as its holder computes it: what went keeps its verdict, and all else is judged again.
 * So nothing that a stranger cannot tell is passed over.
 */
async function heldFaults(
  context: Context,
  log: Scid,
  entries: readonly StoredEntry[],
): Promise<readonly string[]> {
  if (entries.every(({ document }) => document !== null)) return [];
  const { differences } = await rebuildLog(context, log, { write: false, onProgress: () => undefined });
  return differences.map((difference) => `rebuilt: ${JSON.stringify(difference)}`);
}

function isSame(stored: ThreadState | null, computed: ThreadState | null): boolean {
  return sorted(stored) === sorted(computed);
}

/** JSON with sorted members: the database has an order of its own. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
