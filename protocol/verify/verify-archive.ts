import { toBase64url } from '../bytes.ts';
import { attachmentsOf } from '../documents/parse-document.ts';
import type { Verdict } from '../governance/verdict.ts';
import type { DidVersion } from '../identity/did-version.ts';
import { hashTextOf, type Scid } from '../ids.ts';
import { formatMillis } from '../time.ts';
import type { Bundle } from './bundle.ts';
import { type Fault, type Finding, faultOf } from './fault.ts';
import { readWholeLog, type WholeLog } from './read-whole-log.ts';
import { replayAll } from './replay-all.ts';
import type { ReplayedEntry } from './replay-log.ts';
import type { Report } from './report.ts';
import type { VerifyOptions } from './verify-bundle.ts';
import { bundledWitnesses } from './witness-keys.ts';
import { singleHistoryOf, trustOf } from './witnessing.ts';

/** What became of the documents of a log when all of them were judged anew. */
export interface Tally {
  readonly counted: number;
  /** They wait for a second signature. */
  readonly pending: number;
  /** They are in the log and changed nothing: the rules said no. */
  readonly notCounted: number;
  /** It cannot be told here: they rest on something that the archive does not hold. */
  readonly unresolved: number;
  /** Their leaf alone is there: they are not public, were erased, or are of a type that is not known here. */
  readonly hidden: number;
}

/** A text that documents name. */
export interface ArchivedAttachment {
  /** As which it is kept. */
  readonly hash: string;
  readonly content: Uint8Array;
}

/** All that an archive holds. Spec §20. */
export interface Archive extends WholeLog {
  /** The DID log that lies beside the entries: the same lines as in them. */
  readonly didLines: readonly string[];
  readonly attachments: AsyncIterable<ArchivedAttachment>;
  /** DID logs of those who cosigned the checkpoint. */
  readonly witnesses: Bundle['witnesses'];
}

/** What an archive was found to be. Spec §20. */
export interface ArchiveReport {
  /** `fail` where something cannot be as it is; `unresolved` where the log does not show all of its keys. */
  readonly result: 'pass' | 'fail' | 'unresolved';
  readonly commons: Scid;
  readonly entries: number;
  /** Root of the tree over all entries, in base64url; null where the checkpoint does not verify. */
  readonly root: string | null;
  /** Time of the first entry and of the last one. */
  readonly from: string | null;
  readonly until: string | null;
  /** When the commons ended; null where it goes on. */
  readonly endedAt: string | null;
  readonly documents: Tally;
  readonly decisions: Tally;
  /** Texts that shown documents name, and how many of them are not there: erased, or left out of this copy. */
  readonly attachments: { readonly named: number; readonly missing: number };
  readonly singleHistory: Report['singleHistory'];
  readonly faults: readonly Fault[];
  readonly findings: readonly Finding[];
}

/**
 * Recomputes a whole log from its archive, offline: signatures, keys, tree, threads, and every verdict. Spec §20.
 *
 * @throws {ProtocolError} `malformed` where something is no leaf, or somebody is to be trusted who cannot be named so.
 */
export async function verifyArchive(
  archive: Archive,
  { verify, now, trust: trusted = [] }: Pick<VerifyOptions, 'verify' | 'now' | 'trust'>,
): Promise<ArchiveReport> {
  const trust = trustOf(trusted);
  const witnesses = await bundledWitnesses(archive.witnesses, { verify, now });
  const read = await readWholeLog(archive, { verify, witnessKeys: [...witnesses.keys, ...trust.keys] });
  const { entries = [], faults: found = [] } = replayAll([read]).get(archive.commons) ?? {};
  const texts = await readTexts(archive, entries);
  const faults = [
    ...read.faults,
    ...found,
    ...didFaults(archive, [...read.didVersions.values()]),
    ...witnesses.faults,
    ...texts.faults,
  ];
  const [first, last] = [entries[0], entries.at(-1)];
  const end = entries.find(({ leaf }) => read.didVersions.get(leaf.doc)?.deactivated === true);
  return {
    result: faults.length > 0 ? 'fail' : read.authenticated ? 'pass' : 'unresolved',
    commons: archive.commons,
    entries: entries.length,
    root: read.checkpoint === null ? null : toBase64url(read.checkpoint.root),
    from: first === undefined ? null : formatMillis(first.at),
    until: last === undefined ? null : formatMillis(last.at),
    endedAt: end === undefined ? null : formatMillis(end.at),
    documents: tallyOf(entries),
    decisions: tallyOf(entries.filter(({ document }) => document?.type === 'decision')),
    attachments: { named: texts.named, missing: texts.missing },
    singleHistory: singleHistoryOf(read, trust),
    faults,
    findings: witnesses.findings,
  };
}

function didFaults({ commons, didLines }: Archive, versions: readonly DidVersion[]): readonly Fault[] {
  const isSame =
    didLines.length === versions.length && versions.every(({ line }, index) => line === didLines[index]);
  return isSame ? [] : [faultOf('did-invalid', commons)];
}

interface Texts extends Readonly<ArchiveReport['attachments']> {
  readonly faults: readonly Fault[];
}

async function readTexts(
  { commons, attachments }: Archive,
  entries: readonly ReplayedEntry[],
): Promise<Texts> {
  const named = new Set<string>(
    entries.flatMap(({ document }) => (document === null ? [] : attachmentsOf(document))),
  );
  const missing = new Set(named);
  const faults: Fault[] = [];
  for await (const { hash, content } of attachments) {
    missing.delete(hash);
    if (hashTextOf(content) !== hash) faults.push(faultOf('attachment-altered', commons));
  }
  return { named: named.size, missing: missing.size, faults };
}

function tallyOf(entries: readonly ReplayedEntry[]): Tally {
  const of = (status: Verdict['status']) =>
    entries.filter(({ verdict }) => verdict?.status === status).length;
  return {
    counted: of('counted'),
    pending: of('pending'),
    notCounted: of('not-counted'),
    unresolved: of('unresolved'),
    hidden: entries.filter(({ verdict }) => verdict === null).length,
  };
}
