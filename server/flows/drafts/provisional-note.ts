import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { isCircleRung } from '../../../protocol/documents/response.ts';
import { cannotBeUndone, provisionalCharter } from '../../../protocol/governance/provisional.ts';
import { domainNamed } from '../../../protocol/governance/right.ts';
import { contentOf } from '../../../protocol/governance/view.ts';
import { askFreely } from '../record/current.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/**
 * What a provisional charter makes of a proposal: that it cannot be decided yet, or that it ratifies the charter. Told
 * before it is signed. Spec §4, [R-4.23].
 *
 * @returns one sentence, or null.
 */
export async function provisionalNote(
  record: StoredRecord,
  document: FolkmootDocument,
): Promise<string | null> {
  if (document.type !== 'proposal') return null;
  return askFreely(record, (view) => {
    if (provisionalCharter(view) === null) return null;
    if (cannotBeUndone(view, document)) return WAITS;
    const ratifies = document.binding.operations.some(
      (operation) =>
        operation.op === 'adopt' &&
        operation.adopts.type === 'charter' &&
        contentOf(view, operation.adopts.id, 'charter')?.ratifyWithinSeconds === undefined,
    );
    if (!ratifies) return null;
    const rung = domainNamed(view, document.domain)?.rung;
    return rung !== undefined && isCircleRung(rung) ? RATIFIES : NOT_BY_ROLE;
  });
}

const WAITS =
  'The charter is provisional, and this cannot be undone: nobody can decide it until the members have ratified the charter.';
const RATIFIES = 'With this the members ratify the charter: it is provisional no longer.';
const NOT_BY_ROLE =
  'With this the charter would be provisional no longer; a circle alone can decide that, and here a role decides.';
