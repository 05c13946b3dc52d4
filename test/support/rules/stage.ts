import type { ThreadName } from '../../../protocol/documents/define.ts';
import type { DocumentOf, DocumentTypeName, FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { Verified } from '../../../protocol/envelope/verify.ts';
import { type Admitted, admit, type Candidate, type LogRecord } from '../../../protocol/governance/admit.ts';
import type { ThreadState } from '../../../protocol/governance/state.ts';
import { refuse, type Verdict } from '../../../protocol/governance/verdict.ts';
import type { JudgedEntry } from '../../../protocol/governance/view.ts';
import type { DocumentId, Ref, Scid } from '../../../protocol/ids.ts';
import type { Millis } from '../../../protocol/time.ts';
import type { Draft } from '../log-builder.ts';
import type { Signer } from '../people.ts';

/** One entry as a stage logged it. */
export interface Staged extends Admitted {
  readonly document: FolkmootDocument;
  readonly verified: Verified;
}

/** Where a log is played by the rules alone, whoever signs. */
export interface Stage {
  readonly home: Scid;
  /** The commons with its document key. */
  readonly self: Signer;
  readonly entries: readonly Staged[];
  readonly setClock: (time: string | Millis) => void;
  readonly now: () => Millis;
  readonly state: (name: ThreadName) => ThreadState | null;
  readonly record: LogRecord;
  /** Composes a document and logs it at the clock's time. */
  readonly append: <Type extends DocumentTypeName>(
    type: Type,
    signer: Signer,
    draft: Omit<Draft<Type>, 'type'>,
  ) => Promise<Staged>;
  /** A document before it is logged: things must be named by the charter before they are. */
  readonly compose: <Type extends DocumentTypeName>(
    type: Type,
    signer: Signer,
    draft: Omit<Draft<Type>, 'type'>,
  ) => { readonly id: DocumentId; readonly payload: Uint8Array; readonly document: DocumentOf<Type> };
  readonly log: (payload: Uint8Array, signer: Signer) => Promise<Staged>;
  /** Takes another commons' document in, as counted at its home or not. */
  readonly receive: (entry: Staged, counts?: boolean) => Promise<Staged>;
}

/** What a log remembers between entries, with the verdicts on foreign documents. */
export function createRecord(
  home: Scid,
  didVersion: LogRecord['didVersion'],
): { readonly record: LogRecord; readonly keep: (admitted: Admitted, document: FolkmootDocument) => void } {
  const documents = new Map<DocumentId, FolkmootDocument>();
  const threads = new Map<ThreadName, Omit<Admitted['threads'][number], 'name'>>();
  const judged = new Map<ThreadName, JudgedEntry[]>();
  const foreign = new Map<DocumentId, boolean>();
  const record: LogRecord = {
    home,
    thread: (name) => ({ state: threads.get(name)?.state ?? null, n: threads.get(name)?.n ?? 0 }),
    document: (id) => documents.get(id) ?? null,
    entries: (name) => judged.get(name) ?? [],
    didVersion,
    foreign: (id) => foreign.get(id) ?? null,
    last: (name) => threads.get(name)?.last ?? -1,
    hidden: (name) => {
      const key = threads.get(name)?.key;
      return key === undefined || key === name ? null : key;
    },
  };
  verdictsOf.set(record, foreign);
  return {
    record,
    keep: ({ entry, threads: changed, verdict }, document) => {
      documents.set(entry.id, document);
      for (const { name, ...after } of changed) {
        threads.set(name, after);
        judged.set(name, [...(judged.get(name) ?? []), { ...entry, verdict }]);
      }
    },
  };
}

const verdictsOf = new WeakMap<LogRecord, Map<DocumentId, boolean>>();

/** Verdicts at their homes on the foreign documents of a record, to be filled in. */
export function foreignVerdictsOf(record: LogRecord): Map<DocumentId, boolean> {
  const known = verdictsOf.get(record);
  if (known === undefined) throw new TypeError('a record made by createRecord');
  return known;
}

/** Spec §6 [R-6.2b]: on a whole log nothing is merely missing; what is not there does not exist. */
export function admitOnWholeLog(candidate: Candidate, record: LogRecord): Admitted {
  const admitted = admit(candidate, record);
  if (admitted.verdict.status !== 'unresolved') return admitted;
  const { checks, missing } = admitted.verdict;
  const absent: Verdict = {
    status: 'not-counted',
    checks,
    refusal: refuse('unknown-reference', { missing }),
  };
  return admit(candidate, record, absent);
}

/** The verdict in one word: `counted`, `pending`, or the code of its "no". */
export function wordOf({ verdict }: Pick<Admitted, 'verdict'>): string {
  return verdict.refusal?.code ?? verdict.status;
}

/** The thread and the id of a proposal or decision. */
export function refTo({ document, entry }: Staged): Ref {
  const subject =
    document.type === 'decision' ? (document.proposal?.subject ?? document.subject) : document.subject;
  return { subject, id: entry.id };
}
