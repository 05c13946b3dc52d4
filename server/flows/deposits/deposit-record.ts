import * as z from 'zod';
import { fromBase64url, toBase64url } from '../../../protocol/bytes.ts';
import { canonicalBytes, type JsonObject } from '../../../protocol/canonical.ts';
import { parseDocument } from '../../../protocol/documents/parse-document.ts';
import { parseEnvelope } from '../../../protocol/envelope/parse.ts';
import { envelopeBytes } from '../../../protocol/envelope/sign.ts';
import { type Verified, verifyEnvelope } from '../../../protocol/envelope/verify.ts';
import {
  authorSchema,
  type DocumentId,
  documentIdSchema,
  type HashText,
  hashTextSchema,
  scidSchema,
} from '../../../protocol/ids.ts';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import type { KeptDocument } from '../../../protocol/verify/collect-deposits.ts';
import type { Context } from '../../context.ts';

/** What nobody has taken is kept for a year: until then somebody has looked at the outcome. */
const KEPT_MS = 366 * DAY_SECONDS * SECOND;

/** Of a document that we keep for another commons. */
const depositSchema = z.object({
  for: scidSchema,
  author: authorSchema,
  /** When it came; milliseconds. */
  cameAt: z.int(),
  /** Where our log says so; null until it does. */
  index: z.int().nullable(),
  /** Where the log that it is for has it; null while it has not, as far as we know. */
  home: z.int().nullable(),
});
export type DepositRecord = z.infer<typeof depositSchema>;

const META = 'deposit';
const BYTES = 'deposited';

export async function findDeposit(
  { store }: Pick<Context, 'store'>,
  id: DocumentId,
): Promise<DepositRecord | null> {
  const record = await store.records.get(META, id);
  return record === null ? null : depositSchema.parse(record);
}

export async function listDeposits({
  store,
}: Pick<Context, 'store'>): Promise<readonly (DepositRecord & { readonly id: DocumentId })[]> {
  return (await store.records.list(META)).map(({ key, value }) => ({
    ...depositSchema.parse(value),
    id: documentIdSchema.parse(key),
  }));
}

/** @returns false where there is one. */
export async function addDeposit(
  { store, now }: Pick<Context, 'store' | 'now'>,
  id: DocumentId,
  record: DepositRecord,
): Promise<boolean> {
  return store.records.add(META, id, record, (await now()) + KEPT_MS);
}

export async function changeDeposit(
  { store }: Pick<Context, 'store'>,
  id: DocumentId,
  change: Partial<DepositRecord>,
): Promise<void> {
  await store.records.change(META, id, change);
}

export async function removeDeposit({ store }: Pick<Context, 'store'>, id: DocumentId): Promise<void> {
  await store.records.remove(META, id);
  await store.records.remove(BYTES, id);
}

/** A signed document with its words, as it came. */
export interface Brought {
  readonly verified: Verified;
  readonly attachments: ReadonlyMap<HashText, Uint8Array>;
}

/** Keeps the bytes, also of what our own log does not take: an outcome is shown with them. Spec §21. */
export async function keepBytes(
  { store, now }: Pick<Context, 'store' | 'now'>,
  { verified, attachments }: Brought,
): Promise<void> {
  const { payload, kid, signature } = verified;
  const value = {
    envelope: toBase64url(envelopeBytes({ payload, kid, signature })),
    attachments: Object.fromEntries([...attachments].map(([hash, bytes]) => [hash, toBase64url(bytes)])),
  };
  await store.records.add(BYTES, verified.id, value, (await now()) + KEPT_MS);
}

export async function dropBytes({ store }: Pick<Context, 'store'>, id: DocumentId): Promise<void> {
  await store.records.remove(BYTES, id);
}

const bytesSchema = z.object({
  envelope: z.string(),
  attachments: z.record(hashTextSchema, z.string()),
});

/** The bytes of what is kept, as a request brings them: `{attachments, document}`. */
export async function keptBody(
  { store }: Pick<Context, 'store'>,
  id: DocumentId,
): Promise<JsonObject | null> {
  const record = await store.records.get(BYTES, id);
  if (record === null) return null;
  const { envelope, attachments } = bytesSchema.parse(record);
  const document: JsonObject = JSON.parse(new TextDecoder().decode(fromBase64url(envelope) ?? undefined));
  return { attachments, document };
}

/** The documents among these that are kept here. */
export async function keptDocuments(
  context: Pick<Context, 'store' | 'verify'>,
  ids: readonly DocumentId[],
): Promise<readonly KeptDocument[]> {
  const found: KeptDocument[] = [];
  for (const id of ids) {
    const body = await keptBody(context, id);
    if (body === null) continue;
    const verified = await verifyEnvelope(
      parseEnvelope(canonicalBytes(body.document ?? null)),
      context.verify,
    );
    found.push({ verified, document: parseDocument(verified.content) });
  }
  return found;
}
