import type { Scid } from '../ids.ts';
import { ProtocolError } from '../problem.ts';
import { formatMillis, type Millis } from '../time.ts';
import { proofOf } from './did-entry.ts';
import { didInvalid } from './did-fault.ts';
import { type DidVersion, readDidVersion } from './did-version.ts';
import { publicKeyOf } from './multikey.ts';
import type { VerifySignature } from './signature.ts';
import { soundly } from './signature-soundness.ts';

/** A new version each month for forty years; with the longest lines 8 MiB. */
export const DID_VERSIONS_MAX = 500;
/** How far two honest clocks may differ (did:webvh v1.0 allows five minutes). */
export const DID_FUTURE_TOLERANCE_MS = 5 * 60 * 1000;

export interface ResolveOptions {
  /** Decides what lies in the future. No other clock is asked. */
  readonly now: Millis;
  readonly verify: VerifySignature;
  /** The commons that is expected; a log of another one is refused. */
  readonly expectedScid?: Scid;
}

/**
 * All versions of a commons' DID, in order, each one proven. Spec §1 [R-1.20].
 *
 * One bad line makes the whole log bad: a reader who took the versions before it would take a rollback.
 *
 * @param lines of `did.jsonl`, all of them, without their newlines.
 * @throws {ProtocolError} `did-invalid` (its `fault` says why, its `version` where), `key-unsound`, `too-large`.
 */
export async function resolveDidLog(
  lines: readonly string[],
  options: ResolveOptions,
): Promise<DidVersion[]> {
  if (lines.length === 0) throw didInvalid('form', 'a DID log has at least one version');
  if (lines.length > DID_VERSIONS_MAX) {
    throw new ProtocolError('too-large', `A DID log has at most ${DID_VERSIONS_MAX} versions.`, {
      versionsMax: DID_VERSIONS_MAX,
    });
  }
  const versions: DidVersion[] = [];
  for (const line of lines) versions.push(await resolveNext(line, versions, options));
  return versions;
}

/**
 * Whether the lines go on where the known ones end: every known line is there, byte for byte. Spec §1.
 *
 * False means rollback or fork; the known lines stay, and the new ones are evidence.
 */
export function extendsHistory(known: readonly string[], lines: readonly string[]): boolean {
  return known.length <= lines.length && known.every((line, index) => line === lines[index]);
}

/**
 * Lines of the text of `did.jsonl`: each one ends with a newline, the last one too. Spec §1.
 *
 * @throws {ProtocolError} `did-invalid` with the fault `form` where the text ends within a line.
 */
export function splitDidLog(text: string): string[] {
  if (!text.endsWith('\n')) throw didInvalid('form', 'the text of a DID log ends with a newline');
  return text.slice(0, -1).split('\n');
}

export function joinDidLog(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

async function resolveNext(
  line: string,
  known: readonly DidVersion[],
  options: ResolveOptions,
): Promise<DidVersion> {
  try {
    const { version, entry } = readDidVersion(line, known);
    // The SCID is the name that everything refers to.
    if (options.expectedScid !== undefined && version.scid !== options.expectedScid) {
      throw didInvalid('scid', `the log is of ${version.scid}, not of ${options.expectedScid}`);
    }
    // Not in the future of the reader.
    if (!(version.time <= options.now + DID_FUTURE_TOLERANCE_MS)) {
      throw didInvalid(
        'future',
        `${formatMillis(version.time)} lies in the future of ${formatMillis(options.now)}`,
      );
    }
    await assertProven(version, entry, options.verify);
    return version;
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    const extensions = { ...error.extensions, version: known.length + 1 };
    throw new ProtocolError(error.type, `version ${known.length + 1}: ${error.message}`, extensions, {
      cause: error,
    });
  }
}

/** One of the version's own update keys signed it: pre-rotation makes them the ones that count. */
async function assertProven(
  version: DidVersion,
  entry: Parameters<typeof proofOf>[0],
  verify: VerifySignature,
): Promise<void> {
  const { key, message, signature } = proofOf(entry);
  const publicKey = publicKeyOf(key);
  if (publicKey === null || !version.updateKeys.includes(key)) {
    throw didInvalid('proof', 'the proof must be made with one of the update keys of the version');
  }
  if (!(await soundly(verify)(publicKey, message, signature))) {
    throw didInvalid('proof', 'the proof does not verify');
  }
}
