import { fromBase64url } from '../bytes.ts';
import type { DidVersion } from '../identity/did-version.ts';
import type { VerifySignature } from '../identity/signature.ts';
import { logOrigin, type Scid } from '../ids.ts';
import { type Note, parseNote } from '../log/note.ts';
import { type OpenedCheckpoint, openCheckpoint } from '../log/open-checkpoint.ts';
import { verifyConsistency } from '../log/tree.ts';
import { ProtocolError } from '../problem.ts';
import type { BundleLog } from './bundle.ts';
import type { CheckpointKey } from './checkpoint-keys.ts';
import { type Fault, faultOf } from './fault.ts';
import { keyLabel, type WitnessKeys } from './witness-keys.ts';

export interface ReadCheckpoint extends OpenedCheckpoint {
  readonly note: string;
}

/** What checkpoints of one log are opened with. */
export interface CheckpointReader {
  readonly commons: Scid;
  readonly keys: readonly CheckpointKey[];
  readonly witnesses: WitnessKeys;
  readonly verify: VerifySignature;
}

/**
 * Opens the note of a checkpoint, or says what is wrong with it. Spec §9, [R-9.14].
 *
 * `unknown-key`: it is of this log, and none of the keys that are shown signed it; a later one may have.
 */
export async function readCheckpoint(
  note: string,
  reader: CheckpointReader,
): Promise<ReadCheckpoint | 'checkpoint-invalid' | 'cosignature-invalid' | 'unknown-key'> {
  const labels = labelsIn(note);
  // Only keys that the note names are tried: with all of them the cost would grow with everybody's history.
  const witnesses = [...labels].flatMap((label) => reader.witnesses.get(label) ?? []);
  for (const { key, sizeMax } of reader.keys) {
    if (!labels.has(keyLabel(key))) continue;
    const opened = await open(note, { log: key, witnesses }, reader.verify);
    if (opened !== null) return opened.size <= sizeMax ? { ...opened, note } : 'checkpoint-invalid';
    const alone = await open(note, { log: key, witnesses: [] }, reader.verify);
    return alone === null ? 'checkpoint-invalid' : 'cosignature-invalid';
  }
  return isOfLog(note, reader.commons) ? 'unknown-key' : 'checkpoint-invalid';
}

/** Earlier checkpoints, each of them a beginning of the newest; ascending by size. Spec §9. */
export async function readEarlier(
  log: BundleLog,
  newest: ReadCheckpoint,
  reader: CheckpointReader,
  faults: Fault[],
): Promise<readonly ReadCheckpoint[]> {
  const read: ReadCheckpoint[] = [];
  for (const { note, consistency } of log.earlier) {
    const checkpoint = await readCheckpoint(note, reader);
    if (typeof checkpoint === 'string') {
      // Whoever shows the newest key shows all before it, so that an unknown one is none of this log's.
      faults.push(faultOf(checkpoint === 'unknown-key' ? 'checkpoint-invalid' : checkpoint, log.commons));
      continue;
    }
    if (isBeginningOf(checkpoint, newest, consistency)) read.push(checkpoint);
    else faults.push(faultOf('inconsistent', log.commons));
  }
  return read.sort((a, b) => a.size - b.size);
}

/**
 * The heads that versions of the DID name are beginnings of the newest checkpoint too: the update keys vouch for them,
 * and a log that parts from them is void. Spec §9.
 *
 * @returns the versions whose proof is not shown.
 */
export function checkStatedHeads(
  log: BundleLog,
  newest: ReadCheckpoint,
  versions: readonly DidVersion[],
  faults: Fault[],
): readonly number[] {
  const proofs = new Map(log.stated?.map(({ version, consistency }) => [version, consistency]));
  const missing: number[] = [];
  for (const { number, keys } of versions) {
    const { head } = keys.log;
    if (head === undefined || head.size === 0) continue;
    const root = fromBase64url(head.root);
    const proof = proofs.get(number) ?? (head.size === newest.size ? [] : undefined);
    if (proof === undefined) missing.push(number);
    else if (root === null || !isBeginningOf({ size: head.size, root }, newest, proof)) {
      faults.push(faultOf('inconsistent', log.commons));
    }
  }
  return missing;
}

/** @returns null where one of the texts is no hash. */
export function hashesOf(texts: readonly string[]): Uint8Array[] | null {
  const hashes = texts.map(fromBase64url);
  return hashes.every((hash) => hash !== null) ? hashes : null;
}

type Head = Pick<OpenedCheckpoint, 'size' | 'root'>;

function isBeginningOf(earlier: Head, newest: Head, consistency: readonly string[]): boolean {
  const proof = hashesOf(consistency);
  return (
    proof !== null &&
    verifyConsistency({
      fromSize: earlier.size,
      toSize: newest.size,
      fromRoot: earlier.root,
      toRoot: newest.root,
      proof,
    })
  );
}

async function open(
  note: string,
  keys: Parameters<typeof openCheckpoint>[1],
  verify: VerifySignature,
): Promise<OpenedCheckpoint | null> {
  try {
    return await openCheckpoint(note, keys, verify);
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}

function labelsIn(note: string): ReadonlySet<string> {
  return new Set(parsed(note)?.signatures.map(keyLabel));
}

function isOfLog(note: string, commons: Scid): boolean {
  const { text, signatures = [] } = parsed(note) ?? {};
  const origin = logOrigin(commons);
  return text?.startsWith(`${origin}\n`) === true && signatures.some(({ name }) => name === origin);
}

function parsed(note: string): Note | null {
  try {
    return parseNote(note);
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}
