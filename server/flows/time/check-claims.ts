import type { Objection } from '../../../protocol/documents/objection.ts';
import type { Response } from '../../../protocol/documents/response.ts';
import { checkOf } from '../../../protocol/governance/ladder/judge-objection-check.ts';
import type { DocumentId } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import { actAsCommons } from '../acts/commons-act.ts';
import type { Committer } from '../log/committer.ts';
import { askFreely, currentRecord } from '../record/current.ts';

/** Recomputes what an objection, or a block, claims, and says so in the log; once. Spec §6. */
export async function checkClaims(
  context: Context,
  committer: Committer,
  document: Objection | Response,
  id: DocumentId,
): Promise<void> {
  if (document.claims === undefined) return;
  const { subject } = document.proposal;
  const now = await context.now();
  const record = await currentRecord(context, await context.commons());
  const check = await askFreely(record, (view) => checkOf(view, subject, id, now));
  if ('code' in check) return;
  // Whoever may read the objection may read what becomes of it.
  await actAsCommons(context, committer, 'objection-check', {
    audience: document.audience,
    of: { subject, id },
    ...check,
  });
}
