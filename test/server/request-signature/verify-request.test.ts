import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProtocolError } from '../../../protocol/problem.ts';
import { signRequest } from '../../../server/request-signature/sign-request.ts';
import { type ReceivedRequest, verifyRequest } from '../../../server/request-signature/verify-request.ts';
import { FOREST, FOREST_KEY, NOW, OTHER_KEY, RIVER } from '../../support/vectors/request-signature-case.ts';
import { forest, forestSigner, reasonOf, river, riverReceiver, signedRequest, signerOf } from './support.ts';

const FOREST_SENDER = { author: FOREST, key: FOREST_KEY.key };

describe('§10 what was signed MUST be accepted', () => {
  test('once, whatever the method, path, query and content', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET' as const, 'POST' as const),
        fc.webPath(),
        fc.webQueryParameters(),
        fc.uint8Array(),
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        async (method, path, query, body, nonce) => {
          const url = `https://river.example/${path.replace(/^\/+/, '')}${query === '' ? '' : `?${query}`}`;
          const request = await signedRequest({ method, url, body }, forestSigner, NOW, nonce);
          const receiver = riverReceiver();
          expect(await verifyRequest(request, receiver)).toEqual(FOREST_SENDER);
          expect(await reasonOf(verifyRequest(request, receiver))).toBe('nonce-used');
        },
      ),
    );
  });

  test('through a Headers object too', async () => {
    const request = await signedRequest();
    const headers = new Headers([...request.headers].map(([name, value]): [string, string] => [name, value]));
    expect(await verifyRequest({ ...request, headers }, riverReceiver())).toEqual(FOREST_SENDER);
  });
});

describe('§10 any change after signing MUST be refused', () => {
  test('of one character of one of the fields', async () => {
    const request = await signedRequest();
    const headers = [...request.headers];
    await fc.assert(
      fc.asyncProperty(
        fc.nat(headers.length - 1),
        fc.nat(),
        fc.constantFrom('replace', 'insert', 'delete'),
        fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
        async (field, position, operation, character) => {
          const changed = headers.map(([name, value], index): [string, string] => [
            name,
            index === field ? changeText(value, position, operation, character) : value,
          ]);
          fc.pre(JSON.stringify(changed) !== JSON.stringify(headers));
          await expectRefusedUnspent({ ...request, headers: changed });
        },
      ),
      { numRuns: 500 },
    );
  });

  test('of one bit of the content, or its length', async () => {
    const request = await signedRequest();
    const { body } = request;
    await fc.assert(
      fc.asyncProperty(fc.nat(body.length * 8 - 1), async (bit) => {
        const flipped = Uint8Array.from(body, (byte, index) =>
          index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte,
        );
        await expectRefusedUnspent({ ...request, body: flipped });
      }),
    );
    await expectRefusedUnspent({ ...request, body: body.subarray(1) });
    await expectRefusedUnspent({ ...request, body: Uint8Array.of(...body, 0) });
  });

  test('of method, path or query', async () => {
    const request = await signedRequest();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('method' as const, 'target' as const),
        fc.string(),
        async (part, text) => {
          fc.pre(request[part] !== text);
          await expectRefusedUnspent({ ...request, [part]: text });
          const grown = part === 'target' ? `/inbox?a=1${text}` : `POST${text}`;
          if (text !== '') await expectRefusedUnspent({ ...request, [part]: grown });
        },
      ),
    );
  });
});

describe('§10.6 [R-10.14] whatever arrives', () => {
  const names = fc.constantFrom('content-digest', 'folkmoot-destination', 'signature-input', 'signature');

  test('the answer is a structured refusal and nothing is asked of keys or nonces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(names, fc.string({ unit: 'binary', maxLength: 600 })), { maxLength: 6 }),
        fc.string({ unit: 'binary' }),
        async (headers, target) => {
          const receiver = riverReceiver();
          const request = { method: 'POST', target, headers, body: new Uint8Array() };
          expect(await reasonOf(verifyRequest(request, receiver))).toBeTypeOf('string');
          expect(receiver.asked).toEqual({ keys: 0, nonces: 0 });
        },
      ),
    );
  });

  test('a Signature-Input of wild form too', async () => {
    const piece = fc.constantFrom(
      'folkmoot=',
      '(',
      ')',
      '"@method"',
      ';',
      ',',
      ' ',
      '=',
      ':',
      '"',
      '\\',
      '@1',
      '%"',
      '1.5',
      'a',
      '\t',
      '?1',
    );
    const request = await signedRequest();
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
        const headers = replaceField(request, 'signature-input', pieces.join(''));
        await expectRefusedUnspent({ ...request, headers });
      }),
      { numRuns: 1000 },
    );
  });

  test('a refusal over time tells the time, and none tells anything else', async () => {
    const request = await signedRequest({}, forestSigner, NOW - 301);
    const refusal = await verifyRequest(request, riverReceiver()).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ProtocolError);
    expect(refusal).toMatchObject({ type: 'unauthenticated', extensions: { reason: 'expired', now: NOW } });
  });
});

describe('G1 signer, owner of the keyid and destination: only the row in which all are right passes', () => {
  const rows = [FOREST_KEY, OTHER_KEY].flatMap((signer) =>
    [FOREST_KEY, OTHER_KEY].flatMap((named) =>
      [FOREST, RIVER].flatMap((owner) =>
        [river, forest].map((destination) => ({ signer, named, owner, destination })),
      ),
    ),
  );

  test.each(rows)('$signer.name signs as $owner with $named.name for $destination', async (row) => {
    const { sign } = signerOf(row.owner, row.signer);
    const request = await signedRequest(
      { destination: row.destination },
      { ...signerOf(row.owner, row.named), sign },
    );
    const verdict = verifyRequest(request, riverReceiver());
    const right =
      row.signer === FOREST_KEY &&
      row.named === FOREST_KEY &&
      row.owner === FOREST &&
      row.destination === river;
    if (right) expect(await verdict).toEqual(FOREST_SENDER);
    else expect(await reasonOf(verdict)).toMatch(/^(destination|key-unknown|signature-invalid)$/);
  });
});

describe('G9 [R-10.9] [R-10.10] the same request at another destination', () => {
  test.each([
    ['another commons at the same host', { commons: forest }, 'destination'],
    ['the same commons at another host', { origin: 'https://forest.example' }, 'signature-invalid'],
    ['the same host at another port', { origin: 'https://river.example:8443' }, 'signature-invalid'],
    ['another commons at another host', { commons: forest, origin: 'https://forest.example' }, 'destination'],
  ])('%s', async (_, changes, reason) => {
    const request = await signedRequest();
    expect(await reasonOf(verifyRequest(request, riverReceiver(changes)))).toBe(reason);
    expect(await verifyRequest(request, riverReceiver())).toEqual(FOREST_SENDER);
  });
});

describe('G11 [R-10.13] replay', () => {
  test('of 100 copies at once exactly one is accepted', async () => {
    const request = await signedRequest();
    const receiver = riverReceiver();
    const verdicts = await Promise.allSettled(
      Array.from({ length: 100 }, () => verifyRequest(request, receiver)),
    );
    expect(verdicts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(receiver.asked.nonces).toBe(100);
  });

  test('a month later', async () => {
    const request = await signedRequest();
    expect(await reasonOf(verifyRequest(request, riverReceiver({ nowSeconds: NOW + 2_592_000 })))).toBe(
      'expired',
    );
  });

  test('until its last second, and after it as expired', async () => {
    const request = await signedRequest();
    const { seenNonce } = riverReceiver();
    const at = (nowSeconds: number) => riverReceiver({ nowSeconds, seenNonce });
    await verifyRequest(request, at(NOW));
    expect(await reasonOf(verifyRequest(request, at(NOW + 300)))).toBe('nonce-used');
    expect(await reasonOf(verifyRequest(request, at(NOW + 301)))).toBe('expired');
    expect(await reasonOf(verifyRequest(request, at(NOW)))).toBe('nonce-used');
  });

  test('when nothing can be remembered, nothing is accepted', async () => {
    const receiver = riverReceiver({
      seenNonce: async () => {
        throw new ProtocolError('unavailable', 'Nonces cannot be remembered just now.');
      },
    });
    await expect(verifyRequest(await signedRequest(), receiver)).rejects.toMatchObject({
      type: 'unavailable',
    });
  });
});

describe('G12 [R-10.5] clocks', () => {
  test.each([
    [-300, 'accepted'],
    [300, 'accepted'],
    [-301, 'expired'],
    [301, 'created-in-future'],
    [-NOW, 'expired'],
    [253_402_300_799 - NOW, 'created-in-future'],
  ])("the sender's clock is %i s off: %s", async (offset, verdict) => {
    const request = await signedRequest({}, forestSigner, NOW + offset);
    const answer = verifyRequest(request, riverReceiver());
    if (verdict === 'accepted') expect(await answer).toEqual(FOREST_SENDER);
    else expect(await reasonOf(answer)).toBe(verdict);
  });
});

describe('S6 we sign only what we built', () => {
  test('the signer is handed one signature base of ours', async () => {
    const signed: string[] = [];
    const sign = async (message: Uint8Array) => {
      signed.push(new TextDecoder().decode(message));
      return new Uint8Array(64);
    };
    await signedRequest({ url: 'https://river.example/a\n"@path": /b?\r\nc' }, { ...forestSigner, sign });
    expect(signed).toHaveLength(1);
    expect(signed[0]?.split('\n').map((line) => line.split(': ')[0])).toEqual([
      '"@method"',
      '"@authority"',
      '"@path"',
      '"@query"',
      '"content-digest"',
      '"folkmoot-destination"',
      '"@signature-params"',
    ]);
    expect(signed[0]).toMatch(/;tag="folkmoot"$/);
  });

  test.each([
    'ftp://river.example/',
    'https://user@river.example/',
    'https://river.example/#part',
    'data:,a',
  ])('not for %s', async (url) => {
    await expect(signedRequest({ url })).rejects.toThrow(TypeError);
  });

  test.each([
    ['a nonce of 15 bytes', NOW, 15],
    ['a broken second', NOW + 0.5, 16],
  ])('not with %s', async (_, created, nonceBytes) => {
    const url = new URL('https://river.example/');
    const outgoing = { method: 'GET', url, body: new Uint8Array(), destination: river } as const;
    await expect(signRequest(outgoing, forestSigner, created, new Uint8Array(nonceBytes))).rejects.toThrow(
      TypeError,
    );
  });
});

async function expectRefusedUnspent(request: ReceivedRequest): Promise<void> {
  const receiver = riverReceiver();
  expect(await reasonOf(verifyRequest(request, receiver))).toBeTypeOf('string');
  expect(receiver.asked.nonces).toBe(0);
}

function changeText(text: string, position: number, operation: string, character: string): string {
  const at = position % text.length;
  if (operation === 'insert') return text.slice(0, at) + character + text.slice(at);
  return text.slice(0, at) + (operation === 'replace' ? character : '') + text.slice(at + 1);
}

function replaceField(request: ReceivedRequest, field: string, value: string): [string, string][] {
  return [...request.headers].map(([name, old]) => [name, name === field ? value : old]);
}
