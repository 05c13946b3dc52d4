import { readRetryAfter } from '../../../federation/delivery/retry-after.ts';
import { lets } from '../../../federation/subscription/filter.ts';
import { utf8 } from '../../../protocol/bytes.ts';
import type { Author, Multikey } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { type Millis, SECOND } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import type { Sealer } from '../../keys/key-file.ts';
import type { Cursor } from '../../store/cursors.ts';
import type { StoredEntry } from '../../store/store.ts';
import { publicOnly } from '../acts/export-bundle.ts';
import { attempt, type Hold } from '../delivery/attempt.ts';
import type { MayRead } from '../record/evidence-source.ts';
import { readerFor } from '../record/may-read.ts';
import { proposalAbout } from '../record/proposal-about.ts';
import { readKnown } from '../record/read-document.ts';
import { assertElsewhere } from './assert-elsewhere.ts';
import { messageBody, signedHeaders } from './webhook-message.ts';
import { type Delivery, findWebhook, keepDeliveries, type Webhook } from './webhook-record.ts';

/** Entries that are read in one go. */
const PAGE_ENTRIES = 50;
/** What one attempt does at most; the rest is due at once, and others have their turn meanwhile. */
const MESSAGES_MAX = 500;
const ENTRIES_MAX = 5_000;
/** What its owner may read is looked at anew so often; a revoked one is told nothing more within 5 s. Spec §19. */
const RIGHTS_MS = 2 * SECOND;
/** Standard Webhooks gives a receiver 15 to 30 s. */
const SEND_MS_MAX = 20 * SECOND;
/** Nobody reads what a receiver answers; so much is let through so that it need not be empty. */
const ANSWER_BYTES_MAX = 64 * 1024;
/** What HTTP says of something that will not come back. */
const GONE = 410;

/** An address is vetted for one place. */
const NOT_FOLLOWED =
  'The receiver redirects, and redirects are not followed: name the address that it leads to.';

/** Whether a key still speaks for a member. */
export type IsInForce = (author: Author, key: Multikey) => Promise<boolean>;

/**
 * Sends what is new in our log to a webhook whose time has come, one message an entry, in order. Spec §19.
 *
 * @param claimed its cursor, leased.
 */
export async function deliverWebhook(
  context: Context,
  sealer: Sealer,
  claimed: Cursor,
  isInForce: IsInForce,
): Promise<void> {
  const sent: Delivery[] = [];
  await attempt(context, claimed, async (hold) => {
    try {
      await sendNew(context, sealer, hold, isInForce, sent);
    } finally {
      await keepDeliveries(context.store, claimed.key, sent);
    }
  });
}

async function sendNew(
  context: Context,
  sealer: Sealer,
  { cursor, reach }: Hold,
  isInForce: IsInForce,
  sent: Delivery[],
): Promise<void> {
  const { store } = context;
  const home = await context.commons();
  let rights = await rightsNow(context, cursor.key, isInForce);
  let taken = cursor.after;
  while (sent.length < MESSAGES_MAX && taken - cursor.after < ENTRIES_MAX) {
    const entries = await store.entries(home, { after: taken, limit: PAGE_ENTRIES });
    for (const entry of entries) {
      if ((await context.now()) - rights.at > RIGHTS_MS)
        rights = await rightsNow(context, cursor.key, isInForce);
      if (await isWanted(context, entry, rights)) {
        await send(context, sealer, cursor.key, rights, entry, sent);
        await reach(entry.index);
      }
      taken = entry.index;
    }
    if (entries.length === 0) return;
    await reach(taken);
  }
}

interface Rights {
  readonly webhook: Webhook;
  readonly mayRead: MayRead;
  readonly at: Millis;
}

/** @throws {ProtocolError} with the status 410, which ends the cursor, where its owner speaks for themselves no more. */
async function rightsNow(context: Context, id: string, isInForce: IsInForce): Promise<Rights> {
  const at = await context.now();
  const webhook = await findWebhook(context.store, id);
  if (webhook === null) throw new ProtocolError('not-found', 'The webhook was removed.', { status: GONE });
  const reader = await readerFor(context, webhook.owner);
  if (reader.kind !== 'member' || !(await isInForce(webhook.owner, webhook.key))) {
    const sentence = 'Its owner is no member any more, or has revoked the key that it was made with.';
    throw new ProtocolError('forbidden', sentence, { status: GONE });
  }
  return { webhook, at, mayRead: webhook.reads === 'owner' ? reader.mayRead : publicOnly };
}

async function isWanted(context: Context, entry: StoredEntry, { webhook, mayRead }: Rights) {
  const known = readKnown(entry)?.document ?? null;
  const document = known !== null && mayRead(known) ? known : null;
  const about = await proposalAbout(context, document);
  const proposal = about !== null && mayRead(about) ? about : null;
  const type = leafType(entry);
  return lets(webhook.filter, { type, document, proposal }, await context.commons());
}

function leafType({ leaf }: StoredEntry): string {
  const { type } = JSON.parse(new TextDecoder().decode(leaf)) as { readonly type?: unknown }; // a leaf is canonical JSON
  return typeof type === 'string' ? type : '';
}

async function send(
  context: Context,
  sealer: Sealer,
  id: string,
  { webhook, mayRead }: Rights,
  entry: StoredEntry,
  sent: Delivery[],
): Promise<void> {
  const at = await context.now();
  const { secret, before, url } = webhook;
  // It may have moved to where the webhook leads.
  assertElsewhere(context, new URL(url));
  const body = messageBody(await context.commons(), entry, mayRead);
  const sealed = [secret, ...(before !== null && at < before.until ? [before.secret] : [])];
  const secrets = sealed.map((one) => sealer.unseal(secretName(id), one));
  const answer = await context.outbound
    .fetch(url, {
      method: 'POST',
      headers: signedHeaders(`${id}_${entry.index}`, body, secrets, at),
      body: utf8(body),
      bytesMax: ANSWER_BYTES_MAX,
      totalMs: SEND_MS_MAX,
    })
    .catch((error: unknown) => {
      if (!(error instanceof ProtocolError)) throw error;
      // A peer is another commons; this is a program of a member.
      const sentence =
        error.extensions.reason === 'redirect'
          ? NOT_FOLLOWED
          : error.message.replace(/^The peer\b/, 'The receiver');
      sent.push({ at, index: entry.index, status: null, problem: sentence });
      throw new ProtocolError(error.type, sentence, error.extensions, { cause: error });
    });
  const { status } = answer;
  const isTaken = status >= 200 && status < 300;
  const problem = isTaken ? null : `The receiver answered ${status}.`;
  sent.push({ at, index: entry.index, status, problem });
  if (problem === null) return;
  const retryAfterMs = readRetryAfter(answer.headers.get('retry-after'), await context.now());
  throw new ProtocolError('peer-unreachable', problem, { status, retryAfterMs });
}

/** Under which name its secrets are sealed. */
export function secretName(id: string): string {
  return `webhook ${id}`;
}
