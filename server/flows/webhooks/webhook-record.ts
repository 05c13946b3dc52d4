import * as z from 'zod';
import { filterSchema } from '../../../federation/subscription/filter.ts';
import { multikeySchema, subjectSchema } from '../../../protocol/ids.ts';
import type { Store } from '../../store/store.ts';

type Records = Pick<Store, 'records'>;

/** What its owner said. How far it is, is its cursor. */
const WEBHOOK = 'webhook';
/** What was sent last, in one record of bounded size. */
const LOG = 'webhook-log';
/** Deliveries that a member looks back on; the log of a commons is elsewhere and whole. */
const LINES_MAX = 50;

const webhookSchema = z.strictObject({
  owner: subjectSchema,
  /** With this key of theirs it was made, or changed last; with it, it ends. */
  key: multikeySchema,
  url: z.string(),
  filter: filterSchema,
  /** Whether it is sent what everybody may read, or what its owner may. */
  reads: z.enum(['public', 'owner']),
  /** Sealed by the key file. */
  secret: z.string(),
  /** The secret that it had before, for as long as receivers need to learn the new one. */
  before: z.strictObject({ secret: z.string(), until: z.int() }).nullable(),
  addedAt: z.int(),
});
export type Webhook = z.infer<typeof webhookSchema>;

const lineSchema = z.strictObject({
  at: z.int(),
  /** The entry that was sent. */
  index: z.int(),
  /** Null where nobody answered. */
  status: z.int().nullable(),
  problem: z.string().nullable(),
});
/** One message that was sent, and the answer. */
export type Delivery = z.infer<typeof lineSchema>;
const logSchema = z.strictObject({ lines: z.array(lineSchema) });

export async function findWebhook({ records }: Records, id: string): Promise<Webhook | null> {
  const record = await records.get(WEBHOOK, id);
  return record === null ? null : webhookSchema.parse(record);
}

export async function listWebhooks({
  records,
}: Records): Promise<readonly (Webhook & { readonly id: string })[]> {
  return (await records.list(WEBHOOK)).map(({ key, value }) => ({ id: key, ...webhookSchema.parse(value) }));
}

export async function putWebhook({ records }: Records, id: string, webhook: Webhook): Promise<void> {
  await records.put(WEBHOOK, id, webhook);
}

/** Nothing is left of it. */
export async function forgetWebhook({ records }: Records, id: string): Promise<void> {
  await records.remove(WEBHOOK, id);
  await records.remove(LOG, id);
}

/** Newest first. */
export async function deliveriesOf({ records }: Records, id: string): Promise<readonly Delivery[]> {
  const record = await records.get(LOG, id);
  return record === null ? [] : logSchema.parse(record).lines;
}

/** Writes down what was sent, in the order in which it was. */
export async function keepDeliveries(store: Records, id: string, sent: readonly Delivery[]): Promise<void> {
  if (sent.length === 0) return;
  const lines = [...sent.toReversed(), ...(await deliveriesOf(store, id))].slice(0, LINES_MAX);
  await store.records.put(LOG, id, { lines });
}
