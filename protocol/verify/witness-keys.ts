import { equalBytes } from '../bytes.ts';
import { DID_FUTURE_TOLERANCE_MS, resolveDidLog } from '../identity/did-log.ts';
import type { DidVersion } from '../identity/did-version.ts';
import { publicKeyOf } from '../identity/multikey.ts';
import type { VerifySignature } from '../identity/signature.ts';
import { logOrigin, type Multikey, type Scid } from '../ids.ts';
import { type VerifierKey, verifierKey } from '../log/vkey.ts';
import { ProtocolError } from '../problem.ts';
import type { Millis } from '../time.ts';
import type { Bundle } from './bundle.ts';
import { type Fault, type Finding, faultOf, findingOf } from './fault.ts';

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

/** What the DID logs of witnesses that a bundle brings beside its parts come to. */
interface BundledWitnesses {
  readonly keys: readonly VerifierKey[];
  readonly faults: readonly Fault[];
  readonly findings: readonly Finding[];
}

/**
 * Keys of the witnesses whose DID logs a bundle brings beside its parts. Spec §9.
 *
 * A log that verifies at no time was damaged, and that is a fault. One that is good and goes on in the verifier's future
 * is not believed yet, whose clock may be the wrong one: that is told.
 */
export async function bundledWitnesses(
  witnesses: Bundle['witnesses'],
  { verify, now }: { readonly verify: VerifySignature; readonly now: Millis },
): Promise<BundledWitnesses> {
  const keys: VerifierKey[] = [];
  const faults: Fault[] = [];
  const findings: Finding[] = [];
  for (const { commons, lines } of witnesses) {
    try {
      const versions = await resolveDidLog(lines, {
        verify,
        now: Number.POSITIVE_INFINITY,
        expectedScid: commons,
      });
      const isKnown = versions.every(({ time }) => time <= now + DID_FUTURE_TOLERANCE_MS);
      if (isKnown) keys.push(...witnessKeysOf(commons, versions));
      else findings.push(findingOf('witness-in-future', commons));
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      faults.push(faultOf('witness-invalid', commons));
    }
  }
  return { keys, faults, findings };
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
