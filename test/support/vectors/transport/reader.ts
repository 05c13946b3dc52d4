import type { Context } from '../../../../server/context.ts';
import { createInstance } from '../../../../server/instance.ts';
import type { Sealer } from '../../../../server/keys/key-file.ts';
import { createLogger } from '../../../../server/logger.ts';
import { createMemoryStore } from '../../../../server/store/memory/memory-store.ts';
import { smallCommons } from '../../verify/small-commons.ts';

/** The reader's clock. */
export const NOW = '2026-03-02T09:00:00.000Z';

/**
 * An instance that has nothing yet but a name, and no pages: vectors are written by plain Node.
 *
 * @param served what every address answers.
 */
export async function createReader(served: string): Promise<Context> {
  const sealer: Sealer = {
    seal: (_name, secret) => Buffer.from(secret).toString('base64url'),
    unseal: (_name, sealed) => Uint8Array.from(Buffer.from(sealed, 'base64url')),
  };
  const store = createMemoryStore(() => Date.parse(NOW));
  const { context } = createInstance({
    store,
    sealer,
    outbound: {
      fetch: async (url) => ({
        status: 200,
        headers: new Headers(),
        body: Uint8Array.from(Buffer.from(served)),
        url,
      }),
      stream: () => Promise.reject(new TypeError('nothing here streams')),
      lookUp: () => Promise.reject(new TypeError('no name is looked up here')),
      close: async () => undefined,
    },
    logger: createLogger('silent'),
    settings: { origin: 'https://reader.example.org', contact: null, clock: 'simulated' },
  });
  const { log } = await smallCommons('reader');
  await store.records.put('setting', 'commons', { scid: log.commons });
  return context;
}
