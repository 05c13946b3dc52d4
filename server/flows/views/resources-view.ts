import { addAmounts } from '../../../protocol/amount.ts';
import type { Resource } from '../../../protocol/documents/resource.ts';
import type { ResourceState } from '../../../protocol/governance/state.ts';
import type { Subject } from '../../../protocol/ids.ts';
import { quantityAt, type Timeline } from '../../../protocol/resource/timeline.ts';
import type { Millis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { currentDocument } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { askRegister } from './ask-register.ts';
import { registerRecord } from './register-record.ts';
import { shownDomains } from './shown-domains.ts';

/** Resources that one page lists. */
const RESOURCES_MAX = 500;

export interface ResourceView {
  readonly subject: Subject;
  readonly id: string;
  readonly kind: string;
  readonly name: Readonly<Record<string, string>>;
  readonly unit: string;
  /** Whether it is used up, or lent for a time. */
  readonly model: Resource['capacity']['model'];
  readonly capacity: number;
  /** Given away for good; of slots, lent at this moment. */
  readonly allocated: number;
  readonly held: number;
  readonly available: number;
  readonly steward: Subject;
  /** Title of the domain that looks after it; null where it is not in force. */
  readonly stewardTitle: Readonly<Record<string, string>> | null;
  readonly askers: Resource['askers'];
}

/** Resources in force with their accounts, as far as the reader may see them. */
export async function resourcesView(context: Context, mayRead: MayRead): Promise<readonly ResourceView[]> {
  const home = await context.commons();
  const record = await registerRecord(context);
  const now = await context.now();
  const found: ResourceView[] = [];
  for (const { name, state } of await context.store.threads(home, {
    kind: 'resource',
    limit: RESOURCES_MAX,
  })) {
    if (state?.kind !== 'resource') continue;
    const subject = name as Subject; // a resource's thread is named by its subject
    const document = await currentDocument(record, subject);
    if (document?.type !== 'resource' || !mayRead(document)) continue;
    found.push(await resourceShown({ record, mayRead, now }, subject, document, state));
  }
  return found;
}

/** One resource with its account. The caller has asked whether it is for the reader. */
export async function resourceShown(
  { record, mayRead, now }: { record: StoredRecord; mayRead: MayRead; now: Millis },
  subject: Subject,
  document: Resource,
  state: ResourceState,
): Promise<ResourceView> {
  const { model, quantity: capacity } = document.capacity;
  const { allocated, held } = amountsOf(state, model, now);
  return {
    subject,
    id: state.inForce?.id ?? state.drafts[0] ?? '',
    kind: document.kind,
    name: document.name,
    unit: document.unit,
    model,
    capacity,
    allocated,
    held,
    available: Math.max(0, capacity - allocated - held),
    steward: document.steward,
    stewardTitle: await titleOf(record, document.steward, mayRead),
    askers: document.askers,
  };
}

/** What is gone and what is promised: for good, or at this moment. */
function amountsOf(
  { ledger, calendar }: ResourceState,
  model: ResourceView['model'],
  now: Millis,
): { readonly allocated: number; readonly held: number } {
  const sum = (amounts: readonly number[]) => amounts.reduce(addAmounts, 0);
  if (model === 'stock') {
    return { allocated: ledger.allocated, held: sum(ledger.holds.map(({ quantity }) => quantity)) };
  }
  const atNow = (all: readonly { readonly pieces: Timeline }[] = []) =>
    sum(all.map(({ pieces }) => quantityAt(pieces, now)));
  return { allocated: atNow(calendar?.bookings), held: atNow(calendar?.holds) };
}

async function titleOf(
  record: StoredRecord,
  domain: Subject,
  mayRead: MayRead,
): Promise<ResourceView['stewardTitle']> {
  const found = await askRegister(record, (register) => register.bySubject(domain), null);
  const [shown] = found === null ? [] : await shownDomains(record, [found], { kind: 'stranger', mayRead });
  return shown?.body.title ?? null;
}
