import { beforeEach, describe, expect, test } from 'vitest';
import { utf8 } from '../../../protocol/bytes.ts';
import { canonicalBytes } from '../../../protocol/canonical.ts';
import { attachmentsOf, parseDocument } from '../../../protocol/documents/parse-document.ts';
import { parseEnvelope } from '../../../protocol/envelope/parse.ts';
import { signEnvelope } from '../../../protocol/envelope/sign.ts';
import { verifyEnvelope } from '../../../protocol/envelope/verify.ts';
import { type DocumentId, type HashText, hashTextOf } from '../../../protocol/ids.ts';
import { signAct } from '../../../server/flows/acts/commons-act.ts';
import { publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { submit } from '../../../server/flows/acts/submit.ts';
import { draft } from '../../../server/flows/drafts/draft.ts';
import { eraseNow } from '../../../server/flows/privacy/erase-now.ts';
import { namesThatGo } from '../../../server/flows/privacy/obey-erasures.ts';
import { openAttachment } from '../../../server/flows/privacy/open-attachment.ts';
import { sweepErasures } from '../../../server/flows/privacy/sweep-erasures.ts';
import { evidenceSource } from '../../../server/flows/record/evidence-source.ts';
import type { StoredEntry } from '../../../server/store/store.ts';
import { offer, settle, type TwoPeers, termsFields, twoPeers } from '../../support/network/negotiation.ts';
import { createNetwork, type Network, type Node } from '../../support/network/network.ts';

const SECRET = 'What only members read.';
const NOTHING = `ni:///sha-256;${'A'.repeat(43)}` as DocumentId;

let network: Network;
let peers: TwoPeers;

beforeEach(async () => {
  network = createNetwork();
  peers = await twoPeers(network);
  await settle([peers.a, peers.b]);
});

/** A commons says no to terms, with words of which it has the bytes or only the hash. */
async function reject(
  at: Node,
  by: Node,
  attachment: HashText,
  words: ReadonlyMap<HashText, Uint8Array>,
  terms = NOTHING,
) {
  const { context, committer } = at.instance;
  const { envelope, document } = await signAct(context, await by.instance.context.keyring(), 'rejection', {
    subject: peers.negotiation,
    terms,
    decision: { subject: peers.negotiation, id: NOTHING },
    reason: { attachment, bytes: 39, media: 'text/plain' },
  });
  const verified = await verifyEnvelope(parseEnvelope(envelope), context.verify);
  const erasedAtHome = new Set([attachment]); // or its own server would ask for them
  const { placed } = await committer.commit({
    ...{ verified, document, attachments: words, erasedAtHome },
    mustCount: false,
  });
  if (placed.kind === 'refused') throw placed.problem;
  return placed.entry;
}

describe('§16 [R-16.4] a peer that knows the hash of words that are not for it', () => {
  test.each([
    ['before the negotiation is known to both', false],
    ['within a negotiation, so that its document enters our log', true],
  ])('and names it in its own log, %s, opens them to nobody', async (_, known) => {
    const { a, b } = peers;
    const { id } = await a.act('matter', {
      audience: 'members',
      what: { say: SECRET },
      to: a.founder.author,
    });
    const { context } = a.instance;
    const [entry] = await context.store.entries(a.commons, { ids: [id] });
    const [hash] = attachmentsOf(parseDocument(contentOf(entry)));
    if (hash === undefined) throw new TypeError('there are words');
    const terms = known ? await offer(peers, termsFields(peers, network.now())) : NOTHING;
    await settle([a, b]);
    const named = await reject(b, b, hash, new Map(), terms);
    await settle([a, b]);
    const [held] = await context.store.entries(b.commons, { ids: [named.id] });
    expect(contentOf(held).type).toBe('rejection'); // it is in the mirror, and public
    expect((await a.request(`/attachments/${hash}`)).status).toBe(404);
    expect(await openAttachment(context, hash, publicOnly)).toBeNull();
    expect(await evidenceSource(context, publicOnly).attachments([hash], b.commons)).toEqual(new Map());
    // Whoever may read them does.
    const opened = await openAttachment(context, hash, () => true);
    expect(Buffer.from(opened?.bytes ?? []).toString()).toContain(SECRET);
  });

  test('while words that it brings are taken', async () => {
    const { a, b } = peers;
    const terms = await offer(peers, termsFields(peers, network.now()));
    await settle([a, b]);
    const bytes = utf8('0123456789abcdefWe have too little time.');
    const hash = hashTextOf(bytes);
    const named = await reject(b, b, hash, new Map([[hash, bytes]]), terms);
    await settle([a, b]);
    expect(await a.instance.context.store.indexOf(a.commons, named.id)).not.toBeNull();
    expect((await a.request(`/attachments/${hash}`)).status).toBe(200);
  });
});

describe('§16 [R-16.30] a peer that erases what is not its own', () => {
  test('erases neither words nor documents of a third commons, wherever they are held', async () => {
    const { a, b } = peers;
    const c = await network.found('c');
    await c.react();
    await a.addPeer(c);
    const theirs = await c.act('circle', {
      ...{ kind: 'working-group', name: { en: 'Of C' }, aim: { en: 'To help.' } },
      ...{ members: [c.founder.author], status: 'active' },
    });
    const own = await b.act('circle', {
      ...{ kind: 'working-group', name: { en: 'Of B' }, aim: { en: 'To help.' } },
      ...{ members: [b.founder.author], status: 'active' },
    });
    await a.take(c);
    await a.take(b);
    const bytes = utf8('0123456789abcdefWe have too little time.');
    const hash = hashTextOf(bytes);
    await reject(a, c, hash, new Map([[hash, bytes]])); // C's words, in A's log
    const copied = await reject(b, b, hash, new Map([[hash, bytes]]));
    await a.take(b);
    const erasure = await erasureBy(b, [
      { document: copied.id, attachments: [hash] },
      { document: theirs.id, payload: { thread: theirs.subject } },
      { document: own.id, payload: { thread: own.subject } },
    ]);
    expect(await namesThatGo(a.instance.context, b.commons, erasure)).toEqual([own.id]);
  });
});

describe('§16 [R-16.30] a peer that erases by its hash what its owner has yet to show us', () => {
  const SALTED = '0123456789abcdefWe have too little time.';

  /** One of B's members logs the bytes of others as their own words, and erases them. Every rule of B's is kept. */
  async function eraseFirst(node: Node, bytes: Uint8Array): Promise<HashText> {
    const { context, committer } = node.instance;
    const hash = hashTextOf(bytes);
    const text = { attachment: hash, bytes: bytes.length, media: 'text/plain' };
    const wish = { what: text, to: node.founder.author };
    const { payload } = await draft(context, node.founder, 'matter', wish);
    const envelope = await signEnvelope({ payload, ...node.founder });
    const { placed } = await submit(context, committer, envelope, new Map([[hash, bytes]]));
    if (placed.kind === 'refused') throw placed.problem;
    await node.act('erasure', { of: placed.entry.id });
    await node.react();
    return hash;
  }

  test('keeps no words out: they come with the document that names them, and go with the erasure of their own commons', async () => {
    const { a, b } = peers;
    const c = await network.found('c');
    await c.react();
    await a.addPeer(c);
    const { context } = a.instance;
    const bytes = utf8(SALTED);
    const hash = await eraseFirst(b, bytes);
    await a.take(b);
    expect((await context.store.traces([hash])).get(hash)?.erasedBy).toMatchObject([{ log: b.commons }]);
    await reject(a, c, hash, new Map([[hash, bytes]]));
    expect((await a.request(`/attachments/${hash}`)).status).toBe(200);
    await sweepErasures(context);
    expect((await a.request(`/attachments/${hash}`)).status).toBe(200);
    // Our own members' words neither.
    const own = utf8(`${SALTED} Or not.`);
    const ownHash = await eraseFirst(b, own);
    await a.take(b);
    const text = { attachment: ownHash, bytes: own.length, media: 'text/plain' };
    const { founder } = a;
    const { payload } = await draft(context, founder, 'matter', {
      ...{ what: text, to: founder.author, audience: 'public' },
    });
    const envelope = await signEnvelope({ payload, ...founder });
    const { placed } = await submit(context, a.instance.committer, envelope, new Map([[ownHash, own]]));
    expect(placed.kind).toBe('logged');
    expect((await a.request(`/attachments/${ownHash}`)).status).toBe(200);
    // Those of the eraser's own commons stay out.
    await expect(reject(a, b, hash, new Map([[hash, bytes]]))).rejects.toMatchObject({ type: 'erased' });
    await eraseNow(context.store, c.commons, 0, [hash]);
    expect((await a.request(`/attachments/${hash}`)).status).toBe(410);
    await expect(reject(a, c, hash, new Map([[hash, bytes]]))).rejects.toMatchObject({ type: 'erased' });
  });

  test('keeps no document out of a mirror of its own log; its own commons does', async () => {
    const { a, b } = peers;
    const c = await network.found('c');
    await c.react();
    await a.addPeer(c);
    const group = (name: string) =>
      c.act('circle', {
        ...{ kind: 'working-group', name: { en: name }, aim: { en: 'To help.' } },
        ...{ members: [c.founder.author], status: 'active' },
      });
    const [stays, goes] = [await group('One'), await group('Two')];
    await c.act('erasure', { of: goes.id, whole: true });
    const { context } = a.instance;
    const erasure = await erasureBy(b, [{ document: stays.id, payload: { thread: stays.subject } }]);
    const names = await namesThatGo(context, b.commons, erasure);
    expect(names).toEqual([stays.id]); // nothing tells yet whose it is
    await eraseNow(context.store, b.commons, 0, names);
    await eraseNow(context.store, b.commons, 0, [goes.id]);
    await a.take(c);
    const shown = await context.store.entries(c.commons, { ids: [stays.id, goes.id] });
    expect(shown.map(({ document }) => document !== null)).toEqual([true, false]);
    const trace = (await context.store.traces([goes.id])).get(goes.id);
    expect(trace?.erasedBy.map(({ log }) => log).sort()).toEqual([b.commons, c.commons].sort());
  });
});

/** An erasure as a log of a commons would hold it that cares for no rule. */
async function erasureBy(node: Node, erases: readonly object[]): Promise<StoredEntry> {
  const { context } = node.instance;
  const { envelope } = await signAct(context, await context.keyring(), 'erasure', {
    erases,
    ground: 'law',
    by: { subject: peers.negotiation, id: NOTHING },
  } as never); // ids and hashes are those of documents above
  const { id, kid, payload, signature } = await verifyEnvelope(parseEnvelope(envelope), context.verify);
  const document = { ...kid, payload, signature };
  return { index: 0, at: network.now(), id, leaf: canonicalBytes({}), document, verdict: null };
}

function contentOf(entry: StoredEntry | undefined) {
  return JSON.parse(Buffer.from(entry?.document?.payload ?? '{}').toString());
}
