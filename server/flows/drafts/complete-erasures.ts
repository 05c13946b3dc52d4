import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { attachmentsOf } from '../../../protocol/documents/parse-document.ts';
import { documentIdSchema, subjectSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { ownThread } from '../../../protocol/verify/own-thread.ts';
import { documentIn } from '../record/document-in.ts';
import type { DraftContext, Wish } from './draft.ts';

/** `of` names one document, or several, whose words go; with `whole` their payloads too. Spec §16. */
export async function completeErasure(draft: DraftContext, wish: Wish): Promise<Wish> {
  const { of, whole, erases, ...rest } = wish;
  const named =
    erases ?? (Array.isArray(of) ? (of as readonly unknown[]) : [of]).map((document) => ({ document }));
  return { ground: 'author-request', ...rest, erases: await completeErases(draft, named, whole === true) };
}

/** As `completeErasure`, for the operations of a decision or proposal. */
export async function completeErasureOperations(draft: DraftContext, wish: Wish): Promise<Wish> {
  if (!Array.isArray(wish.operations)) return wish;
  const operations: unknown[] = [];
  for (const operation of wish.operations as readonly unknown[]) {
    const isErase =
      operation !== null && typeof operation === 'object' && 'op' in operation && operation.op === 'erase';
    operations.push(isErase ? await completeErasure(draft, operation as Wish) : operation);
  }
  return { ...wish, operations };
}

async function completeErases(draft: DraftContext, erases: unknown, whole: boolean): Promise<unknown> {
  if (!Array.isArray(erases)) return erases;
  return Promise.all((erases as readonly unknown[]).map((one) => completeOne(draft, one, whole)));
}

async function completeOne(draft: DraftContext, erased: unknown, whole: boolean): Promise<unknown> {
  if (erased === null || typeof erased !== 'object' || !('document' in erased)) return erased;
  const id = documentIdSchema.safeParse(erased.document);
  if (!id.success || 'attachments' in erased) return erased;
  const document = await documentIn(draft.context.store, draft.home, id.data);
  if (document === null || !draft.mayRead(document))
    throw new ProtocolError('not-found', 'There is no such document here.', { id: id.data });
  const attachments = attachmentsOf(document);
  const payload = whole && !('payload' in erased) ? { payload: { thread: threadOf(document) } } : {};
  return { ...erased, ...(attachments.length === 0 ? {} : { attachments }), ...payload };
}

function threadOf(document: FolkmootDocument): string {
  const thread = subjectSchema.safeParse(ownThread(document));
  return thread.success ? thread.data : document.subject;
}
