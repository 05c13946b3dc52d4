import type { ThreadName } from '../../../protocol/documents/define.ts';
import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { attachmentsOf } from '../../../protocol/documents/parse-document.ts';
import { touchedThreads } from '../../../protocol/documents/touched-threads.ts';
import type { Verified } from '../../../protocol/envelope/verify.ts';
import type { Admitted } from '../../../protocol/governance/admit.ts';
import type { DocumentId, HashText, Scid } from '../../../protocol/ids.ts';
import { nextAt, parseLeaf } from '../../../protocol/log/leaf.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { type Millis, parseTime } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import type { AccountChange } from '../../store/accounts.ts';
import type {
  Batch,
  Erasable,
  LogHead,
  StoredEntry,
  StoredVerdict,
  Trace,
  Transaction,
} from '../../store/store.ts';
import { erasedNames } from '../privacy/erased-names.ts';
import { erasureOf } from '../privacy/erasure-of.ts';
import { forgetErased } from '../privacy/forget-erased.ts';
import { didVersionsOf, withCandidate } from '../record/did-versions.ts';
import { assertGoesOn } from '../record/ended.ts';
import { foreignVerdict } from '../record/foreign-verdict.ts';
import { recordCacheOf } from '../record/record-cache.ts';
import { openRecord, type StoredRecord } from '../record/stored-record.ts';
import { accountChangesBy } from './account-changes.ts';
import { batchOf } from './batch.ts';

/** A verified document that waits for its place in our log. */
export interface Submission {
  readonly verified: Verified;
  readonly document: FolkmootDocument;
  readonly attachments: ReadonlyMap<HashText, Uint8Array>;
  /** Attachments that the commons it comes from has erased: nobody can bring them. */
  readonly erasedAtHome?: ReadonlySet<HashText>;
  /**
   * The commons' own documents are made only when the rules yield them: one that would not count (somebody was faster)
   * is dropped instead of logged.
   */
  readonly mustCount: boolean;
}

/** What became of a submission. A refusal is no entry: nothing is logged and nothing changes. */
export type Placed =
  | { readonly kind: 'logged'; readonly entry: StoredEntry }
  | { readonly kind: 'duplicate'; readonly entry: StoredEntry }
  | { readonly kind: 'refused'; readonly problem: ProtocolError };

/**
 * Logs a batch in one transaction under the head lock: all that is admitted is committed together. Spec §3.
 *
 * Whatever the batch needs of the log is read in a handful of queries, however many documents it holds.
 *
 * @returns one answer per submission, in order.
 */
export async function commitBatch(
  context: Context,
  log: Scid,
  submissions: readonly Submission[],
): Promise<readonly Placed[]> {
  const { placed, record, erased } = await context.store.transact(log, async (tx) => {
    const appending = await beginAppend(context, log, tx, submissions);
    const answers: Placed[] = [];
    for (const submission of submissions) answers.push(await place(submission, appending));
    const erased = await erasedBy(tx, log, appending);
    if (appending.admitted.length > 0) await tx.append(await batchOf(tx, log, { ...appending, erased }));
    return { placed: answers, record: appending.record, erased };
  });
  record.settle();
  forgetErased(
    context.store,
    erased.map(({ name }) => name),
  );
  return placed;
}

/** A batch on its way into a locked log. */
interface Appending {
  readonly context: Context;
  readonly log: Scid;
  readonly record: StoredRecord;
  readonly head: LogHead;
  readonly now: Millis;
  readonly admitted: { readonly admitted: Admitted; readonly entry: StoredEntry }[];
  /** What the entries change of accounts. */
  readonly accounts: AccountChange[];
  /** Documents of the batch that are in the log already, and those that it has placed so far. */
  readonly logged: Map<DocumentId, StoredEntry>;
  /** Attachments that came with what was placed. */
  readonly attachments: Map<HashText, Uint8Array>;
  /** Attachments that documents of the batch name and that are here already. */
  readonly known: ReadonlySet<HashText>;
  /** What is known of the attachments: documents may name those that were erased, and their bytes stay out. */
  readonly traces: ReadonlyMap<Erasable, Trace>;
  readonly identity: { versions: Awaited<ReturnType<typeof didVersionsOf>> };
  lastAt: Millis | null;
}

async function beginAppend(
  context: Context,
  log: Scid,
  tx: Transaction,
  submissions: readonly Submission[],
): Promise<Appending> {
  const head = await tx.head(log);
  if (head === null) throw new TypeError('a locked log has a head');
  const identity = { versions: await didVersionsOf(context, log, tx) };
  const record = openRecord({
    home: log,
    reader: tx,
    cache: recordCacheOf(context.store),
    didVersion: (id) => {
      const version = identity.versions.get(id);
      return version === undefined ? null : { number: version.number, documentKeys: version.keys.document };
    },
    size: async () => head.size,
    foreign: (id) => foreignVerdict(context.store, id),
  });
  await record.prefetch({
    threads: submissions.flatMap(({ document }) => threadsOf(document, log)),
    documents: submissions.flatMap(({ document }) => document.refs),
  });
  const ids = submissions.map(({ verified }) => verified.id);
  const logged = await tx.entries(log, { ids });
  const named = submissions.flatMap(({ document }) => attachmentsOf(document));
  const missing = named.filter((hash) => !submissions.some(({ attachments }) => attachments.has(hash)));
  const traces = await tx.traces(named);
  return {
    context,
    log,
    record,
    head,
    now: await context.now(),
    admitted: [],
    accounts: [],
    logged: new Map(logged.map((entry) => [entry.id, entry])),
    attachments: new Map(),
    known: new Set((await tx.attachments(missing)).keys()),
    traces,
    identity,
    lastAt: head.lastAt,
  };
}

/** What a document touches, as far as it can enter this log at all: whether it can is for admission to say. */
function threadsOf(document: FolkmootDocument, log: Scid): readonly ThreadName[] {
  try {
    const { changed, read } = touchedThreads(document, log);
    return [...changed, ...read];
  } catch (error) {
    if (error instanceof ProtocolError) return [];
    throw error;
  }
}

async function place(submission: Submission, appending: Appending): Promise<Placed> {
  const known = appending.logged.get(submission.verified.id);
  if (known !== undefined) return { kind: 'duplicate', entry: known }; // logged once, for ever
  try {
    return await placeNew(submission, appending);
  } catch (error) {
    // What the database did not answer says nothing about the document.
    if (!(error instanceof ProtocolError) || error.type === 'unavailable') throw error;
    return { kind: 'refused', problem: error };
  }
}

async function placeNew(submission: Submission, appending: Appending): Promise<Placed> {
  const { verified, document, mustCount } = submission;
  const { record, identity, head, now } = appending;
  assertGoesOn(identity.versions);
  assertComplete(submission, appending);
  const before = identity.versions;
  if (document.type === 'identity') {
    identity.versions = await withCandidate(appending.context, before, { id: verified.id, document });
  }
  try {
    const at = parseTime(nextAt(appending.lastAt, now)) ?? now;
    const index = head.size + appending.admitted.length;
    const admitted = await record.foresee({ index, at, verified, document });
    if (mustCount) assertCounts(admitted);
    assertReadable(admitted);
    if (admitted.verdict.status !== 'counted') identity.versions = before;
    return await keep(submission, admitted, appending);
  } catch (error) {
    identity.versions = before; // a version that is not logged is none
    throw error;
  }
}

async function keep(
  { verified, attachments }: Submission,
  admitted: Admitted,
  appending: Appending,
): Promise<Placed> {
  const entry = storedEntry(admitted, verified);
  appending.accounts.push(...(await accountChangesBy(appending.record, admitted)));
  appending.record.keep(admitted);
  appending.admitted.push({ admitted, entry });
  appending.logged.set(entry.id, entry);
  appending.lastAt = entry.at;
  for (const [hash, content] of attachments) appending.attachments.set(hash, content);
  return { kind: 'logged', entry };
}

/** What goes with the erasures of a batch that count. Spec §16. */
async function erasedBy(
  tx: Transaction,
  log: Scid,
  { admitted }: Pick<Appending, 'admitted'>,
): Promise<Batch['erased']> {
  const ahead = admitted.map(({ entry }) => entry);
  const erased: { name: Erasable; index: number }[] = [];
  for (const { admitted: one } of admitted) {
    const { document, index } = one.entry;
    if (document.type !== 'erasure' || one.verdict.status !== 'counted') continue;
    for (const name of await erasedNames(tx, log, document, ahead)) erased.push({ name, index });
  }
  return erased;
}

/** Every text that a document names comes with it, or is here already, or was erased. Spec §2. */
function assertComplete({ document, attachments, erasedAtHome }: Submission, appending: Appending): void {
  const wasErased = (hash: HashText) =>
    erasureOf(appending.traces.get(hash), appending.log, document.commons) !== null;
  const again = [...attachments.keys()].find(wasErased);
  if (again !== undefined) {
    throw new ProtocolError('erased', 'A text that comes with the document was erased here.', {
      reference: again,
    });
  }
  const isGone = (hash: HashText) => wasErased(hash) || erasedAtHome?.has(hash) === true;
  const missing = attachmentsOf(document).filter(
    (hash) =>
      !attachments.has(hash) &&
      !appending.attachments.has(hash) &&
      !appending.known.has(hash) &&
      !isGone(hash),
  );
  if (missing.length > 0) {
    throw new ProtocolError('incomplete', 'Attachments that the document names are missing.', { missing });
  }
}

function assertCounts({ verdict }: Admitted): void {
  if (verdict.status === 'counted') return;
  throw new ProtocolError('conflict', 'The rules do not yield this document any more.', {
    code: verdict.refusal?.code ?? verdict.status,
  });
}

/** The form of the key of a thread that is not public: SHA-256 in base64url. */
const HIDDEN_KEY = /^(?:usage:)?[A-Za-z0-9_-]{43}$/;

/**
 * What we log, every reader can read: threads with names that no leaf holds, or that could be taken for the key of a
 * hidden thread, never come in.
 */
function assertReadable({ leafBytes, threads }: Admitted): void {
  const lookalike = threads.find(({ name, key }) => name === key && HIDDEN_KEY.test(name));
  if (lookalike !== undefined) {
    throw new ProtocolError('malformed', 'The document names a thread that cannot be.', {
      thread: lookalike.name,
    });
  }
  try {
    parseLeaf(leafBytes);
  } catch (cause) {
    throw new ProtocolError('malformed', 'The document names a thread that no leaf can hold.', {}, { cause });
  }
}

function storedEntry({ entry, leafBytes, verdict }: Admitted, verified: Verified): StoredEntry {
  const stored: StoredVerdict = {
    status: verdict.status,
    code: verdict.refusal?.code ?? null,
    detail: verdict.refusal?.detail ?? null,
  };
  return {
    index: entry.index,
    at: entry.at,
    id: entry.id,
    leaf: leafBytes,
    document: { ...verified.kid, payload: verified.payload, signature: verified.signature },
    verdict: stored,
  };
}
