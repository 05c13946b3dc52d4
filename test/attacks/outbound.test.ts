import { describe, expect, test } from 'vitest';
import { canonicalBytes } from '../../protocol/canonical.ts';
import { createApp } from '../../server/app.ts';
import { confirmIntroductions, takeIntroduction } from '../../server/flows/peers/introductions.ts';
import { sayStandings, setMode } from '../../server/flows/peers/rules.ts';
import { createInstance } from '../../server/instance.ts';
import { createOutbound } from '../../server/outbound/outbound.ts';
import { type Attacked, attacked, nameOf, repelled, signed } from './support/attacked.ts';

/** The same commons, with the real way out: who looks a name up, or opens a socket, is noted. */
async function withRealOutbound(commons: Attacked) {
  const asked: string[] = [];
  const outbound = createOutbound({
    privatePeers: [],
    lookup: async (name) => {
      asked.push(name);
      return name === 'mixed.example.org'
        ? [{ address: '203.0.113.7' }, { address: '10.0.0.1' }]
        : [{ address: '127.0.0.1' }];
    },
  });
  const { store, logger, settings } = commons.instance.context;
  const instance = createInstance({ store, logger, settings, outbound, sealer: commons.instance.sealer });
  const hooks = { onReceived: () => undefined, onPeerAdded: () => undefined, isStopping: () => false };
  return { ...commons, instance, app: createApp(instance, hooks), asked, close: () => outbound.close() };
}

const REFUSED = [
  'https://127.0.0.1',
  'https://127.1',
  'https://2130706433',
  'https://0x7f000001',
  'https://0177.0.0.1',
  'https://[::1]',
  'https://[::ffff:127.0.0.1]',
  'https://[::ffff:7f00:1]',
  'https://0.0.0.0',
  'https://10.1.2.3',
  'https://172.16.0.1',
  'https://192.168.1.1',
  'https://169.254.169.254',
  'https://100.64.0.1',
  'https://198.18.0.1',
  'https://[64:ff9b::7f00:1]',
  'https://[2002:7f00:1::]',
  'https://[2001:0:7f00:1::]',
  'https://[fe80::1]',
  'https://[fc00::1]',
  'https://１２７.0.0.1',
  'https://localhost',
  'https://a.localhost',
  'https://printer.local',
  'https://db.internal',
  'http://commons.example.org',
];

describe('S1 an address that is not public, as a peer', () => {
  test.each(REFUSED)('%s is refused before anybody is asked where it is', async (url) => {
    const commons = await withRealOutbound(await attacked());
    for (const path of ['/peers']) {
      const send = await signed(commons, path, { body: canonicalBytes({ url }) });
      const problem = await repelled(commons, send, ['add nonce']);
      expect(nameOf(problem)).toBe('address-refused');
      expect(JSON.stringify(problem)).not.toMatch(/127\.0\.0\.1|10\.1\.2\.3|169\.254/);
    }
    expect(commons.asked).toEqual([]);
    await commons.close();
  });

  test('S2 what leads there by its name is refused once it was looked up, also among others', async () => {
    const commons = await withRealOutbound(await attacked());
    for (const url of ['https://inside.example.org', 'https://mixed.example.org']) {
      const send = await signed(commons, '/peers', { body: canonicalBytes({ url }) });
      expect(nameOf(await repelled(commons, send, ['add nonce']))).toBe('address-refused');
    }
    expect(commons.asked).toEqual(['inside.example.org', 'mixed.example.org']);
    await commons.close();
  });

  test('examining one says why, and goes no further', async () => {
    const commons = await withRealOutbound(await attacked());
    for (const url of ['https://169.254.169.254', 'https://inside.example.org']) {
      const send = await signed(commons, '/peers/debug', { body: canonicalBytes({ url }) });
      const { steps } = (await (await send()).json()) as {
        steps: { verdict: string; problem: string | null }[];
      };
      expect(steps.find(({ verdict }) => verdict === 'fail')?.problem).toBe('address-refused');
      expect(steps.filter(({ verdict }) => verdict === 'pass').length).toBeLessThanOrEqual(1);
    }
    await commons.close();
  });

  test('a commons that introduces itself from there is not looked for', async () => {
    const commons = await withRealOutbound(await attacked());
    const { context } = commons.instance;
    await setMode(context, 'open', commons.founder.author);
    const scid = commons.peer.log.commons;
    await context.store.records.remove('peer', scid);
    await takeIntroduction(context, { current: { scid, baseUrl: 'https://169.254.169.254' }, lines: [] });
    expect(await confirmIntroductions(context)).toBe(0);
    expect(commons.asked).toEqual([]);
    await commons.close();
  });

  test('a block of an address holds for all its spellings', async () => {
    const commons = await attacked();
    const { context } = commons.instance;
    const saying = { standing: 'block', reason: 'r', note: '', publicNote: '', until: null } as const;
    await sayStandings(context, [
      { target: '203.0.113.7', saying: { ...saying, by: commons.founder.author } },
    ]);
    for (const url of ['https://203.0.113.7', 'https://0xcb007107', 'https://[::ffff:203.0.113.7]']) {
      const send = await signed(commons, '/peers', { body: canonicalBytes({ url }) });
      expect(nameOf(await repelled(commons, send, ['add nonce']))).toBe('conflict');
    }
  });
});
