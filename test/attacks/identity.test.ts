import { createHmac } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fromBase64url, toBase64url, utf8 } from '../../protocol/bytes.ts';
import { canonicalBytes, type JsonObject } from '../../protocol/canonical.ts';
import { signEnvelope } from '../../protocol/envelope/sign.ts';
import { DAY_SECONDS, SECOND } from '../../protocol/time.ts';
import { verifyParsed } from '../../protocol/verify/verify-bundle.ts';
import { exportBundle, publicOnly } from '../../server/flows/acts/export-bundle.ts';
import { invitationHash, invite } from '../../server/flows/acts/invitations.ts';
import { submit } from '../../server/flows/acts/submit.ts';
import { verifyWithNode } from '../../server/keys/node-verify.ts';
import { type MemoryInstance, memoryInstance } from '../support/memory-instance.ts';
import { keyOf } from '../support/people.ts';
import { filesOf } from '../support/tidy/tree.ts';
import { toolPayload } from '../support/tool-draft.ts';
import {
  type Attacked,
  attacked,
  envelopeWith,
  honestPage,
  nameOf,
  repelled,
  signed,
  submitted,
} from './support/attacked.ts';

let commons: Attacked;
let payload: Uint8Array;
beforeAll(async () => {
  commons = await attacked();
});
beforeEach(async () => {
  const home = await commons.instance.context.commons();
  payload = toolPayload({ commons: home, author: commons.founder.author }, {});
});

const kid = () => `${commons.founder.author}#${commons.founder.key}`;
const good = () => `{"alg":"Ed25519","kid":"${kid()}","typ":"folkmoot+jws"}`;
const refusal = async (envelope: unknown) =>
  nameOf(await repelled(commons, () => submitted(commons, envelope)));

describe('G3 a valid object wrapped in another', () => {
  test('the same payload in a good envelope is taken', async () => {
    const answer = await submitted(commons, await envelopeWith(good(), payload, commons.founder.sign));
    expect(answer.status).toBe(201);
  });

  test('an envelope as the payload of another, by its own signer or by a thief', async () => {
    const { author, key, sign } = commons.founder;
    const inner = await signEnvelope({ payload, author, key, sign });
    const thief = keyOf('a thief');
    for (const signer of [commons.founder, thief]) {
      expect(await refusal(await envelopeWith(good(), inner, signer.sign))).toBe('malformed');
    }
    const carried = canonicalBytes({ document: JSON.parse(new TextDecoder().decode(inner)) as JsonObject });
    expect(await refusal(await envelopeWith(good(), carried, sign))).toBe('malformed');
  });

  test('a document within a document: no form has room for it', async () => {
    const content = JSON.parse(new TextDecoder().decode(payload)) as JsonObject;
    for (const at of ['document', 'object', 'payload', 'name']) {
      const wrapped = canonicalBytes({ ...content, salt: 'AAAAAAAAAAAAAAAAAAAAAA', [at]: content });
      expect(await refusal(await envelopeWith(good(), wrapped, commons.founder.sign))).toBe('malformed');
    }
  });

  test('a batch within a batch, and an envelope of several', async () => {
    const envelope = await envelopeWith(good(), payload, commons.founder.sign);
    expect(await refusal({ documents: [envelope] })).toBe('malformed');
    expect(await refusal([envelope])).toBe('malformed');
    const { payload: text, protected: header, signature } = envelope;
    expect(await refusal({ payload: text, signatures: [{ protected: header, signature }] })).toBe(
      'malformed',
    );
    expect(await refusal({ ...envelope, signatures: [] })).toBe('malformed');
  });

  test('an honest page of a log wrapped in a page', async () => {
    const page = JSON.parse(new TextDecoder().decode(await honestPage(commons))) as JsonObject;
    const { log } = commons.peer;
    for (const body of [{ page }, { ...page, page }, { ...page, entries: [page] }]) {
      const send = await signed(commons, '/inbox', {
        author: log.commons,
        key: log.keyring.request,
        body: canonicalBytes(body),
      });
      expect(nameOf(await repelled(commons, send, ['add nonce']))).toBe('malformed');
    }
  });
});

describe('G5 algorithms', () => {
  test.each([
    'none',
    'None',
    'NONE',
    '',
    'HS256',
    'ES256',
    'RS256',
    'PS256',
    'EdDSA',
    'Ed448',
    'ed25519',
    'Ed25519 ',
    'Ed25519ph',
  ])('%j in a header', async (alg) => {
    const header = good().replace('"Ed25519"', JSON.stringify(alg));
    expect(await refusal(await envelopeWith(header, payload, commons.founder.sign))).toBe('malformed');
    const unsigned = { ...(await envelopeWith(header, payload, commons.founder.sign)), signature: '' };
    expect(await refusal(unsigned)).toBe('malformed');
  });

  test('HS256 with the public key as its secret', async () => {
    const mac = async (message: Uint8Array) =>
      Uint8Array.from(createHmac('sha512', commons.founder.publicKey).update(message).digest());
    for (const header of [good().replace('Ed25519', 'HS512'), good()]) {
      expect(['malformed', 'signature-invalid']).toContain(
        await refusal(await envelopeWith(header, payload, mac)),
      );
    }
  });

  test.each(['hmac-sha256', 'rsa-v1_5-sha256', 'ecdsa-p256-sha256', 'ED25519', 'none', ''])(
    '%j in a signed request',
    async (alg) => {
      const send = await signed(commons, '/drafts', {
        change: (headers) => ({
          ...headers,
          'signature-input': (headers['signature-input'] ?? '').replace('alg="ed25519"', `alg="${alg}"`),
        }),
      });
      expect(await repelled(commons, send)).toMatchObject({ status: 401, reason: 'algorithm' });
    },
  );
});

/** What the form of something is refused as. */
const FORM = ['malformed', 'not-canonical', 'too-large'];

/** The members of a header in canonical order, `__proto__` as one of them. */
function sortedMembers(header: string): object {
  const members = Object.entries(JSON.parse(header) as object).sort(([a], [b]) => (a < b ? -1 : 1));
  return members.reduce(
    (all, [name, value]) => Object.defineProperty(all, name, { value, enumerable: true }),
    {},
  );
}

describe('G6 what a header may say', () => {
  const more: readonly (readonly [string, string])[] = [
    ['jwk', '"jwk":{"crv":"Ed25519","kty":"OKP","x":"AAAA"}'],
    ['jku', '"jku":"https://keys.example.org/"'],
    ['x5u', '"x5u":"https://keys.example.org/"'],
    ['x5c', '"x5c":["AAAA"]'],
    ['crit', '"crit":["exp"]'],
    ['crit of nothing', '"crit":[]'],
    ['b64', '"b64":false'],
    ['zip', '"zip":"DEF"'],
    ['cty', '"cty":"jwt"'],
    ['__proto__', '"__proto__":{"alg":"none"}'],
  ];
  test.each(more)('no %s', async (_, member) => {
    const header = `{${member},${good().slice(1)}`;
    const ordered = JSON.stringify(sortedMembers(header));
    expect(ordered).not.toBe(good());
    expect(await refusal(await envelopeWith(ordered, payload, commons.founder.sign))).toBe('malformed');
    expect(FORM).toContain(await refusal(await envelopeWith(header, payload, commons.founder.sign)));
    const envelope = await envelopeWith(good(), payload, commons.founder.sign);
    expect(await refusal({ ...envelope, header: { alg: 'none' } })).toBe('malformed');
  });

  test.each<readonly [string, unknown]>([
    ['a path', '../../keys/instance.key'],
    ['SQL', "x' OR '1'='1"],
    ['an object', { key: 'AAAA' }],
    ['a list', [1]],
    ['a number', 1],
    ['null', null],
    ['nothing', ''],
    ['10 kB', 'A'.repeat(10_000)],
    ['a URL', 'https://keys.example.org/#z6Mk'],
    ['a line break', 'a\nb'],
  ])('a kid that is %s', async (_, text) => {
    const header = good().replace(JSON.stringify(kid()), JSON.stringify(text));
    expect(FORM).toContain(await refusal(await envelopeWith(header, payload, commons.founder.sign)));
    const keyid = typeof text === 'string' ? text : JSON.stringify(text);
    const send = await signed(commons, '/drafts', {
      change: (headers) => ({
        ...headers,
        'signature-input': (headers['signature-input'] ?? '').replace(
          kid(),
          keyid.replaceAll('"', '\\"').replaceAll('\n', ' '),
        ),
      }),
    });
    const { status, reason } = await repelled(commons, send);
    expect(status).toBe(401);
    expect(['keyid-malformed', 'field-too-long', 'input-malformed']).toContain(reason);
  });
});

describe('G7 members twice', () => {
  const twice = (text: string, member: string, again: string) => text.replace(member, `${again},${member}`);

  test.each([
    ['alg', '"alg":"none"'],
    ['alg', '"\\u0061lg":"none"'],
    ['kid', '"kid":"x"'],
    ['typ', '"ty\\u0070":"jwt"'],
  ])('%s in a header, as %s', async (name, again) => {
    const header = twice(good(), `"${name}":`, again);
    expect(header).not.toBe(good());
    expect(FORM).toContain(await refusal(await envelopeWith(header, payload, commons.founder.sign)));
  });

  test.each(['"author":"x"', '"\\u0061uthor":"x"', '"type":"charter"', '"\\u0074ype":"x"'])(
    '%s in a payload',
    async (again) => {
      const text = `{${again},${new TextDecoder().decode(payload).slice(1)}`;
      const envelope = await envelopeWith(good(), utf8(text), commons.founder.sign);
      expect(['malformed', 'not-canonical']).toContain(await refusal(envelope));
    },
  );

  test('deeper in a payload', async () => {
    const text = new TextDecoder().decode(payload);
    const deeper = text.replace('"model":', '"model":"slots","\\u006dodel":');
    expect(deeper).not.toBe(text);
    const envelope = await envelopeWith(good(), utf8(deeper), commons.founder.sign);
    expect(['malformed', 'not-canonical']).toContain(await refusal(envelope));
  });

  test.each(['"payload":"e30",', '"p\\u0061yload":"e30",', '"signature":"AAAA",'])(
    '%s in an envelope',
    async (again) => {
      const envelope = await envelopeWith(good(), payload, commons.founder.sign);
      const body = `{"documents":[${JSON.stringify(envelope).replace('{', `{${again}`)}]}`;
      const send = () =>
        commons.app.request('/documents', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        });
      expect(['malformed', 'not-canonical']).toContain(nameOf(await repelled(commons, send)));
    },
  );
});

describe('G9 the same request at another destination', () => {
  test('another commons, another host, another path, another method: each is refused', async () => {
    const { log } = commons.peer;
    const body = await honestPage(commons);
    const by = { author: log.commons, key: log.keyring.request, body };
    const wrongs: readonly [object, string][] = [
      [{ destination: log.commons }, 'destination'],
      [{ origin: 'https://other.example.org' }, 'signature-invalid'],
      [{ origin: 'https://moot.example.org:8443' }, 'signature-invalid'],
    ];
    for (const [wrong, reason] of wrongs) {
      const send = await signed(commons, '/inbox', { ...by, ...wrong });
      expect(await repelled(commons, send)).toMatchObject({ status: 401, reason });
    }
    const elsewhere = await signed(commons, '/witness/add-checkpoint', by);
    expect((await repelled(commons, elsewhere, ['add nonce'])).status).toBe(400);
    const host = await signed(commons, '/inbox', {
      ...by,
      origin: 'https://evil.example.org',
      change: (headers) => ({ ...headers, host: 'evil.example.org', 'x-forwarded-host': 'evil.example.org' }),
    });
    expect(await repelled(commons, host)).toMatchObject({ status: 401, reason: 'signature-invalid' });
  });
});

describe('G13 keys that were changed', () => {
  let alone: MemoryInstance;
  const decide = (from: MemoryInstance, who = from.people[0]) =>
    from.act(who as NonNullable<typeof who>, 'decision', {
      operations: [{ op: 'change', paths: ['x'], content: 'A'.repeat(43), title: 'X' }],
      reason: { say: 'It is time.' },
    });

  test('a revoked key is refused, also with a date before; what it signed stays verified', async () => {
    alone = await memoryInstance(['Ana'], Date.parse('2026-03-02T09:00:00Z'));
    const [ana] = alone.people;
    if (ana === undefined) throw new TypeError('Ana founds');
    const { context } = alone.instance;
    const old = await decide(alone);
    const fresh = keyOf('a fresh key of Ana');
    const changed = {
      subject: ana.author,
      kind: 'human',
      pseudonym: 'Ana',
      keys: [{ key: fresh.key, custody: 'device' }],
      status: 'active',
    };
    const { entry } = await alone.act(ana, 'participant', changed);
    expect(entry.verdict).toMatchObject({ status: 'counted' });
    await alone.pass(DAY_SECONDS * SECOND);
    const { payload: late } = await alone.draft({ ...ana, key: fresh.key }, 'decision', {
      operations: [{ op: 'change', paths: ['y'], content: 'A'.repeat(43), title: 'Y' }],
      reason: { say: 'It is time.' },
    });
    const content = JSON.parse(new TextDecoder().decode(late)) as JsonObject;
    for (const issuedAt of [content.issuedAt, '2026-03-02T09:00:01.000Z']) {
      const backdated = canonicalBytes({ ...content, issuedAt: issuedAt ?? '' });
      const envelope = await signEnvelope({
        payload: backdated,
        author: ana.author,
        key: ana.key,
        sign: ana.sign,
      });
      const before = (await context.store.head(alone.commons))?.size;
      await expect(
        submit(context, alone.instance.committer, envelope, new Map()).then(({ placed }) => {
          if (placed.kind === 'refused') throw placed.problem;
        }),
      ).rejects.toMatchObject({ type: expect.stringMatching(/^(key-not-in-force|incomplete)$/) });
      expect((await context.store.head(alone.commons))?.size).toBe(before);
    }
    const bundle = await exportBundle(context, old.id, publicOnly);
    const report = await verifyParsed(bundle, { verify: verifyWithNode, now: alone.now() });
    expect(report.levels.V0.result).toBe('pass');
  });
});

describe('G14 secrets are compared in constant time, or not at all', () => {
  /** Text that looks at a secret and asks whether it is equal to another; a word such as `code === 'duplicate'` is none. */
  const COMPARED =
    /\b(?:(?:\w*[sS]ecret\w*|\w*[pP]assword\w*|\w*[tT]oken\w*|invitationCode)\s*(?:===|!==)|code\s*(?:===|!==)(?!\s*'))|(?:===|!==)\s*(?:\w*[sS]ecret\w*|\w*[pP]assword\w*)\b/;

  test('no secret is compared with === anywhere', () => {
    const files = filesOf('server/{http,keys,flows,request-signature,outbound,store}/**/*.ts');
    const found = files.flatMap(({ path, text }) =>
      text
        .split('\n')
        .filter(
          (line) =>
            COMPARED.test(line) &&
            !/error|cause|\.code|typeof|undefined|null|url\.password|code === '[a-z-]+'/.test(line),
        )
        .map((line) => `${path}: ${line.trim()}`),
    );
    expect(files.length).toBeGreaterThan(50);
    expect(found).toEqual([]);
    expect(COMPARED.test('if (secret === given)')).toBe(true);
    expect(COMPARED.test('if (code === given)')).toBe(true);
    expect(COMPARED.test("if (code === 'duplicate')")).toBe(false);
  });

  test('an invitation is found by the hash of its code: a code that is nearly right is like any other', async () => {
    const { context } = commons.instance;
    const { code } = await invite(context, commons.founder.author);
    const bytes = fromBase64url(code);
    const nearly =
      bytes === null
        ? `${code}x`
        : toBase64url(Uint8Array.of(...bytes.slice(0, -1), (bytes.at(-1) ?? 0) ^ 1));
    const get = (text: string) => context.store.records.get('invitation', invitationHash(text));
    expect(await get(code)).not.toBeNull();
    expect(await get(nearly)).toBeNull();
    expect(JSON.stringify(await context.store.records.list('invitation'))).not.toContain(code);
    commons.effects();
  });
});
