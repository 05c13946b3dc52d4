import { beforeEach, describe, expect, test } from 'vitest';
import { fromBase64url, toBase64url } from '../../../protocol/bytes.ts';
import { canonicalBytes, type JsonObject, parseCanonical } from '../../../protocol/canonical.ts';
import { composeDocument } from '../../../protocol/documents/compose.ts';
import { signEnvelope } from '../../../protocol/envelope/sign.ts';
import { documentIdOf } from '../../../protocol/ids.ts';
import { parseCheckpoint } from '../../../protocol/log/checkpoint.ts';
import { parseNote } from '../../../protocol/log/note.ts';
import { leafHash, verifyInclusion } from '../../../protocol/log/tree.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { invitationHash } from '../../../server/flows/acts/invitations.ts';
import { createNetwork, type Network, type Node } from '../../support/network/network.ts';
import { problemIn, signedRequest } from '../../support/network/signed.ts';
import { person, saltOf } from '../../support/people.ts';

let network: Network;
let node: Node;
beforeEach(async () => {
  network = createNetwork();
  node = await network.found('a');
  await node.react();
});

type Person = ReturnType<typeof person>;
const size = async () => (await node.instance.context.store.head(node.commons))?.size;

/** A request that a person signs. */
async function signed(who: Person, path: string, body: JsonObject): Promise<Response> {
  const wish = { author: who.author, key: who, path, body: canonicalBytes(body) };
  return (await signedRequest(network, node, wish))();
}

const post = (path: string, body: JsonObject) =>
  node.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: canonicalBytes(body),
  });

const stock = (change: JsonObject = {}): JsonObject => ({
  subject: node.founder.author.replace(/.{4}$/, '0000'),
  kind: 'hours',
  name: { en: 'Hours' },
  unit: 'hour',
  capacity: { model: 'stock', quantity: 10 },
  steward: node.founder.author,
  askers: 'peers',
  ...change,
});

interface DraftAnswer {
  readonly id: string;
  readonly payload: string;
  readonly attachments: JsonObject;
  readonly verdict: { readonly status: string };
}

async function drafted(type: string, fields: JsonObject): Promise<DraftAnswer> {
  const answer = await signed(node.founder, '/drafts', { type, fields });
  expect(answer.status).toBe(200);
  return answer.json();
}

/** The envelope of a draft, as an object. */
async function envelopeOf(
  { payload }: Pick<DraftAnswer, 'payload'>,
  who: Person = node.founder,
): Promise<JsonObject> {
  const bytes = fromBase64url(payload) ?? new Uint8Array(0);
  const envelope = await signEnvelope({ payload: bytes, author: who.author, key: who.key, sign: who.sign });
  return parseCanonical(envelope, { bytesMax: 1e6 });
}

describe('§10 [R-10.30] a draft', () => {
  test('is the bytes to sign and what would become of them; nothing is logged', async () => {
    const before = await size();
    const draft = await drafted('resource', stock());
    expect(documentIdOf(fromBase64url(draft.payload) ?? new Uint8Array(0))).toBe(draft.id);
    expect(draft.verdict.status).toBe('counted');
    expect(await size()).toBe(before);
  });

  test('tells before the signature that it would not count', async () => {
    const draft = await drafted('confirmation', {
      of: { subject: node.founder.author, id: `ni:///sha-256;${'A'.repeat(43)}` },
    });
    expect(draft.verdict.status).toBe('not-counted');
  });

  test('is for whoever signs the request', async () => {
    expect(await problemIn(await post('/drafts', { type: 'resource', fields: stock() }))).toMatchObject({
      status: 401,
    });
    const stranger = person('a stranger');
    expect(
      await problemIn(await signed(stranger, '/drafts', { type: 'resource', fields: stock() })),
    ).toMatchObject({
      status: 401,
      reason: 'key-unknown',
    });
  });

  test('[R-10.31] words become an attachment, a subject the version in force', async () => {
    const draft = await drafted('proposal', {
      operations: [{ op: 'resolve', text: { say: 'Let there be cake.', language: 'en' } }],
      driver: { say: 'We like it.' },
      domain: await domainSubject(),
    });
    const words = Object.values(draft.attachments).map((text) =>
      Buffer.from(String(text), 'base64url').subarray(16).toString(),
    );
    expect(words.sort()).toEqual(['Let there be cake.', 'We like it.']);
    const bad = {
      type: 'resource',
      fields: stock({ steward: { ref: '019a0000-0000-7000-8000-000000000000' } }),
    };
    expect(await problemIn(await signed(node.founder, '/drafts', bad))).toMatchObject({ status: 404 });
  });

  async function domainSubject(): Promise<string> {
    const { domains } = (await (await node.request('/register')).json()) as {
      domains: { subject: string }[];
    };
    return domains[0]?.subject ?? '';
  }
});

describe('§10 [R-10.32] a submission', () => {
  test('gets its entry, with the proof that it is in the log; the same again is known', async () => {
    const draft = await drafted('resource', stock());
    const documents = [await envelopeOf(draft)];
    const answer = await post('/documents', { attachments: {}, documents });
    expect(answer.status).toBe(201);
    const { results } = (await answer.json()) as {
      results: { result: string; id: string; index: number; proof: { checkpoint: string; path: string[] } }[];
    };
    const [logged] = results;
    if (logged === undefined) throw new TypeError('there is a result for each');
    expect(logged).toMatchObject({ result: 'logged', id: draft.id, index: 10 });
    const { size: signedSize, root } = parseCheckpoint(parseNote(logged.proof.checkpoint).text);
    const [entry] = await node.instance.context.store.entries(node.commons, { at: [logged.index] });
    expect(
      verifyInclusion({
        index: logged.index,
        size: signedSize,
        leafHash: leafHash(entry?.leaf ?? new Uint8Array(0)),
        proof: logged.proof.path.map((text) => fromBase64url(text) ?? new Uint8Array(0)),
        root,
      }),
    ).toBe(true);
    const again = (await (await post('/documents', { attachments: {}, documents })).json()) as {
      results: { result: string; index: number }[];
    };
    expect(again.results).toMatchObject([{ result: 'duplicate', index: logged.index }]);
  });

  test('that is refused stops there: what was before it stays', async () => {
    const good = await envelopeOf(await drafted('resource', stock()));
    const bad = { ...good, signature: toBase64url(new Uint8Array(64).fill(1)) };
    const before = (await size()) ?? 0;
    const answer = await post('/documents', { attachments: {}, documents: [good, bad, good] });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ position: 1, results: [{ result: 'logged' }] });
    expect(await size()).toBe(before + 1);
  });

  test('of another commons is refused', async () => {
    const other = await network.found('b');
    const { payload } = composeDocument({
      ...(stock() as object),
      type: 'resource',
      commons: other.commons,
      author: node.founder.author,
      issuedAt: '2026-03-02T09:00:00Z',
      audience: 'public',
      salt: saltOf('elsewhere'),
    } as never);
    const documents = [await envelopeOf({ payload: toBase64url(payload) })];
    expect(await problemIn(await post('/documents', { attachments: {}, documents }))).toEqual({
      status: 422,
      type: 'wrong-log',
    });
  });
});

describe('§10 [R-10.41] newcomers, and what members of a circle do', () => {
  const newcomer = person('a newcomer');

  async function join(who: Person, invitation: string | null): Promise<Response> {
    const { payload } = composeDocument({
      type: 'participant',
      commons: node.commons,
      author: who.author,
      subject: who.author,
      issuedAt: '2026-03-02T09:00:00Z',
      audience: 'public',
      salt: saltOf(`joining ${who.author}`),
      kind: 'human',
      pseudonym: 'New',
      keys: [{ key: who.key, custody: 'device' }],
      status: 'active',
      ...(invitation === null ? {} : { invitation }),
    } as never);
    return post('/documents', {
      attachments: {},
      documents: [await envelopeOf({ payload: toBase64url(payload) }, who)],
    });
  }

  async function invitation(): Promise<string> {
    const answer = await signed(node.founder, '/invitations', {});
    expect(answer.status).toBe(201);
    const { code } = (await answer.json()) as { code: string };
    return invitationHash(code);
  }

  test('with an invitation they come in, and with none they do not', async () => {
    expect(await problemIn(await join(newcomer, null))).toEqual({ status: 403, type: 'invitation-required' });
    expect(await problemIn(await join(newcomer, 'A'.repeat(43)))).toEqual({
      status: 403,
      type: 'invitation-required',
    });
    expect((await join(newcomer, await invitation())).status).toBe(201);
  });

  test('[R-1.19] an invitation lets one newcomer in, once, also where two come at the same time', async () => {
    const code = await invitation();
    const answers = await Promise.all(['one of two', 'the other'].map((name) => join(person(name), code)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 403]);
    expect(await problemIn(await join(person('a third'), code))).toMatchObject({
      type: 'invitation-required',
    });
  });

  test('one invitation is for one', async () => {
    const code = await invitation();
    expect((await join(newcomer, code)).status).toBe(201);
    expect((await join(newcomer, code)).status).toBe(201); // the same newcomer, once more: known
    expect(await problemIn(await join(person('a second one'), code))).toEqual({
      status: 403,
      type: 'invitation-required',
    });
  });

  test('an invitation expires', async () => {
    const code = await invitation();
    network.wait(15 * 86_400);
    expect(await problemIn(await join(newcomer, code))).toMatchObject({ type: 'invitation-required' });
  });

  test.each<readonly [string, JsonObject]>([
    ['/invitations', {}],
    ['/peers', { url: 'https://b.example.org' }],
    ['/people', { people: [] }],
  ])('%s is for members of a circle', async (path, body) => {
    await join(newcomer, await invitation());
    expect(await problemIn(await post(path, body))).toMatchObject({ status: 401 });
    expect(await problemIn(await signed(newcomer, path, body))).toEqual({ status: 403, type: 'forbidden' });
  });
});

describe('§11 what comes with a problem', () => {
  test('[R-11.3] what may be tried again says when, and what lacks a signature says so', async () => {
    const draft = await post('/drafts', { type: 'resource', fields: stock() });
    expect(draft.headers.get('www-authenticate')).toBe('Signature realm="folkmoot"');
    expect(draft.headers.get('retry-after')).toBeNull();
    const unavailable = new ProtocolError('unavailable', 'Not just now.');
    Object.assign(node.instance.context.store, { checkpoints: () => Promise.reject(unavailable) });
    const answer = await node.request('/log/checkpoint');
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(answer.headers.get('www-authenticate')).toBeNull();
  });

  test('[R-11.4] what was not foreseen says nothing of the inside', async () => {
    Object.assign(node.instance.context.store, {
      checkpoints: () => Promise.reject(new TypeError('secret: select * from keys')),
    });
    const answer = await node.request('/log/checkpoint');
    expect(answer.status).toBe(500);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    const text = await answer.text();
    expect(text).not.toMatch(/secret|select|TypeError|\.ts/);
    expect(JSON.parse(text)).toMatchObject({ type: 'urn:folkmoot:problem:internal', retryable: true });
  });
});
