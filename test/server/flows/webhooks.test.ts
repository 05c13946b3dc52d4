import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseFilter } from '../../../federation/subscription/filter.ts';
import { canonicalBytes, type JsonObject } from '../../../protocol/canonical.ts';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { createApp } from '../../../server/app.ts';
import type { Context } from '../../../server/context.ts';
import { claimDue } from '../../../server/flows/delivery/attempt.ts';
import { deliveriesView, webhooksView } from '../../../server/flows/views/webhooks-view.ts';
import { deliverWebhook } from '../../../server/flows/webhooks/deliver-webhook.ts';
import {
  addWebhook,
  removeWebhook,
  replayWebhook,
  rotateSecret,
} from '../../../server/flows/webhooks/manage-webhooks.ts';
import { signedHeaders } from '../../../server/flows/webhooks/webhook-message.ts';
import { createOutbound, type Outbound } from '../../../server/outbound/outbound.ts';
import { signRequest } from '../../../server/request-signature/sign-request.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';
import { person } from '../../support/people.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const EVERYTHING = parseFilter({});

interface Message {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly data: {
    readonly index: number;
    readonly leaf: { readonly type: string };
    readonly envelope?: object;
  };
}
interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
}

/** A member's own program, which answers as a test says. */
let receiver: Server;
let outbound: Outbound;
let address: string;
let got: Message[];
let answer: (message: Message) => Answer | Promise<Answer>;

beforeAll(async () => {
  receiver = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString();
    const message = { headers: request.headers, body, data: JSON.parse(body).data as Message['data'] };
    got.push(message);
    const { status, headers } = await answer(message);
    response.writeHead(status, headers).end();
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { port } = receiver.address() as AddressInfo;
  address = `http://127.0.0.1:${port}`;
  outbound = createOutbound({ privatePeers: [address] });
});
afterAll(async () => {
  await outbound.close();
  receiver.close();
});

let at: MemoryInstance;
let context: Context;
let [ana, ben] = [] as unknown as [Person, Person];
let revoked: Set<string>;

beforeEach(async () => {
  at = await memoryInstance(['Ana', 'Ben'], START);
  context = { ...at.instance.context, outbound };
  [ana, ben] = at.people as unknown as [Person, Person];
  revoked = new Set();
  got = [];
  answer = () => ({ status: 204 });
});

const sealer = () => at.instance.sealer;
const add = (wish: object = {}, owner = ana) =>
  addWebhook(context, sealer(), owner, {
    url: `${address}/hook`,
    filter: EVERYTHING,
    reads: 'public',
    after: null,
    ...wish,
  });
/** Whatever is due is sent, as a worker does. */
async function run(): Promise<number> {
  const claimed = await claimDue(context, 'webhook', 10);
  for (const cursor of claimed)
    await deliverWebhook(context, sealer(), cursor, async (_, key) => !revoked.has(key));
  return claimed.length;
}
const decide = (title: string, fields: object = {}) =>
  at.act(ana, 'decision', {
    operations: [{ op: 'change', paths: ['a'], content: 'A'.repeat(43), title }],
    reason: { say: 'It was wrong.' },
    ...fields,
  });
const cursorOf = async (id: string) =>
  (await context.store.cursors.get('webhook', id)) ?? expect.fail('no cursor');
const indices = () => got.map(({ data }) => data.index);
const sizeNow = async () => (await context.store.head(at.commons))?.size ?? 0;
const upTo = (size: number, from = 0) => Array.from({ length: size - from }, (_, index) => from + index);

function signatureOf(secret: string, { headers, body }: Message): string {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}

describe('§19 [R-19.50] a webhook is a cursor', () => {
  test('what everything costs does not grow with what is sent', async () => {
    const { id } = await add({ after: -1 });
    for (let count = 0; count < 60; count++) await decide(`Number ${count}`);
    await run();
    expect(got.length).toBeGreaterThan(60);
    const { store } = context;
    expect(await store.cursors.list('webhook')).toHaveLength(1);
    expect(await store.records.list('webhook')).toHaveLength(1);
    expect(await store.records.list('webhook-log')).toHaveLength(1);
    const { deliveries } = await deliveriesView(context, id);
    expect(deliveries).toHaveLength(50);
    expect(deliveries[0]).toMatchObject({ index: (await sizeNow()) - 1, status: 204, problem: null });
    await removeWebhook(context, ana, id);
    for (const kind of ['webhook', 'webhook-log']) expect(await store.records.list(kind)).toEqual([]);
    expect(await store.cursors.list('webhook')).toEqual([]);
  });

  test('its secret is told once, and lies sealed', async () => {
    const { id, secret } = await add();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const kept = await context.store.records.get('webhook', id);
    expect(kept?.secret).toBe(sealer().seal(`webhook ${id}`, Buffer.from(secret.slice(6), 'base64')));
    expect(JSON.stringify(await webhooksView(context, ana.author))).not.toContain(kept?.secret);
  });

  test.each([
    ['plain http', 'http://example.org/hook', 'address-refused'],
    ['another port of this machine', 'http://127.0.0.1:1/hook', 'address-refused'],
    ['a private network', 'https://10.0.0.1/hook', 'address-refused'],
    ['the metadata of a cloud', 'https://169.254.169.254/latest', 'address-refused'],
    ['a name that is nobody’s', 'https://hook.internal/', 'address-refused'],
    ['no address', 'file:///etc/passwd', 'malformed'],
    ['a password in it', 'https://me:you@example.org/', 'malformed'],
  ])('S1 S2 %s is refused, and nothing is kept', async (_, url, type) => {
    await expect(add({ url })).rejects.toMatchObject({ type });
    expect(await context.store.records.list('webhook')).toEqual([]);
    expect(await context.store.cursors.list('webhook')).toEqual([]);
  });

  test('no cursor ahead of the log, and so many of one member', async () => {
    await expect(add({ after: await sizeNow() })).rejects.toMatchObject({ type: 'future-cursor' });
    for (let count = 0; count < 10; count++) await add();
    await expect(add()).rejects.toMatchObject({ type: 'over-quota' });
    await add({}, ben);
  });

  test('nobody else sees or changes it', async () => {
    const { id } = await add();
    expect((await webhooksView(context, ben.author)).webhooks).toEqual([]);
    for (const act of [
      () => removeWebhook(context, ben, id),
      () => replayWebhook(context, ben, id, -1),
      () => rotateSecret(context, sealer(), ben, id),
    ])
      await expect(act()).rejects.toMatchObject({ type: 'not-found' });
  });
});

describe('§19 [R-19.51] what it is sent', () => {
  test('what comes after it was made, each entry once and in order', async () => {
    const size = await sizeNow();
    await add();
    expect(await run()).toBe(0);
    await decide('A fence');
    await decide('A gate');
    await run();
    await run();
    expect(indices()).toEqual(upTo(await sizeNow(), size));
  });

  test('only what its filter lets through; the cursor moves on all the same', async () => {
    const { id } = await add({ after: -1, filter: parseFilter({ type: ['decision'], effect: ['change'] }) });
    const { entry } = await decide('A fence');
    await run();
    expect(indices()).toEqual([entry.index]);
    expect((await cursorOf(id)).after).toBe((await sizeNow()) - 1);
  });

  test('what everybody may read; with its owner’s eyes only where they said so', async () => {
    const { entry } = await decide('A cellar', { audience: 'members' });
    const after = entry.index - 1;
    await add({ after });
    await add({ after, reads: 'owner' });
    await run();
    const seen = got.filter(({ data }) => data.index === entry.index);
    expect(seen.map(({ data }) => [data.leaf.type, 'envelope' in data]).sort()).toEqual([
      ['opaque', false],
      ['opaque', true],
    ]);
  });

  test('F7 nothing any more once its owner’s key is revoked, also in the middle', async () => {
    const { id } = await add({ after: -1 });
    answer = () => {
      revoked.add(ana.key);
      at.sleep(5 * SECOND);
      return { status: 204 };
    };
    await run();
    expect(indices()).toEqual([0]);
    expect(await cursorOf(id)).toMatchObject({
      state: 'ended',
      after: 0,
      lastError: expect.stringContaining('revoked'),
    });
    expect(await run()).toBe(0);
    // With a key that is in force they can go on.
    revoked.clear();
    await replayWebhook(context, ana, id, null);
    await run();
    expect(indices()[1]).toBe(1);
  });

  test('nothing once it was removed, also in the middle', async () => {
    const { id } = await add({ after: -1 });
    answer = async () => {
      await removeWebhook(context, ana, id);
      return { status: 204 };
    };
    await run();
    expect(indices()).toEqual([0]);
    expect(await context.store.records.list('webhook')).toEqual([]);
  });
});

describe('§19 [R-19.52] failures', () => {
  test('the same entry comes again under the same name, after a pause with jitter', async () => {
    const { id } = await add({ after: -1 });
    answer = ({ data }) => ({ status: data.index === 2 && got.length === 3 ? 500 : 200 });
    await run();
    expect(indices()).toEqual([0, 1, 2]);
    const cursor = await cursorOf(id);
    expect(cursor).toMatchObject({
      after: 1,
      attempts: 1,
      state: 'active',
      lastError: 'The receiver answered 500.',
    });
    expect(cursor.dueAt).toBeLessThanOrEqual(at.now() + 10 * SECOND);
    at.sleep(11 * SECOND);
    await run();
    expect(indices()).toEqual([0, 1, 2, ...upTo(await sizeNow(), 2)]);
    const [first, second] = got.filter(({ data }) => data.index === 2);
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(Number(second?.headers['webhook-timestamp'])).toBeGreaterThan(
      Number(first?.headers['webhook-timestamp']),
    );
    expect((await deliveriesView(context, id)).deliveries.map(({ status }) => status)).toContain(500);
  });

  test('never before the time that the receiver asks for', async () => {
    const { id } = await add({ after: -1 });
    answer = () => ({ status: 429, headers: { 'retry-after': '600' } });
    await run();
    expect((await cursorOf(id)).dueAt).toBeGreaterThanOrEqual(at.now() + 600 * SECOND);
    at.sleep(599 * SECOND);
    expect(await run()).toBe(0);
  });

  test('410 ends it; it goes on when its owner says so', async () => {
    const { id } = await add({ after: -1 });
    answer = () => ({ status: 410 });
    await run();
    expect(await cursorOf(id)).toMatchObject({ state: 'ended', after: -1 });
    at.sleep(DAY_SECONDS * SECOND);
    expect(await run()).toBe(0);
    answer = () => ({ status: 200 });
    expect(await replayWebhook(context, ana, id, null)).toBe(-1);
    await run();
    expect(indices()).toEqual([0, ...upTo(await sizeNow())]);
  });

  test('S4 a redirect is not followed: it was vetted for one place', async () => {
    const { id } = await add({ after: -1 });
    answer = () => ({ status: 307, headers: { location: `${address}/elsewhere` } });
    await run();
    expect(got).toHaveLength(1);
    expect((await deliveriesView(context, id)).deliveries).toMatchObject([
      {
        status: null,
        problem: 'The receiver redirects, and redirects are not followed: name the address that it leads to.',
      },
    ]);
  });

  test('it never leads to the instance itself, also where that has moved meanwhile', async () => {
    const own = { ...context, settings: { ...context.settings, origin: address } };
    const wish = { url: `${address}/documents`, filter: EVERYTHING, reads: 'public' as const, after: -1 };
    await expect(addWebhook(own, sealer(), ana, wish)).rejects.toMatchObject({
      type: 'address-refused',
      message: 'A webhook leads to a program of yours, and not to this server itself.',
    });
    const { id } = await add({ after: -1 });
    context = own;
    await run();
    expect(got).toEqual([]);
    expect((await cursorOf(id)).lastError).toContain('not to this server itself');
  });

  test('nobody there: no answer in the log, and no word of what is behind the address', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as AddressInfo;
    free.close();
    await once(free, 'close');
    const url = `http://127.0.0.1:${port}`;
    context = { ...context, outbound: createOutbound({ privatePeers: [url] }) };
    const { id } = await add({ url: `${url}/hook`, after: -1 });
    await run();
    await context.outbound.close();
    const [line] = (await deliveriesView(context, id)).deliveries;
    expect(line).toMatchObject({
      index: 0,
      status: null,
      problem: 'The receiver does not accept a connection.',
    });
  });

  test('[R-19.54] a replay sends again what was sent, under the same names', async () => {
    const { id } = await add({ after: -1 });
    await run();
    const before = got.map(({ headers, body }) => [headers['webhook-id'], body]);
    await expect(replayWebhook(context, ana, id, await sizeNow())).rejects.toMatchObject({
      type: 'future-cursor',
    });
    got = [];
    await replayWebhook(context, ana, id, -1);
    await run();
    expect(got.map(({ headers, body }) => [headers['webhook-id'], body])).toEqual(before);
  });
});

describe('§19 [R-19.53] Standard Webhooks', () => {
  test('the published example', () => {
    const secret = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
    const headers = signedHeaders(
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      '{"test": 2432232314}',
      [secret],
      1614265330_500,
    );
    expect(headers).toEqual({
      'content-type': 'application/json',
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  test('a message says what it is, when, and which entry of which commons', async () => {
    const { id, secret } = await add();
    const { entry } = await decide('A fence');
    await run();
    const message = got.find(({ data }) => data.index === entry.index) ?? expect.fail('not sent');
    expect(JSON.parse(message.body)).toMatchObject({
      type: 'entry.decision',
      timestamp: new Date(START).toISOString(),
      data: { commons: at.commons, index: entry.index, leaf: { doc: entry.id }, envelope: {} },
    });
    expect(message.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': `${id}_${entry.index}`,
      'webhook-timestamp': String(START / SECOND),
      'webhook-signature': signatureOf(secret, message),
    });
  });

  test('for a day after a new secret both sign, then the new one alone', async () => {
    const { id, secret } = await add();
    const next = await rotateSecret(context, sealer(), ana, id);
    expect(next).not.toBe(secret);
    await decide('A fence');
    await run();
    const [first = expect.fail('nothing')] = got;
    expect(first.headers['webhook-signature']).toBe(
      `${signatureOf(next, first)} ${signatureOf(secret, first)}`,
    );
    at.sleep(DAY_SECONDS * SECOND);
    got = [];
    await decide('A gate');
    await run();
    const [second = expect.fail('nothing')] = got;
    expect(second.headers['webhook-signature']).toBe(signatureOf(next, second));
  });
});

describe('§19 [R-19.50] over HTTP', () => {
  const HOOKS = { onReceived: () => undefined, onPeerAdded: () => undefined, isStopping: () => false };

  async function ask(who: Person | null, method: 'GET' | 'POST', path: string, wish: object = {}) {
    const app = createApp({ ...at.instance, context }, HOOKS);
    const body = method === 'POST' ? canonicalBytes(wish as JsonObject) : new Uint8Array(0);
    const url = new URL(path, 'http://localhost');
    const fields =
      who === null
        ? {}
        : await signRequest(
            { method, url, body, destination: at.commons },
            who,
            Math.floor(at.now() / SECOND),
            Uint8Array.from(randomBytes(16)),
          );
    const headers = { ...fields, 'content-type': 'application/json' };
    return app.request(path, { method, headers, ...(method === 'POST' ? { body } : {}) });
  }

  test('a member of a circle makes one, looks at it, and takes it away', async () => {
    const made = await ask(ana, 'POST', '/webhooks', { url: `${address}/hook`, after: -1 });
    expect([made.status, made.headers.get('cache-control')]).toEqual([201, 'no-store']);
    const { id, secret } = (await made.json()) as { readonly id: string; readonly secret: string };
    await run();
    const listed = await (await ask(ana, 'GET', '/webhooks')).text();
    expect(listed).toContain(id);
    expect(listed).not.toContain(secret);
    expect((await ask(ana, 'GET', `/webhooks/${id}/deliveries`)).status).toBe(200);
    for (const path of [`/webhooks/${id}/deliveries`]) expect((await ask(ben, 'GET', path)).status).toBe(404);
    for (const act of ['secret', 'replay', 'remove'])
      expect((await ask(ben, 'POST', `/webhooks/${id}/${act}`)).status).toBe(404);
    const rotated = (await (await ask(ana, 'POST', `/webhooks/${id}/secret`)).json()) as typeof made;
    expect(rotated).toMatchObject({ id, secret: expect.stringMatching(/^whsec_/) });
    expect(await (await ask(ana, 'POST', `/webhooks/${id}/replay`)).json()).toEqual({
      id,
      after: (await sizeNow()) - 1,
    });
    expect((await ask(ana, 'POST', `/webhooks/${id}/remove`)).status).toBe(200);
    expect(await (await ask(ana, 'GET', '/webhooks')).json()).toMatchObject({ webhooks: [] });
  });

  test('nobody else does, and nothing but what is asked for is taken', async () => {
    const wish = { url: `${address}/hook` };
    expect((await ask(null, 'POST', '/webhooks', wish)).status).toBe(401);
    expect((await ask(person('a stranger'), 'POST', '/webhooks', wish)).status).toBe(401);
    for (const wrong of [
      {},
      { url: 1 },
      { ...wish, filter: { type: 'decision' } },
      { ...wish, filter: { type: ['nonsense'] } },
      { ...wish, filter: { types: ['decision'] } },
      { ...wish, after: -2 },
      { ...wish, x: 1 },
    ])
      expect((await ask(ana, 'POST', '/webhooks', wrong)).status).toBe(400);
    expect((await ask(ana, 'POST', '/webhooks', { ...wish, after: 1_000 })).status).toBe(409);
    expect(await context.store.records.list('webhook')).toEqual([]);
  });
});
