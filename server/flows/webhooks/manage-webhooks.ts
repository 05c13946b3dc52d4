import { type Filter, parseFilter } from '../../../federation/subscription/filter.ts';
import type { Multikey, Subject } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { DAY_SECONDS, type Millis, SECOND } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import type { Sealer } from '../../keys/key-file.ts';
import { parsePlainUrl } from '../../outbound/target.ts';
import type { NewCursor } from '../../store/cursors.ts';
import { hostOf } from '../peers/registrable-host.ts';
import { assertElsewhere } from './assert-elsewhere.ts';
import { secretName } from './deliver-webhook.ts';
import { secretText, WEBHOOK_SECRET_BYTES } from './webhook-message.ts';
import { findWebhook, forgetWebhook, listWebhooks, putWebhook, type Webhook } from './webhook-record.ts';

/** Webhooks of one member: some programs, each for something else. */
const PER_MEMBER_MAX = 10;
/** For so long the secret before still signs. */
const BOTH_SECRETS_MS = DAY_SECONDS * SECOND;

/** A member as they signed the request. */
export interface Owner {
  readonly author: Subject;
  readonly key: Multikey;
}

export interface WebhookWish {
  readonly url: string;
  readonly filter: Filter;
  readonly reads: Webhook['reads'];
  /** Null for what comes from now on. */
  readonly after: number | null;
}

/** A webhook with its secret, which is shown this once. */
export interface NewWebhook {
  readonly id: string;
  readonly url: string;
  readonly after: number;
  readonly secret: string;
}

/**
 * Makes a webhook: one cursor, and one record of what its owner said. Spec §19.
 *
 * @throws {ProtocolError} `malformed`, `address-refused`, `peer-unreachable` by its URL; `over-quota`; `future-cursor`.
 */
export async function addWebhook(
  context: Context,
  sealer: Sealer,
  { author, key }: Owner,
  wish: WebhookWish,
): Promise<NewWebhook> {
  const { store, outbound, random } = context;
  const url = parsePlainUrl(wish.url);
  assertElsewhere(context, url);
  const filter = parseFilter(wish.filter);
  const after = await cursorFrom(context, wish.after);
  // Before anything is kept: the same check comes before each message.
  await outbound.lookUp(url.href);
  const id = random.subject();
  const secret = random.bytes(WEBHOOK_SECRET_BYTES);
  const now = await context.now();
  // Under the head lock: of two that one member makes at once, the second is counted with the first.
  await store.transact(await context.commons(), async () => {
    const own = (await listWebhooks(store)).filter(({ owner }) => owner === author);
    if (own.length >= PER_MEMBER_MAX) {
      throw new ProtocolError('over-quota', 'One member has so many webhooks at a time.', {
        most: PER_MEMBER_MAX,
        expected: { webhooks: PER_MEMBER_MAX },
      });
    }
    await putWebhook(store, id, {
      ...{ owner: author, key, url: url.href, addedAt: now, before: null },
      ...{ filter, reads: wish.reads },
      secret: sealer.seal(secretName(id), secret),
    });
  });
  await store.cursors.add(newCursor(id, url.href, after, now));
  return { id, url: url.href, after, secret: secretText(secret) };
}

/** @throws {ProtocolError} `not-found` where it is not theirs. */
export async function ownWebhook(context: Context, { author }: Owner, id: string): Promise<Webhook> {
  const webhook = await findWebhook(context.store, id);
  if (webhook !== null && webhook.owner === author) return webhook;
  throw new ProtocolError('not-found', 'You have no such webhook.', { webhook: id.slice(0, 64) });
}

/** A new secret; for a day messages are signed by the one before as well. Spec §19. */
export async function rotateSecret(
  context: Context,
  sealer: Sealer,
  owner: Owner,
  id: string,
): Promise<string> {
  const secret = context.random.bytes(WEBHOOK_SECRET_BYTES);
  const until = (await context.now()) + BOTH_SECRETS_MS;
  await change(context, owner, id, (webhook) => ({
    ...webhook,
    secret: sealer.seal(secretName(id), secret),
    before: { secret: webhook.secret, until },
  }));
  return secretText(secret);
}

/**
 * Sends again what follows an entry, or goes on where it stopped, also where it had ended. Spec §19.
 *
 * @param after null for where it is.
 * @throws {ProtocolError} `not-found`, `future-cursor`
 */
export async function replayWebhook(
  context: Context,
  owner: Owner,
  id: string,
  after: number | null,
): Promise<number> {
  const { url } = await ownWebhook(context, owner, id);
  const { cursors } = context.store;
  const cursor = await cursors.get('webhook', id);
  const from = after === null && cursor !== null ? cursor.after : await cursorFrom(context, after);
  await change(context, owner, id, (webhook) => webhook);
  const now = await context.now();
  // Where a crash came between its record and its cursor, there is none yet.
  await cursors.add(newCursor(id, url, from, now));
  await cursors.rewind('webhook', id, { after: from }, now);
  return from;
}

/** Nothing more is sent, not even what is under way. */
export async function removeWebhook(context: Context, owner: Owner, id: string): Promise<void> {
  await ownWebhook(context, owner, id);
  await context.store.cursors.remove('webhook', id);
  await forgetWebhook(context.store, id);
}

/** Whoever changes it now speaks for it from now on; one after the other, under the head lock. */
async function change(
  context: Context,
  owner: Owner,
  id: string,
  next: (webhook: Webhook) => Webhook,
): Promise<void> {
  await context.store.transact(await context.commons(), async () => {
    const webhook = await ownWebhook(context, owner, id);
    await putWebhook(context.store, id, { ...next(webhook), key: owner.key });
  });
}

function newCursor(key: string, url: string, after: number, dueAt: Millis): NewCursor {
  return { kind: 'webhook', key, after, host: hostOf(url), settings: {}, dueAt };
}

async function cursorFrom({ store, commons }: Context, after: number | null): Promise<number> {
  const size = (await store.head(await commons()))?.size ?? 0;
  if (after === null) return size - 1;
  if (after < size) return after;
  throw new ProtocolError('future-cursor', 'The cursor lies ahead of the log.', {
    after,
    size,
    expected: { after: `less than ${size}` },
  });
}
