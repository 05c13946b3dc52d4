import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, test } from 'vitest';
import { nextAttemptAt } from '../../federation/delivery/backoff.ts';
import { canonicalBytes, type JsonObject } from '../../protocol/canonical.ts';
import type { Scid } from '../../protocol/ids.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import { hostNamed, registrableHost } from '../../server/flows/peers/registrable-host.ts';
import { sayStandings, standingNow } from '../../server/flows/peers/rules.ts';
import { createLogger } from '../../server/logger.ts';
import { createOutbound } from '../../server/outbound/outbound.ts';
import { createPeerRuns } from '../../server/workers/peer-runs.ts';
import { selfSignedCertificate } from '../server/outbound/support/certificate.ts';
import {
  type Attacked,
  attacked,
  envelopeWith,
  nameOf,
  repelled,
  signed,
  submitted,
} from './support/attacked.ts';

let commons: Attacked;
beforeAll(async () => {
  commons = await attacked();
});

describe('F1 too many addressees', () => {
  test('a document for 100,000 commons is larger than a document may be', async () => {
    const { founder, instance } = commons;
    const audience = Array.from({ length: 100_000 }, (_, index) => `Qm${String(index).padStart(44, '1')}`);
    const home = await instance.context.commons();
    const content = { type: 'proposal', commons: home, author: founder.author, audience };
    const header = `{"alg":"Ed25519","kid":"${founder.author}#${founder.key}","typ":"folkmoot+jws"}`;
    const envelope = await envelopeWith(header, canonicalBytes(content as JsonObject), founder.sign);
    expect(['too-large', 'malformed']).toContain(
      nameOf(await repelled(commons, () => submitted(commons, envelope))),
    );
  });
});

describe('F2 a peer whose TLS fails', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void; // the flag makes it a function

  test('a thousand failures leave no memory behind', async () => {
    const server = createServer(selfSignedCertificate(['localhost']), (_, response) => response.end());
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo; // it listens on a port
    const origin = `https://a.localhost:${port}`;
    const outbound = createOutbound({ privatePeers: [origin] });
    const failedFor = async () => {
      try {
        await outbound.fetch(`${origin}/`, { method: 'GET', bytesMax: 10, totalMs: 30_000 });
        return 'nothing';
      } catch (error) {
        return error instanceof ProtocolError ? error.extensions.reason : error;
      }
    };
    const fail = async (count: number) => {
      for (let done = 0; done < count; done += 20) {
        // Not by `rejects`: what a test expects of a promise is remembered until the test ends.
        const reasons = await Promise.all(Array.from({ length: 20 }, failedFor));
        if (reasons.some((reason) => reason !== 'tls')) throw new Error(`failed for ${reasons.join(', ')}`);
      }
      collect();
      return process.memoryUsage().heapUsed;
    };
    const before = await fail(200);
    const after = await fail(1000);
    const bytesEach = (after - before) / 1000;
    await outbound.close();
    await new Promise((resolve) => server.close(resolve));
    expect(bytesEach).toBeLessThan(1024);
  }, 120_000);
});

describe('F3 a herd after an outage', () => {
  test('those that failed together do not come back together', () => {
    const outage = Date.parse('2026-03-02T09:00:00Z');
    for (const failures of [3, 6, 9]) {
      const chances = Array.from({ length: 10_000 }, (_, index) => ((index * 7919) % 10_000) / 10_000);
      const times = chances.map((chance) => nextAttemptAt(outage, failures, chance));
      const span = 10_000 * 2 ** (failures - 1);
      const counts = new Map<number, number>();
      for (const at of times) {
        const slot = Math.floor(((at - outage) / span) * 20);
        counts.set(slot, (counts.get(slot) ?? 0) + 1);
      }
      expect(Math.max(...counts.values())).toBeLessThan(10_000 / 20 + 10);
      expect(Math.max(...times) - outage).toBeLessThanOrEqual(span);
    }
    expect(nextAttemptAt(outage, 60, 0.999) - outage).toBeLessThanOrEqual(24 * 3600 * 1000);
    expect(nextAttemptAt(outage, 1, 0, 90_000)).toBe(outage + 90_000);
  });

  test('of a thousand that are due at once, sixty-four are talked to at a time, and all of them in the end', async () => {
    let [now, most, done] = [0, 0, 0];
    const waiting: (() => void)[] = [];
    const runs = createPeerRuns(
      'herd',
      async () => {
        most = Math.max(most, ++now);
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
        now--;
        done++;
      },
      createLogger('silent'),
    );
    runs.start(Array.from({ length: 1000 }, (_, index) => `peer ${index}` as Scid)); // any name does
    while (done < 1000) {
      for (const resolve of waiting.splice(0)) resolve();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await runs.stop();
    expect(most).toBe(64);
  });
});

describe('F4 hosts in every spelling', () => {
  test.each([
    ['EXAMPLE.org', 'example.org'],
    ['example.org.', 'example.org'],
    ['Bücher.example', 'xn--bcher-kva.example'],
    ['bu\u0308cher.example', 'xn--bcher-kva.example'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['ｅｘａｍｐｌｅ.org', 'example.org'],
    ['example。org', 'example.org'],
    ['exa\u00admple.org', 'example.org'],
    ['straße.example', 'xn--strae-oqa.example'],
    ['0x7f.1', '127.0.0.1'],
    ['2130706433', '127.0.0.1'],
    ['::FFFF:127.0.0.1', '127.0.0.1'],
    ['2001:DB8:0::1', '2001:db8::1'],
  ])('%s is %s', (text, host) => {
    expect(hostNamed(text)).toBe(host);
  });

  test.each([
    'exa\u202emple.org',
    'exa\u200fmple.org',
    'exa mple.org',
    'exa\u0000mple.org',
    'exa\u2028mple.org',
    '.example.org',
    'example..org',
    '-example.org',
    'example.org:443',
    'example.org/',
    'user@example.org',
    'example.org#',
    'example.org\\',
    `${'a'.repeat(64)}.org`,
    `${'a.'.repeat(127)}org`,
    '',
    '%2e',
    '[::1',
    'fe80::1%eth0',
  ])('%j is none', (text) => {
    expect(() => hostNamed(text)).toThrow(expect.objectContaining({ type: 'malformed' }));
  });

  test('a homograph is another host, and is shown as what it is', async () => {
    const { context } = commons.instance;
    const [latin, cyrillic] = ['example.net', hostNamed('ехаmрlе.net')];
    expect(cyrillic).toMatch(/^xn--/);
    const saying = { standing: 'block', reason: 'r', note: '', publicNote: 'p', until: null } as const;
    await sayStandings(context, [{ target: latin, saying: { ...saying, by: commons.founder.author } }]);
    const at = async (host: string) =>
      (await standingNow(context, { commons: null, baseUrl: `https://${host}` })).standing;
    expect(await at('EXAMPLE.net')).toBe('block');
    expect(await at('a.example.net.')).toBe('block');
    expect(await at('ехаmрlе.net')).toBe('allow');
    expect(await at('notexample.net')).toBe('allow');
    expect(registrableHost(cyrillic)).toBe(cyrillic);
  });

  test.each(['https://exa\u202emple.org', 'https://a b.example.org', 'https://example..org'])(
    'nobody is added at %j',
    async (url) => {
      const send = await signed(commons, '/peers', { body: canonicalBytes({ url }) });
      expect(nameOf(await repelled(commons, send, ['add nonce']))).toBe('malformed');
    },
  );
});
