import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { type Admitted, admit, type Candidate, type LogRecord } from '../../../protocol/governance/admit.ts';
import { MissingEvidence, type Need } from '../../../protocol/governance/missing.ts';
import { refuse, type Verdict } from '../../../protocol/governance/verdict.ts';
import type { DidFacts, JudgedEntry } from '../../../protocol/governance/view.ts';
import { getOrMake } from '../../../protocol/identity/recent.ts';
import type { DocumentId, Scid } from '../../../protocol/ids.ts';
import type { Store, StoredEntry, StoredThread } from '../../store/store.ts';
import { knownRegisters } from './known-registers.ts';
import { readDocument } from './read-document.ts';
import type { ErasedEntry, ReadThread, RecordCache } from './record-cache.ts';
import { withSiblings } from './siblings.ts';
import { openTimes } from './times.ts';

/** Where a record reads from: the store, or a transaction that holds the head lock. */
export type RecordReader = Pick<Store, 'entries' | 'threads' | 'threadIndices'>;

const UNDEFINED_THREAD = { n: 0, last: -1, state: null } as const;

/**
 * A stored log as rules see it, with what is being appended to it on top.
 *
 * Rules are synchronous: they say what they miss, it is loaded, and they are asked again.
 */
export interface StoredRecord {
  /** As `admit` of the protocol, but places nothing: what would be if the candidate were logged now. */
  readonly foresee: (candidate: Candidate, given?: Verdict) => Promise<Admitted>;
  /** Takes what was foreseen for the next index as logged, so that the next candidate finds it. */
  readonly keep: (admitted: Admitted) => void;
  /** Runs a pure question against the record, loading what it misses. */
  readonly ask: <Answer>(question: (record: LogRecord) => Answer) => Promise<Answer>;
  /** A document of the log, or null. */
  readonly document: (id: DocumentId) => Promise<FolkmootDocument | null>;
  /** Loads what questions are going to need, all at once. */
  readonly prefetch: (wanted: Wanted) => Promise<void>;
  /** To be called when everything that was kept is committed: what was computed of it is kept for others. */
  readonly settle: () => void;
}

export interface Wanted {
  readonly threads: readonly string[];
  readonly documents?: readonly DocumentId[];
}

export interface RecordOptions {
  readonly home: Scid;
  readonly reader: RecordReader;
  readonly cache: RecordCache;
  /** DID versions by the `identity` document that carries them, verified. */
  readonly didVersion: (id: DocumentId) => DidFacts | null;
  /** Entries that are committed. */
  readonly size: () => Promise<number>;
  /** Whether a foreign document counts at its home; null where it was never asked. */
  readonly foreign: (id: DocumentId) => Promise<boolean | null>;
}

type KnownThread = Omit<StoredThread, 'name'>;

export function openRecord({ home, reader, cache, didVersion, size, foreign }: RecordOptions): StoredRecord {
  const threads = new Map<string, KnownThread | null>();
  const documents = new Map<DocumentId, FolkmootDocument | null>();
  const judged = new Map<string, JudgedEntry[]>();
  const erased = new Map<string, readonly ErasedEntry[]>();
  const foreignVerdicts = new Map<DocumentId, boolean | null>();
  const times = openTimes(home, reader, size);
  /** Threads that were changed here and are not committed yet, with the entries that changed them. */
  const ahead = new Map<string, JudgedEntry[]>();

  const thread = (name: string) => {
    const known = threads.get(name);
    if (known === undefined) throw new MissingEvidence({ kind: 'thread', name });
    return known ?? { ...UNDEFINED_THREAD, key: name };
  };
  const registers = knownRegisters(home, cache, () =>
    ahead.has('register') ? null : (threads.get('register') ?? null),
  );

  const entries = (name: string) => {
    const known = judged.get(name);
    if (known === undefined) throw new MissingEvidence({ kind: 'entries', name });
    return known;
  };

  const record: LogRecord = {
    home,
    thread,
    document: (id) => documents.get(id) ?? null,
    entries,
    ids: (name) =>
      [...entries(name), ...(erased.get(name) ?? [])]
        .sort((one, other) => one.index - other.index)
        .map(({ id }) => id),
    didVersion,
    silence: times.silence,
    foreign: (id) => foreignVerdicts.get(id) ?? null,
    last: (name) => thread(name).last,
    hidden: (name) => {
      const { key, n } = thread(name);
      return n > 0 && key !== name ? key : null;
    },
    registerParts: registers.parts,
    knownItems: registers.items,
  };

  /** @returns whether anything new was learned. */
  async function load(needs: readonly Need[]): Promise<boolean> {
    const named = needs.flatMap((need) => (need.kind === 'thread' ? [need.name] : []));
    const ids = needs.flatMap((need) => (need.kind === 'document' ? [need.id] : []));
    const learned = [
      await loadThreads(named),
      await loadDocuments(withSiblings(ids, threads.values())),
      ...(await Promise.all(needs.map(loadOther))),
    ];
    return learned.includes(true);
  }

  async function loadThreads(names: readonly string[]): Promise<boolean> {
    const unknown = [...new Set(names)].filter((name) => !threads.has(name));
    if (unknown.length === 0) return false;
    const found = new Map(
      (await reader.threads(home, { names: unknown })).map((known) => [known.name, known]),
    );
    // Once it is read, and not before: others may ask the same record meanwhile.
    for (const name of unknown) threads.set(name, found.get(name) ?? null);
    return true;
  }

  async function loadDocuments(ids: readonly DocumentId[]): Promise<boolean> {
    const unknown = ids.filter((id) => !documents.has(id));
    if (unknown.length === 0) return false;
    const found = new Map((await reader.entries(home, { ids: unknown })).map((entry) => [entry.id, entry]));
    for (const id of unknown) {
      const entry = found.get(id);
      documents.set(id, entry === undefined ? null : (readDocument(entry)?.document ?? null));
    }
    return true;
  }

  async function loadOther(need: Need): Promise<boolean> {
    if (need.kind === 'entries' && !judged.has(need.name)) {
      await loadThreads([need.name]);
      const read = await readThread(need.name);
      erased.set(need.name, read.erased);
      judged.set(need.name, [...read.entries, ...(ahead.get(need.name) ?? [])]); // a list of our own, as it grows
      return true;
    }
    if (need.kind === 'times') return times.load(need);
    if (need.kind === 'foreign' && !foreignVerdicts.has(need.id)) {
      foreignVerdicts.set(need.id, await foreign(need.id));
      return true;
    }
    return false;
  }

  /** The committed entries of a thread, up to where the record has it; those that were read before are not read again. */
  async function readThread(name: string): Promise<ReadThread> {
    const { n: all, last } = thread(name);
    const n = all - (ahead.get(name) ?? []).length;
    const known = cache.threads.entries.get(`${home} ${name}`) ?? { n: 0, entries: [], erased: [] };
    if (known.n === n) return known;
    if (known.n > n) {
      const until = <One extends ErasedEntry>(list: readonly One[]) =>
        list.filter(({ index }) => index <= last);
      return { n, entries: until(known.entries), erased: until(known.erased) };
    }
    const indices = await reader.threadIndices(home, name, last + 1, known.n);
    const stored = await reader.entries(home, { at: indices });
    const gone = stored.flatMap(({ index, id, document }) => (document === null ? [{ index, id }] : []));
    const read = {
      n,
      entries: [...known.entries, ...stored.flatMap(judgedEntryOf)],
      erased: [...known.erased, ...gone],
    };
    cache.threads.entries.delete(`${home} ${name}`);
    return getOrMake(cache.threads, `${home} ${name}`, () => read);
  }

  async function ask<Answer>(question: (record: LogRecord) => Answer): Promise<Answer> {
    // Every round learns something that the log holds, so there is an end.
    for (;;) {
      try {
        return question(record);
      } catch (error) {
        if (!(error instanceof MissingEvidence) || !(await load([error.need]))) throw error;
      } finally {
        if (ahead.size === 0) registers.share();
      }
    }
  }

  async function foresee(candidate: Candidate, given?: Verdict): Promise<Admitted> {
    if (given !== undefined) return ask((known) => admit(candidate, known, given));
    for (;;) {
      const admitted = await ask((known) => admit(candidate, known));
      // Also beside a "no": another question may say no before it, and whoever has the whole log tells that one.
      if (await load(missedBy(admitted.verdict))) continue;
      if (admitted.verdict.status !== 'unresolved') return admitted;
      return ask((known) => admit(candidate, known, absent(admitted.verdict)));
    }
  }

  return {
    ask,
    foresee,
    keep({ entry, verdict, threads: changed }) {
      documents.set(entry.id, entry.document);
      times.add(entry);
      for (const { name, ...after } of changed) {
        const one = { ...entry, verdict };
        threads.set(name, after);
        judged.get(name)?.push(one);
        ahead.set(name, [...(ahead.get(name) ?? []), one]);
      }
    },
    async document(id) {
      await loadDocuments([id]);
      return documents.get(id) ?? null;
    },
    async prefetch(wanted) {
      await Promise.all([loadThreads(wanted.threads), loadDocuments(wanted.documents ?? [])]);
    },
    settle() {
      ahead.clear();
      registers.share();
    },
  };
}

function missedBy({ checks }: Verdict): readonly Need[] {
  return checks.flatMap((check) => (check.result === 'unresolved' ? [check.missing] : []));
}

/** On a whole log nothing is merely missing: what is not there does not exist. */
function absent(verdict: Verdict): Verdict {
  return {
    status: 'not-counted',
    checks: verdict.checks,
    refusal: refuse('unknown-reference', { missing: verdict.missing }),
  };
}

function judgedEntryOf(entry: StoredEntry): JudgedEntry[] {
  const read = readDocument(entry);
  if (read === null || entry.verdict === null) return [];
  const { status, code, detail } = entry.verdict;
  const verdict: Verdict = {
    status,
    checks: [],
    ...(code === null ? {} : { refusal: detail === null ? { code } : { code, detail } }),
  };
  const { index, at, id } = entry;
  return [{ index, at, id, key: read.verified.kid.key, document: read.document, verdict }];
}
