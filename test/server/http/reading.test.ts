import { beforeAll, describe, expect, test } from 'vitest';
import { parseCanonical } from '../../../protocol/canonical.ts';
import { parseEnvelope } from '../../../protocol/envelope/parse.ts';
import { verifyEnvelope } from '../../../protocol/envelope/verify.ts';
import { resolveDidLog, splitDidLog } from '../../../protocol/identity/did-log.ts';
import { logOrigin } from '../../../protocol/ids.ts';
import { decodeEntryBundle } from '../../../protocol/log/entry-bundle.ts';
import { openCheckpoint } from '../../../protocol/log/open-checkpoint.ts';
import { leafHash, rootOf } from '../../../protocol/log/tree.ts';
import { verifierKey } from '../../../protocol/log/vkey.ts';
import { parseBundle } from '../../../protocol/verify/bundle.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { writeDrafts } from '../../support/network/negotiation.ts';
import { createNetwork, type Network, type Node } from '../../support/network/network.ts';
import { signedRequest } from '../../support/network/signed.ts';
import { problemOf } from './support/problem.ts';

let network: Network;
let node: Node;
let peer: Node;
let secret: { readonly id: string };
let shared: { readonly id: string };
beforeAll(async () => {
  network = createNetwork();
  [node, peer] = [await network.found('a'), await network.found('b')];
  await node.react();
  await node.addPeer(peer);
  await writeDrafts(node, 300);
  const proposal = (audience: string | string[]) =>
    node.act('proposal', {
      audience,
      operations: [
        {
          op: 'adopt',
          adopts: { type: 'circle', subject: node.founder.author, id: `ni:///sha-256;${'A'.repeat(43)}` },
        },
      ],
      driver: { say: 'Between us.' },
    });
  secret = await proposal('members');
  shared = await proposal([peer.commons]);
  await node.react();
});

const bytesIn = async (answer: Response) => new Uint8Array(await answer.arrayBuffer());
const size = async () => (await node.instance.context.store.head(node.commons))?.size ?? 0;
const FOR_EVER = 'public, max-age=31536000, immutable';

describe('§10 [R-10.36] what two instances need of each other is readable by everybody', () => {
  test.each([
    ['/.well-known/did.jsonl', 'text/jsonl; charset=utf-8'],
    ['/.well-known/folkmoot', 'application/jose+json'],
    ['/log/checkpoint', 'text/plain; charset=UTF-8'],
    ['/log/tile/0/000', 'application/octet-stream'],
    ['/log/tile/entries/000', 'application/octet-stream'],
    ['/log/entries', 'application/json'],
  ])('%s', async (path, type) => {
    const answer = await node.request(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')?.toLowerCase()).toBe(type.toLowerCase());
  });

  test('the DID log resolves, and the description is signed by its document key', async () => {
    const did = await (await node.request('/.well-known/did.jsonl')).text();
    const [version] = await resolveDidLog(splitDidLog(did), { now: network.now(), verify: verifyWithNode });
    expect(version).toMatchObject({ scid: node.commons, baseUrl: node.origin });
    const envelope = await bytesIn(await node.request('/.well-known/folkmoot'));
    const verified = await verifyEnvelope(parseEnvelope(envelope), verifyWithNode);
    expect(version?.keys.document).toContain(verified.kid.key);
    expect(verified.content).toMatchObject({ type: 'description', baseUrl: node.origin });
  });

  test('without a contact there is no security.txt', async () => {
    expect((await problemOf(await node.request('/.well-known/security.txt'))).status).toBe(404);
  });
});

describe('§10 [R-10.33] the log as tiles', () => {
  test('the leaves in the entry bundles give the root that the checkpoint signs', async () => {
    const note = await (await node.request('/log/checkpoint')).text();
    const { checkpoint } = await node.instance.context.keyring();
    const log = verifierKey(logOrigin(node.commons), 'note', checkpoint.key.publicKey);
    const { size: signed, root } = await openCheckpoint(note, { log, witnesses: [] }, verifyWithNode);
    const rest = signed - 256;
    const bundles = [
      await bytesIn(await node.request('/log/tile/entries/000')),
      await bytesIn(await node.request(`/log/tile/entries/001.p/${rest}`)),
    ];
    const leaves = bundles.flatMap((bundle, at) => decodeEntryBundle(bundle, [256, rest][at] ?? 0));
    expect(rootOf(leaves.map(leafHash))).toEqual(root);
    const tile = await bytesIn(await node.request('/log/tile/0/000'));
    expect(tile).toEqual(new Uint8Array(Buffer.concat(leaves.slice(0, 256).map(leafHash))));
  });

  test.each(['/log/tile/0/000.p/7', '/log/tile/entries/000.p/7', '/log/tile/1/000.p/1'])(
    '%s is the beginning of the wider one',
    async (path) => {
      expect((await node.request(path)).status).toBe(200);
    },
  );

  test.each([
    '/log/tile/0/00',
    '/log/tile/0/x000/000',
    '/log/tile/0/000.p/0',
    '/log/tile/0/000.p/256',
    '/log/tile/0/000.p/07',
    '/log/tile/7/000',
    '/log/tile/-1/000',
    '/log/tile/0/002',
    '/log/tile/0/001',
    '/log/tile/entries/001',
    '/log/tile/entries/x999/999',
    '/log/tile/',
    '/log/tile/entries/',
  ])('%s names no tile', async (path) => {
    expect(await problemOf(await node.request(path))).toMatchObject({ status: 404 });
  });
});

describe('§10 [R-10.21] the log by cursor', () => {
  test('pages follow each other without gap, and are canonical', async () => {
    let after = -1;
    for (;;) {
      const answer = await node.request(`/log/entries?after=${after}`);
      const { entries } = parseCanonical(await bytesIn(answer), { bytesMax: 1e7 }) as unknown as {
        entries: { index: number }[];
      };
      expect(entries.map(({ index }) => index)).toEqual(entries.map((_, at) => after + 1 + at));
      after = entries.at(-1)?.index ?? after;
      if (after === (await size()) - 1) break;
      expect(entries).toHaveLength(50);
    }
  });

  test('what is not public comes as its leaf alone', async () => {
    const page = (await (await node.request(`/log/entries?after=${(await size()) - 3}`)).json()) as {
      entries: { leaf: { type: string }; envelope?: object }[];
    };
    expect(page.entries.map(({ leaf, envelope }) => [leaf.type, envelope === undefined])).toEqual([
      ['opaque', true],
      ['opaque', true],
    ]);
  });

  test.each([
    ['after=-2', 400],
    ['after=x', 400],
    ['after=1e3', 400],
    ['limit=0', 400],
    ['limit=-1', 400],
    ['after=100000', 409],
  ])('?%s is refused (%i)', async (query, status) => {
    expect((await problemOf(await node.request(`/log/entries?${query}`))).status).toBe(status);
  });

  test('a limit beyond 50 gives 50', async () => {
    const { entries } = (await (await node.request('/log/entries?limit=1000')).json()) as {
      entries: unknown[];
    };
    expect(entries).toHaveLength(50);
  });
});

describe('§10 [R-10.34] who may read a document', () => {
  const path = ({ id }: { readonly id: string }) => `/documents/${encodeURIComponent(id)}`;
  const signed = async (
    author: Node['commons'] | Node['founder']['author'],
    key: Node['founder'],
    to: string,
  ) => (await signedRequest(network, node, { author, key, path: to, method: 'GET' }))();

  test('a public one everybody, by its id or by the hash in it', async () => {
    const [entry] = await node.instance.context.store.entries(node.commons, { at: [0] });
    const id = entry?.id ?? '';
    for (const name of [encodeURIComponent(id), id.slice('ni:///sha-256;'.length)]) {
      const answer = await node.request(`/documents/${name}`);
      expect(answer.status).toBe(200);
      expect(parseEnvelope(await bytesIn(answer)).id).toBe(id);
    }
  });

  test('one for members: not strangers, in the same words as one that does not exist', async () => {
    const hidden = await node.request(path(secret));
    const absent = await node.request(path({ id: `ni:///sha-256;${'A'.repeat(43)}` }));
    expect(hidden.status).toBe(404);
    expect(await hidden.text()).toBe(await absent.text());
    const { founder } = node;
    expect((await signed(founder.author, founder, path(secret))).status).toBe(200);
  });

  test('one that names a commons: its instance, and no other', async () => {
    const { request } = await peer.instance.context.keyring();
    const key = { ...node.founder, key: request.key, sign: request.sign };
    expect((await signed(peer.commons, key, path(shared))).status).toBe(200);
    expect((await signed(peer.commons, key, path(secret))).status).toBe(404);
    expect((await node.request(path(shared))).status).toBe(404);
  });

  test('a signature that does not hold is refused, and not passed over', async () => {
    const stranger = { ...node.founder, author: peer.founder.author };
    expect((await signed(peer.founder.author, stranger, path(secret))).status).toBe(401);
  });

  test('an attachment by its hash', async () => {
    const { store } = node.instance.context;
    const [entry] = await store.entries(node.commons, {
      ids: [secret.id as Parameters<typeof store.indexOf>[1]],
    });
    const { driver } = JSON.parse(Buffer.from(entry?.document?.payload ?? []).toString());
    const { founder } = node;
    const answer = await signed(founder.author, founder, `/attachments/${driver.attachment}`);
    // The hash alone opens nothing.
    expect((await problemOf(await node.request(`/attachments/${driver.attachment}`))).status).toBe(404);
    expect(
      Buffer.from(await bytesIn(answer))
        .subarray(16)
        .toString(),
    ).toBe('Between us.');
    expect((await problemOf(await node.request(`/attachments/${'A'.repeat(43)}`))).status).toBe(404);
    expect((await problemOf(await node.request('/attachments/x'))).status).toBe(404);
  });
});

describe('§10 [R-10.37] what caches may keep', () => {
  test.each(['/log/tile/0/000', '/log/tile/0/001.p/3', '/log/tile/entries/000', '/log/tile/entries/001.p/3'])(
    '%s for ever',
    async (path) => {
      expect((await node.request(path)).headers.get('cache-control')).toBe(FOR_EVER);
    },
  );

  test('a public document only as long as it is there, since it can be erased; another never', async () => {
    const [entry] = await node.instance.context.store.entries(node.commons, { at: [0] });
    const shown = `/documents/${encodeURIComponent(entry?.id ?? '')}`;
    const answer = await node.request(shown);
    expect(answer.headers.get('cache-control')).toBe('public, no-cache');
    const tag = answer.headers.get('etag') ?? '';
    expect((await node.request(shown, { headers: { 'if-none-match': tag } })).status).toBe(304);
    expect((await node.request(shown, { headers: { 'if-none-match': '"another"' } })).status).toBe(200);
    const path = `/documents/${encodeURIComponent(secret.id)}`;
    const { founder } = node;
    const request = await signedRequest(network, node, {
      author: founder.author,
      key: founder,
      path,
      method: 'GET',
    });
    expect((await request()).headers.get('cache-control')).toBe('no-store');
    expect((await node.request(path)).headers.get('cache-control')).toBe('no-store');
  });

  test.each(['/.well-known/did.jsonl', '/.well-known/folkmoot', '/log/checkpoint'])(
    '%s is asked for again, and may not have changed',
    async (path) => {
      const answer = await node.request(path);
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      const tag = answer.headers.get('etag') ?? '';
      const again = await node.request(path, { headers: { 'if-none-match': tag } });
      expect(again.status).toBe(304);
      expect(await again.text()).toBe('');
      const other = await node.request(path, { headers: { 'if-none-match': '"another"' } });
      expect(other.status).toBe(200);
    },
  );

  test.each(['/log/entries', '/register', '/proposals', '/peers'])('%s is asked for again', async (path) => {
    expect((await node.request(path)).headers.get('cache-control')).toBe('no-cache');
  });

  test('nobody keeps attachments, bundles, problems, or what a member sees', async () => {
    const { founder } = node;
    const request = await signedRequest(network, node, {
      author: founder.author,
      key: founder,
      path: '/proposals',
      method: 'GET',
    });
    const [entry] = await node.instance.context.store.entries(node.commons, { at: [1] });
    for (const answer of [
      await node.request(`/attachments/${'A'.repeat(43)}`),
      await node.request(`/bundles/${encodeURIComponent(entry?.id ?? '')}`),
      await node.request('/nowhere'),
      await request(),
    ]) {
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
  });

  test('a part of something is not what a reader asks for: the whole comes', async () => {
    const answer = await node.request('/log/tile/0/000', { headers: { range: 'bytes=0-31' } });
    expect(answer.status).toBe(200);
    expect(await bytesIn(answer)).toHaveLength(8192);
  });

  test('HEAD tells as much as GET', async () => {
    const answer = await node.request('/log/tile/0/000', { method: 'HEAD' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe(FOR_EVER);
    expect(await answer.text()).toBe('');
  });
});

describe('§10 [R-10.42] bundles', () => {
  test('of any document of the log, with what the reader may see', async () => {
    const path = `/bundles/${encodeURIComponent(secret.id)}`;
    const shown = async (answer: Response) => {
      const bundle = parseBundle(await bytesIn(answer));
      return bundle.logs.flatMap(({ entries }) => entries).find(({ leaf }) => leaf.doc === secret.id)
        ?.envelope;
    };
    expect(await shown(await node.request(path))).toBeUndefined();
    const { founder } = node;
    const request = await signedRequest(network, node, {
      author: founder.author,
      key: founder,
      path,
      method: 'GET',
    });
    expect(await shown(await request())).toBeDefined();
  });

  test.each([
    'nothing',
    encodeURIComponent(`ni:///sha-256;${'A'.repeat(43)}`),
    '019a0000-0000-7000-8000-000000000000',
  ])('%s is none', async (name) => {
    expect((await problemOf(await node.request(`/bundles/${name}`))).status).toBe(404);
  });
});

describe('§10 [R-10.43] health', () => {
  test('alive and ready', async () => {
    expect((await node.request('/health/live')).status).toBe(200);
    expect((await node.request('/health/ready')).status).toBe(200);
  });
});
