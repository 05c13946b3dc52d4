import type { Admitted } from '../../../protocol/governance/admit.ts';
import type { ResourceState } from '../../../protocol/governance/state.ts';
import type { DocumentId, Subject } from '../../../protocol/ids.ts';
import { EMPTY_CALENDAR, takenFrom } from '../../../protocol/resource/calendar.ts';
import { EMPTY_LEDGER, promised } from '../../../protocol/resource/ledger.ts';
import { minus } from '../../../protocol/resource/timeline.ts';
import type { Millis } from '../../../protocol/time.ts';
import type { AccountChange, KeptAccount } from '../../store/accounts.ts';
import { askFreely } from '../record/current.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/**
 * What an entry changes of accounts, before the record has taken it in. A thread that only got a draft changes none.
 * Spec §7, [R-7.7].
 */
export async function accountChangesBy(
  record: StoredRecord,
  { entry: { at }, threads }: Pick<Admitted, 'entry' | 'threads'>,
): Promise<readonly AccountChange[]> {
  const changes: AccountChange[] = [];
  for (const { name, state } of threads) {
    if (state?.kind !== 'resource') continue;
    const known = await record.ask((log) => log.thread(name).state);
    const before = known?.kind === 'resource' ? known : null;
    const resource = name as Subject; // a resource's thread is named by its subject
    const change = { resource, at, ...difference(before, state, at) };
    const isSame =
      change.promised === 0 &&
      change.taken.length === 0 &&
      change.freed.length === 0 &&
      !isRenewed(before, state);
    if (!isSame) changes.push({ ...change, capacity: await capacityOf(record, resource, state) });
  }
  return changes;
}

/** The whole account that a state comes to, from a moment on. */
export function accountOf(
  resource: Subject,
  { ledger, calendar = EMPTY_CALENDAR }: ResourceState,
  { capacity, at }: { readonly capacity: number; readonly at: Millis },
): KeptAccount {
  return { resource, capacity, promised: promised(ledger), taken: takenFrom(calendar, at) };
}

function difference(before: ResourceState | null, after: ResourceState, at: Millis) {
  const was = takenFrom(before?.calendar ?? EMPTY_CALENDAR, at);
  const is = takenFrom(after.calendar ?? EMPTY_CALENDAR, at);
  return {
    promised: promised(after.ledger) - promised(before?.ledger ?? EMPTY_LEDGER),
    taken: minus(is, was),
    freed: minus(was, is),
  };
}

function isRenewed(before: ResourceState | null, after: ResourceState): boolean {
  return (before?.inForce?.id ?? null) !== (after.inForce?.id ?? null);
}

/** How much there is by the version that was adopted last, or by the founding act. Spec §7. */
async function capacityOf(
  record: StoredRecord,
  resource: Subject,
  { inForce }: ResourceState,
): Promise<number> {
  const founding = await askFreely(record, (view) =>
    view.foundingAdopts().find(({ subject }) => subject === resource),
  );
  const id: DocumentId | null = inForce?.id ?? founding?.id ?? null;
  const document = id === null ? null : await record.document(id);
  return document?.type === 'resource' ? document.capacity.quantity : 0;
}
