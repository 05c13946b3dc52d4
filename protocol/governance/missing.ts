import type { ThreadName } from '../documents/define.ts';
import type { DocumentId } from '../ids.ts';
import type { Millis } from '../time.ts';

/** Something that a rule needs and the record at hand does not hold. */
export type Need =
  | {
      readonly kind: 'thread';
      readonly name: ThreadName;
      /** Entries that a leaf says the thread has, and how many of them are at hand. */
      readonly expected?: number;
      readonly shown?: number;
    }
  | { readonly kind: 'document'; readonly id: DocumentId }
  | { readonly kind: 'entries'; readonly name: ThreadName }
  | { readonly kind: 'withheld'; readonly name: ThreadName }
  | { readonly kind: 'foreign'; readonly id: DocumentId }
  /** When the log was written to, within some time. */
  | { readonly kind: 'times'; readonly from: Millis; readonly until: Millis };

/** Thrown by a `RuleView` that has a hole. Rules never catch it: a hole is no answer. Spec §9. */
export class MissingEvidence extends Error {
  readonly need: Need;

  constructor(need: Need) {
    super(`missing ${needText(need)}`);
    this.name = 'MissingEvidence';
    this.need = need;
  }
}

/**
 * A rule looks at a thread that the entry does not name: then the verdict would hang on what its leaf does not pin, so
 * the document cannot count. Spec §3.
 */
export class UnnamedThread extends Error {
  readonly thread: ThreadName;

  constructor(thread: ThreadName) {
    super(`the entry does not name the thread ${thread}`);
    this.thread = thread;
  }
}

/** What tells one need from another. */
export function needText(need: Need): string {
  if (need.kind === 'times') return `${need.kind} ${need.from} ${need.until}`;
  return `${need.kind} ${'name' in need ? need.name : need.id}`;
}
