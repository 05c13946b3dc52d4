import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { attachmentsOf, parseDocument } from '../../../protocol/documents/parse-document.ts';
import { parseEnvelope } from '../../../protocol/envelope/parse.ts';
import { verifyEnvelope } from '../../../protocol/envelope/verify.ts';
import { type HashText, hashTextOf, isScid } from '../../../protocol/ids.ts';
import { ATTACHMENT_BYTES_MAX } from '../../../protocol/limits.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import { continueFounding } from '../founding/found.ts';
import type { Submission } from '../log/commit.ts';
import type { Committed, Committer } from '../log/committer.ts';
import { openAttachment } from '../privacy/open-attachment.ts';
import { readerFor } from '../record/may-read.ts';
import { claimInvitation } from './invitations.ts';

/** Texts by hash, each 16 random bytes and then its content. */
export type Attachments = ReadonlyMap<HashText, Uint8Array>;

/**
 * Takes one signed document of a member into our log. Spec §3.
 *
 * @throws {ProtocolError} for everything that admission refuses; then nothing is logged.
 */
export async function submit(
  context: Context,
  committer: Committer,
  envelope: Uint8Array,
  attachments: Attachments,
): Promise<Committed> {
  const submission = await verifySubmission(context, envelope, attachments);
  const { document } = submission;
  const home = await context.commons();
  if (document.commons !== home || isScid(document.author)) {
    throw new ProtocolError(
      'wrong-log',
      'Only documents that members of this commons signed are taken here.',
      {
        commons: document.commons,
      },
    );
  }
  await assertKnown(context, submission);
  const release = await claimInvitation(context, document);
  const committed = await committer.commit(submission);
  if (committed.placed.kind === 'refused') {
    await release();
    throw committed.placed.problem;
  }
  if (document.type === 'confirmation') await foundIfConfirmed(context, committer);
  return committed;
}

/**
 * After the last founder's confirmation what the charter adopts is logged before they are answered, so that their next
 * request finds it. The confirmation stands whatever comes of that: the reactions go on with it.
 */
async function foundIfConfirmed(context: Context, committer: Committer): Promise<void> {
  try {
    await continueFounding(context, committer);
  } catch (error) {
    context.logger.error({ err: error }, 'the founding goes on later');
  }
}

/**
 * Who names words without bringing them may read them already: else a hash that stands somewhere would open them, to all
 * who may read the new document. Spec §16.
 */
async function assertKnown(context: Context, { document, attachments }: Submission): Promise<void> {
  const unbrought = attachmentsOf(document).filter((hash) => !attachments.has(hash));
  if (unbrought.length === 0) return;
  const { mayRead } = await readerFor(context, document.author);
  const missing: HashText[] = [];
  for (const hash of unbrought)
    if ((await openAttachment(context, hash, mayRead)) === null) missing.push(hash);
  if (missing.length > 0)
    throw new ProtocolError('incomplete', 'Attachments that the document names are missing.', { missing });
}

/** Form, signature and attachments: all that needs no log. Spec §3. */
export async function verifySubmission(
  context: Context,
  envelope: Uint8Array,
  attachments: Attachments,
): Promise<Submission> {
  const parsed = parseEnvelope(envelope);
  const document = parseDocument(parsed.content);
  const named = attachmentsNamed(document, attachments);
  for (const [hash, content] of named) {
    if (content.length > ATTACHMENT_BYTES_MAX) {
      throw new ProtocolError('too-large', `An attachment takes at most ${ATTACHMENT_BYTES_MAX} bytes.`, {
        hash,
      });
    }
    if (hashTextOf(content) !== hash) {
      throw new ProtocolError('malformed', 'An attachment does not have the hash that names it.', { hash });
    }
  }
  const verified = await verifyEnvelope(parsed, context.verify);
  return { verified, document, attachments: named, mustCount: false };
}

/** Those of a request's attachments that the document names: the others belong to the documents beside it, or to none. */
function attachmentsNamed(document: FolkmootDocument, given: Attachments): Attachments {
  return new Map(
    attachmentsOf(document).flatMap((hash) => {
      const content = given.get(hash);
      return content === undefined ? [] : [[hash, content] as const];
    }),
  );
}
