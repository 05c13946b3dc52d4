import { multikeyOf } from '../../protocol/identity/multikey.ts';
import type { SignBytes } from '../../protocol/identity/signature.ts';
import { logOrigin, type Multikey, type Scid } from '../../protocol/ids.ts';
import { type NoteSigner, verifierKey } from '../../protocol/log/vkey.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import type { Random } from '../context.ts';
import type { Records } from '../store/store.ts';
import type { Sealer } from './key-file.ts';
import { ed25519FromSeed, SEED_BYTES, signerOf } from './node-sign.ts';

/** Purposes of the keys that an instance holds; no key serves two. Spec §1. */
const KEY_NAMES = ['document', 'request', 'checkpoint', 'witness', 'update', 'next-update'] as const;
export type KeyName = (typeof KEY_NAMES)[number];

export interface HeldSigner {
  readonly key: Multikey;
  readonly publicKey: Uint8Array;
  readonly sign: SignBytes;
}

/** The keys of a founded commons, ready to sign. */
export interface Keyring {
  readonly commons: Scid;
  readonly document: HeldSigner;
  readonly request: HeldSigner;
  readonly checkpoint: NoteSigner;
  readonly witness: NoteSigner;
}

/** New keys for a commons that is being founded: in memory until the founding commits. */
export function generateKeys({
  bytes,
}: Pick<Random, 'bytes'>): Readonly<Record<KeyName, HeldSigner & { readonly seed: Uint8Array }>> {
  const made = KEY_NAMES.map((name) => {
    const seed = bytes(SEED_BYTES);
    const { publicKey, privateKey } = ed25519FromSeed(seed);
    return [name, { ...heldSigner(publicKey, signerOf(privateKey)), seed }] as const;
  });
  return Object.fromEntries(made) as Record<KeyName, HeldSigner & { readonly seed: Uint8Array }>; // one per name
}

/** Writes sealed keys; a key that is there already is never replaced. */
export async function storeKeys(
  records: Records,
  sealer: Sealer,
  keys: ReturnType<typeof generateKeys>,
): Promise<void> {
  for (const name of KEY_NAMES) {
    await records.put('key', name, { sealed: sealer.seal(name, keys[name].seed) });
  }
}

/**
 * The keys of the commons, unsealed.
 *
 * @param signs how a private key signs.
 * @throws {ProtocolError} `unavailable` where one is missing or belongs to another key file.
 */
export async function loadKeyring(
  records: Records,
  sealer: Sealer,
  commons: Scid,
  signs: typeof signerOf = signerOf,
): Promise<Keyring> {
  const load = async (name: KeyName): Promise<HeldSigner> => {
    const record = await records.get('key', name);
    if (typeof record?.sealed !== 'string') {
      throw new ProtocolError('unavailable', `The key ${name} of this commons is missing.`);
    }
    const { publicKey, privateKey } = ed25519FromSeed(sealer.unseal(name, record.sealed));
    return heldSigner(publicKey, signs(privateKey));
  };
  const [checkpoint, witness] = [await load('checkpoint'), await load('witness')];
  const name = logOrigin(commons);
  return {
    commons,
    document: await load('document'),
    request: await load('request'),
    checkpoint: { key: verifierKey(name, 'note', checkpoint.publicKey), sign: checkpoint.sign },
    witness: { key: verifierKey(name, 'cosignature', witness.publicKey), sign: witness.sign },
  };
}

function heldSigner(publicKey: Uint8Array, sign: SignBytes): HeldSigner {
  return { key: multikeyOf(publicKey), publicKey, sign };
}
