import type { ThreadName } from '../documents/define.ts';
import type { ViewSource } from '../governance/create-view.ts';
import { MissingEvidence } from '../governance/missing.ts';
import type { RegisterParts } from '../governance/scope/register-index.ts';
import type { RegisterState } from '../governance/state.ts';
import type { DocumentId } from '../ids.ts';
import { silenceIn } from '../log/silence.ts';
import type { Placement } from './placement.ts';
import type { ReadLog } from './read-log.ts';
import type { ReplayedThread } from './replay-log.ts';
import type { ThreadKeys } from './thread-keys.ts';

/** What the rules may look at in a log that is replayed. Spec §9. */
export function sourceOf(
  log: ReadLog,
  threads: ReadonlyMap<string, ReplayedThread>,
  placement: Placement,
  keys: ThreadKeys,
  foreign: (id: DocumentId) => boolean | null,
): ViewSource {
  const documents = new Map(
    log.entries.flatMap(({ leaf, document }) => (document === null ? [] : [[leaf.doc, document]])),
  );
  const registers = new WeakMap<RegisterState, RegisterParts>();

  function thread(name: ThreadName) {
    const key = keys.keyOf(name);
    const known = threads.get(key);
    const [need] = known?.missing ?? [];
    if (need !== undefined) throw new MissingEvidence(need);
    return { state: known?.state ?? null, n: placement.standOf(key).n };
  }

  return {
    home: log.commons,
    thread,
    document: (id) => documents.get(id) ?? null,
    entries: (name) => threads.get(keys.keyOf(name))?.entries ?? [],
    didVersion: (id) => {
      const version = log.didVersions.get(id);
      if (version !== undefined) return { number: version.number, documentKeys: version.keys.document };
      thread('identity'); // where an earlier version is missing, nothing can be said of this one
      return null;
    },
    silence: (from, until) => silenceIn(log.entries, from, until),
    foreign,
    registerParts: (register) => {
      const parts = registers.get(register) ?? new Map();
      registers.set(register, parts);
      return parts;
    },
    knownItems: new Map(),
  };
}
