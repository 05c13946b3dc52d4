import { fromBase64url } from '../bytes.ts';
import type { Scid } from '../ids.ts';
import { verifyHead } from '../log/heads-tree.ts';
import { formatMillis, type Millis, SECOND } from '../time.ts';
import type { BundleLog } from './bundle.ts';
import type { VerifiedLog } from './decided-levels.ts';
import { endOf } from './end-of.ts';
import { ownThread } from './own-thread.ts';
import { hashesOf } from './read-checkpoints.ts';
import type { ReplayedEntry, ReplayedThread } from './replay-log.ts';
import type { LevelReport } from './report.ts';
import { missingLevel, unresolvedLevel } from './rule-levels.ts';
import { suspensionOf } from './suspension.ts';
import { type Trust, witnessedAt } from './witnessing.ts';

export interface FreshnessOptions {
  readonly trust: Trust;
  /** The verifier's clock; with a maximum age, older evidence is unresolved. */
  readonly now: Millis;
  readonly maxAgeSeconds?: number;
  readonly holds?: Scid;
}

/** How far a log's newest entries may be dated ahead of the verifier's clock. */
const CLOCK_TOLERANCE_MS = 300 * SECOND;

/**
 * V5: nothing up to the newest checkpoint has reversed, replaced, ended, suspended or outlived the target. Spec §9.
 *
 * The thread that could say so is complete up to there: its head is in a `heads` document, and every leaf from there on
 * is shown; or every leaf after the target is. It passes where a trusted witness vouches for that checkpoint; by the
 * log's own word alone it is attested.
 */
export function freshnessOf(
  target: ReplayedEntry,
  part: BundleLog,
  log: VerifiedLog,
  options: FreshnessOptions,
): LevelReport {
  const { checkpoint } = log.read;
  if (target.document === null) return unresolvedLevel('The document is withheld.');
  if (target.verdict === null) return unresolvedLevel('The document stands where no log takes it.');
  if (checkpoint === null) return missingLevel([{ kind: 'thread', name: 'identity' }]);
  const name = ownThread(target.document);
  const thread = log.replayed.threadOf(name);
  if (thread !== undefined && thread.missing.length > 0) return missingLevel(thread.missing);
  const isWhole = thread === undefined || options.holds === log.read.commons;
  const hole = isWhole ? null : holeIn(thread, target, part, log, checkpoint.size);
  if (hole !== null) {
    return hole.result === 'unresolved' ? { missing: [{ kind: 'thread', name }], ...hole } : hole;
  }

  const seen = witnessedAt(log.read, options.trust);
  const lastAt = log.read.entries.at(-1)?.at ?? target.at;
  const asOf = seen?.trusted === true ? Math.max(seen.at, lastAt) : lastAt;
  const ended = endOf(thread?.state ?? null, target, asOf) ?? suspensionOf(thread, target, log, asOf);
  if (ended !== null) return { result: 'fail', ...ended };
  const age = ageProblem(seen?.at ?? lastAt, options);
  if (age !== null) return unresolvedLevel(age);
  const upTo = `Nothing has taken its place up to entry ${checkpoint.size - 1}`;
  const proofs = [target.leaf.doc, ...(part.heads === undefined ? [] : [part.heads.document])];
  if (seen === null) {
    return {
      result: 'attested',
      reason: `${upTo}, by the operator's clock ${formatMillis(lastAt)}.`,
      proofs,
    };
  }
  const reason = `${upTo}, witnessed at ${formatMillis(seen.at)}`;
  return seen.trusted
    ? { result: 'pass', reason: `${reason}.`, proofs }
    : { result: 'attested', reason: `${reason} by witnesses that you do not know.`, proofs };
}

function ageProblem(at: Millis, { now, maxAgeSeconds }: FreshnessOptions): string | null {
  if (maxAgeSeconds === undefined) return null;
  if (at > now + CLOCK_TOLERANCE_MS)
    return `The newest evidence is dated ${formatMillis(at)}: in the future.`;
  return now - at > maxAgeSeconds * SECOND
    ? `The newest evidence is of ${formatMillis(at)}: older than asked.`
    : null;
}

/** @returns why completeness is not shown, or null where it is. */
function holeIn(
  thread: ReplayedThread,
  target: ReplayedEntry,
  part: BundleLog,
  log: VerifiedLog,
  size: number,
): LevelReport | null {
  const from = provenFrom(thread, target, part, log);
  if (typeof from !== 'number') return from;
  const shown = new Set(log.read.entries.map(({ index }) => index));
  for (let index = from; index < size; index++) {
    if (!shown.has(index)) {
      return unresolvedLevel(`Leaf ${index} is missing: something may have been logged after the target.`);
    }
  }
  return null;
}

/** The index from which every leaf must be shown, or why the heads do not fit. */
function provenFrom(
  thread: ReplayedThread,
  target: ReplayedEntry,
  { heads }: BundleLog,
  { replayed }: VerifiedLog,
): number | LevelReport {
  if (heads === undefined) return target.index + 1;
  const entry = replayed.byDocument.get(heads.document);
  if (entry?.document?.type !== 'heads') return missingLevel([{ kind: 'document', id: heads.document }]);
  if (typeof entry.signer === 'object' && entry.signer !== null) return missingLevel([entry.signer]);
  if (entry.signer !== 'in-force') return unresolvedLevel('The heads document is not by the commons.');
  const { size, count, root } = entry.document;
  // Heads of a state that was not there yet, or without the target, show nothing.
  if (size > entry.index || size <= target.index) return target.index + 1;
  const proof = heads.proofs.find(({ key }) => key === thread.key);
  const path = proof === undefined ? null : hashesOf(proof.path);
  const rootBytes = fromBase64url(root);
  if (proof === undefined || path === null || rootBytes === null) {
    return unresolvedLevel('The thread has no head in the heads document.');
  }
  const head = { key: proof.key, last: proof.last, n: proof.n };
  if (!verifyHead(head, { index: proof.index, path }, { count, root: rootBytes })) {
    return unresolvedLevel('The head does not verify.');
  }
  const before = thread.entries.filter(({ index }) => index < size);
  if (before.length === proof.n && before.at(-1)?.index === proof.last) return size;
  const counts = `${proof.n} entries up to index ${size - 1}; the bundle shows ${before.length}`;
  // The thread has no hole, so the entries shown are its first ones: heads that name another last one are false.
  return before.length < proof.n && (before.at(-1)?.index ?? -1) < proof.last
    ? unresolvedLevel(`The thread has ${counts}.`)
    : { result: 'fail', reason: `The heads document is false: it says ${counts}.`, proofs: [entry.leaf.doc] };
}
