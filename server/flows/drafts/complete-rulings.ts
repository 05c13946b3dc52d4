import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { documentIdSchema, type Ref } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { documentIn } from '../record/document-in.ts';
import type { DraftContext, Wish } from './draft.ts';

/**
 * A ruling names by `on` what it rules on: the decision that this is about follows, and so does the domain, since a
 * ruling has no effect that could choose one. Spec §6.
 *
 * @throws {ProtocolError} `not-found` where there is nothing to rule on.
 */
export async function completeRulings(draft: DraftContext, wish: Wish): Promise<Wish> {
  if (!Array.isArray(wish.operations)) return wish;
  let domain = wish.domain;
  const operations: unknown[] = [];
  for (const operation of wish.operations as readonly unknown[]) {
    // Whoever signs may name the decision themself, by its id alone.
    if (
      !isRuling(operation) ||
      (operation.decision !== undefined && typeof operation.decision !== 'string')
    ) {
      operations.push(operation);
      continue;
    }
    const on = await documentFor(draft, operation.decision ?? operation.on);
    // An announcement is ruled on by way of a challenge of it, and never by itself. Spec §6.
    const isAnnounced = on?.document.type === 'proposal' && on.ref.id !== operation.on;
    const decision = on === null ? null : isAnnounced ? on.ref : ruledOf(on.document, on.ref);
    if (decision === null)
      throw new ProtocolError('not-found', 'There is nothing to rule on.', { on: operation.on });
    const decided = await documentIn(draft.context.store, draft.home, decision.id);
    if (domain === undefined && decided !== null && 'domain' in decided && typeof decided.domain === 'object')
      domain = decided.domain.subject;
    operations.push({ ...operation, decision });
  }
  return { ...wish, operations, ...(domain === undefined ? {} : { domain }) };
}

/** The decision that a challenge or a question is about; or the decision itself, which is kept. */
function ruledOf(document: FolkmootDocument, own: Ref): Ref | null {
  switch (document.type) {
    case 'challenge':
    case 'ruling-request':
      return document.decision;
    case 'emergency-act':
      return own;
    case 'decision':
    case 'outcome':
      return { subject: document.proposal?.subject ?? document.subject, id: own.id };
    default:
      return null;
  }
}

async function documentFor(
  { context, home, mayRead }: DraftContext,
  name: unknown,
): Promise<{ readonly document: FolkmootDocument; readonly ref: Ref } | null> {
  const id = documentIdSchema.safeParse(name);
  const document = id.success ? await documentIn(context.store, home, id.data) : null;
  return id.success && document !== null && mayRead(document)
    ? { document, ref: { subject: document.subject, id: id.data } }
    : null;
}

function isRuling(operation: unknown): operation is { readonly on?: unknown; readonly decision?: unknown } {
  return operation !== null && typeof operation === 'object' && 'op' in operation && operation.op === 'rule';
}
