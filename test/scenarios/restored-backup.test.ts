import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../../server/client/create-client.ts';
import type { Config } from '../../server/config.ts';
import { type RunningServer, serve } from '../../server/serve.ts';
import { addResource, eventually, startInstances, type TestInstance } from '../support/instances.ts';

const run = promisify(execFile);

let a: TestInstance;
let b: TestInstance;
let again: RunningServer | null = null;
const copies: string[] = [];

beforeAll(async () => {
  [a, b] = (await startInstances(['a', 'b'])) as [TestInstance, TestInstance]; // one for each name
  await a.client.post('/peers', { url: b.server.origin });
  await b.client.post('/peers', { url: a.server.origin });
  await addResource(a, { kind: 'hours', name: 'Hours', unit: 'minute', quantity: 600 });
  await cosignedAll(a.server);
});
afterEach(async () => {
  await again?.stop();
  again = null;
});
afterAll(async () => {
  await Promise.all([a?.stop(), b?.stop()]);
  await Promise.all(copies.map((copy) => rm(copy, { recursive: true, force: true })));
});

describe('§3 [R-3.36] an older backup is restored', () => {
  test('the server reads, and refuses to write a second history', async () => {
    await a.server.stop();
    const backup = await copyOf(a.config.dataFolder, 'backup');
    again = await serve(a.config, () => undefined);
    const size = await sizeAt(again);
    await addSomething(again);
    await cosignedAll(again);
    const later = await sizeAt(again);
    expect(later).toBeGreaterThan(size);
    await stop();
    const newest = await copyOf(a.config.dataFolder, 'newest');

    await putBack(backup, a.config);
    again = await serve(a.config, () => undefined);
    expect(await sizeAt(again)).toBeLessThan(later);
    expect(await statusOf(again)).toBe('read-only: contradicted');
    const checkpoint = await textAt(again, '/log/checkpoint');
    await expect(addSomething(again)).rejects.toThrow(/restore a newer one/);
    expect(await textAt(again, '/log/checkpoint')).toBe(checkpoint);
    expect(await textAt(again, '/commons', 'text/html')).toContain('This database is an older copy');
    const proof = await again.instance.context.store.records.get('contradiction', b.commons);
    expect(proof?.note).toBe(await textAt(b.server, `/witness/checkpoints/${a.commons}`));
    await stop();

    await putBack(newest, a.config);
    again = await serve(a.config, () => undefined);
    expect(await statusOf(again)).toBe('ready');
    await addSomething(again);
    expect(await sizeAt(again)).toBeGreaterThan(later);
  });

  test('[R-3.36] where no witness answers it waits for one, or for its operator', async () => {
    await b.server.stop();
    again = await serve(a.config, () => undefined);
    expect(await statusOf(again)).toBe('read-only: asking');
    await expect(addSomething(again)).rejects.toThrow(/until one of its witnesses answers/);
    const witness = await serve(b.config, () => undefined);
    const waiting = again;
    await eventually('the witness has answered', async () => (await statusOf(waiting)) === 'ready');
    await addSomething(again);
    await stop();
    await witness.stop();

    again = await serve({ ...a.config, unwitnessed: true }, () => undefined);
    expect(await statusOf(again)).toBe('ready');
    await addSomething(again);
  });
});

async function addSomething({ origin }: RunningServer): Promise<void> {
  const client = createClient(origin, a.founder);
  try {
    await addResource({ ...a, client }, { kind: 'hours', name: 'More', unit: 'minute', quantity: 60 });
  } finally {
    await client.close();
  }
}

async function cosignedAll(server: RunningServer): Promise<void> {
  const { store } = server.instance.context;
  await eventually('the witness has cosigned all', async () => {
    const known = await b.server.instance.context.store.records.get('witnessed', a.commons);
    return known?.size === (await store.head(a.commons))?.size;
  });
}

async function sizeAt({ instance }: RunningServer): Promise<number> {
  return (await instance.context.store.head(a.commons))?.size ?? 0;
}

async function statusOf(server: RunningServer): Promise<unknown> {
  return (JSON.parse(await textAt(server, '/health/ready')) as { readonly status: unknown }).status; // as the route answers
}

async function textAt({ port }: RunningServer, path: string, accept = '*/*'): Promise<string> {
  return (await fetch(`http://127.0.0.1:${port}${path}`, { headers: { accept } })).text();
}

async function stop(): Promise<void> {
  await again?.stop();
  again = null;
}

/** With owners and modes: under root the database belongs to another user. */
async function copyOf(folder: string, name: string): Promise<string> {
  const copy = `${folder}-${name}`;
  await run('cp', ['-a', folder, copy]);
  copies.push(copy);
  return copy;
}

async function putBack(copy: string, { dataFolder }: Config): Promise<void> {
  await rm(dataFolder, { recursive: true });
  await run('cp', ['-a', copy, dataFolder]);
}
