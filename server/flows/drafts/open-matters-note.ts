import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { openingOf } from '../../../protocol/governance/constraints/in-force.ts';
import { type Subject, subjectSchema } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import { askFreely } from '../record/current.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/**
 * What becomes of matters that are open under a domain which somebody is about to change or end; told before it is signed.
 * Spec §6 [R-6.28a].
 *
 * @returns one sentence, or null.
 */
export async function openMattersNote(
  { store }: Context,
  record: StoredRecord,
  document: FolkmootDocument,
): Promise<string | null> {
  const domains = domainsChanged(document);
  if (domains.size === 0) return null;
  const matters = (await store.records.list('matter')).map(({ key }) => subjectSchema.parse(key));
  const under = await Promise.all(
    matters.map((matter) => askFreely(record, (view) => openingOf(view, matter)?.domain.subject)),
  );
  const count = under.filter((domain) => domain !== undefined && domains.has(domain)).length;
  if (count === 0) return null;
  const open = count === 1 ? 'One matter is open under it' : `${count} matters are open under it`;
  return `${open}: if it ends, gets another owner or loses their effects, what people agree there comes to nothing; nothing else changes for them but limits.`;
}

function domainsChanged(document: FolkmootDocument): ReadonlySet<Subject> {
  if (document.type !== 'decision' && document.type !== 'proposal') return new Set();
  return new Set(
    document.binding.operations.flatMap((operation) => {
      if (operation.op === 'adopt' && operation.adopts.type === 'domain') return [operation.adopts.subject];
      return operation.op === 'end' && operation.type === 'domain' ? [operation.thing.subject] : [];
    }),
  );
}
