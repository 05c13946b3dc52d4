import type { RegisteredDomain } from '../../../protocol/governance/scope/register-index.ts';
import { stateOf } from '../../../protocol/governance/view.ts';
import type { DocumentId, Subject } from '../../../protocol/ids.ts';
import { askNow } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/** Who asks for a view: what they are told of names, and which documents they may read. */
export interface Reader {
  readonly kind: 'stranger' | 'member';
  readonly mayRead: MayRead;
}

/**
 * Domains that a reader may know of: those whose own document they may read, or every page of the set that lists them.
 * What a domain says of `disclosure` is about the answers in its matters, and hides no domain. Spec §10.
 */
export async function shownDomains<Domain extends Pick<RegisteredDomain, 'source'>>(
  record: StoredRecord,
  domains: readonly Domain[],
  { mayRead }: Reader,
): Promise<readonly Domain[]> {
  const ids = domains.flatMap(({ source }) => (source.kind === 'document' ? [source.id] : []));
  await record.prefetch({ threads: [], documents: ids });
  const isReadable = async (id: DocumentId) => {
    const document = await record.document(id);
    return document !== null && mayRead(document);
  };
  const sets = new Map<Subject, Promise<boolean>>();
  const isShown = ({ source }: Domain): Promise<boolean> => {
    if (source.kind === 'document') return isReadable(source.id);
    const known = sets.get(source.set) ?? isSetShown(record, source.set, isReadable);
    sets.set(source.set, known);
    return known;
  };
  const shown = await Promise.all(domains.map(isShown));
  return domains.filter((_, place) => shown[place]);
}

async function isSetShown(
  record: StoredRecord,
  set: Subject,
  isReadable: (id: DocumentId) => Promise<boolean>,
): Promise<boolean> {
  const state = await askNow(record, [set], (view) => stateOf(view, set, 'set'));
  const pages = await Promise.all((state?.pages ?? []).map(({ id }) => isReadable(id)));
  return pages.every(Boolean);
}
