import { utf8 } from '../../../protocol/bytes.ts';
import { sha256 } from '../../../protocol/hash.ts';
import { createDid, deactivateDid, moveDid, updateDid } from '../../../protocol/identity/did-create.ts';
import type { DidVersion } from '../../../protocol/identity/did-version.ts';
import { multikeyOf } from '../../../protocol/identity/multikey.ts';
import { hashTextOf, type Multikey } from '../../../protocol/ids.ts';
import { keyOfSeed } from './ed25519.ts';

/** 2026-01-01T00:00:00Z. */
export const GENESIS_TIME = 1_767_225_600_000;
export const DAY = 86_400_000;
export const LOCAL_HOST = 'localhost:4180';
export const PUBLIC_HOST = 'commons.example';

/** The key of this label: the same one in every run. For tests alone. */
export function namedKey(label: string) {
  return keyOfSeed(sha256(utf8(`folkmoot test key ${label}`)));
}

export function namedMultikey(label: string): Multikey {
  return multikeyOf(namedKey(label).publicKey);
}

/** A head of a made-up log of this size. */
export function headOf(size: number) {
  return { size, root: hashTextOf(size === 0 ? new Uint8Array() : utf8(`root ${size}`)) };
}

export function publishedKeys() {
  return {
    document: [namedMultikey('document-1')],
    request: [namedMultikey('request-1')],
    checkpoint: namedMultikey('checkpoint-1'),
    witness: namedMultikey('witness-1'),
  };
}

export function genesisFields(now = GENESIS_TIME) {
  return {
    host: LOCAL_HOST,
    baseUrl: `http://${LOCAL_HOST}`,
    keys: publishedKeys(),
    updateKey: namedKey('update-1'),
    nextUpdateKeys: [namedMultikey('update-2'), namedMultikey('update-2-spare')],
    now,
  };
}

/** What version `number` needs: its promised key, the next promise, a newer head, a later day. */
export function nextFields(number: number, genesisTime = GENESIS_TIME) {
  return {
    updateKey: namedKey(`update-${number}`),
    nextUpdateKeys: [namedMultikey(`update-${number + 1}`), namedMultikey(`update-${number + 1}-spare`)],
    head: headOf(number * 10),
    now: genesisTime + (number - 1) * DAY,
  };
}

/**
 * A commons' whole life: founded on localhost, head named, every key changed by the spare update key, moved to a real
 * host, given up.
 */
export async function wholeLife(genesisTime = GENESIS_TIME): Promise<DidVersion[]> {
  const versions = [(await createDid(genesisFields(genesisTime))).version];
  const fields = (number: number) => nextFields(number, genesisTime);
  versions.push((await updateDid(versions, fields(2))).version);
  const changed = {
    document: [namedMultikey('document-1'), namedMultikey('document-2')],
    request: [namedMultikey('request-2')],
    checkpoint: namedMultikey('checkpoint-2'),
    witness: namedMultikey('witness-2'),
  };
  const spare = namedKey('update-3-spare');
  versions.push((await updateDid(versions, { ...fields(3), updateKey: spare, keys: changed })).version);
  const place = { host: PUBLIC_HOST, baseUrl: `https://${PUBLIC_HOST}` };
  versions.push((await moveDid(versions, { ...fields(4), ...place })).version);
  versions.push((await deactivateDid(versions, fields(5))).version);
  return versions;
}
