import { describe, expect, test } from 'vitest';
import { found } from '../../../server/flows/founding/found.ts';
import { readDocument } from '../../../server/flows/record/read-document.ts';
import { reactToLog } from '../../../server/flows/time/react.ts';
import { createInstance, type Instance } from '../../../server/instance.ts';
import type { Logger } from '../../../server/logger.ts';
import { createLogger } from '../../../server/logger.ts';
import { createOutbound } from '../../../server/outbound/outbound.ts';
import { createMemoryStore } from '../../../server/store/memory/memory-store.ts';
import type { Store } from '../../../server/store/store.ts';
import { startWorkers } from '../../../server/workers/workers.ts';
import { person } from '../../support/people.ts';

/** Nothing is secret in a test. */
const SEALER = {
  seal: (_name: string, secret: Uint8Array) => Buffer.from(secret).toString('base64url'),
  unseal: (_name: string, sealed: string) => Uint8Array.from(Buffer.from(sealed, 'base64url')),
};

function processOn(store: Store, said: unknown[]): Instance {
  const note = (what: unknown, words: unknown) => said.push([words, what]);
  const logger = { ...createLogger('silent'), info: () => undefined, warn: note, error: note };
  return createInstance({
    store: { ...store }, // another process knows nothing of what this one is doing
    sealer: SEALER,
    outbound: createOutbound({ privatePeers: [] }),
    logger: logger as unknown as Logger,
    settings: { origin: 'http://localhost', contact: null, clock: 'system' },
  });
}

describe('a founding beside a running server', () => {
  test('goes on in both processes at once, logs the identity once, and no error', async () => {
    const said: unknown[] = [];
    const store = createMemoryStore(Date.now);
    const server = processOn(store, said);
    const stop = new AbortController();
    const workers = startWorkers(server, stop.signal);
    const waking = setInterval(() => workers.logged(), 1);
    const { context, committer, sealer } = processOn(store, said);
    const founder = person('founder beside a server');
    const founders = [{ subject: founder.author, pseudonym: 'Ana', key: founder.key }] as const;
    const wish = { name: 'Beside', purpose: 'To found.', language: 'en', timeZone: 'UTC', founders };
    const commons = await found(context, committer, sealer, wish, { sign: founder.sign });
    await reactToLog(server.context, server.committer);
    clearInterval(waking);
    stop.abort();
    await workers.stopped;
    expect(said).toEqual([]);
    const entries = await store.entries(commons, { after: -1, limit: 100 });
    const types = entries.map((entry) => readDocument(entry)?.document.type);
    expect(types.filter((type) => type === 'identity')).toHaveLength(1);
    expect(types.filter((type) => type === 'description')).toHaveLength(1);
    expect(types.filter((type) => type === 'domain')).toHaveLength(4);
    expect(await store.records.get('founding', 'plan')).toBeNull();
    expect(await store.records.list('owed')).toEqual([]);
  });
});
