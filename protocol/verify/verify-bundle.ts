import { fromBase64url } from '../bytes.ts';
import type { ThreadName } from '../documents/define.ts';
import type { CheckLevel } from '../governance/verdict.ts';
import type { VerifySignature } from '../identity/signature.ts';
import { hashTextOf, type Scid } from '../ids.ts';
import { formatMillis, type Millis } from '../time.ts';
import { type Bundle, parseBundle } from './bundle.ts';
import { certificateLevels } from './certificate.ts';
import { everyLevel, ruleLevels, type VerifiedLog } from './decided-levels.ts';
import { type DepositsFound, depositsOf } from './deposits.ts';
import { type Fault, faultOf } from './fault.ts';
import { freshnessOf } from './freshness.ts';
import { isAtHome } from './home-verdict.ts';
import type { Signer } from './judge-signed.ts';
import { ownThread } from './own-thread.ts';
import { type ReadLog, readLogs } from './read-log.ts';
import { replayAll } from './replay-all.ts';
import type { ReplayedEntry } from './replay-log.ts';
import {
  LEVELS,
  type Level,
  type LevelReport,
  NOT_SHOWN,
  notShownWith,
  type Report,
  worstOf,
} from './report.ts';
import { missingLevel, unresolvedLevel } from './rule-levels.ts';
import { bundledWitnesses } from './witness-keys.ts';
import { singleHistoryOf, type Trust, trustOf } from './witnessing.ts';

export interface VerifyOptions {
  readonly verify: VerifySignature;
  /** Witnesses that the verifier trusts: SCIDs, `folkmoot/<SCID>`, or vkeys. */
  readonly trust?: readonly string[];
  /** The verifier's clock; only DID times and a maximum age ask for it. */
  readonly now: Millis;
  readonly maxAgeSeconds?: number;
  /**
   * A log that the verifier holds itself, as of the bundle's checkpoint: the target's own thread in the bundle is known to
   * be whole, and no leaf need show it.
   */
  readonly holds?: Scid;
}

/**
 * Verifies a proof bundle, offline, by recomputing everything. Spec §9 [R-9.1] – [R-9.9].
 *
 * Time and memory grow with the size of the bundle, whatever is in it.
 *
 * @throws {ProtocolError} `malformed`, `not-canonical`, `too-deep` or `too-large` where the bytes are no bundle at all,
 * or where somebody is to be trusted who cannot be named so.
 */
export async function verifyBundle(bytes: Uint8Array, options: VerifyOptions): Promise<Report> {
  return verifyParsed(parseBundle(bytes), options);
}

/** As `verifyBundle`, for a bundle in memory. */
export async function verifyParsed(bundle: Bundle, options: VerifyOptions): Promise<Report> {
  const trust = trustOf(options.trust ?? []);
  const witnesses = await bundledWitnesses(bundle.witnesses, options);
  const read = await readLogs(bundle, {
    verify: options.verify,
    witnessKeys: [...witnesses.keys, ...trust.keys],
  });
  const replayed = replayAll(read);
  const logs = new Map<Scid, VerifiedLog>();
  for (const log of read) {
    const result = replayed.get(log.commons);
    if (result !== undefined) logs.set(log.commons, { read: log, replayed: result });
  }
  const faults = [
    ...attachmentFaults(bundle),
    ...witnesses.faults,
    ...[...logs.values()].flatMap((log) => [...log.read.faults, ...log.replayed.faults]),
  ];
  const found = { faults, findings: witnesses.findings };
  return reportOf(bundle, logs, found, trust, options);
}

function attachmentFaults(bundle: Bundle): readonly Fault[] {
  return Object.entries(bundle.attachments).flatMap(([hash, text]) => {
    const bytes = fromBase64url(text);
    return bytes === null || hashTextOf(bytes) !== hash
      ? [faultOf('attachment-altered', bundle.target.commons)]
      : [];
  });
}

function reportOf(
  bundle: Bundle,
  logs: ReadonlyMap<Scid, VerifiedLog>,
  found: Pick<Report, 'faults' | 'findings'>,
  trust: Trust,
  options: VerifyOptions,
): Report {
  const { faults } = found;
  const { commons, id } = bundle.target;
  const log = logs.get(commons);
  const part = bundle.logs.find((other) => other.commons === commons);
  const target = log?.replayed.byDocument.get(id);
  if (log === undefined || part === undefined || target === undefined) return absentReport(bundle, found);
  const unknown = unknownLog(log.read);
  const deposits = unknown === null ? depositsOf(target, log, logs) : null;
  const levels: Record<Level, LevelReport> = {
    V0: signatureLevel(target, logs, faults, unknown),
    V1: inclusionLevel(target, log, logs, faults),
    ...(unknown === null ? withDeposits(rulesOf(target, log, logs, trust), deposits) : everyLevel(unknown)),
    V5: unknown ?? freshnessOf(target, part, log, { ...options, trust }),
  };
  const { verdict, document, leaf, index, at } = target;
  return {
    target: { commons, id, type: document?.type ?? leaf.type, index, at: formatMillis(at) },
    levels,
    verdict: verdict === null ? null : { status: verdict.status, code: verdict.refusal?.code ?? null },
    checks: verdict?.checks ?? [],
    singleHistory: singleHistoryOf(log.read, trust),
    completeness: 'indexed',
    withheld: withheldIn(levels, logs, target, log),
    ...(deposits === null ? {} : { deposits: deposits.told }),
    ...found,
    notShown: deposits === null ? NOT_SHOWN : notShownWith(deposits.told),
  };
}

/** V3 asks too whether something was kept out. Spec §21 [R-21.10]. */
function withDeposits(
  levels: Record<CheckLevel, LevelReport>,
  deposits: DepositsFound | null,
): Record<CheckLevel, LevelReport> {
  return deposits === null ? levels : { ...levels, V3: worstOf([levels.V3, deposits.level]) };
}

function rulesOf(
  target: ReplayedEntry,
  log: VerifiedLog,
  logs: ReadonlyMap<Scid, VerifiedLog>,
  trust: Trust,
): Record<CheckLevel, LevelReport> {
  return target.document?.type === 'seal' && isAtHome(target, log.read)
    ? certificateLevels(target, target.document, log, logs, trust)
    : ruleLevels(target, log, trust);
}

/** V0: everything that the bundle shows is what was signed, by keys in force. One altered document spoils all. */
function signatureLevel(
  target: ReplayedEntry,
  logs: ReadonlyMap<Scid, VerifiedLog>,
  faults: readonly Fault[],
  unknown: LevelReport | null,
): LevelReport {
  const fault = faultsInWords(faults, 'V0');
  if (fault !== null) return { result: 'fail', reason: fault, proofs: [] };
  if (unknown !== null) return unknown;
  if (target.document === null) return unresolvedLevel('The document is withheld.');
  const signer = target.signer === 'foreign' ? homeSigner(target, logs) : target.signer;
  if (signer === null) return unresolvedLevel('The document stands where no log takes it.');
  if (typeof signer === 'object') return missingLevel([signer]);
  return {
    result: 'pass',
    reason: 'Every signature verifies, and the key was in force at this position.',
    proofs: [target.leaf.doc],
  };
}

/** Why nothing is known of a log: then no level says anything of what it holds. Null where it is authenticated. */
function unknownLog({ authenticated, checkpoint, commons, didVersions, unprovenHeads }: ReadLog) {
  if (authenticated) return null;
  const [version] = unprovenHeads;
  if (version !== undefined) {
    return unresolvedLevel(
      `It is not shown that the log of ${commons} goes on from the head that version ${version} of its DID names.`,
    );
  }
  const reason =
    checkpoint === null && didVersions.size > 0
      ? `No checkpoint by a key of its shown history says what is in the log of ${commons}.`
      : `Without its whole key history nothing is known of the log of ${commons}.`;
  return { ...missingLevel([{ kind: 'thread', name: 'identity' }]), reason };
}

/** A foreign document's key is in force, or not, in its own commons' log. */
function homeSigner(target: ReplayedEntry, logs: ReadonlyMap<Scid, VerifiedLog>): Signer {
  const id = target.leaf.doc;
  const home = target.document === null ? undefined : logs.get(target.document.commons);
  const entry = home?.read.authenticated === true ? home.replayed.byDocument.get(id) : undefined;
  return entry?.signer ?? { kind: 'foreign', id };
}

/** V1: every entry is in the log that its checkpoint signs, and no leaf contradicts another. */
function inclusionLevel(
  target: ReplayedEntry,
  log: VerifiedLog,
  logs: ReadonlyMap<Scid, VerifiedLog>,
  faults: readonly Fault[],
): LevelReport {
  const fault = faultsInWords(faults, 'V1');
  if (fault !== null) return { result: 'fail', reason: fault, proofs: [] };
  for (const { read } of logs.values()) {
    const unknown = unknownLog(read);
    if (unknown !== null) return unknown;
  }
  const size = log.read.checkpoint?.size ?? 0;
  return {
    result: 'pass',
    reason: `Entry ${target.index} of ${size}, under the log's checkpoint; no leaf contradicts another.`,
    proofs: [target.leaf.doc],
  };
}

/** The first fault of a level with its place (an entry, else a log), and how many more there are; null where there is none. */
function faultsInWords(faults: readonly Fault[], level: Fault['level']): string | null {
  const [fault, ...more] = faults.filter((candidate) => candidate.level === level);
  if (fault === undefined) return null;
  const place = fault.index === undefined ? `Log of ${fault.commons}: ` : `Entry ${fault.index}: `;
  return `${place}${fault.sentence}${more.length === 0 ? '' : ` (${more.length} more)`}`;
}

/**
 * Entries without documents: the target, and those in the threads, or by the ids, that a level could not be answered for.
 * What came after the target bears on it in its own thread alone. Spec §9 [R-9.21].
 */
function withheldIn(
  levels: Report['levels'],
  logs: ReadonlyMap<Scid, VerifiedLog>,
  target: ReplayedEntry,
  home: VerifiedLog,
): number {
  const needs = LEVELS.flatMap((level) => levels[level].missing ?? []);
  const names = new Set(needs.flatMap((need) => ('name' in need ? [need.name] : [])));
  const asked = new Set([
    target.leaf.doc,
    ...needs.flatMap((need) => (need.kind === 'document' ? [need.id] : [])),
  ]);
  const own = target.document === null ? null : ownThread(target.document);
  let count = 0;
  for (const log of logs.values()) {
    const keyOf = (name: ThreadName) => log.replayed.threadOf(name)?.key ?? name;
    const keys = new Set([...names].map(keyOf));
    const ownKey = own === null ? null : keyOf(own);
    for (const { document, leaf, index } of log.read.entries) {
      if (document !== null) continue;
      const bears = ({ key }: { readonly key: string }) =>
        keys.has(key) && (log !== home || index <= target.index || key === ownKey);
      if (asked.has(leaf.doc) || leaf.threads.some(bears)) count++;
    }
  }
  return count;
}

function absentReport(bundle: Bundle, found: Pick<Report, 'faults' | 'findings'>): Report {
  const absent: LevelReport = {
    ...missingLevel([{ kind: 'document', id: bundle.target.id }]),
    reason: 'The bundle does not hold the document that it is about.',
  };
  return {
    target: { ...bundle.target, type: null, index: null, at: null },
    levels: Object.fromEntries(LEVELS.map((level) => [level, absent])) as Record<Level, LevelReport>, // one pair per level
    verdict: null,
    checks: [],
    singleHistory: { result: 'unresolved', trusted: [], unknown: 0, since: null },
    completeness: 'indexed',
    withheld: 0,
    ...found,
    notShown: NOT_SHOWN,
  };
}
