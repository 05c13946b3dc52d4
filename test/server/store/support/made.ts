import { utf8 } from '../../../../protocol/bytes.ts';
import type { ThreadState } from '../../../../protocol/governance/state.ts';
import { sha256 } from '../../../../protocol/hash.ts';
import { documentIdOf, type HashText, hashTextOf, type Scid } from '../../../../protocol/ids.ts';
import { EMPTY_ROOT } from '../../../../protocol/log/tree.ts';
import type { Batch, StoredEntry, StoredThread } from '../../../../server/store/store.ts';
import { keyOf, subjectOf } from '../../../support/people.ts';

/** Parts of logs that need not make sense: a store takes them as they are. */

let logs = 0;

/** The name of a log that no other test uses. */
export function newLog(): Scid {
  logs++;
  return `QmLog${logs}` as Scid;
}

export function entryOf(index: number, change: Partial<StoredEntry> = {}): StoredEntry {
  const payload = utf8(`payload ${index}`);
  return {
    index,
    at: 1_000 + index,
    id: documentIdOf(payload),
    leaf: utf8(`leaf ${index}`),
    document: {
      author: subjectOf('ana'),
      key: keyOf('ana').key,
      payload,
      signature: new Uint8Array(64).fill(index % 256),
    },
    verdict: { status: 'counted', code: null, detail: null },
    ...change,
  };
}

export function threadOf(name: string, change: Partial<StoredThread> = {}): StoredThread {
  return { name, key: name, n: 1, last: 0, state: null, ...change };
}

/** A state of a kind; only what the store looks at is right. */
export function stateOf(kind: ThreadState['kind'], rest: object = {}): ThreadState {
  return { kind, ...rest } as ThreadState;
}

export function batchOf(entries: readonly StoredEntry[], change: Partial<Batch> = {}): Batch {
  const size = (entries.at(-1)?.index ?? -1) + 1;
  return {
    entries,
    threads: [],
    positions: [],
    tiles: [],
    attachments: new Map(),
    names: [],
    erased: [],
    head: {
      size,
      root: size === 0 ? EMPTY_ROOT : sha256(utf8(`root ${size}`)),
      lastAt: entries.at(-1)?.at ?? null,
    },
    ...change,
  };
}

/** Every byte there is, in an order that a label makes. */
export function bytesOf(label: string, length = 256): Uint8Array {
  const seed = sha256(utf8(label));
  return Uint8Array.from({ length }, (_, index) => (index + (seed[index % 32] ?? 0)) % 256);
}

export function attachmentOf(label: string, length = 64): readonly [HashText, Uint8Array] {
  const content = bytesOf(label, length);
  return [hashTextOf(content), content];
}
