import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { concatBytes, fromBase64url, toBase64url } from '../../protocol/bytes.ts';
import { ProtocolError } from '../../protocol/problem.ts';

/** AES-256-GCM: a key of 32 bytes, a fresh nonce of 12 and a tag of 16 (NIST SP 800-38D). */
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals the keys that an instance holds, so that a copy of the database alone gives nobody a signature. */
export interface Sealer {
  readonly seal: (name: string, secret: Uint8Array) => string;
  /** @throws {ProtocolError} `unavailable` where the text was not sealed by this key file under this name. */
  readonly unseal: (name: string, sealed: string) => Uint8Array;
}

/** Where a data folder has it. */
export function keyFileOf(dataFolder: string): string {
  return join(dataFolder, 'keys', 'instance.key');
}

/**
 * Opens the key file, or makes it (mode 0600). It lies outside the database and its backups.
 *
 * @throws {ProtocolError} `unavailable` where it cannot be read or is no key file.
 */
export async function openKeyFile(path: string): Promise<Sealer> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await makeIfAbsent(path);
  const key = fromBase64url((await readFile(path, 'utf8')).trim());
  if (key?.length !== KEY_BYTES) {
    throw new ProtocolError(
      'unavailable',
      `The key file ${path} is damaged: it must hold 32 bytes in base64url.`,
    );
  }
  return sealerOf(key, path);
}

async function makeIfAbsent(path: string): Promise<void> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(`${toBase64url(randomBytes(KEY_BYTES))}\n`);
    await file.sync();
    await file.close();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

function sealerOf(key: Uint8Array, path: string): Sealer {
  return {
    seal(name, secret) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name));
      const sealed = concatBytes(cipher.update(secret), cipher.final());
      return toBase64url(concatBytes(nonce, cipher.getAuthTag(), sealed));
    },
    unseal(name, text) {
      const bytes = fromBase64url(text);
      try {
        if (bytes === null) throw new TypeError('not base64url');
        const nonce = bytes.subarray(0, NONCE_BYTES);
        const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
        const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
          .setAAD(Buffer.from(name))
          .setAuthTag(tag);
        return concatBytes(decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final());
      } catch (cause) {
        throw new ProtocolError(
          'unavailable',
          `The key ${name} cannot be opened with the key file ${path}: it belongs to another database.`,
          {},
          { cause },
        );
      }
    },
  };
}
