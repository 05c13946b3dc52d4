import type { DidVersion } from '../identity/did-version.ts';
import { publicKeyOf } from '../identity/multikey.ts';
import { logOrigin, type Multikey, type Scid } from '../ids.ts';
import { type VerifierKey, verifierKey } from '../log/vkey.ts';

/** A key that signed checkpoints of a log, and up to which size. */
export interface CheckpointKey {
  readonly key: VerifierKey;
  readonly sizeMax: number;
}

/**
 * Keys that a DID ever stated for its log's checkpoints: old checkpoints stay readable after a rotation. Spec §9.
 *
 * A key that a version dropped counts up to the head which that version names: what it signs beyond is void, so that a
 * stolen key dies with its rotation.
 */
export function checkpointKeysOf(commons: Scid, versions: readonly DidVersion[]): readonly CheckpointKey[] {
  const sizes = new Map<Multikey, number>();
  for (const [position, version] of versions.entries()) {
    const next = versions[position + 1];
    const dropped = next !== undefined && next.keys.log.key !== version.keys.log.key;
    sizes.set(version.keys.log.key, dropped ? (next.keys.log.head?.size ?? 0) : Number.POSITIVE_INFINITY);
  }
  return [...sizes].flatMap(([key, sizeMax]) => {
    const bytes = publicKeyOf(key);
    return bytes === null ? [] : [{ key: verifierKey(logOrigin(commons), 'note', bytes), sizeMax }];
  });
}
