import type { ThreadName } from '../documents/define.ts';
import type { DocumentOf, DocumentTypeName, FolkmootDocument } from '../documents/document.ts';
import type { DomainItem } from '../documents/set.ts';
import type { DocumentId, Multikey, Scid } from '../ids.ts';
import type { Millis } from '../time.ts';
import type { RegisterIndex } from './scope/register-index.ts';
import type { CharterState, RegisteredSet, StateOf, ThreadState } from './state.ts';
import type { Verdict } from './verdict.ts';

/** One entry as rules see it. */
export interface Entry {
  readonly index: number;
  readonly at: Millis;
  readonly id: DocumentId;
  /** The key that signed. */
  readonly key: Multikey;
  readonly document: FolkmootDocument;
}

/**
 * What a rule may look at: threads as they stood just before the entry, and documents by id.
 *
 * Every member throws `MissingEvidence` where the record at hand has a hole, and answers `null` only where the whole
 * record shows that there is nothing. A server's record has no holes.
 */
export interface RuleView {
  /** The commons whose log this is. */
  readonly home: Scid;
  readonly state: (name: ThreadName) => ThreadState | null;
  /** Number of entries that the thread had before this entry. */
  readonly length: (name: ThreadName) => number;
  /** A document that a thread's state, the entry or the charter names; judged by what it says, not by its place. */
  readonly content: (id: DocumentId) => FolkmootDocument;
  /** All entries of a thread before this one, with their verdicts; for rules that count people. */
  readonly entries: (name: ThreadName) => readonly JudgedEntry[];
  /** Ids of all of them in their order, with those whose payloads were erased since. Spec §16. */
  readonly ids: (name: ThreadName) => readonly DocumentId[];
  /**
   * For how long the log was silent within a time that is over, as the moment asked about shows it. Spec §6.
   *
   * Times of entries stand in the log before this one, and so does the length of every silence.
   */
  readonly silence: (from: Millis, until: Millis, asOf: Millis) => Millis;
  /** What entry 0 adopts: its own words, which nothing later changes and no leaf needs to pin. Spec §3. */
  readonly foundingAdopts: () => CharterState['adopts'];
  /** Items of a set in force; none if its pages do not give its root. */
  readonly items: (set: RegisteredSet) => readonly DomainItem[];
  /** Domains in force, ready to be asked who owns an effect. */
  readonly register: () => RegisterIndex;
  /** What the line of an `identity` document says, verified against the lines before it; null if it does not verify. */
  readonly didVersion: (id: DocumentId) => DidFacts | null;
  /** Whether a foreign document counts in its own commons' log, judged there with its evidence. */
  readonly foreign: (id: DocumentId) => boolean;
}

export interface JudgedEntry extends Entry {
  readonly verdict: Verdict;
  /** By what it came, where its author did not sign it with a key of their own. Spec §14. */
  readonly through?: 'link' | 'instance' | 'minutes';
}

/** What the rules need of one verified DID version. */
export interface DidFacts {
  readonly number: number;
  readonly documentKeys: readonly Multikey[];
}

/** The state of a thread if it is of the given kind, else null. */
export function stateOf<Kind extends ThreadState['kind']>(
  view: RuleView,
  name: ThreadName,
  kind: Kind,
): StateOf<Kind> | null {
  const state = view.state(name);
  return state !== null && state.kind === kind ? (state as StateOf<Kind>) : null; // narrowed by its kind
}

/** The document if it is of the given type, else null. */
export function contentOf<Type extends DocumentTypeName>(
  view: Pick<RuleView, 'content'>,
  id: DocumentId,
  type: Type,
): DocumentOf<Type> | null {
  const document = view.content(id);
  return document.type === type ? (document as DocumentOf<Type>) : null; // narrowed by its type
}
