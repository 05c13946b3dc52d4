import type { RegisteredDomain } from '../../../protocol/governance/scope/register-index.ts';
import type { DocumentId, Subject } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import { currentVersion } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import { readDocument } from '../record/read-document.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/** What brought something into force. Spec §5. */
export interface AdoptedBy {
  readonly id: DocumentId;
  /** A decision has a page that says why; the founding act is a document like others. */
  readonly kind: 'decision' | 'founding';
}

/** What brought a domain into force, alone or as an item of a set; null where that cannot be told, or not to this reader. */
export async function adoptedBy(
  context: Context,
  record: StoredRecord,
  { subject, source }: RegisteredDomain,
  mayRead: MayRead,
): Promise<AdoptedBy | null> {
  if (source.kind === 'set') return setAdoptedBy(context, source.set, mayRead);
  const version = await currentVersion(record, subject);
  if (version === null) return null;
  const document = await record.document(version.by);
  if (document !== null && !mayRead(document)) return null;
  return { id: version.by, kind: document?.type === 'charter' ? 'founding' : 'decision' };
}

/** The last counted decision in a set's thread that adopted it; pages stand there too. */
async function setAdoptedBy(context: Context, set: Subject, mayRead: MayRead): Promise<AdoptedBy | null> {
  const home = await context.commons();
  const indices = await context.store.threadIndices(home, set, Number.MAX_SAFE_INTEGER);
  for (const index of indices.toReversed()) {
    const [entry] = await context.store.entries(home, { at: [index] });
    const document = entry === undefined ? undefined : readDocument(entry)?.document;
    if (entry === undefined || entry.verdict?.status !== 'counted') continue;
    if (document?.type !== 'decision' && document?.type !== 'outcome') continue;
    const adopts = document.binding.operations.some(
      (operation) =>
        operation.op === 'adopt' && operation.adopts.type === 'set' && operation.adopts.subject === set,
    );
    if (adopts && document.result === 'adopted')
      return mayRead(document) ? { id: entry.id, kind: 'decision' } : null;
  }
  return null;
}
