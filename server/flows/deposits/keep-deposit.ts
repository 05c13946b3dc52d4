import { DEPOSIT_BYTES_MAX, shareUsedUp } from '../../../federation/peers/deposits.ts';
import { attachmentsOf } from '../../../protocol/documents/parse-document.ts';
import { type DocumentId, isScid } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { formatMillis, SECOND } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { actAsCommons } from '../acts/commons-act.ts';
import { type Attachments, verifySubmission } from '../acts/submit.ts';
import type { Submission } from '../log/commit.ts';
import type { Committer } from '../log/committer.ts';
import { findPeer } from '../peers/peer-record.ts';
import {
  addDeposit,
  changeDeposit,
  type DepositRecord,
  findDeposit,
  keepBytes,
  listDeposits,
  removeDeposit,
} from './deposit-record.ts';
import { assertSignerKnown } from './known-signer.ts';

/** Whoever was at it and crashed has not logged it by then: the next one does. */
const LOGGING_MS = 60 * SECOND;

/** What became of a document that somebody left here for another commons. Spec §21. */
export interface Deposited {
  readonly id: DocumentId;
  /** `kept`: our log says so, at `index` since `at`. `logged`: its own log has it, at `index`. */
  readonly result: 'kept' | 'logged';
  readonly index: number;
  readonly at: string;
}

/**
 * Keeps a document that a person signed for another commons, and says so in our log. Spec §21 [R-21.2] – [R-21.5].
 *
 * The same one again is answered as before, and costs nothing more.
 *
 * @throws {ProtocolError} for what that commons' log would refuse as well, as far as we have it; `not-found` for a commons
 * that is no peer of ours; `over-quota`; then nothing is kept.
 */
export async function keepDeposit(
  context: Context,
  committer: Committer,
  envelope: Uint8Array,
  attachments: Attachments,
): Promise<Deposited> {
  const submission = await verifySubmission(context, envelope, attachments);
  const { verified, document } = submission;
  const home = await context.commons();
  if (document.commons === home || isScid(document.author)) {
    throw new ProtocolError('wrong-log', 'Only what a person signed for another commons is kept here.', {
      commons: document.commons,
    });
  }
  if ((await findPeer(context.store, document.commons)) === null) {
    throw new ProtocolError('not-found', 'The commons that it is for is no peer of this one.', {
      commons: document.commons,
    });
  }
  const logged = await loggedAtHome(context, verified.id, submission);
  if (logged !== null) return logged;
  const known = await findDeposit(context, verified.id);
  const now = await context.now();
  if (known !== null && known.index !== null) return kept(context, verified.id, known.index);
  if (known !== null && now - known.cameAt < LOGGING_MS)
    throw new ProtocolError('unavailable', 'It is just being kept; ask again.', { retryAfter: 1 });
  assertWhole(submission);
  await assertSignerKnown(context, { id: verified.id, key: verified.kid.key, document, at: now });
  await assertShare(context, submission);
  return logDeposit(context, committer, submission);
}

async function logDeposit(
  context: Context,
  committer: Committer,
  submission: Submission,
): Promise<Deposited> {
  const { verified, document } = submission;
  const record: DepositRecord = {
    for: document.commons,
    author: document.author,
    cameAt: await context.now(),
    index: null,
    home: null,
  };
  // First the bytes: what our log says that we keep, we have.
  await keepBytes(context, submission);
  if (!(await addDeposit(context, verified.id, record)))
    await changeDeposit(context, verified.id, { cameAt: record.cameAt });
  try {
    const entry = await actAsCommons(context, committer, 'deposit', {
      doc: verified.id,
      for: document.commons,
    });
    if (entry === null) throw new ProtocolError('unavailable', 'It cannot be kept just now.');
    await changeDeposit(context, verified.id, { index: entry.index });
    return await kept(context, verified.id, entry.index);
  } catch (error) {
    if ((await findDeposit(context, verified.id))?.index === null) await removeDeposit(context, verified.id);
    throw error;
  }
}

async function kept(context: Context, id: DocumentId, index: number): Promise<Deposited> {
  const [entry] = await context.store.entries(await context.commons(), { at: [index] });
  return { id, result: 'kept', index, at: formatMillis(entry?.at ?? 0) };
}

/** What the log that it is for has needs nobody to keep it. */
async function loggedAtHome(
  { store }: Context,
  id: DocumentId,
  { document }: Submission,
): Promise<Deposited | null> {
  const [entry] = await store.entries(document.commons, { ids: [id] });
  return entry === undefined
    ? null
    : { id, result: 'logged', index: entry.index, at: formatMillis(entry.at) };
}

/** All its words come with it: else nobody could hand it on. */
function assertWhole({ verified, document, attachments }: Submission): void {
  const missing = attachmentsOf(document).filter((hash) => !attachments.has(hash));
  if (missing.length > 0)
    throw new ProtocolError('incomplete', 'Attachments that the document names are missing.', { missing });
  const bytes = [...attachments.values()].reduce((sum, { length }) => sum + length, verified.payload.length);
  if (bytes > DEPOSIT_BYTES_MAX)
    throw new ProtocolError(
      'too-large',
      `What is kept for another commons has at most ${DEPOSIT_BYTES_MAX} bytes.`,
      {
        bytes,
        bytesMax: DEPOSIT_BYTES_MAX,
      },
    );
}

async function assertShare(context: Context, { document }: Submission): Promise<void> {
  const waiting = (await listDeposits(context)).filter(
    (one) => one.for === document.commons && one.home === null,
  );
  const whose = shareUsedUp({
    ofAuthor: waiting.filter(({ author }) => author === document.author).length,
    inAll: waiting.length,
  });
  if (whose === null) return;
  throw new ProtocolError(
    'over-quota',
    whose === 'author'
      ? 'So much of yours waits here already: wait until some of it is taken, or go to another commons.'
      : 'Too much waits here for that commons: go to another one.',
    { retryAfter: 3600 },
  );
}
