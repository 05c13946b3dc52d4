import type { DocumentId, Scid, Subject } from '../../../protocol/ids.ts';
import type { Millis } from '../../../protocol/time.ts';
import { isEmpty, type KeptAccount } from '../../store/accounts.ts';
import type { Transaction } from '../../store/store.ts';
import { accountOf } from '../log/account-changes.ts';
import { readKnown } from '../record/read-document.ts';
import type { Recomputed } from './recompute.ts';

/** Accounts that the states of threads come to, as far as anything is promised: the others need no row. */
export async function accountsBy(
  tx: Pick<Transaction, 'entries'>,
  log: Scid,
  threads: Recomputed['threads'],
  at: Millis,
): Promise<readonly KeptAccount[]> {
  const founding = await foundingVersions(tx, log);
  const found: KeptAccount[] = [];
  for (const [name, { thread }] of threads) {
    const { state } = thread;
    if (state?.kind !== 'resource') continue;
    const resource = name as Subject; // a resource's thread is named by its subject
    const id = state.inForce?.id ?? founding.get(resource) ?? null;
    const account = accountOf(resource, state, { capacity: await capacityIn(tx, log, id), at });
    if (!isEmpty(account)) found.push(account);
  }
  return found;
}

async function foundingVersions(
  tx: Pick<Transaction, 'entries'>,
  log: Scid,
): Promise<ReadonlyMap<Subject, DocumentId>> {
  const [first] = await tx.entries(log, { at: [0] });
  const charter = first === undefined ? null : (readKnown(first)?.document ?? null);
  return charter?.type === 'charter'
    ? new Map(
        charter.adopts.flatMap(({ type, subject, ...rest }) =>
          'id' in rest ? [[subject, rest.id] as const] : [],
        ),
      )
    : new Map();
}

async function capacityIn(
  tx: Pick<Transaction, 'entries'>,
  log: Scid,
  id: DocumentId | null,
): Promise<number> {
  const [entry] = id === null ? [] : await tx.entries(log, { ids: [id] });
  const document = entry === undefined ? null : (readKnown(entry)?.document ?? null);
  return document?.type === 'resource' ? document.capacity.quantity : 0;
}
