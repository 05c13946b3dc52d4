import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { createView } from '../../../protocol/governance/create-view.ts';
import { type InForce, inForce } from '../../../protocol/governance/in-force.ts';
import { UnnamedThread } from '../../../protocol/governance/missing.ts';
import type { RuleView } from '../../../protocol/governance/view.ts';
import type { Ref, Scid, Subject } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import { didVersionsOf } from './did-versions.ts';
import { foreignVerdict } from './foreign-verdict.ts';
import { recordCacheOf } from './record-cache.ts';
import { openRecord, type StoredRecord } from './stored-record.ts';

/** Our log as it stands, for questions outside of a transaction. */
export async function currentRecord(context: Context, home: Scid): Promise<StoredRecord> {
  const didVersions = await didVersionsOf(context, home, context.store);
  return openRecord({
    home,
    reader: context.store,
    cache: recordCacheOf(context.store),
    didVersion: (id) => {
      const version = didVersions.get(id);
      return version === undefined ? null : { number: version.number, documentKeys: version.keys.document };
    },
    size: async () => (await context.store.head(home))?.size ?? 0,
    foreign: (id) => foreignVerdict(context.store, id),
  });
}

/** Asks a rule's question about the named threads as they stand. */
export async function askNow<Answer>(
  record: StoredRecord,
  threads: readonly string[],
  question: (view: RuleView) => Answer,
): Promise<Answer> {
  await record.prefetch({ threads });
  return record.ask((known) => question(createView(known, { changed: threads, read: [] })));
}

/** As `askNow`, for a question that finds out on its way which threads it looks at. */
export async function askFreely<Answer>(
  record: StoredRecord,
  question: (view: RuleView) => Answer,
): Promise<Answer> {
  const threads: string[] = [];
  for (;;) {
    try {
      return await askNow(record, threads, question);
    } catch (error) {
      if (!(error instanceof UnnamedThread)) throw error;
      threads.push(error.thread);
    }
  }
}

/** The version of a thing that is in force now, with what brought it there. */
export function currentVersion(record: StoredRecord, subject: Subject): Promise<InForce | null> {
  return askNow(record, [subject, 'charter'], (view) => inForce(view, subject));
}

export async function currentRef(record: StoredRecord, subject: Subject): Promise<Ref | null> {
  const current = await currentVersion(record, subject);
  return current === null ? null : { subject, id: current.id };
}

/** The document of a thing's version in force; null where there is none, or where it is not logged yet. */
export async function currentDocument(
  record: StoredRecord,
  subject: Subject,
): Promise<FolkmootDocument | null> {
  const current = await currentVersion(record, subject);
  return current === null ? null : record.document(current.id);
}

/** As `currentDocument` for many things at once, in their order. */
export async function currentDocuments(
  record: StoredRecord,
  subjects: readonly Subject[],
): Promise<readonly (FolkmootDocument | null)[]> {
  const current = await askNow(record, [...subjects, 'charter'], (view) =>
    subjects.map((subject) => inForce(view, subject)),
  );
  await record.prefetch({ threads: [], documents: current.flatMap((version) => version?.id ?? []) });
  return Promise.all(current.map((version) => (version === null ? null : record.document(version.id))));
}
