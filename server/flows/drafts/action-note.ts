import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { domainNamed } from '../../../protocol/governance/right.ts';
import { contentOf } from '../../../protocol/governance/view.ts';
import { askFreely } from '../record/current.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/**
 * Where a domain is weighty, a decision names what is to be done for it, or says why nothing is; told before it is signed.
 * Light ones are spared: ceremony without need is theatre. Spec §6.
 *
 * @returns one sentence, or null.
 */
export async function actionNote(record: StoredRecord, document: FolkmootDocument): Promise<string | null> {
  if (document.type !== 'decision' && document.type !== 'proposal') return null;
  if (document.actions !== undefined || ('result' in document && document.result !== 'adopted')) return null;
  const put = document.type === 'decision' ? document.proposal?.id : undefined;
  const says = await askFreely(record, (view) => {
    const proposed = put === undefined ? null : contentOf(view, put, 'proposal');
    return domainNamed(view, document.domain)?.weight !== 'full' || proposed?.actions !== undefined;
  });
  return says ? null : 'It names nothing that is to be done, and does not say why nothing is.';
}
