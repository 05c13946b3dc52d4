import { equalBytes, fromBase64url } from '../bytes.ts';
import type { DidVersion } from '../identity/did-version.ts';
import { appendToTiles, EMPTY_EDGE } from '../log/append.ts';
import { checkpointKeysOf } from './checkpoint-keys.ts';
import { type Fault, faultOf } from './fault.ts';
import { type ReadCheckpoint, readCheckpoint } from './read-checkpoints.ts';
import type { HashedEntry, ShownLog } from './read-entries.ts';
import { begin, type ReadLog, type ReadOptions, showsKeyHistory } from './read-log.ts';
import { keysByLabel, witnessKeysOf } from './witness-keys.ts';

/** A log with every entry that its checkpoint signs: nothing needs a proof, since the tree itself can be computed. */
export interface WholeLog extends ShownLog {
  /** Note of the checkpoint over all of its entries. */
  readonly checkpoint: string;
}

/**
 * Reads a whole log: leaves, envelopes, signatures, key history, the tree over all leaves, and its checkpoint. Spec §20.
 *
 * @throws {ProtocolError} `malformed` where something is no leaf, or one position is there twice.
 */
export async function readWholeLog(log: WholeLog, { verify, witnessKeys }: ReadOptions): Promise<ReadLog> {
  const { commons } = log;
  const { entries, didVersions, faults } = await begin(log, verify);
  const versions = [...didVersions.values()];
  const common = {
    commons,
    entries: entries.map(({ read }) => read),
    didVersions,
    faults,
    earlier: [],
    deposited: new Map(),
    unprovenHeads: [],
  };
  const checkpoint = await readCheckpoint(log.checkpoint, {
    commons,
    keys: checkpointKeysOf(commons, versions),
    witnesses: keysByLabel([...witnessKeysOf(commons, versions), ...witnessKeys]),
    verify,
  });
  if (typeof checkpoint === 'string') {
    // A whole log shows all of its keys: one that is unknown is none of them.
    faults.push(faultOf(checkpoint === 'unknown-key' ? 'checkpoint-invalid' : checkpoint, commons));
    return { ...common, authenticated: false, checkpoint: null };
  }
  faults.push(...treeFaults(log, entries, checkpoint), ...headFaults(log, entries, versions));
  return { ...common, authenticated: showsKeyHistory(common.entries), checkpoint };
}

function treeFaults(
  { commons }: WholeLog,
  entries: readonly HashedEntry[],
  { size, root }: ReadCheckpoint,
): readonly Fault[] {
  const hole = entries.findIndex(({ read }, position) => read.index !== position);
  if (hole !== -1) return [faultOf('not-included', commons, hole)];
  const isWhole = entries.length === size && equalBytes(rootOf(entries), root);
  return isWhole ? [] : [faultOf('not-included', commons)];
}

/** The heads that versions of the DID name are beginnings of this log. Spec §9. */
function headFaults(
  { commons }: WholeLog,
  entries: readonly HashedEntry[],
  versions: readonly DidVersion[],
): readonly Fault[] {
  return versions.flatMap(({ keys }) => {
    const { head } = keys.log;
    if (head === undefined || head.size === 0) return [];
    const root = fromBase64url(head.root);
    const isBeginning = root !== null && equalBytes(rootOf(entries.slice(0, head.size)), root);
    return isBeginning ? [] : [faultOf('inconsistent', commons)];
  });
}

function rootOf(entries: readonly HashedEntry[]): Uint8Array {
  return appendToTiles(
    EMPTY_EDGE,
    entries.map(({ leafHash }) => leafHash),
  ).root;
}
