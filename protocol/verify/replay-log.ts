import type { ThreadName } from '../documents/define.ts';
import { type TouchedThreads, touchedThreads } from '../documents/touched-threads.ts';
import { createView } from '../governance/create-view.ts';
import { foldEntry } from '../governance/fold/fold-entry.ts';
import { NO_USAGE } from '../governance/limits.ts';
import { MissingEvidence, type Need } from '../governance/missing.ts';
import type { ThreadState } from '../governance/state.ts';
import type { Verdict } from '../governance/verdict.ts';
import type { Entry, JudgedEntry, RuleView } from '../governance/view.ts';
import type { DocumentId } from '../ids.ts';
import { type Leaf, leafTime } from '../log/leaf.ts';
import { ProtocolError } from '../problem.ts';
import type { Millis } from '../time.ts';
import { type Fault, faultOf } from './fault.ts';
import { isUsage, judgeSigned, type Signer } from './judge-signed.ts';
import { startPlacement } from './placement.ts';
import type { ReadEntry } from './read-entries.ts';
import type { ReadLog } from './read-log.ts';
import { sourceOf } from './replay-source.ts';
import { startThreadKeys } from './thread-keys.ts';

/** One entry with the verdict that the record at hand yields. */
export interface ReplayedEntry extends ReadEntry {
  /** Null where no document is shown. */
  readonly verdict: Verdict | null;
  /** Null where no document is shown. */
  readonly signer: Signer | null;
}

export interface ReplayedLog {
  readonly entries: readonly ReplayedEntry[];
  readonly byDocument: ReadonlyMap<DocumentId, ReplayedEntry>;
  /** A thread as it stands after the last entry shown. */
  readonly threadOf: (name: ThreadName) => ReplayedThread | undefined;
  readonly faults: readonly Fault[];
}

/** A thread as far as the bundle shows it. */
export interface ReplayedThread {
  readonly key: string;
  readonly state: ThreadState | null;
  /** Entries that are shown with their documents, since the last hole. */
  readonly entries: JudgedEntry[];
  /** What is missing for its state to be known; empty where it is complete back to n = 0. */
  readonly missing: readonly Need[];
  /** Of a domain's usage: why it is not known further back, newest first. */
  readonly doubts: readonly Need[];
}

/** One log on its way through the rules. */
export interface Replay {
  readonly log: ReadLog;
  /** Position in `log.entries` of the entry that comes next. */
  readonly next: () => number;
  readonly step: () => void;
  readonly entryAt: (position: number) => ReplayedEntry | undefined;
  /** What rules may ask of the log as it stands after the entries replayed so far. */
  readonly view: (touched: TouchedThreads) => RuleView;
  readonly result: () => ReplayedLog;
}

/** Needs that a thread remembers: one tells what to look for, and a list would grow with every entry. */
const MISSING_MAX = 4;
/** Doubts that a domain's usage remembers: whoever collects evidence looks for all of them at once. */
const DOUBTS_MAX = 64;

/**
 * Recomputes every verdict of one log from the entries that a bundle shows, in log order. Spec §9.
 *
 * One pass: all that an entry depends on comes before it, but for foreign documents. A thread with a hole taints what
 * reads it: such a check is `unresolved`, never `pass`.
 *
 * @param foreign whether a document of another commons counts at its home; null where that is not known.
 */
export function startReplay(log: ReadLog, foreign: (id: DocumentId) => boolean | null): Replay {
  /** By key: the name of a hidden thread is learned late, or never. */
  const threads = new Map<string, ReplayedThread>();
  const placement = startPlacement();
  const keys = startThreadKeys();
  const faults: Fault[] = [];
  const replayed: ReplayedEntry[] = [];
  const source = sourceOf(log, threads, placement, keys, foreign);

  function replay(read: ReadEntry): ReplayedEntry {
    const { document, envelope, leaf, index, at } = read;
    const { contradicts, holes } = placement.compare(leaf, index);
    if (contradicts) faults.push(faultOf('contradiction', log.commons, index));
    if (document === null || envelope === null) return skip(read);

    const touched = admissible(() => touchedThreads(document, log.commons));
    if (touched === null) return refuse(read);
    keys.learnOpened(document, touched.changed, leaf);
    const hidden = hiddenNames(touched, leaf);
    if (hidden === null) faults.push(faultOf('contradiction', log.commons, index));
    for (const name of hidden ?? []) renameMissing(name);
    for (const [key, hole] of holes) setMissing(key, { kind: 'thread', name: keys.nameOf(key), ...hole });

    const entry: Entry = { index, at, id: leaf.doc, key: envelope.kid.key, document };
    // The leaf itself says how long each thread was: a set's adoption is known without its pages.
    const view = createView({ ...source, length: (name) => lengthIn(leaf, keys.keyOf(name)) }, touched);
    const judged = admissible(() => judgeSigned(entry, view, (name) => doubtsOf(keys.keyOf(name))[0]));
    if (judged === null) return refuse(read);
    if (judged.signer === 'not-in-force') faults.push(faultOf('key-not-in-force', log.commons, index));
    foldInto(entry, judged.verdict, view, touched);
    return { ...read, ...judged };
  }

  /** An entry without its document: the threads that it changes go on, unknown from here. */
  function skip(read: ReadEntry): ReplayedEntry {
    for (const { key } of read.leaf.threads) {
      setUnknown(key, { kind: 'withheld', name: keys.nameOf(key) }, leafTime(read.leaf));
    }
    return { ...read, verdict: null, signer: null };
  }

  function refuse(read: ReadEntry): ReplayedEntry {
    faults.push(faultOf('not-admissible', log.commons, read.index));
    return skip(read);
  }

  /** Threads under a key that their unseen opener has hidden; null where the leaf names others than the document. */
  function hiddenNames(touched: TouchedThreads, leaf: Leaf): readonly ThreadName[] | null {
    const changed = keys.match(touched.changed, leaf.threads);
    const read = keys.match(touched.read, leaf.reads);
    return changed === null || read === null ? null : [...changed, ...read];
  }

  /** The name of a thread that its key hid until now. */
  function renameMissing(name: ThreadName): void {
    const known = threads.get(keys.keyOf(name));
    const [need] = known?.missing ?? [];
    if (known === undefined || need?.kind !== 'withheld') return;
    threads.set(known.key, { ...known, missing: [{ kind: 'withheld', name }] });
  }

  /** The thread is not known any more. What it missed before is the better hint. */
  function setMissing(key: string, need: Need): void {
    const known = threads.get(key)?.missing ?? [];
    if (known.length === 0)
      threads.set(key, { key, state: null, entries: [], missing: [need], doubts: doubtsOf(key) });
  }

  /**
   * Something happened in the thread that is not known.
   *
   * A domain's usage counts by periods, so that from here on it is known again; rules ask how far back. Spec §9.
   */
  function setUnknown(key: string, need: Need, at: Millis): void {
    const counts = isUsage(key);
    const state = counts ? { ...NO_USAGE, unknownUntil: at } : null;
    const doubts = counts ? [need, ...doubtsOf(key)].slice(0, DOUBTS_MAX) : [];
    threads.set(key, { key, state, entries: [], missing: counts ? [] : [need], doubts });
  }

  const doubtsOf = (key: string): readonly Need[] => threads.get(key)?.doubts ?? [];

  function foldInto(entry: Entry, verdict: Verdict, view: RuleView, touched: TouchedThreads): void {
    // First all new states, then all changes: each is computed from the threads as they stood before the entry.
    const after = touched.changed.map((name) => ({ name, ...stateAfter(name, entry, verdict, view) }));
    for (const { name, state, missing } of after) {
      const key = keys.keyOf(name);
      const before = threads.get(key);
      const needs = [...(before?.missing ?? []), ...missing].slice(0, MISSING_MAX);
      const [need] = needs;
      if (need !== undefined && isUsage(key)) setUnknown(key, need, entry.at);
      else {
        const entries = appended(before?.entries, { ...entry, verdict });
        threads.set(key, {
          key,
          state: need === undefined ? state : null,
          entries,
          missing: needs,
          doubts: doubtsOf(key),
        });
      }
    }
  }

  return {
    log,
    next: () => replayed.length,
    step() {
      const read = log.entries[replayed.length];
      if (read === undefined) return;
      const entry = replay(read);
      placement.advance(read.leaf, read.index);
      replayed.push(entry);
    },
    entryAt: (position) => replayed[position],
    view: (touched) => createView(source, touched),
    result: () => ({
      entries: replayed,
      byDocument: new Map(replayed.toReversed().map((entry) => [entry.leaf.doc, entry])),
      threadOf: (name) => threads.get(keys.keyOf(name)),
      faults,
    }),
  };
}

/** How many entries a thread had before this one, as the leaf has it. */
function lengthIn({ threads, reads }: Leaf, key: string): number {
  return [...threads, ...reads].find((position) => position.key === key)?.n ?? 0;
}

/** The new state, or what is missing to know it. */
function stateAfter(
  name: ThreadName,
  entry: Entry,
  verdict: Verdict,
  view: RuleView,
): { readonly state: ThreadState | null; readonly missing: readonly Need[] } {
  if (verdict.status === 'unresolved') return { state: null, missing: verdict.missing ?? [] };
  try {
    return { state: foldEntry(name, entry, verdict, view), missing: [] };
  } catch (error) {
    if (error instanceof MissingEvidence) return { state: null, missing: [error.need] };
    throw error;
  }
}

/** @returns null where a log refuses such an entry: then it should not be there. */
function admissible<Result>(work: () => Result): Result | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}

/** The list is this replay's own and only grows: copying it for every entry would cost the square of its length. */
function appended(entries: JudgedEntry[] | undefined, entry: JudgedEntry): JudgedEntry[] {
  if (entries === undefined) return [entry];
  entries.push(entry);
  return entries;
}
