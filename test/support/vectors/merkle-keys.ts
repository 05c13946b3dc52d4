import { testKey } from './ed25519.ts';
import { b64, sha256 } from './merkle-case.ts';

/** A key under one name and as one type: what stands before its signatures is made by joining bytes. */
export interface NamedKey {
  readonly name: string;
  readonly id: Uint8Array;
  readonly vkey: string;
  readonly sign: (message: string) => Promise<Uint8Array>;
}

export const ORIGIN = 'folkmoot/QmPDR7gEmPDmRkUpHmyUL2SS5D3ZyjiNXqzpa2mCFTgpnE';
export const LOG = namedKey(ORIGIN, 1, 1);
export const WITNESS = namedKey('folkmoot/QmTRydYkYKpL2JFbBcyyrDVtYBXYcXyyXfu3SrgDeJZTxs', 4, 2);
export const STRANGER = namedKey('stranger.example', 1, 3);

/** @param filling of the secret key, see `testKey`. */
export function namedKey(name: string, type: number, filling: number): NamedKey {
  const { publicKey, sign } = testKey(filling);
  const typed = Buffer.concat([Buffer.of(type), publicKey]);
  const id = sha256(Buffer.concat([Buffer.from(`${name}\n`), typed])).subarray(0, 4);
  const vkey = `${name}+${Buffer.from(id).toString('hex')}+${b64(typed)}`;
  return { name, id, vkey, sign: (message) => sign(Buffer.from(message)) };
}

export function keyIdOf({ id }: NamedKey): number {
  return Buffer.from(id).readUInt32BE();
}

/** A signature line. */
export function lineOf({ name, id }: Pick<NamedKey, 'name' | 'id'>, signature: Uint8Array): string {
  return `— ${name} ${b64(Buffer.concat([id, signature]))}\n`;
}
