import { nextKeyHashOf } from '../../protocol/identity/did-entry.ts';
import type { DidVersion } from '../../protocol/identity/did-version.ts';
import { multikeyOf } from '../../protocol/identity/multikey.ts';
import type { SignBytes } from '../../protocol/identity/signature.ts';
import { logOrigin, type Multikey, type Scid } from '../../protocol/ids.ts';
import { type NoteSigner, verifierKey } from '../../protocol/log/vkey.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import type { Random } from '../context.ts';
import type { Records } from '../store/store.ts';
import type { Sealer } from './key-file.ts';
import { ed25519FromSeed, SEED_BYTES, signerOf } from './node-sign.ts';

/** What an instance holds keys for; no key serves two. The update key may lie elsewhere. Spec §1. */
export type KeyPurpose = 'document' | 'request' | 'checkpoint' | 'witness' | 'update';

const KIND = 'key';

export interface HeldSigner {
  readonly key: Multikey;
  readonly publicKey: Uint8Array;
  readonly sign: SignBytes;
}

/** A key in memory, with what it is made from: to be sealed and kept, or written to a file. */
export interface NewKey extends HeldSigner {
  readonly seed: Uint8Array;
}

/** The keys of a founded commons, ready to sign. */
export interface Keyring {
  readonly commons: Scid;
  readonly document: HeldSigner;
  readonly request: HeldSigner;
  readonly checkpoint: NoteSigner;
  readonly witness: NoteSigner;
}

export function newKey({ bytes }: Pick<Random, 'bytes'>): NewKey {
  return keyFromSeed(bytes(SEED_BYTES));
}

export function keyFromSeed(seed: Uint8Array, signs: typeof signerOf = signerOf): NewKey {
  const { publicKey, privateKey } = ed25519FromSeed(seed);
  return { key: multikeyOf(publicKey), publicKey, sign: signs(privateKey), seed };
}

/** Seals and keeps a key. It is kept before anything names it: what names it may be durable at once. */
export async function keepKey(
  records: Records,
  sealer: Sealer,
  purpose: KeyPurpose,
  { key, seed }: NewKey,
): Promise<void> {
  const name = nameOf(purpose, key);
  await records.put(KIND, name, { sealed: sealer.seal(name, seed) });
}

/** What no longer counts need not be there to be stolen. */
export async function dropKey(records: Records, purpose: KeyPurpose, key: Multikey): Promise<void> {
  await records.remove(KIND, nameOf(purpose, key));
}

/**
 * The keys of the commons that a version of its DID names, unsealed.
 *
 * @param signs how a private key signs.
 * @throws {ProtocolError} `unavailable` where one is missing or belongs to another key file.
 */
export async function loadKeyring(
  records: Records,
  sealer: Sealer,
  { scid, keys }: Pick<DidVersion, 'scid' | 'keys'>,
  signs: typeof signerOf = signerOf,
): Promise<Keyring> {
  const load = async (purpose: KeyPurpose, named: readonly Multikey[]): Promise<HeldSigner> => {
    for (const key of named) {
      const name = nameOf(purpose, key);
      const record = await records.get(KIND, name);
      if (typeof record?.sealed === 'string') return keyFromSeed(sealer.unseal(name, record.sealed), signs);
    }
    throw new ProtocolError('unavailable', `The ${purpose} key of this commons is missing.`);
  };
  const [checkpoint, witness] = [
    await load('checkpoint', [keys.log.key]),
    await load('witness', [keys.witness.key]),
  ];
  const name = logOrigin(scid);
  return {
    commons: scid,
    document: await load('document', keys.document),
    request: await load('request', keys.request),
    checkpoint: { key: verifierKey(name, 'note', checkpoint.publicKey), sign: checkpoint.sign },
    witness: { key: verifierKey(name, 'cosignature', witness.publicKey), sign: witness.sign },
  };
}

/** The key kept here that the last version promised for the next one; null where it lies elsewhere. */
export async function heldUpdateKey(
  records: Records,
  sealer: Sealer,
  { nextKeyHashes }: Pick<DidVersion, 'nextKeyHashes'>,
): Promise<NewKey | null> {
  for (const { key: name, value } of await records.list(KIND)) {
    const [purpose, key] = name.split(' ');
    if (purpose !== 'update' || !nextKeyHashes.includes(nextKeyHashOf(key as Multikey))) continue; // named by `nameOf`
    return keyFromSeed(sealer.unseal(name, String(value.sealed)));
  }
  return null;
}

function nameOf(purpose: KeyPurpose, key: Multikey): string {
  return `${purpose} ${key}`;
}
