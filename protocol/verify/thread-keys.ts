import type { ThreadName } from '../documents/define.ts';
import type { FolkmootDocument } from '../documents/document.ts';
import { hiddenKeyOpenedBy, threadKey } from '../governance/thread-key.ts';
import { hashTextSchema, subjectSchema } from '../ids.ts';
import type { Leaf, ThreadPosition } from '../log/leaf.ts';

/** The keys under which leaves name the threads of one log, as far as they are known. */
export interface ThreadKeys {
  readonly keyOf: (name: ThreadName) => string;
  /** The name of the thread with this key: the key itself where it hides none, or none that is known. */
  readonly nameOf: (key: string) => ThreadName;
  /** Learns the hidden key of the thread that a document opens under its own subject, if it changes that at all. */
  readonly learnOpened: (document: FolkmootDocument, changed: readonly ThreadName[], leaf: Leaf) => void;
  /**
   * Whether a leaf's positions are those of the named threads.
   *
   * @returns the names whose thread was opened by a document that is not shown, so that their key is hidden; or null
   * where the leaf names other threads than its document.
   */
  readonly match: (
    names: readonly ThreadName[],
    positions: readonly ThreadPosition[],
  ) => readonly ThreadName[] | null;
}

const USAGE = 'usage:';

/** Keys of threads that are not public are learned from the documents that open them. Spec §3, §9. */
export function startThreadKeys(): ThreadKeys {
  const hidden = new Map<string, string>();
  const names = new Map<string, ThreadName>();
  const plain = new Set<string>();
  const keyOf = (name: ThreadName) => threadKey(name, (subject) => hidden.get(subject) ?? null);

  function learn(subject: string, key: string): void {
    hidden.set(subject, key);
    names.set(key, subject);
    names.set(`${USAGE}${key}`, `${USAGE}${subject}`);
  }

  function learnOpened(document: FolkmootDocument, changed: readonly ThreadName[], leaf: Leaf): void {
    const { subject } = document;
    const key = hiddenKeyOpenedBy(document, subject);
    if (key === null || !changed.includes(subject) || hidden.has(subject) || plain.has(subject)) return;
    // The thread may have been opened before, by a public document that is not shown.
    const known = leaf.threads.find((position) => position.key === subject);
    if (known === undefined || known.n === 0) learn(subject, key);
  }

  function match(given: readonly ThreadName[], positions: readonly ThreadPosition[]) {
    const keys = new Set(positions.map(({ key }) => key));
    const expected = new Set(given.map(keyOf));
    const unknownNames = given.filter((name) => !keys.has(keyOf(name)));
    const unknownPositions = positions.filter(({ key }) => !expected.has(key));
    for (const name of given) if (keys.has(name)) plain.add(subjectOf(name));
    if (given.length !== positions.length || unknownNames.length !== unknownPositions.length) return null;
    const explained = unknownNames.every(mayBeHidden) && unknownPositions.every(hidesUnknown);
    if (!explained) return null;
    const [name, position] = [unknownNames[0], unknownPositions[0]];
    if (name !== undefined && position !== undefined && unknownNames.length === 1) {
      learn(subjectOf(name), subjectOf(position.key));
    }
    return unknownNames;
  }

  /** A subject whose thread nobody has seen under its own name, nor under another hidden one. */
  function mayBeHidden(name: ThreadName): boolean {
    const subject = subjectOf(name);
    return subjectSchema.safeParse(subject).success && !plain.has(subject) && !hidden.has(subject);
  }

  /** A hidden key that belongs to no known thread, and whose thread was opened before. */
  function hidesUnknown({ key, n }: ThreadPosition): boolean {
    return n > 0 && hashTextSchema.safeParse(subjectOf(key)).success && !names.has(key);
  }

  return { keyOf, nameOf: (key) => names.get(key) ?? key, learnOpened, match };
}

/** The subject of a thread, also of a domain's usage. */
function subjectOf(name: string): string {
  return name.startsWith(USAGE) ? name.slice(USAGE.length) : name;
}
