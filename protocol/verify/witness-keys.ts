import { equalBytes } from '../bytes.ts';
import { resolveDidLog } from '../identity/did-log.ts';
import type { DidVersion } from '../identity/did-version.ts';
import { publicKeyOf } from '../identity/multikey.ts';
import type { VerifySignature } from '../identity/signature.ts';
import { logOrigin, type Multikey, type Scid } from '../ids.ts';
import { type VerifierKey, verifierKey } from '../log/vkey.ts';
import { ProtocolError } from '../problem.ts';
import type { Millis } from '../time.ts';
import type { Bundle } from './bundle.ts';

/** Witness keys by name and id, as notes name them. */
export type WitnessKeys = ReadonlyMap<string, VerifierKey>;

/** How a note's signature line names a key. A name holds no plus sign. */
export function keyLabel({ name, keyId }: { readonly name: string; readonly keyId: number }): string {
  return `${name}+${keyId}`;
}

/** Every witness key that a DID ever stated: old cosignatures stay readable. Spec §9. */
export function witnessKeysOf(commons: Scid, versions: readonly DidVersion[]): readonly VerifierKey[] {
  const keys = new Set<Multikey>(versions.map(({ keys: { witness } }) => witness.key));
  return [...keys].flatMap((key) => {
    const bytes = publicKeyOf(key);
    return bytes === null ? [] : [verifierKey(logOrigin(commons), 'cosignature', bytes)];
  });
}

/** Keys of the witnesses whose DID logs a bundle brings beside its parts. One that does not verify vouches for nothing. */
export async function bundledWitnesses(
  witnesses: Bundle['witnesses'],
  options: { readonly verify: VerifySignature; readonly now: Millis },
): Promise<readonly VerifierKey[]> {
  const keys: VerifierKey[] = [];
  for (const { commons, lines } of witnesses) {
    try {
      const versions = await resolveDidLog(lines, { ...options, expectedScid: commons });
      keys.push(...witnessKeysOf(commons, versions));
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
    }
  }
  return keys;
}

/**
 * Keys by their labels. Two different keys under one label cannot be told apart, so neither vouches for anything: such
 * a pair is easily made by a witness who wants to spoil the notes of others.
 */
export function keysByLabel(keys: readonly VerifierKey[]): WitnessKeys {
  const byLabel = new Map<string, VerifierKey>();
  const spoilt = new Set<string>();
  for (const key of keys) {
    const label = keyLabel(key);
    const other = byLabel.get(label);
    if (other !== undefined && !equalBytes(other.publicKey, key.publicKey)) spoilt.add(label);
    byLabel.set(label, key);
  }
  for (const label of spoilt) byLabel.delete(label);
  return byLabel;
}
