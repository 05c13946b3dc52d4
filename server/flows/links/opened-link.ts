import { timingSafeEqual } from 'node:crypto';
import { fromBase64url } from '../../../protocol/bytes.ts';
import type { AnswerLink } from '../../../protocol/documents/answer-link.ts';
import { type FoundLink, linksIn } from '../../../protocol/governance/links/find-link.ts';
import type { DocumentId, HashText } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import { askFreely, currentRecord } from '../record/current.ts';
import { documentIn } from '../record/document-in.ts';
import { bytesOf, proofOf, SECRET_BYTES } from './secret.ts';

/** A link whose secret is at hand. */
export interface OpenedLink extends FoundLink {
  /** What a word by it shows in the log. Spec §14. */
  readonly proof: HashText;
}

/**
 * Opens a link by its id and its secret. It changes nothing, so whoever looks at it in advance, as mail scanners do, uses
 * nothing up. Spec §14.
 *
 * @throws {ProtocolError} `not-found`, the same for every way of being wrong.
 */
export async function openLink(context: Context, id: DocumentId | null, secret: string): Promise<OpenedLink> {
  const bytes = fromBase64url(secret);
  const home = await context.commons();
  const document = id === null ? null : await documentIn(context.store, home, id);
  if (document?.type !== 'answer-link' || bytes === null || bytes.length !== SECRET_BYTES) throw noLink();
  const { proof, lock } = proofOf(bytes);
  if (!timingSafeEqual(bytesOf(lock), bytesOf(document.lock))) throw noLink();
  const record = await currentRecord(context, home);
  const found = await askFreely(record, (view) =>
    linksIn(view.entries(document.proposal.subject)).find((link) => link.id === id),
  );
  if (found === undefined) throw noLink();
  return { ...found, proof };
}

/** Whether a link opens something at a moment, and if not, why. */
export type LinkStanding = 'open' | 'used' | 'withdrawn' | 'over';

export function standingOf({ usedBy, withdrawnBy, until }: FoundLink, now: number): LinkStanding {
  if (usedBy !== null) return 'used';
  if (withdrawnBy !== null) return 'withdrawn';
  return now < until ? 'open' : 'over';
}

/** Whom a link is for. */
export function isForGuest({ for: person }: AnswerLink): boolean {
  return person === undefined;
}

function noLink(): ProtocolError {
  return new ProtocolError('not-found', 'There is no such link here: it may be cut off or mistyped.');
}
