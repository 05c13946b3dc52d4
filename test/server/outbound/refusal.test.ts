import { afterEach, describe, expect, test, vi } from 'vitest';
import { parseTarget } from '../../../server/outbound/target.ts';
import { vettedAddresses } from '../../../server/outbound/vetted-addresses.ts';
import {
  GET,
  openOutbound,
  POST,
  problemOf,
  reasonOf,
  resolver,
  silentResolver,
} from './support/outbound.ts';
import { httpServer } from './support/servers.ts';
import { watchSockets } from './support/sockets.ts';
import { readVectors } from './support/vectors.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** With a resolver that never answers, an answer proves that nobody waited for the network. */
async function refusal(url: string, method: typeof GET | typeof POST): Promise<string> {
  const { attempts } = watchSockets();
  const lookup = silentResolver();
  const { type } = await problemOf(openOutbound({ lookup }).fetch(url, method));
  expect(attempts).toEqual([]);
  expect(lookup.asked).toEqual([]);
  return type;
}

describe('S1 refused before any socket', () => {
  test.each([
    'https://127.0.0.1/',
    'https://127.1:8443/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://017700000001/',
    'https://0/',
    'https://10.0.0.1/inbox',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://168.63.129.16/machine',
    'https://100.64.0.1/',
    'https://100.100.100.200/',
    'https://198.18.0.1/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://[::]/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::127.0.0.1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[64:ff9b:1::a00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[2001:0:7f00:1::]/',
    'https://[fd00:ec2::254]/',
    'https://[fe80::1]/',
    'https://localhost/',
    'https://b.localhost/',
    'http://peer.example/',
  ])('S1 %s', async (url) => {
    expect(await refusal(url, GET)).toBe('address-refused');
    expect(await refusal(url, POST)).toBe('address-refused');
  });

  test('S1 a server on loopback that is not listed sees no connection; a listed one does', async () => {
    const server = await httpServer((_request, response) => response.end('here'));
    const { attempts } = watchSockets();
    for (const origin of [`http://127.0.0.1:${server.port}`, `https://127.0.0.1:${server.port}`]) {
      expect(await reasonOf(openOutbound().fetch(`${origin}/`, GET))).toMatch(/^address-refused/);
    }
    expect([attempts, server.connections()]).toEqual([[], 0]);

    const listed = openOutbound({ privatePeers: [`http://127.0.0.1:${server.port}`] });
    const answer = await listed.fetch(`http://127.0.0.1:${server.port}/`, GET);
    expect(Buffer.from(answer.body).toString()).toBe('here');
    expect([attempts.length, server.connections()]).toEqual([1, 1]);
  });

  test('S1 a refusal is a structured problem that tells nothing of our network', async () => {
    const lookup = resolver({ 'peer.example': ['10.11.12.13'] });
    const problem = await problemOf(openOutbound({ lookup }).fetch('https://peer.example/', GET));
    expect(problem).toMatchObject({ type: 'address-refused', extensions: { reason: 'address' } });
    expect(`${problem.message} ${JSON.stringify(problem.extensions)}`).not.toMatch(/10\.11|private|loopback/);
  });

  interface Techniques {
    readonly cases: readonly {
      category: string;
      name: string;
      url: string;
      expected: 'blocked' | 'allowed';
    }[];
  }
  const techniques = readVectors<Techniques>('ressrf-techniques.json')?.cases ?? null;
  const blocked = techniques?.filter(({ expected }) => expected === 'blocked') ?? [];
  const allowed = techniques?.filter(({ expected }) => expected === 'allowed') ?? [];

  test.skipIf(techniques === null).each(blocked)('S1 $category: $url', async ({ url }) => {
    // Plain http is refused in any case: only as https does the vector test what it is about.
    for (const spelling of [url, url.replace(/^http:/i, 'https:')]) {
      expect(await refusal(spelling, GET)).toMatch(/^(malformed|address-refused)$/);
    }
  });

  test.skipIf(techniques === null).each(allowed)('S1 $category: $url is allowed', async ({ url }) => {
    const target = parseTarget(url.replace(/^http:/, 'https:'), new Set());
    const addresses = await vettedAddresses(target, async () => [{ address: '93.184.216.34' }]);
    expect(addresses).toHaveLength(1);
  });

  test.skipIf(techniques === null)('S1 the vectors are all here', () => {
    expect([blocked.length, allowed.length]).toEqual([76, 6]);
  });
});
