import type { ThreadName } from '../../../protocol/documents/define.ts';
import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { type Admitted, admit, type Candidate, type LogRecord } from '../../../protocol/governance/admit.ts';
import { refuse, type Verdict } from '../../../protocol/governance/verdict.ts';
import type { JudgedEntry } from '../../../protocol/governance/view.ts';
import type { DocumentId, Scid } from '../../../protocol/ids.ts';
import { type Moment, silenceIn } from '../../../protocol/log/silence.ts';

export type KeptThread = Omit<Admitted['threads'][number], 'name'>;

/** A whole log in memory as rules see it. */
export interface KeptRecord {
  readonly record: LogRecord;
  readonly threads: ReadonlyMap<ThreadName, KeptThread>;
  /** Entries of a thread with their verdicts, in log order. */
  readonly entriesOf: (name: ThreadName) => readonly JudgedEntry[];
  /** Whether documents of other commons count at their homes: told before they are logged. */
  readonly foreign: Map<DocumentId, boolean>;
  /** Judges a candidate and takes it into the log. */
  readonly add: (candidate: Candidate) => Admitted;
}

export function createRecord(home: Scid, didVersion: LogRecord['didVersion']): KeptRecord {
  const documents = new Map<DocumentId, FolkmootDocument>();
  const threads = new Map<ThreadName, KeptThread>();
  const judged = new Map<ThreadName, JudgedEntry[]>();
  const foreign = new Map<DocumentId, boolean>();
  const moments: Moment[] = [];
  const record: LogRecord = {
    home,
    thread: (name) => ({ state: threads.get(name)?.state ?? null, n: threads.get(name)?.n ?? 0 }),
    document: (id) => documents.get(id) ?? null,
    entries: (name) => judged.get(name) ?? [],
    didVersion,
    silence: (from, until, asOf) => silenceIn([...moments, { index: moments.length, at: asOf }], from, until),
    foreign: (id) => foreign.get(id) ?? null,
    last: (name) => threads.get(name)?.last ?? -1,
    hidden: (name) => {
      const key = threads.get(name)?.key;
      return key === undefined || key === name ? null : key;
    },
  };
  return {
    record,
    threads,
    entriesOf: (name) => judged.get(name) ?? [],
    foreign,
    add(candidate) {
      const admitted = admitToWholeLog(candidate, record);
      const { entry, verdict } = admitted;
      documents.set(entry.id, entry.document);
      moments.push({ index: entry.index, at: entry.at });
      for (const { name, ...after } of admitted.threads) {
        threads.set(name, after);
        const entries = judged.get(name) ?? [];
        entries.push({ ...entry, verdict });
        judged.set(name, entries);
      }
      return admitted;
    },
  };
}

/** Spec §6 [R-6.2b]: on a whole log nothing is merely missing; what is not there does not exist. */
function admitToWholeLog(candidate: Candidate, record: LogRecord): Admitted {
  const admitted = admit(candidate, record);
  if (admitted.verdict.status !== 'unresolved') return admitted;
  const { checks, missing } = admitted.verdict;
  const absent: Verdict = {
    status: 'not-counted',
    checks,
    refusal: refuse('unknown-reference', { missing }),
  };
  return admit(candidate, record, absent);
}

/** The verdict in one word: `counted`, `pending`, or the code of its "no". */
export function wordOf({ verdict }: Pick<Admitted, 'verdict'>): string {
  return verdict.refusal?.code ?? verdict.status;
}
