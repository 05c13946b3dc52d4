import { utf8 } from '../../../protocol/bytes.ts';
import type { DocumentTypeName, FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { Answer } from '../../../protocol/documents/response.ts';
import { COUNTED } from '../../../protocol/governance/verdict.ts';
import type { JudgedEntry } from '../../../protocol/governance/view.ts';
import { type DocumentId, hashTextOf, type Subject } from '../../../protocol/ids.ts';
import { type Millis, SECOND } from '../../../protocol/time.ts';
import { subjectOf } from '../people.ts';

export const HOUR = 3600 * SECOND;
export const DAY = 24 * HOUR;
/** When the proposals of these scripts are opened. */
export const OPENED: Millis = Date.parse('2026-03-02T00:00:00.000Z');

export function seat(name: string): Subject {
  return subjectOf(`seat ${name}`);
}

export function seats(count: number): readonly Subject[] {
  return Array.from({ length: count }, (_, index) => seat(String(index)));
}

export function entryId(label: string): DocumentId {
  return `ni:///sha-256;${hashTextOf(utf8(label))}` as DocumentId; // an id has that form
}

/**
 * A proposal's thread without a log around it: what the evaluators look at, and nothing else. Every entry counts.
 */
export function createScript() {
  const entries: JudgedEntry[] = [];
  let version = '';

  function add(type: DocumentTypeName, author: Subject, at: Millis, fields: object): DocumentId {
    const id = entryId(`${entries.length} ${type}`);
    const document = { type, author, ...fields } as unknown as FolkmootDocument; // the evaluators read no more
    entries.push({ index: entries.length, at, id, key: 'z6Mk' as never, document, verdict: COUNTED });
    return id;
  }

  const script = {
    entries,
    /** A version whose binding part is named by a word. */
    put: (binding: string, at: Millis = OPENED, integrates: readonly DocumentId[] = []) => {
      version = add('proposal', seat('proposer'), at, { binding: { operations: [binding] }, integrates });
      return version as DocumentId;
    },
    answer: (who: Subject, value: Answer, at: Millis, more: object = {}) =>
      add('response', who, at, { proposal: { id: version }, value, ...more }),
    object: (who: Subject, at: Millis) => add('objection', who, at, { proposal: { id: version } }),
    end: (who: Subject, of: DocumentId, fate: string, at: Millis, more: object = {}) =>
      add('withdrawal', who, at, { of: { id: of }, fate, ...more }),
    test: (who: Subject, of: DocumentId, argumentMade: boolean, at: Millis) =>
      add('objection-test', who, at, { of: { id: of }, argumentMade }),
  };
  script.put('first');
  return script;
}
