import type { DomainBody } from '../../../protocol/documents/domain-fields.ts';
import type { Aftermath } from '../../../protocol/governance/lifecycle/aftermath.ts';
import { contentOf, stateOf } from '../../../protocol/governance/view.ts';
import { type DocumentId, type Subject, subjectSchema } from '../../../protocol/ids.ts';
import { formatMillis, type Millis, SECOND } from '../../../protocol/time.ts';
import { anyLanguage } from '../../any-language.ts';
import type { Context } from '../../context.ts';
import { askFreely, currentDocument } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/** Who may return a decision, until when, and whether they are being asked. Spec §17. */
export interface VetoView {
  readonly circle: string;
  readonly until: string;
  /** The time is over. */
  readonly over: boolean;
  /** Proposals that would return it and have not ended. */
  readonly open: readonly Subject[];
}

/** @returns null where no circle may return it. */
export async function vetoOf(
  context: Context,
  record: StoredRecord,
  {
    id,
    body,
    aftermath,
    mayRead,
  }: {
    readonly id: DocumentId;
    readonly body: DomainBody | null;
    readonly aftermath: Aftermath;
    readonly mayRead: MayRead;
  },
  now: Millis,
): Promise<VetoView | null> {
  const veto = body?.veto;
  if (veto === undefined) return null;
  const circle = await currentDocument(record, veto.circle);
  const known = circle?.type === 'circle' && mayRead(circle) ? circle.name : {};
  const until = aftermath.countedAt + veto.windowSeconds * SECOND;
  const open: Subject[] = [];
  for (const { key } of await context.store.records.list('matter')) {
    const subject = subjectSchema.parse(key);
    if (await returns(record, subject, id, mayRead)) open.push(subject);
  }
  return { circle: anyLanguage(known, veto.circle), until: formatMillis(until), over: now >= until, open };
}

/** Whether a matter that has not ended would return a decision. */
function returns(
  record: StoredRecord,
  proposal: Subject,
  decision: DocumentId,
  mayRead: MayRead,
): Promise<boolean> {
  return askFreely(record, (view) => {
    const current = stateOf(view, proposal, 'proposal')?.versions.at(-1)?.id;
    const document = current === undefined ? null : contentOf(view, current, 'proposal');
    return (
      document !== null &&
      mayRead(document) &&
      document.binding.operations.some(
        (operation) =>
          operation.op === 'rule' && operation.ruling === 'vetoed' && operation.decision.id === decision,
      )
    );
  });
}
