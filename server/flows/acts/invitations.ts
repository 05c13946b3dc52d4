import { toBase64url, utf8 } from '../../../protocol/bytes.ts';
import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { type HashText, hashTextOf, type Subject } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';

/** Two weeks: long enough for a letter, short enough that a lost one stays no door. */
const INVITATION_DAYS = 14;
const INVITATION_BYTES = 24;

/** A one-time secret that lets one newcomer log their first participant document. Only its hash is kept. */
export async function invite(
  context: Context,
  by: Subject,
): Promise<{ readonly code: string; readonly expiresAt: number }> {
  const code = toBase64url(context.random.bytes(INVITATION_BYTES));
  const expiresAt = (await context.now()) + INVITATION_DAYS * DAY_SECONDS * SECOND;
  await context.store.records.put('invitation', invitationHash(code), { by, expiresAt });
  return { code, expiresAt };
}

/** The name that a participant document gives its invitation. */
export function invitationHash(code: string): HashText {
  return hashTextOf(utf8(code));
}

/**
 * A newcomer's first version uses up an invitation; everybody else passes.
 *
 * @throws {ProtocolError} `invitation-required`
 */
export async function claimInvitation(context: Context, document: FolkmootDocument): Promise<void> {
  if (document.type !== 'participant') return;
  const { store } = context;
  const home = await context.commons();
  const [known] = await store.threads(home, { names: [document.subject] });
  if (known !== undefined) return;
  const hash = document.invitation;
  const invitation = hash === undefined ? null : await store.records.get('invitation', hash);
  const expiresAt = typeof invitation?.expiresAt === 'number' ? invitation.expiresAt : 0;
  if (hash === undefined || expiresAt < (await context.now())) {
    throw new ProtocolError(
      'invitation-required',
      'A newcomer names an invitation that is known here and not expired.',
    );
  }
  // Whoever is first claims it for this subject: a retry of the same newcomer still passes.
  const claimed = await store.records.add('invitation-used', hash, { subject: document.subject });
  const by = claimed ? document.subject : (await store.records.get('invitation-used', hash))?.subject;
  if (by !== document.subject) {
    throw new ProtocolError('invitation-required', 'This invitation was used by somebody else.');
  }
}
