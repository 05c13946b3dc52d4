import { multikeyOf } from '../../../protocol/identity/multikey.ts';
import type { Multikey, Subject } from '../../../protocol/ids.ts';
import type { MemberKey } from '../../client/client.ts';

/** What this browser keeps: a key that never leaves it, and whose it is once that is known. */
export interface Device {
  readonly key: Multikey;
  /** Not extractable: no script reads it, also none of ours. */
  readonly privateKey: CryptoKey;
  readonly member: { readonly subject: Subject; readonly name: string } | null;
}

const DATABASE = 'folkmoot';
const STORE = 'device';
/** One key for one origin: who shares a browser shares it. */
const ONLY = 'this';

/** Makes a key and keeps it. Spec §1: its custody is `browser`. */
export async function makeDevice(): Promise<Device> {
  const pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
  if (!('privateKey' in pair)) throw new TypeError('Ed25519 makes a pair of keys');
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const device = { key: multikeyOf(publicKey), privateKey: pair.privateKey, member: null };
  await keepDevice(device);
  return device;
}

/** @returns null where this browser has no key. */
export async function readDevice(): Promise<Device | null> {
  const found = await inStore('readonly', (store) => store.get(ONLY));
  return (found as Device | undefined) ?? null; // nothing else is ever kept there
}

export async function keepDevice(device: Device): Promise<void> {
  await inStore('readwrite', (store) => store.put(device, ONLY));
}

export async function forgetDevice(): Promise<void> {
  await inStore('readwrite', (store) => store.delete(ONLY));
}

/** Signs in the name of a member with the key of this browser. */
export function memberKeyOf({ key, privateKey }: Device, author: Subject): MemberKey {
  return {
    author,
    key,
    sign: async (message) => {
      // It may have been forgotten in another tab meanwhile.
      if ((await readDevice())?.key !== key) throw new Error('This browser has forgotten its key.');
      return new Uint8Array(await crypto.subtle.sign('Ed25519', privateKey, Uint8Array.from(message)));
    },
  };
}

function inStore(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.onabort = () => reject(transaction.error);
      transaction.oncomplete = () => {
        database.close();
        resolve(request.result);
      };
    };
  });
}
