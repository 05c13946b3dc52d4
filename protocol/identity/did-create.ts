import type { JsonObject } from '../canonical.ts';
import type { Multikey, Scid } from '../ids.ts';
import { ProtocolError } from '../problem.ts';
import { formatMillis, type Millis, SECOND } from '../time.ts';
import { didDocumentOf, type LogHead } from './did-document.ts';
import {
  type DidParameters,
  didLineOf,
  entryHashOf,
  nextKeyHashOf,
  proofMessageOf,
  proofOf,
  scidOf,
  withProof,
} from './did-entry.ts';
import { DID_FUTURE_TOLERANCE_MS } from './did-log.ts';
import { didOf, isHost, SCID_PLACEHOLDER } from './did-name.ts';
import { DID_METHOD, type DidVersion, readDidVersion } from './did-version.ts';
import { multikeyOf } from './multikey.ts';
import type { SignBytes } from './signature.ts';
import { SIGNATURE_BYTES } from './signature-soundness.ts';

/** The update key of this version; it may live offline, so that `sign` may take long. */
export interface UpdateSigner {
  readonly publicKey: Uint8Array;
  readonly sign: SignBytes;
}

/** The public keys of a commons that its DID document lists; all of them differ. */
export interface PublishedKeys {
  readonly document: readonly Multikey[];
  readonly request: readonly Multikey[];
  readonly checkpoint: Multikey;
  readonly witness: Multikey;
}

export interface CreateFields {
  /** `example.org` or `a.localhost:4180`. */
  readonly host: string;
  /** `https://` or `http://`, and the host. */
  readonly baseUrl: string;
  readonly keys: PublishedKeys;
  readonly updateKey: UpdateSigner;
  /** At least one; each of them can sign version 2. Only their hashes are published. */
  readonly nextUpdateKeys: readonly Multikey[];
  readonly now: Millis;
}

export interface UpdateFields {
  /** One that the last version promised. */
  readonly updateKey: UpdateSigner;
  /** At least one; each of them can sign the version after. */
  readonly nextUpdateKeys: readonly Multikey[];
  /** Promises of the last version that are made again. */
  readonly carriedHashes?: DidVersion['nextKeyHashes'];
  /** What changes; the rest stays as it is. */
  readonly keys?: Partial<PublishedKeys>;
  /** The log's head that the new version vouches for. */
  readonly head: LogHead;
  readonly now: Millis;
}

export interface MoveFields extends UpdateFields {
  readonly host: string;
  readonly baseUrl: string;
}

export type DeactivateFields = Pick<UpdateFields, 'updateKey' | 'head' | 'now'>;

/** A new version as it goes into `did.jsonl`, and all that it says. */
export interface MadeVersion {
  readonly did: string;
  readonly scid: Scid;
  readonly line: string;
  readonly version: DidVersion;
}

/**
 * The first version of a commons' DID. Spec §1 [R-1.3, R-1.23].
 *
 * @throws {ProtocolError} `malformed` for a host that no DID can name; `did-invalid` or `key-unsound` as when it is read.
 */
export async function createDid(fields: CreateFields): Promise<MadeVersion> {
  const { host, baseUrl, keys, now } = fields;
  assertHost(host);
  const versionTime = timeText(now);
  const partsFor = (scid: Scid) => ({
    parameters: {
      method: DID_METHOD,
      scid,
      portable: true,
      ...rotation(fields.updateKey, fields.nextUpdateKeys),
    },
    state: didDocumentOf({ scid, host, baseUrl, alsoKnownAs: [], ...keys }),
  });
  const preliminary = { versionId: SCID_PLACEHOLDER, versionTime, ...partsFor(SCID_PLACEHOLDER) };
  const scid = scidOf(preliminary, SCID_PLACEHOLDER);
  return provenVersion({ versionTime, ...partsFor(scid) }, scid, fields.updateKey, []);
}

/**
 * The next version: keys change, a newer head is named, or both. Spec §1.
 *
 * @param history all versions so far, resolved.
 * @throws {ProtocolError} `conflict` where the last version lies in the future; otherwise as `createDid`.
 */
export async function updateDid(history: readonly DidVersion[], fields: UpdateFields): Promise<MadeVersion> {
  const { host, baseUrl, alsoKnownAs } = lastOf(history);
  return nextVersion(history, fields, { host, baseUrl, alsoKnownAs }, {});
}

/**
 * The next version at another host: same SCID, same history; the former DID becomes an alias. Spec §1.
 *
 * @throws {ProtocolError} as `updateDid`.
 */
export async function moveDid(history: readonly DidVersion[], fields: MoveFields): Promise<MadeVersion> {
  const { did, scid, alsoKnownAs } = lastOf(history);
  const { host, baseUrl } = fields;
  assertHost(host);
  const aliases = [...new Set([...alsoKnownAs, did])].filter((alias) => alias !== didOf(scid, host));
  return nextVersion(history, fields, { host, baseUrl, alsoKnownAs: aliases }, {});
}

/**
 * The last version: nothing can follow it. Spec §1.
 *
 * One entry, signed by a promised key, that promises none. (didwebvh-ts signs with the former key, which pre-rotation
 * forbids, so that its deactivated log resolves no more.)
 *
 * @throws {ProtocolError} as `updateDid`.
 */
export async function deactivateDid(
  history: readonly DidVersion[],
  fields: DeactivateFields,
): Promise<MadeVersion> {
  const { host, baseUrl, alsoKnownAs } = lastOf(history);
  const place = { host, baseUrl, alsoKnownAs };
  const { updateKey, head, now } = fields;
  return nextVersion(history, { updateKey, nextUpdateKeys: [], head, now }, place, { deactivated: true });
}

async function nextVersion(
  history: readonly DidVersion[],
  fields: UpdateFields,
  place: { readonly host: string; readonly baseUrl: string; readonly alsoKnownAs: readonly string[] },
  extra: Pick<DidParameters, 'deactivated'>,
): Promise<MadeVersion> {
  const { scid, keys, time, versionId } = lastOf(history);
  const published: PublishedKeys = {
    document: keys.document,
    request: keys.request,
    checkpoint: keys.log.key,
    witness: keys.witness.key,
    ...fields.keys,
  };
  const parts = {
    versionTime: timeText(laterTime(time, fields.now)),
    parameters: { ...rotation(fields.updateKey, fields.nextUpdateKeys, fields.carriedHashes), ...extra },
    state: didDocumentOf({ scid, ...place, ...published, head: fields.head }),
  };
  return provenVersion(parts, versionId, fields.updateKey, history);
}

/** Chains and signs. What readers would refuse is refused before the signer, who may be offline, is asked. */
async function provenVersion(
  parts: { readonly versionTime: string; readonly parameters: DidParameters; readonly state: JsonObject },
  before: string,
  { publicKey, sign }: UpdateSigner,
  history: readonly DidVersion[],
): Promise<MadeVersion> {
  const hash = entryHashOf({ versionId: before, ...parts }, before);
  const unproven = { versionId: `${history.length + 1}-${hash}`, ...parts };
  const key = multikeyOf(publicKey);
  const options = {
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-jcs-2022',
    verificationMethod: `did:key:${key}#${key}`,
    created: parts.versionTime,
    proofPurpose: 'assertionMethod',
  } as const;
  readDidVersion(didLineOf(withProof(unproven, options, new Uint8Array(SIGNATURE_BYTES))), history);
  const line = didLineOf(withProof(unproven, options, await sign(proofMessageOf(unproven, options))));
  const { version, entry } = readDidVersion(line, history);
  proofOf(entry);
  return { did: version.did, scid: version.scid, line, version };
}

function rotation(
  { publicKey }: UpdateSigner,
  nextUpdateKeys: readonly Multikey[],
  carriedHashes: DidVersion['nextKeyHashes'] = [],
) {
  return {
    updateKeys: [multikeyOf(publicKey)],
    nextKeyHashes: [...nextUpdateKeys.map(nextKeyHashOf), ...carriedHashes],
  };
}

/** Whole seconds, as other tools of the method write them. */
function timeText(time: Millis): string {
  return formatMillis(Math.floor(time / SECOND) * SECOND).replace('.000Z', 'Z');
}

/** At least one second after the version before, and not so far ahead that readers would refuse it. */
function laterTime(before: Millis, now: Millis): Millis {
  const time = Math.max(now, before + SECOND);
  if (time > now + DID_FUTURE_TOLERANCE_MS) {
    throw new ProtocolError('conflict', 'The last version lies in the future of this clock.');
  }
  return time;
}

function lastOf(history: readonly DidVersion[]): DidVersion {
  const last = history.at(-1);
  if (last === undefined)
    throw new ProtocolError('malformed', 'A DID without a first version has no next one.');
  return last;
}

function assertHost(host: string): void {
  if (!isHost(host)) throw new ProtocolError('malformed', 'This host cannot stand in a DID.', { host });
}
