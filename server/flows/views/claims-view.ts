import type { Claim, Finding } from '../../../protocol/documents/claims.ts';
import type { Objection } from '../../../protocol/documents/objection.ts';
import type { JudgedEntry } from '../../../protocol/governance/view.ts';
import type { DocumentId } from '../../../protocol/ids.ts';
import { anyLanguage } from '../../any-language.ts';
import type { Context } from '../../context.ts';
import { documentIn } from '../record/document-in.ts';
import type { MayRead } from '../record/evidence-source.ts';

/** One claim of an objection, and what the rules found. Spec §6. */
export interface ClaimView {
  readonly words: string;
  /** Null where nobody has recomputed it yet. */
  readonly finds: Finding | null;
}

/** Of every objection and block in a thread. */
export async function claimsOf(
  context: Context,
  thread: readonly JudgedEntry[],
  mayRead: MayRead,
): Promise<ReadonlyMap<DocumentId, readonly ClaimView[]>> {
  const claims = new Map<DocumentId, readonly ClaimView[]>();
  for (const { id, document } of thread) {
    if (document.type !== 'objection' && document.type !== 'response') continue;
    claims.set(id, await claimViews(context, thread, { id, document }, mayRead));
  }
  return claims;
}

/** What an objection, or a block, claims that can be recomputed; empty where people alone judge it. */
async function claimViews(
  context: Context,
  thread: readonly JudgedEntry[],
  {
    id,
    document: { claims = [] },
  }: { readonly id: DocumentId; readonly document: Pick<Objection, 'claims'> },
  mayRead: MayRead,
): Promise<readonly ClaimView[]> {
  if (claims.length === 0) return [];
  const check = thread.find(
    ({ document, verdict }) =>
      document.type === 'objection-check' && document.of.id === id && verdict.status === 'counted',
  )?.document;
  const finds = check?.type === 'objection-check' ? check.finds : [];
  return Promise.all(
    claims.map(async (claim, place) => ({
      words: await claimWords(context, claim, mayRead),
      finds: finds[place] ?? null,
    })),
  );
}

const AUTHORITY = {
  right: 'Those who are asked may not decide this any more',
  scope: 'Something in it belongs to another domain',
  limits: 'It goes beyond a limit of the domain',
} as const;

async function claimWords(context: Context, claim: Claim, mayRead: MayRead): Promise<string> {
  if (claim.what !== 'constraint') return AUTHORITY[claim.what];
  const document = await documentIn(context.store, await context.commons(), claim.constraint);
  const title = document?.type === 'constraint' && mayRead(document) ? document.title : {};
  return `It violates “${anyLanguage(title, claim.constraint)}”`;
}
