import { compareText, toBase64url } from '../bytes.ts';
import type { ThreadName } from '../documents/define.ts';
import type { FolkmootDocument } from '../documents/document.ts';
import { touchedThreads } from '../documents/touched-threads.ts';
import type { Verified } from '../envelope/verify.ts';
import type { Scid } from '../ids.ts';
import { type Leaf, leafBytes, OPAQUE, type ThreadPosition } from '../log/leaf.ts';
import { ProtocolError } from '../problem.ts';
import { formatMillis, type Millis } from '../time.ts';
import { createView, type ViewSource } from './create-view.ts';
import { foldEntry } from './fold/fold-entry.ts';
import { judge } from './judge.ts';
import { isKeyInForce, isKnownAuthor } from './key-in-force.ts';
import type { ThreadState } from './state.ts';
import { hiddenKeyOpenedBy, threadKey } from './thread-key.ts';
import type { Verdict } from './verdict.ts';
import type { Entry } from './view.ts';

/** A document that waits for a place in the log. */
export interface Candidate {
  readonly index: number;
  readonly at: Millis;
  readonly verified: Verified;
  readonly document: FolkmootDocument;
}

/** The log as it stands: what rules may ask, and where every thread stands. */
export interface LogRecord extends ViewSource {
  /** The last entry of a thread: its index, or −1. */
  readonly last: (name: ThreadName) => number;
  /** Key of a thread that is not public, by its name; else null. */
  readonly hidden: (name: ThreadName) => string | null;
}

/** An entry as it will be logged, and the threads as they stand after it. */
export interface Admitted {
  readonly entry: Entry;
  readonly leaf: Leaf;
  readonly leafBytes: Uint8Array<ArrayBuffer>;
  readonly verdict: Verdict;
  readonly threads: readonly ThreadAfter[];
}

export interface ThreadAfter {
  readonly name: ThreadName;
  readonly key: string;
  readonly n: number;
  readonly last: number;
  readonly state: ThreadState | null;
}

/**
 * Gives a verified document its leaf, its verdict and its effect on threads. Spec §3.
 *
 * Almost everything is logged; whether it counts is computed. Refused is only what is of an unknown author or under a
 * key that is not in force, what belongs to another log, and any beginning but the charter.
 *
 * @param given a verdict that is known already; without it the rules are asked.
 * @throws {ProtocolError} `unknown-author`, `key-not-in-force`, `wrong-log`, `too-large`
 */
export function admit(candidate: Candidate, record: LogRecord, given?: Verdict): Admitted {
  const { index, at, verified, document } = candidate;
  if (index === 0) assertFounds(document, record.home);
  const entry: Entry = { index, at, id: verified.id, key: verified.kid.key, document };
  const touched = touchedThreads(document, record.home);
  const view = createView(record, touched);
  if (document.commons === record.home) {
    if (!isKnownAuthor(entry, view)) {
      throw new ProtocolError('unknown-author', 'The author is not known to this log.', {
        author: document.author,
      });
    }
    if (!isKeyInForce(entry, view)) {
      throw new ProtocolError('key-not-in-force', 'The key is not in force for this author.', {
        key: entry.key,
      });
    }
  }
  const keyOf = keysFor(document, record);
  const position = (name: ThreadName): ThreadPosition => ({
    key: keyOf(name),
    n: record.thread(name).n,
    prev: record.last(name),
  });
  const leaf: Leaf = {
    at: formatMillis(at),
    doc: verified.id,
    reads: positions(touched.read, position),
    sig: toBase64url(verified.signature),
    threads: positions(touched.changed, position),
    type: document.audience === 'public' ? document.type : OPAQUE,
  };
  const bytes = leafBytes(leaf);
  const verdict = given ?? judge(entry, view);
  const threads = touched.changed.map((name) => ({
    name,
    key: keyOf(name),
    n: record.thread(name).n + 1,
    last: index,
    state:
      verdict.status === 'unresolved' ? record.thread(name).state : foldEntry(name, entry, verdict, view),
  }));
  return { entry, leaf, leafBytes: bytes, verdict, threads };
}

/** Entry 0 is the founding act: in a log that began with anything else no right could ever arise. Spec §4. */
function assertFounds(document: FolkmootDocument, home: Scid): void {
  if (document.type === 'charter' && document.supersedes === undefined && document.commons === home) return;
  throw new ProtocolError('wrong-log', 'A log begins with the charter of its commons.', {
    type: document.type,
  });
}

function positions(
  names: readonly ThreadName[],
  position: (name: ThreadName) => ThreadPosition,
): ThreadPosition[] {
  return names.map(position).sort((a, b) => compareText(a.key, b.key));
}

/**
 * Keys of threads by name, this document's own first entry included. Spec §3.
 *
 * The first entry that changes a thread fixes its key for ever: also that of `usage:<domain>`, whatever becomes of the
 * domain's own thread later.
 */
function keysFor(document: FolkmootDocument, record: LogRecord): (name: ThreadName) => string {
  return (name) => {
    if (record.thread(name).n > 0) return record.hidden(name) ?? name;
    return threadKey(name, (subject) =>
      record.thread(subject).n > 0 ? record.hidden(subject) : hiddenKeyOpenedBy(document, subject),
    );
  };
}
