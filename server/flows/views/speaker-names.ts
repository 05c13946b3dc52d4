import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { type Author, isScid, type Subject } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { peopleBy } from './people.ts';

/** Names of whoever speaks, and of those in whose name. */
export async function speakerNames(
  context: Context,
  record: StoredRecord,
  entries: readonly { readonly document: FolkmootDocument }[],
  mayRead: MayRead,
): Promise<(author: Author) => string> {
  const speakers = entries.flatMap(({ document }) => [document.author, ...spokenForIn(document)]);
  const subjects = speakers.filter((author): author is Subject => !isScid(author));
  const people = await peopleBy(context, record, subjects, mayRead);
  return (author) => (isScid(author) ? author : (people.get(author)?.name ?? author));
}

/** Whom a document names besides its author: in whose name it answers, or whose link it is. */
function spokenForIn(document: FolkmootDocument): readonly Author[] {
  switch (document.type) {
    case 'response':
    case 'answer-link':
      return document.for === undefined ? [] : [document.for];
    case 'link-word':
      return document.by === undefined ? [] : [document.by];
    default:
      return [];
  }
}
