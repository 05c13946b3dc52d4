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
  await context.store.records.add('invitation', invitationHash(code), { by, expiresAt }, expiresAt);
  return { code, expiresAt };
}

/** The name that a participant document gives its invitation. */
export function invitationHash(code: string): HashText {
  return hashTextOf(utf8(code));
}

/** Gives back what was claimed. */
type Release = () => Promise<void>;

/**
 * A newcomer's first version uses up an invitation; everybody else passes.
 *
 * @returns how to give the invitation back, for a document that is refused after all.
 * @throws {ProtocolError} `invitation-required`
 */
export async function claimInvitation(context: Context, document: FolkmootDocument): Promise<Release> {
  if (document.type !== 'participant') return nothing;
  const { records, threads } = context.store;
  const { subject, invitation: hash } = document;
  const [known] = await threads(await context.commons(), { names: [subject] });
  if (known !== undefined) return nothing;
  const invitation = hash === undefined ? null : await records.get('invitation', hash);
  const expiresAt = typeof invitation?.expiresAt === 'number' ? invitation.expiresAt : 0;
  if (hash === undefined || expiresAt < (await context.now())) {
    throw new ProtocolError(
      'invitation-required',
      'A newcomer names an invitation that is known here and not expired.',
    );
  }
  // Whoever is first claims it for this subject: a retry of the same newcomer still passes.
  if (await records.add('invitation-used', hash, { subject }, expiresAt)) {
    return () => records.remove('invitation-used', hash);
  }
  if ((await records.get('invitation-used', hash))?.subject !== subject) {
    throw new ProtocolError('invitation-required', 'This invitation was used by somebody else.');
  }
  return nothing;
}

const nothing: Release = async () => undefined;
