import { fromBase64url, toBase64url } from '../../../protocol/bytes.ts';
import { parseDocument } from '../../../protocol/documents/parse-document.ts';
import { parseEnvelope } from '../../../protocol/envelope/parse.ts';
import { signEnvelope } from '../../../protocol/envelope/sign.ts';
import { verifyEnvelope } from '../../../protocol/envelope/verify.ts';
import { askFounding } from '../../../protocol/governance/constraints/ask-founding.ts';
import { sentenceOf } from '../../../protocol/governance/verdict.ts';
import { createDid } from '../../../protocol/identity/did-create.ts';
import type { SignBytes } from '../../../protocol/identity/signature.ts';
import { type Scid, scidSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Millis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import type { Sealer } from '../../keys/key-file.ts';
import { keepKey, newKey } from '../../keys/keyring.ts';
import { signAct } from '../acts/commons-act.ts';
import type { Committer } from '../log/committer.ts';
import { type FoundingWish, minimalTemplate } from './minimal-template.ts';

/** A founding takes a second: one that began a minute ago and has no name yet was broken off. */
const FOUNDING_MS = 60_000;

/** The first founder signs on their own device. */
export interface FoundingSigner {
  readonly sign: SignBytes;
}

/**
 * Founds the commons of this instance: keys, DID, and entry 0, signed by the first founder. Spec §4 [R-4.10].
 *
 * What comes after the other founders' confirmations (identity and the adopted things) is signed now and logged by
 * `continueFounding`, so that no founder needs to come back, and so that whoever logs it logs the same bytes: a document
 * that is there already is not logged again.
 *
 * @throws {ProtocolError} `conflict` where this instance holds a commons already, or a constraint locks its founders out.
 */
export async function found(
  context: Context,
  committer: Committer,
  sealer: Sealer,
  wish: FoundingWish,
  founder: FoundingSigner,
): Promise<Scid> {
  const { store, settings } = context;
  const keys = {
    document: newKey(context.random),
    request: newKey(context.random),
    checkpoint: newKey(context.random),
    witness: newKey(context.random),
  };
  const [first, next] = [newKey(context.random), newKey(context.random)];
  const { host } = new URL(settings.origin);
  const now = await context.now();
  const { scid, line } = await createDid({
    host,
    baseUrl: settings.origin,
    keys: {
      document: [keys.document.key],
      request: [keys.request.key],
      checkpoint: keys.checkpoint.key,
      witness: keys.witness.key,
    },
    updateKey: first,
    nextUpdateKeys: [next.key],
    now,
  });
  const plan = minimalTemplate(wish, scid, context.random, now);
  const refusal = askFounding(plan.charter, plan.things);
  if (refusal !== null)
    throw new ProtocolError('conflict', `The founders cannot begin so: ${sentenceOf(refusal.code)}`, {
      code: refusal.code,
      ...refusal.detail,
    });
  const [author] = wish.founders;
  const sign = (payload: Uint8Array) =>
    signEnvelope({ payload, author: author.subject, key: author.key, sign: founder.sign });
  const charter = await sign(plan.charter.payload);
  const things = await Promise.all(plan.things.map(({ payload }) => sign(payload)));
  const signer = { commons: scid, document: keys.document };
  const identity = await signAct(context, signer, 'identity', { version: 1, line });

  // Whoever claims the instance first founds it; keys and plan are there before the name is.
  await claimFounding(context, now);
  for (const [purpose, key] of Object.entries(keys))
    await keepKey(store.records, sealer, purpose as keyof typeof keys, key); // of the table above
  await keepKey(store.records, sealer, 'update', next); // the first one has done its work
  await store.records.put('founding', 'plan', {
    line,
    identity: toBase64url(identity.envelope),
    things: things.map(toBase64url),
    charter: toBase64url(charter),
  });
  await store.records.put('setting', 'commons', { scid });
  await continueFounding(context, committer);
  return scid;
}

/** The last step of a founding that this process took or is taking, by its store. */
const continuing = new WeakMap<Context['store'], Promise<void>>();

/**
 * Logs the next steps of a founding: the charter, then, once every founder has confirmed, identity and the adopted
 * things. Idempotent, and resumed after a crash, or by the server beside which `init` founds: documents are logged once
 * for ever. Within a process one at a time, since two at once would do everything twice.
 */
export function continueFounding(context: Context, committer: Committer): Promise<void> {
  const before = continuing.get(context.store) ?? Promise.resolve();
  const step = before.then(() => takeNextSteps(context, committer));
  continuing.set(
    context.store,
    step.catch(() => undefined),
  );
  return step;
}

async function takeNextSteps(context: Context, committer: Committer): Promise<void> {
  const plan = await context.store.records.get('founding', 'plan');
  if (plan === null) return;
  const commons = await context.commons();
  await logOwn(context, committer, [textOf(plan.charter)]);
  const [charter] = await context.store.threads(commons, { names: ['charter'] });
  if (charter?.state?.kind !== 'charter' || charter.state.foundedAt === null) return;

  const things = Array.isArray(plan.things) ? plan.things : [];
  await logOwn(context, committer, [plan.identity, ...things].map(textOf));
  await context.store.records.remove('founding', 'plan');
  context.logger.info({ commons }, 'the commons is founded');
}

/** One founding at a time; one that broke off before its commons had a name may be begun again. */
async function claimFounding({ store }: Context, now: Millis): Promise<void> {
  if (await store.records.add('setting', 'founding', { startedAt: now })) return;
  if ((await foundedCommons({ store })) !== null) {
    throw new ProtocolError('conflict', 'This instance holds a commons already.');
  }
  const before = await store.records.get('setting', 'founding');
  if (Number(before?.startedAt) + FOUNDING_MS > now) {
    throw new ProtocolError('conflict', 'A founding is under way; try again in a minute.');
  }
  await store.records.put('setting', 'founding', { startedAt: now });
}

/** The commons that this instance holds, or null. */
export async function foundedCommons(context: Pick<Context, 'store'>): Promise<Scid | null> {
  const record = await context.store.records.get('setting', 'commons');
  return record === null ? null : scidSchema.parse(record.scid);
}

async function logOwn(
  context: Context,
  committer: Committer,
  envelopes: readonly Uint8Array[],
): Promise<void> {
  for (const envelope of envelopes) {
    const verified = await verifyEnvelope(parseEnvelope(envelope), context.verify);
    const document = parseDocument(verified.content);
    const { placed } = await committer.commit({
      verified,
      document,
      attachments: new Map(),
      mustCount: true,
    });
    if (placed.kind === 'refused') throw placed.problem;
  }
}

function textOf(value: unknown): Uint8Array {
  const bytes = typeof value === 'string' ? fromBase64url(value) : null;
  if (bytes === null) throw new TypeError('a stored plan holds base64url');
  return bytes;
}
