import { beforeAll, describe, expect, test } from 'vitest';
import { toBase64url, utf8 } from '../../../protocol/bytes.ts';
import { canonicalBytes, type JsonObject, type JsonValue } from '../../../protocol/canonical.ts';
import { signEnvelope } from '../../../protocol/envelope/sign.ts';
import { hashTextOf } from '../../../protocol/ids.ts';
import { ATTACHMENT_BYTES_MAX, BATCH_BYTES_MAX, BATCH_DOCUMENTS_MAX } from '../../../protocol/limits.ts';
import { draft } from '../../../server/flows/drafts/draft.ts';
import { systemRandom } from '../../../server/random.ts';
import { signRequest } from '../../../server/request-signature/sign-request.ts';
import { createMemoryStore } from '../../../server/store/memory/memory-store.ts';
import { keyOf, person } from '../../support/people.ts';
import { toolPayload } from '../../support/tool-draft.ts';
import { type ProblemDocument, problemOf } from './support/problem.ts';
import { foundWatched, type WatchedCommons } from './support/watched-commons.ts';

let commons: WatchedCommons;
beforeAll(async () => {
  commons = await foundWatched(createMemoryStore(Date.now));
  commons.effects();
});

const JSON_TYPE = { 'content-type': 'application/json' };

async function post(path: string, body: string | Uint8Array, headers: Record<string, string> = JSON_TYPE) {
  const bytes = typeof body === 'string' ? utf8(body) : body;
  return commons.app.request(path, { method: 'POST', headers, body: Uint8Array.from(bytes) });
}

/** Posts what is refused: it leaves nothing behind. */
async function refused(...parameters: Parameters<typeof post>): Promise<ProblemDocument> {
  const problem = await problemOf(await post(...parameters));
  expect(commons.effects()).toEqual([]);
  return problem;
}

const problem = (type: string) => `urn:folkmoot:problem:${type}`;
const nested = (depth: number) => `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`;

describe('§10 [R-10.40], [R-10.44] a body that is none is refused with a problem document, and nothing moves', () => {
  const bodies: readonly (readonly [string, string, string | Uint8Array])[] = [
    ['an empty body', 'malformed', ''],
    ['no JSON', 'malformed', 'documents=1'],
    ['JSON that is cut off', 'malformed', '{"documents":[{"payload":"AAA'],
    ['a list', 'malformed', '[]'],
    ['a text', 'malformed', '"documents"'],
    ['a number', 'malformed', '1'],
    ['null', 'malformed', 'null'],
    ['something after the end', 'malformed', '{}{}'],
    ['bytes that are no UTF-8', 'malformed', Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)],
    [
      'an overlong spelling in UTF-8',
      'malformed',
      Uint8Array.of(0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d),
    ],
    ['UTF-16', 'malformed', new Uint8Array(Buffer.from('{"documents":[]}', 'utf16le'))],
    ['a byte order mark', 'malformed', '\ufeff{"documents":[]}'],
    ['a lone surrogate', 'malformed', '{"documents":"\\ud800"}'],
    ['U+0000', 'malformed', '{"documents":"\\u0000"}'],
    ['a member name with U+0000', 'malformed', '{"\\u0000":1}'],
    ['__proto__', 'malformed', '{"__proto__":{"a":1}}'],
    ['constructor', 'malformed', '{"constructor":{}}'],
    ['a fraction', 'malformed', '{"documents":1.5}'],
    ['a number beyond 2^53', 'malformed', '{"documents":9007199254740993}'],
    ['1e400', 'malformed', '{"documents":1e400}'],
    ['minus zero', 'malformed', '{"documents":-0}'],
    ['a member twice', 'not-canonical', '{"documents":[],"documents":[]}'],
    ['a member twice, once escaped', 'not-canonical', '{"documents":[],"\\u0064ocuments":[]}'],
    ['blanks', 'not-canonical', '{ "documents": [] }'],
    ['members out of order', 'not-canonical', '{"documents":[],"attachments":{}}'],
    ['33 levels', 'too-deep', nested(33)],
    ['100,000 levels', 'too-deep', nested(100_000)],
    ['100,000 open brackets', 'too-deep', '['.repeat(100_000)],
  ];

  test.each(bodies)('%s is %s', async (_what, type, body) => {
    expect((await refused('/documents', body)).type).toBe(problem(type));
  });

  test.each(['/drafts', '/inbox', '/witness/add-checkpoint', '/people', '/invitations', '/peers'])(
    '%s asks who is there before it reads any of them',
    async (path) => {
      for (const [, , body] of bodies) {
        const { type } = await refused(path, body);
        expect(type).toBe(problem('unauthenticated'));
      }
    },
  );

  test.each(['/drafts', '/people', '/peers'])('%s refuses each of them from a member, too', async (path) => {
    for (const [, type, body] of bodies) {
      const bytes = typeof body === 'string' ? utf8(body) : body;
      const answer = await post(path, bytes, { ...JSON_TYPE, ...(await signed(path, bytes)) });
      expect((await problemOf(answer)).type).toBe(problem(type));
      // The signature was good, so it cannot be used again: that is all that is kept.
      expect(commons.effects()).toEqual(['add nonce']);
    }
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json2',
    'application/json, text/plain',
    'APPLICATION/XML',
    '',
  ])('the content type %j is refused, and the right one is named', async (type) => {
    const body = utf8('{"documents":[]}');
    expect(await refused('/documents', body, type === '' ? {} : { 'content-type': type })).toMatchObject({
      type: problem('media-type'),
      expected: { contentType: 'application/json' },
    });
  });

  test.each(['application/json; charset=utf-8', 'Application/JSON'])('%j is read', async (type) => {
    expect((await refused('/documents', '{"documents":[]}', { 'content-type': type })).type).toBe(
      problem('malformed'),
    );
  });

  test.each(['gzip', 'br', 'identity, gzip', 'zstd'])(
    'P2 a body in %s is refused before it is opened',
    async (coding) => {
      expect((await refused('/documents', '{}', { ...JSON_TYPE, 'content-encoding': coding })).type).toBe(
        problem('media-type'),
      );
    },
  );

  test('P1 a body that is too large is refused, whatever it says of its length', async () => {
    const large = new Uint8Array(BATCH_BYTES_MAX + 1).fill(0x20);
    const said = { ...JSON_TYPE, 'content-length': String(large.length) };
    expect(await refused('/documents', large, said)).toMatchObject({
      type: problem('too-large'),
      bytesMax: BATCH_BYTES_MAX,
    });
    expect((await refused('/documents', large)).type).toBe(problem('too-large'));
    expect((await refused('/documents', large, { ...JSON_TYPE, 'content-length': '2' })).type).toBe(
      problem('too-large'),
    );
  });

  async function signed(path: string, body: Uint8Array): Promise<Record<string, string>> {
    const { instance, origin, founder } = commons;
    return signRequest(
      {
        method: 'POST',
        url: new URL(path, origin),
        body,
        destination: await instance.context.commons(),
      },
      founder,
      Math.floor(Date.now() / 1000),
      systemRandom.bytes(16),
    );
  }
});

describe('§10 [R-10.32] a batch that does not fit is refused', () => {
  const envelopes = (value: JsonValue) => canonicalBytes({ documents: value });

  test.each([
    ['no documents', {}],
    ['none', { documents: [] }],
    ['too many', { documents: Array(BATCH_DOCUMENTS_MAX + 1).fill({}) }],
    ['documents that are no list', { documents: {} }],
    ['documents that are null', { documents: null }],
    ['an envelope that is a text', { documents: ['e30'] }],
    ['an envelope that is null', { documents: [null] }],
    ['an envelope that is a list', { documents: [[]] }],
    ['an empty envelope', { documents: [{}] }],
    ['attachments that are a list', { attachments: [], documents: [{}] }],
    ['attachments that are null', { attachments: null, documents: [{}] }],
    ['an attachment without a hash for its name', { attachments: { a: 'AAAA' }, documents: [{}] }],
    ['an attachment that is no base64url', { attachments: { ['A'.repeat(43)]: '?' }, documents: [{}] }],
    ['an attachment that is a number', { attachments: { ['A'.repeat(43)]: 1 }, documents: [{}] }],
  ] as readonly (readonly [string, JsonObject])[])('%s', async (_what, body) => {
    expect((await refused('/documents', canonicalBytes(body))).type).toBe(problem('malformed'));
  });

  test.each(['payload', 'protected', 'signature'])('an envelope with another %s', async (member) => {
    const good = await envelopeOf({});
    for (const value of ['', 'AAAA', '?', 'AA=', 1, null, [], {}] as readonly JsonValue[]) {
      const answer = await post('/documents', envelopes([{ ...good, [member]: value }]));
      expect([400, 401]).toContain(answer.status);
      await problemOf(answer);
    }
    expect(commons.effects()).toEqual([]);
  });

  test('a document for another log, of an unknown author, or by a key that is not in force', async () => {
    const { founder } = commons;
    const [stranger, thief] = [person('a stranger'), { ...keyOf('a thief'), author: founder.author }];
    const elsewhere = 'QmVd9ZTfFdGYzhWR7eKu8dXy1sBfdEUYqGoPbVLNFkbWtw';
    const send = async (change: JsonObject, signer: ReturnType<typeof person>) =>
      (await refused('/documents', envelopes([await envelopeOf(change, signer)]))).type;
    expect(await send({ commons: elsewhere }, founder)).toBe(problem('wrong-log'));
    expect(await send({ author: stranger.author }, stranger)).toBe(problem('unknown-author'));
    expect(await send({}, thief)).toBe(problem('key-not-in-force'));
  });

  test('an attachment that is not what its name says, is too large, or is missing', async () => {
    const text = new Uint8Array(20).fill(1);
    const large = new Uint8Array(ATTACHMENT_BYTES_MAX + 1);
    const send = async (bytes: Uint8Array, attachments: JsonObject) =>
      refused('/documents', canonicalBytes({ attachments, documents: [await decisionWith(bytes)] }));
    expect((await send(text, { [hashTextOf(text)]: 'AAAA' })).type).toBe(problem('malformed'));
    expect(await send(text, {})).toMatchObject({
      type: problem('incomplete'),
      missing: [hashTextOf(text)],
    });
    expect((await send(large, { [hashTextOf(large)]: toBase64url(large) })).type).toBe(problem('too-large'));
  });

  test('what no document names is not kept', async () => {
    const [named, stray] = [new Uint8Array(20).fill(2), new Uint8Array(20).fill(3)];
    const attachments = { [hashTextOf(named)]: toBase64url(named), [hashTextOf(stray)]: toBase64url(stray) };
    const body = canonicalBytes({ attachments, documents: [await decisionWith(named)] });
    expect((await post('/documents', body)).status).toBe(201);
    commons.effects();
    const { store } = commons.instance.context;
    expect(await store.attachments([hashTextOf(named), hashTextOf(stray)])).toEqual(
      new Map([[hashTextOf(named), named]]),
    );
  });

  test('one that is refused stops its batch, and says what became of those before it', async () => {
    const [first, second, last] = [await envelopeOf({}), await envelopeOf({}), await envelopeOf({})];
    const answer = await post(
      '/documents',
      envelopes([first, { ...second, signature: last.signature ?? '' }, last]),
    );
    const { type, position, results } = await problemOf(answer);
    expect(type).toBe(problem('signature-invalid'));
    expect(position).toBe(1);
    expect(results).toMatchObject([{ result: 'logged' }]);
    expect(commons.effects()).toEqual(['append 1', expect.stringMatching(/^checkpoint/)]);
    const again = await post('/documents', envelopes([first, second, last]));
    expect(await again.json()).toMatchObject({
      results: [{ result: 'duplicate' }, { result: 'logged' }, { result: 'logged' }],
    });
    commons.effects();
  });

  /** A signed draft of a thing. */
  async function envelopeOf(change: JsonObject, signer: ReturnType<typeof person> = commons.founder) {
    const { author } = commons.founder;
    return sign(toolPayload({ commons: await commons.instance.context.commons(), author }, change), signer);
  }

  /** A signed decision whose reason is an attachment of these bytes. */
  async function decisionWith(reason: Uint8Array) {
    const { payload } = await draft(commons.instance.context, commons.founder, 'decision', {
      operations: [{ op: 'change', paths: ['a'], content: 'A'.repeat(43), title: 'A change' }],
      reason: { say: 'It is time.' },
    });
    const content = JSON.parse(new TextDecoder().decode(payload)) as JsonObject;
    const attached = { attachment: hashTextOf(reason), bytes: 20, media: 'text/plain' };
    return sign(canonicalBytes({ ...content, reason: attached }), commons.founder);
  }

  async function sign(payload: Uint8Array, { author, key, sign: signBytes }: ReturnType<typeof person>) {
    const bytes = await signEnvelope({ payload, author, key, sign: signBytes });
    return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, string>;
  }
});

describe('§11 [R-11.8] a problem says what is expected', () => {
  test('where no route is: the routes; by no method there is: the methods', async () => {
    const nowhere = await problemOf(await commons.app.request('/nowhere'));
    expect(nowhere).toMatchObject({ type: problem('not-found'), expected: { routes: expect.any(Array) } });
    expect((nowhere.expected as { routes: string[] }).routes).toContain('POST /documents');
    const deleted = await problemOf(await commons.app.request('/documents', { method: 'DELETE' }));
    expect(deleted).toMatchObject({ type: problem('method-not-allowed'), expected: { methods: ['POST'] } });
  });

  test.each(['/drafts', '/inbox'])('of an unsigned request to %s: how it is signed', async (path) => {
    const { expected } = await refused(path, '{}');
    expect(expected).toMatchObject({
      algorithms: ['ed25519'],
      components: expect.arrayContaining(['@path']),
    });
  });

  test('of a body that is no JSON: its form', async () => {
    expect(await refused('/documents', '{')).toMatchObject({
      expected: { syntax: 'RFC 8259', value: 'object' },
    });
  });

  test('of a body in a coding: none', async () => {
    const answer = await refused('/documents', '{}', { ...JSON_TYPE, 'content-encoding': 'br' });
    expect(answer).toMatchObject({ expected: { contentEncoding: 'identity' } });
  });

  test('of a document without a field: where, and what', async () => {
    const { author, key, sign } = commons.founder;
    const payload = canonicalBytes({ type: 'role', v: 1, author, salt: 5 });
    const envelope = await signEnvelope({ payload, author, key, sign });
    const body = canonicalBytes({ documents: [JSON.parse(new TextDecoder().decode(envelope)) as JsonValue] });
    const { at, expected, issues } = await refused('/documents', body);
    expect(at).toBe('commons');
    expect(expected).toBe('string');
    expect(issues).toContainEqual({ at: 'salt', expected: 'string' });
  });
});
