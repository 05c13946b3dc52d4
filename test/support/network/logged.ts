import type { DocumentOf, DocumentTypeName } from '../../../protocol/documents/document.ts';
import type { DocumentId } from '../../../protocol/ids.ts';
import { readKnown } from '../../../server/flows/record/read-document.ts';
import type { Node } from './network.ts';

const ALL = 10_000;

/** Own documents of one type that count in a log, oldest first. */
export async function own<Type extends DocumentTypeName>(
  node: Node,
  type: Type,
): Promise<DocumentOf<Type>[]> {
  return (await ownEntries(node, type)).map(({ document }) => document);
}

/** And by which ids. */
export async function ownEntries<Type extends DocumentTypeName>(
  node: Node,
  type: Type,
): Promise<{ id: DocumentId; document: DocumentOf<Type> }[]> {
  const { store } = node.instance.context;
  const entries = await store.entries(node.commons, { after: -1, limit: ALL });
  return entries.flatMap((entry) => {
    const document = readKnown(entry)?.document;
    const mine = document?.type === type && document.commons === node.commons;
    const { id, verdict } = entry;
    return mine && verdict?.status === 'counted' ? [{ id, document: document as DocumentOf<Type> }] : []; // of that type
  });
}

/** What a stock has given, and what is held of it. */
export async function accountOf(node: Node, subject: string) {
  const [thread] = await node.instance.context.store.threads(node.commons, { names: [subject] });
  if (thread?.state?.kind !== 'resource') throw new TypeError('a stock has an account');
  const { allocated, holds } = thread.state.ledger;
  return { allocated, held: holds.map(({ quantity }) => quantity) };
}
