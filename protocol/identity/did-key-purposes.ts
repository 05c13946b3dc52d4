import type { Multikey } from '../ids.ts';
import { nextKeyHashOf } from './did-entry.ts';
import { didInvalid } from './did-fault.ts';
import type { DidVersion } from './did-version.ts';
import { assertSoundKey } from './key-soundness.ts';
import { publicKeyOf } from './multikey.ts';

type Purpose = 'update' | 'document' | 'request' | 'checkpoint' | 'witness';

/**
 * Every key is sound and serves one purpose in the whole history of the DID; an update key serves one version. Spec §1
 * [R-1.31].
 *
 * @param known all versions before.
 * @throws {ProtocolError} `did-invalid` with the fault `keys`, or `key-unsound`.
 */
export function assertKeysServeOnePurpose(version: DidVersion, known: readonly DidVersion[]): void {
  const purposes = new Map<Multikey, Purpose>(known.flatMap(keysOf));
  const own = keysOf(version);
  if (new Set(own.map(([key]) => key)).size !== own.length) {
    throw didInvalid('keys', 'the update, document, request, checkpoint and witness keys must all differ');
  }
  if (new Set(version.nextKeyHashes).size !== version.nextKeyHashes.length) {
    throw didInvalid('keys', 'no key is promised twice');
  }
  for (const [key, purpose] of own) {
    const before = purposes.get(key);
    if (before === 'update')
      throw didInvalid('keys', `${key} was an update key before, and those serve once`);
    if (before !== undefined && before !== purpose) {
      throw didInvalid('keys', `${key} was a ${before} key and cannot be a ${purpose} key`);
    }
    if (version.nextKeyHashes.includes(nextKeyHashOf(key))) {
      throw didInvalid('keys', `${key} is in use, so it cannot be promised as the next update key`);
    }
    assertSoundMultikey(key);
  }
}

function keysOf(version: DidVersion): [Multikey, Purpose][] {
  const { document, request, log, witness } = version.keys;
  const purposed = (keys: readonly Multikey[], purpose: Purpose) =>
    keys.map((key): [Multikey, Purpose] => [key, purpose]);
  return [
    ...purposed(version.updateKeys, 'update'),
    ...purposed(document, 'document'),
    ...purposed(request, 'request'),
    [log.key, 'checkpoint'],
    [witness.key, 'witness'],
  ];
}

function assertSoundMultikey(key: Multikey): void {
  const publicKey = publicKeyOf(key);
  assertSoundKey(publicKey ?? new Uint8Array());
}
