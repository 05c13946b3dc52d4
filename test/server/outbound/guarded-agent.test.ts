import { expect, onTestFinished, test } from 'vitest';
import { createGuardedAgent } from '../../../server/outbound/guarded-agent.ts';
import { DEFAULT_LIMITS } from '../../../server/outbound/limits.ts';
import { resolver } from './support/outbound.ts';
import { httpServer } from './support/servers.ts';

// The vetting of URLs comes before; these tests leave it out.
test.each([
  ['127.0.0.1', 'address'],
  ['[::ffff:7f00:1]', 'address'],
  ['b.localhost', 'name'],
  ['peer.example', 'address'],
])('S1 the guard of connections relies on no caller: %s', async (host, reason) => {
  const server = await httpServer((_request, response) => response.end());
  const lookup = resolver({ 'peer.example': ['127.0.0.1'] });
  const agent = createGuardedAgent({ peers: new Set(), lookup, limits: DEFAULT_LIMITS });
  onTestFinished(() => agent.destroy());
  const request = agent.request({ origin: `https://${host}:${server.port}`, path: '/', method: 'GET' });
  await expect(request).rejects.toMatchObject({ type: 'address-refused', extensions: { reason } });
  expect(server.connections()).toBe(0);
});

test('S1 a listed origin opens its own port alone', async () => {
  const [listed, other] = [await httpServer((_q, response) => response.end()), await httpServer(() => {})];
  const peers = new Set([`http://127.0.0.1:${listed.port}`]);
  const agent = createGuardedAgent({ peers, lookup: resolver({}), limits: DEFAULT_LIMITS });
  onTestFinished(() => agent.destroy());
  const get = (port: number) =>
    agent.request({ origin: `http://127.0.0.1:${port}`, path: '/', method: 'GET' });
  expect((await get(listed.port)).statusCode).toBe(200);
  await expect(get(other.port)).rejects.toMatchObject({ type: 'address-refused' });
  expect([listed.connections(), other.connections()]).toEqual([1, 0]);
});

test('hosts that fail leave nothing behind in the pool', async () => {
  const agent = createGuardedAgent({ peers: new Set(), lookup: resolver({}), limits: DEFAULT_LIMITS });
  onTestFinished(() => agent.destroy());
  const hosts = Array.from({ length: 1000 }, (_, index) => `https://h${index}.example`);
  const outcomes = await Promise.allSettled(
    hosts.map((origin) => agent.request({ origin, path: '/', method: 'GET' })),
  );
  expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
  expect(Object.keys(agent.stats)).toEqual([]);
});
