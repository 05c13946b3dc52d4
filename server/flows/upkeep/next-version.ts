import { toBase64url } from '../../../protocol/bytes.ts';
import { parseEnvelope } from '../../../protocol/envelope/parse.ts';
import { verifyEnvelope } from '../../../protocol/envelope/verify.ts';
import {
  deactivateDid,
  moveDid,
  type PublishedKeys,
  updateDid,
} from '../../../protocol/identity/did-create.ts';
import { nextKeyHashOf } from '../../../protocol/identity/did-entry.ts';
import type { DidVersion } from '../../../protocol/identity/did-version.ts';
import { hashTextSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Instance } from '../../instance.ts';
import {
  dropKey,
  type HeldSigner,
  heldUpdateKey,
  type KeyPurpose,
  keepKey,
  type NewKey,
  newKey,
} from '../../keys/keyring.ts';
import { signAct } from '../acts/commons-act.ts';
import { listPeers } from '../peers/peer-record.ts';
import { ownVersions } from '../record/own-did.ts';

export type RenewablePurpose = Exclude<KeyPurpose, 'update'>;

/** What the next version of our DID changes. */
export interface Change {
  /** Purposes that get a new key. */
  readonly renew: readonly RenewablePurpose[];
  /** Another host: its origin. */
  readonly origin?: string;
  readonly update: UpdateKeys;
}

/** Which keys sign this version and the one after. */
export interface UpdateKeys {
  /** One that lies elsewhere; without it the one kept here signs. */
  readonly signing: NewKey | null;
  /** Keys that were made for the version after, and that lie elsewhere. */
  readonly elsewhere: readonly NewKey[];
  /** Whether one for the version after is made and kept here. */
  readonly keepOne: boolean;
  /** Whether promises of before that nobody has used are made again: a spare key somewhere else stays one. */
  readonly carryOn: boolean;
}

/**
 * Asks whether a next version can be made by that key, before anything is kept or written.
 *
 * @param signing a key that lies elsewhere; null for the one kept here.
 * @throws {ProtocolError} as `logNextVersion`, for what can be known beforehand.
 */
export async function assertNextVersion(
  { context, sealer }: Pick<Instance, 'context' | 'sealer'>,
  signing: NewKey | null,
  origin?: string,
): Promise<void> {
  const last = lastOf(await ownVersions(context));
  assertPromised(signing ?? (await heldUpdateKey(context.store.records, sealer, last)), last);
  if (origin !== undefined) await assertNobodyThere(context, origin);
}

/**
 * Makes the next version of our DID and logs it. From its entry on its keys count; what was signed before stays good.
 * Spec §1.
 *
 * New keys are kept before the version that names them is logged, and old ones dropped after: whenever it is broken off,
 * the keys of the version in force are there.
 *
 * @throws {ProtocolError} `conflict` where there is no DID yet or no more, where the update key lies elsewhere or is not
 *   one that was promised, or where another version was logged meanwhile; `did-invalid` where readers would refuse it.
 */
export async function logNextVersion(instance: Instance, change: Change): Promise<DidVersion> {
  const { context, sealer } = instance;
  const { store, random } = context;
  const start = await startFrom(instance, change.update.signing);
  const { history, last, held, signing } = start;
  if (change.origin !== undefined) await assertNobodyThere(context, change.origin);
  const keyring = await context.keyring();

  const renewed = new Map(change.renew.map((purpose) => [purpose, newKey(random)]));
  const next = change.update.keepOne ? newKey(random) : null;
  for (const [purpose, key] of renewed) await keepKey(store.records, sealer, purpose, key);
  if (next !== null) await keepKey(store.records, sealer, 'update', next);

  const common = {
    updateKey: signing,
    nextUpdateKeys: [...(next === null ? [] : [next]), ...change.update.elsewhere].map(({ key }) => key),
    carriedHashes: change.update.carryOn ? promisesElsewhere(last, [signing, held]) : [],
    keys: publishedBy(renewed),
    head: await headNow(context),
    now: await context.now(),
  };
  const { version } = await (change.origin === undefined
    ? updateDid(history, common)
    : moveDid(history, { ...common, host: new URL(change.origin).host, baseUrl: change.origin }));
  await logVersion(instance, version, renewed.get('document') ?? keyring.document);
  for (const purpose of renewed.keys())
    for (const key of keysOf(last, purpose)) await dropKey(store.records, purpose, key);
  await dropUpdateKeys(instance, start);
  return version;
}

/**
 * Ends our DID, and with it the log: nothing can be added after this entry. Spec §1.
 *
 * @param signing an update key that lies elsewhere; without it the one kept here signs.
 * @throws {ProtocolError} as `logNextVersion`.
 */
export async function logEnd(instance: Instance, signing: NewKey | null): Promise<DidVersion> {
  const { context } = instance;
  const start = await startFrom(instance, signing);
  const { version } = await deactivateDid(start.history, {
    updateKey: start.signing,
    head: await headNow(context),
    now: await context.now(),
  });
  await logVersion(instance, version, (await context.keyring()).document);
  await dropUpdateKeys(instance, start);
  return version;
}

/** What the next version goes on from, and the keys that are spent with it. */
interface Start {
  readonly history: readonly DidVersion[];
  readonly last: DidVersion;
  /** The update key that is kept here. */
  readonly held: NewKey | null;
  readonly signing: NewKey;
}

async function startFrom({ context, sealer }: Instance, given: NewKey | null): Promise<Start> {
  const history = await ownVersions(context);
  const last = lastOf(history);
  const held = await heldUpdateKey(context.store.records, sealer, last);
  const signing = given ?? held;
  assertPromised(signing, last);
  return { history, last, held, signing };
}

async function logVersion(
  { context, committer }: Instance,
  version: DidVersion,
  document: HeldSigner,
): Promise<void> {
  const signer = { commons: version.scid, document };
  const act = await signAct(context, signer, 'identity', { version: version.number, line: version.line });
  const verified = await verifyEnvelope(parseEnvelope(act.envelope), context.verify);
  const { placed } = await committer.commit({
    verified,
    document: act.document,
    attachments: new Map(),
    mustCount: true,
  });
  if (placed.kind === 'refused') {
    const { problem: cause } = placed;
    throw new ProtocolError('conflict', 'Another version was logged meanwhile; try again.', {}, { cause });
  }
  context.logger.info({ version: version.number, did: version.did }, 'a version of the DID was logged');
}

async function dropUpdateKeys({ context }: Instance, { signing, held }: Start): Promise<void> {
  for (const { key } of [signing, ...(held === null ? [] : [held])])
    await dropKey(context.store.records, 'update', key);
}

function lastOf(history: readonly DidVersion[]): DidVersion {
  const last = history.at(-1);
  if (last === undefined) {
    throw new ProtocolError(
      'conflict',
      'The commons is not founded yet: not all of its founders have confirmed.',
    );
  }
  if (last.deactivated) {
    throw new ProtocolError('conflict', 'This commons has ended: its DID has no next version.');
  }
  return last;
}

function assertPromised(key: NewKey | null, { nextKeyHashes }: DidVersion): asserts key is NewKey {
  if (key === null) {
    throw new ProtocolError(
      'conflict',
      'The update key of this commons lies elsewhere: name its file (--update-key).',
    );
  }
  if (nextKeyHashes.includes(nextKeyHashOf(key.key))) return;
  throw new ProtocolError(
    'conflict',
    'The last version of the DID promised other update keys than this one.',
    {
      key: key.key,
    },
  );
}

/** Two commons at one address would both be found there, and neither reached. */
async function assertNobodyThere({ store }: Instance['context'], origin: string): Promise<void> {
  const there = (await listPeers(store)).find(({ baseUrl }) => baseUrl === origin);
  if (there === undefined) return;
  throw new ProtocolError('conflict', `At ${origin} there is another commons already: ${there.name}.`, {
    commons: there.commons,
  });
}

/** What the last version promised beside the keys that are here: the keys behind it lie elsewhere. */
function promisesElsewhere(
  { nextKeyHashes }: DidVersion,
  here: readonly (NewKey | null)[],
): DidVersion['nextKeyHashes'] {
  const known = here.flatMap((key) => (key === null ? [] : [nextKeyHashOf(key.key)]));
  return nextKeyHashes.filter((hash) => !known.includes(hash));
}

async function headNow({ store, commons }: Instance['context']) {
  const head = await store.head(await commons());
  if (head === null) throw new ProtocolError('conflict', 'The log is empty.');
  return { size: head.size, root: hashTextSchema.parse(toBase64url(head.root)) };
}

function publishedBy(renewed: ReadonlyMap<RenewablePurpose, NewKey>): Partial<PublishedKeys> {
  const [document, request] = [renewed.get('document'), renewed.get('request')];
  const [checkpoint, witness] = [renewed.get('checkpoint'), renewed.get('witness')];
  return {
    ...(document === undefined ? {} : { document: [document.key] }),
    ...(request === undefined ? {} : { request: [request.key] }),
    ...(checkpoint === undefined ? {} : { checkpoint: checkpoint.key }),
    ...(witness === undefined ? {} : { witness: witness.key }),
  };
}

function keysOf({ keys }: DidVersion, purpose: RenewablePurpose) {
  switch (purpose) {
    case 'document':
      return keys.document;
    case 'request':
      return keys.request;
    case 'checkpoint':
      return [keys.log.key];
    case 'witness':
      return [keys.witness.key];
  }
}
