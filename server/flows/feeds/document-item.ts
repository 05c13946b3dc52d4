import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { type Author, isScid } from '../../../protocol/ids.ts';
import { anyLanguage } from '../../any-language.ts';
import type { Context } from '../../context.ts';
import { documentHref } from '../../web/hrefs.ts';
import { capital, documentText } from '../../web/words.ts';
import { publicOnly } from '../acts/export-bundle.ts';
import { findPeer } from '../peers/peer-record.ts';
import { currentRecord } from '../record/current.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { operationWords } from '../views/operation-words.ts';
import { personBy } from '../views/people.ts';
import type { FeedItem } from './feed-view.ts';
import type { PublicEntry } from './look-back.ts';

/** Any document that counts; null for one that does not. Spec §19. */
export async function documentItem(
  context: Context,
  { entry, document }: PublicEntry,
): Promise<FeedItem | null> {
  if (entry.verdict?.status === 'not-counted') return null;
  const record = await currentRecord(context, await context.commons());
  const by = await nameOf(context, record, document.author);
  return {
    id: entry.id,
    href: documentHref(entry.id),
    title: await titleOf(context, record, document),
    by,
    text: [`Signed by ${by}; entry ${entry.index} of the record.`],
    publishedAt: entry.at,
    updatedAt: entry.at,
  };
}

async function titleOf(context: Context, record: StoredRecord, document: FolkmootDocument): Promise<string> {
  const kind = capital(documentText(document.type));
  if ('binding' in document && document.binding !== undefined) {
    const what = await Promise.all(
      document.binding.operations.map((operation) =>
        operationWords(context, record, operation, { mayRead: publicOnly }),
      ),
    );
    return `${kind}: ${what.join('; ')}`;
  }
  if ('name' in document) return `${kind} “${anyLanguage(document.name)}”`;
  if ('title' in document) return `${kind} “${anyLanguage(document.title)}”`;
  return 'pseudonym' in document ? `${kind} “${document.pseudonym}”` : kind;
}

async function nameOf(context: Context, record: StoredRecord, author: Author): Promise<string> {
  if (!isScid(author)) return (await personBy(context, record, author, publicOnly)).name;
  if (author === (await context.commons())) return 'this commons';
  return (await findPeer(context.store, author))?.name ?? author;
}
