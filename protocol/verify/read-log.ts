import type { DidVersion } from '../identity/did-version.ts';
import type { VerifySignature } from '../identity/signature.ts';
import type { DocumentId, Scid } from '../ids.ts';
import { verifyInclusion } from '../log/tree.ts';
import type { VerifierKey } from '../log/vkey.ts';
import type { Bundle, BundleLog } from './bundle.ts';
import { checkpointKeysOf } from './checkpoint-keys.ts';
import { readDidHistory } from './did-history.ts';
import { type Fault, faultOf } from './fault.ts';
import {
  checkStatedHeads,
  hashesOf,
  type ReadCheckpoint,
  readCheckpoint,
  readEarlier,
} from './read-checkpoints.ts';
import { type Deposited, readDeposited } from './read-deposited.ts';
import { type HashedEntry, type ReadEntry, readEntries, type ShownLog } from './read-entries.ts';
import { keysByLabel, type WitnessKeys, witnessKeysOf } from './witness-keys.ts';

/** Thread of the commons' key history. */
const IDENTITY = 'identity';

/** What a bundle shows of one log, authenticated as far as it goes. */
export interface ReadLog {
  readonly commons: Scid;
  /** Sorted by index, each once. */
  readonly entries: readonly ReadEntry[];
  /**
   * Whether the entries are known to be the log's: by the checkpoint and the whole history of the keys that sign it, or
   * because they were taken from the log itself.
   */
  readonly authenticated: boolean;
  /** Null where it does not verify; then nothing is included. */
  readonly checkpoint: ReadCheckpoint | null;
  readonly earlier: readonly ReadCheckpoint[];
  readonly didVersions: ReadonlyMap<DocumentId, DidVersion>;
  /** Versions of the DID whose named head is not shown to be a beginning of the log. */
  readonly unprovenHeads: readonly number[];
  /** What it keeps for others, as far as that is shown. */
  readonly deposited: ReadonlyMap<DocumentId, Deposited>;
  readonly faults: readonly Fault[];
}

export interface ReadOptions {
  readonly verify: VerifySignature;
  /** Of witnesses whose logs are not among the parts: those whose DID logs are there, and those that the verifier brings. */
  readonly witnessKeys: readonly VerifierKey[];
}

/**
 * Reads all parts of a bundle: leaves, envelopes, signatures, DID histories, checkpoints, inclusion and consistency.
 * Spec §9. Keys in force and threads need the whole order and come after (`replayAll`).
 */
export async function readLogs(bundle: Bundle, options: ReadOptions): Promise<readonly ReadLog[]> {
  const begun: Begun<BundleLog>[] = [];
  for (const part of bundle.logs) begun.push(await begin(part, options.verify));
  const witnesses = keysByLabel([
    ...begun.flatMap(({ part, didVersions }) => witnessKeysOf(part.commons, [...didVersions.values()])),
    ...options.witnessKeys,
  ]);
  const logs: ReadLog[] = [];
  for (const one of begun) logs.push(await finish(one, witnesses, options.verify));
  return logs;
}

/** One part as far as it can be read without knowing the witnesses. */
export interface Begun<Part extends ShownLog> {
  readonly part: Part;
  readonly entries: readonly HashedEntry[];
  readonly didVersions: ReadonlyMap<DocumentId, DidVersion>;
  readonly faults: Fault[];
}

/** Leaves, envelopes, signatures and the key history of one log. */
export async function begin<Part extends ShownLog>(
  part: Part,
  verify: VerifySignature,
): Promise<Begun<Part>> {
  const faults: Fault[] = [];
  const entries = await readEntries(part, verify, faults);
  const read = entries.map((entry) => entry.read);
  const didVersions = await readDidHistory(part.commons, read, verify, faults);
  checkEnd(part.commons, read, didVersions, faults);
  return { part, entries, didVersions, faults };
}

/** Nothing follows the entry with which a commons ends. Spec §1. */
function checkEnd(
  commons: Scid,
  entries: readonly ReadEntry[],
  didVersions: ReadonlyMap<DocumentId, DidVersion>,
  faults: Fault[],
): void {
  const end = entries.find(({ leaf }) => didVersions.get(leaf.doc)?.deactivated === true)?.index;
  const after = end === undefined ? undefined : entries.find(({ index }) => index > end);
  if (after !== undefined) faults.push(faultOf('after-end', commons, after.index));
}

async function finish(
  { part, entries, didVersions, faults }: Begun<BundleLog>,
  witnesses: WitnessKeys,
  verify: VerifySignature,
): Promise<ReadLog> {
  const { commons } = part;
  const versions = [...didVersions.values()];
  const deposited = await readDeposited(part, verify);
  const common = { commons, entries: entries.map(({ read }) => read), didVersions, deposited, faults };
  const reader = { commons, keys: checkpointKeysOf(commons, versions), witnesses, verify };
  const checkpoint = await readCheckpoint(part.checkpoint, reader);
  if (typeof checkpoint === 'string') {
    // Without a key history nothing is said against the checkpoint: it cannot be judged.
    if (versions.length > 0 && checkpoint !== 'unknown-key') faults.push(faultOf(checkpoint, commons));
    return { ...common, authenticated: false, checkpoint: null, earlier: [], unprovenHeads: [] };
  }
  checkInclusion(part, entries, checkpoint, faults);
  const unprovenHeads = checkStatedHeads(part, checkpoint, versions, faults);
  const earlier = await readEarlier(part, checkpoint, reader, faults);
  const authenticated = unprovenHeads.length === 0 && showsKeyHistory(common.entries);
  return { ...common, authenticated, checkpoint, earlier, unprovenHeads };
}

/** Whether every entry of the key history that a leaf tells of is shown. Spec §9. */
export function showsKeyHistory(entries: readonly ReadEntry[]): boolean {
  let told = 0;
  let shown = 0;
  for (const { leaf, document } of entries) {
    const changed = leaf.threads.find(({ key }) => key === IDENTITY);
    const read = leaf.reads.find(({ key }) => key === IDENTITY);
    if (changed !== undefined && document !== null) shown++;
    told = Math.max(told, changed === undefined ? 0 : changed.n + 1, read?.n ?? 0);
  }
  return shown === told;
}

function checkInclusion(
  part: BundleLog,
  entries: readonly HashedEntry[],
  { size, root }: ReadCheckpoint,
  faults: Fault[],
): void {
  const paths = new Map(part.entries.map(({ index, path }) => [index, path]));
  for (const { read, leafHash } of entries) {
    const proof = hashesOf(paths.get(read.index) ?? []);
    if (proof === null || !verifyInclusion({ index: read.index, size, leafHash, proof, root })) {
      faults.push(faultOf('not-included', part.commons, read.index));
    }
  }
}
