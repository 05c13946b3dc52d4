import { describe, expect, test } from 'vitest';
import { createApp } from '../../server/app.ts';
import { systemRandom } from '../../server/random.ts';
import { signRequest } from '../../server/request-signature/sign-request.ts';
import { createMemoryStore } from '../../server/store/memory/memory-store.ts';
import { foundOn, instanceOn } from '../support/memory-instance.ts';
import { problemIn } from '../support/network/signed.ts';

const HOOKS = { onReceived: () => undefined, onPeerAdded: () => undefined, isStopping: () => false };
const MONTH_MS = 30 * 24 * 3600 * 1000;

describe('§10 [R-10.13] G11 replays', () => {
  async function commonsAt(start: number) {
    let clock = start;
    const store = createMemoryStore(() => clock);
    const flows = await foundOn(store, ['Ana'], 'simulated');
    const [ana] = flows.people;
    if (ana === undefined) throw new TypeError('Ana founds');
    const headers = await signRequest(
      {
        method: 'GET',
        url: new URL('http://localhost/peers/changes'),
        body: new Uint8Array(),
        destination: flows.commons,
      },
      ana,
      Math.floor(start / 1000),
      systemRandom.bytes(16),
    );
    const process = () => createApp(instanceOn(store, 'simulated'), HOOKS);
    const send = (app: ReturnType<typeof createApp>) =>
      app.request('http://localhost/peers/changes', { headers });
    return {
      store,
      process,
      send,
      /** Time passes, and what has expired goes. */
      pass: async (millis: number) => {
        clock += millis;
        await store.records.expire(clock);
      },
    };
  }

  test('a hundred at once, at two processes of one database: one is answered', async () => {
    const { process, send } = await commonsAt(Date.parse('2026-03-02T09:00:00Z'));
    const [one, other] = [process(), process()];
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => send(index % 2 === 0 ? one : other)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(
      new Set(await Promise.all(refused.map(async (answer) => (await problemIn(answer)).reason))),
    ).toEqual(new Set(['nonce-used']));
  });

  test('after a restart, until it expires and ever after; and where the clock is set back', async () => {
    const { process, send, pass, store } = await commonsAt(Date.parse('2026-03-02T09:00:00Z'));
    expect((await send(process())).status).toBe(200);
    for (const [millis, reason] of [
      [0, 'nonce-used'],
      [299_000, 'nonce-used'],
      [1_000, 'nonce-used'],
      [1_000, 'expired'],
      [-2_000, 'nonce-used'],
      [MONTH_MS, 'expired'],
    ] as const) {
      await pass(millis);
      expect(await problemIn(await send(process()))).toMatchObject({ status: 401, reason });
    }
    expect(await store.records.list('nonce')).toEqual([]);
  });

  test('what is remembered is bounded: whoever sends too much is refused, and remembered no more', async () => {
    const { process, send, store } = await commonsAt(Date.parse('2026-03-02T09:00:00Z'));
    const instance = instanceOn(store, 'simulated');
    const now = await store.now();
    for (let count = 0; count < 100_000; count++) {
      instance.context.quota.take('everybody', { burst: 100_000, perSecond: 1 }, now);
    }
    const refused = await send(createApp(instance, HOOKS));
    expect(await problemIn(refused)).toMatchObject({ status: 503, type: 'unavailable' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await store.records.list('nonce')).toEqual([]);
    expect((await send(process())).status).toBe(200);
  });
});
