import type { ThreadName } from '../documents/define.ts';
import type { FolkmootDocument } from '../documents/document.ts';
import type { DomainItem } from '../documents/set.ts';
import type { TouchedThreads } from '../documents/touched-threads.ts';
import type { DocumentId, Scid } from '../ids.ts';
import type { Millis } from '../time.ts';
import { MissingEvidence, UnnamedThread } from './missing.ts';
import { createRegisterIndex, type RegisterIndex, type RegisterParts } from './scope/register-index.ts';
import { itemsOf } from './set-items.ts';
import type { RegisteredSet, RegisterState, ThreadState } from './state.ts';
import type { DidFacts, JudgedEntry, RuleView } from './view.ts';

/** Where a view gets its facts: a server's store, or the entries of a bundle. */
export interface ViewSource {
  readonly home: Scid;
  /** Throws `MissingEvidence` where the record at hand has a hole in the thread. */
  readonly thread: (name: ThreadName) => { readonly state: ThreadState | null; readonly n: number };
  /** How many entries the thread had, where that is known without them; else it follows from `thread`. */
  readonly length?: (name: ThreadName) => number;
  /** Null where the record at hand does not hold the document. */
  readonly document: (id: DocumentId) => FolkmootDocument | null;
  readonly entries: (name: ThreadName) => readonly JudgedEntry[];
  /** Where there are entries without documents as well; else it follows from `entries`. */
  readonly ids?: (name: ThreadName) => readonly DocumentId[];
  /** Null where the times of entries at hand do not tell. */
  readonly silence: (from: Millis, until: Millis, asOf: Millis) => Millis | null;
  readonly didVersion: (id: DocumentId) => DidFacts | null;
  /** Null where nothing is known of the document at its home. */
  readonly foreign: (id: DocumentId) => boolean | null;
  /** Parts of the register's index that are known already for this state of it. */
  readonly registerParts?: (register: RegisterState) => RegisterParts;
  /** Items of a set by its root, once they were found to give it. */
  readonly knownItems?: Map<string, readonly DomainItem[]>;
}

const EMPTY_REGISTER: RegisterState = { kind: 'register', domains: [], sets: [], ended: [] };

/**
 * What the rules may look at for one entry.
 *
 * Rules see only threads that the entry's leaf names: anything else would make the verdict depend on what the leaf does
 * not pin. Spec §3.
 */
export function createView(source: ViewSource, touched: TouchedThreads): RuleView {
  const named = new Set([...touched.changed, ...touched.read]);

  function thread(name: ThreadName) {
    if (!named.has(name)) throw new UnnamedThread(name);
    return source.thread(name);
  }

  function content(id: DocumentId): FolkmootDocument {
    const document = source.document(id);
    if (document === null) throw new MissingEvidence({ kind: 'document', id });
    return document;
  }

  /** The register names its sets; a set's own thread needs no naming: its length at adoption pins what is looked at. Spec §5. */
  function items(set: RegisteredSet): readonly DomainItem[] {
    const known = source.knownItems?.get(`${set.subject} ${set.n} ${set.root}`);
    if (known !== undefined) return known;
    const { state, n } = source.thread(set.subject);
    if (set.n !== null && n < set.n) throw new MissingEvidence({ kind: 'thread', name: set.subject });
    const found =
      state?.kind === 'set'
        ? itemsOf(set, state, (id) => {
            const document = content(id);
            return document.type === 'set' ? document : null;
          })
        : null;
    // A set of the founding act is logged after it: no leaf says yet how long its thread will be.
    if (found === null && set.n === null) throw new MissingEvidence({ kind: 'thread', name: set.subject });
    const shown = found ?? [];
    source.knownItems?.set(`${set.subject} ${set.n} ${set.root}`, shown);
    return shown;
  }

  function register(): RegisterIndex {
    const { state } = thread('register');
    const known = state?.kind === 'register' ? state : EMPTY_REGISTER;
    const domain = (id: DocumentId) => {
      const document = content(id);
      return document.type === 'domain' ? document : null;
    };
    return createRegisterIndex(known, { domain, items }, source.registerParts?.(known));
  }

  return {
    home: source.home,
    state: (name) => thread(name).state,
    length: (name) => {
      if (!named.has(name)) throw new UnnamedThread(name);
      return source.length?.(name) ?? source.thread(name).n;
    },
    content,
    entries: (name) => {
      thread(name);
      return source.entries(name);
    },
    ids: (name) => {
      thread(name);
      return source.ids?.(name) ?? source.entries(name).map(({ id }) => id);
    },
    silence: (from, until, asOf) => {
      const silence = source.silence(from, until, asOf);
      if (silence === null) throw new MissingEvidence({ kind: 'times', from, until });
      return silence;
    },
    foundingAdopts: () => {
      const { state } = source.thread('charter');
      if (state?.kind !== 'charter') throw new MissingEvidence({ kind: 'thread', name: 'charter' });
      return state.adopts;
    },
    items,
    register,
    didVersion: source.didVersion,
    foreign: (id) => {
      const counts = source.foreign(id);
      if (counts === null) throw new MissingEvidence({ kind: 'foreign', id });
      return counts;
    },
  };
}
