import { beforeEach, describe, expect, test } from 'vitest';
import { canonicalBytes } from '../../../protocol/canonical.ts';
import { updateDid } from '../../../protocol/identity/did-create.ts';
import { joinDidLog } from '../../../protocol/identity/did-log.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { verifyParsed } from '../../../protocol/verify/verify-bundle.ts';
import { exportBundle, publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { listMisconduct } from '../../../server/flows/peers/misconduct.ts';
import { setMode } from '../../../server/flows/peers/rules.ts';
import { ownVersions } from '../../../server/flows/record/own-did.ts';
import { describe as describeNow } from '../../../server/flows/time/describe.ts';
import { type Change, logNextVersion, type UpdateKeys } from '../../../server/flows/upkeep/next-version.ts';
import { heldUpdateKey, newKey } from '../../../server/keys/keyring.ts';
import { systemRandom } from '../../../server/random.ts';
import { auditLog } from '../../support/audit-log.ts';
import {
  offer,
  sayYes,
  settle,
  stateAt,
  type TwoPeers,
  termsFields,
  twoPeers,
} from '../../support/network/negotiation.ts';
import { createNetwork, type Network, type Node, peerAt } from '../../support/network/network.ts';
import { signedRequest } from '../../support/network/signed.ts';

const ALL: Change['renew'] = ['document', 'request', 'checkpoint', 'witness'];
const KEPT: UpdateKeys = { signing: null, elsewhere: [], keepOne: true, carryOn: true };

let network: Network;
let peers: TwoPeers;
let a: Node;
let b: Node;
beforeEach(async () => {
  network = createNetwork();
  peers = await twoPeers(network);
  ({ a, b } = peers);
});

const rotate = (node: Node, renew = ALL, update = KEPT) => logNextVersion(node.instance, { renew, update });
const versionsOf = (node: Node) => ownVersions(node.instance.context);
const keysKept = async (node: Node) =>
  (await node.instance.context.store.records.list('key')).map(({ key }) => key).sort();

/** Money for hours, from the offer to the seal. */
async function agree(between: TwoPeers, meanwhile: () => Promise<void> = async () => undefined) {
  const fields = termsFields(between, network.now());
  const terms = await offer(between, fields);
  await settle([between.a, between.b]);
  await sayYes(between.a, between, terms, fields);
  await meanwhile();
  await sayYes(between.b, between, terms, fields);
  await settle([between.a, between.b]);
}

describe('§1 [R-1.14] [R-1.27] new keys', () => {
  test('sign from their entry on; what was signed before stays good, offline too', async () => {
    const before = await a.instance.context.keyring();
    await agree(peers);
    const old = await exportBundle(a.instance.context, await sealOf(a), publicOnly);
    const version = await rotate(a);
    expect(version).toMatchObject({ number: 2, deactivated: false });
    const now = await a.instance.context.keyring();
    for (const purpose of ['document', 'request'] as const)
      expect(now[purpose].key).not.toBe(before[purpose].key);
    for (const purpose of ['checkpoint', 'witness'] as const)
      expect(now[purpose].key.publicKey).not.toEqual(before[purpose].key.publicKey);
    await agree({ ...peers, negotiation: systemRandom.subject() });
    expect((await auditLog(a.instance.context)).faults).toEqual([]);
    const { verify } = a.instance.context;
    for (const bundle of [old, await exportBundle(a.instance.context, await sealOf(a), publicOnly)]) {
      const report = await verifyParsed(bundle, { verify, now: network.now() });
      expect(report.faults).toEqual([]);
      expect(report.levels.V2).toMatchObject({ result: 'pass' });
    }
  });

  test('are the only ones that are kept, beside the update key for the next time', async () => {
    const before = await keysKept(a);
    const { keys } = await rotate(a);
    const held = await heldUpdateKey(a.instance.context.store.records, a.instance.sealer, await last(a));
    expect(await keysKept(a)).toEqual(
      [
        `checkpoint ${keys.log.key}`,
        `document ${keys.document[0]}`,
        `request ${keys.request[0]}`,
        `update ${held?.key}`,
        `witness ${keys.witness.key}`,
      ].sort(),
    );
    for (const key of await keysKept(a)) expect(before).not.toContain(key);
  });

  test('of one purpose alone leave the others as they are', async () => {
    const [first] = await versionsOf(a);
    const { keys } = await rotate(a, ['request']);
    expect(keys.request).not.toEqual(first?.keys.request);
    expect(keys).toMatchObject({
      document: first?.keys.document,
      witness: first?.keys.witness,
      log: { key: first?.keys.log.key },
    });
  });

  test('reach the peers, who go on mirroring, cosigning and agreeing', async () => {
    await settle([a, b]);
    await rotate(a);
    await rotate(b);
    await agree(peers, async () => {
      await rotate(a);
    });
    expect((await stateAt(b, peers)).seals).toHaveLength(1);
    for (const [node, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const peer = await peerAt(node, other);
      expect(peer).toMatchObject({ lastError: null, failures: 0, shown: (await versionsOf(node)).length });
      expect(peer.cosigned).toBe((await node.instance.context.store.head(node.commons))?.size);
    }
    expect(await listMisconduct(b.instance.context)).toEqual([]);
  });

  test('whoever is broken off before its version is logged goes on with the former ones', async () => {
    const broken: Node['instance'] = {
      ...a.instance,
      committer: { ...a.instance.committer, commit: () => Promise.reject(new TypeError('killed')) },
    };
    await expect(logNextVersion(broken, { renew: ALL, update: KEPT })).rejects.toThrow('killed');
    expect(await versionsOf(a)).toHaveLength(1);
    await agree(peers);
    expect((await rotate(a)).number).toBe(2);
  });

  test('of two who change them at once one does, and the other is told', async () => {
    const both = await Promise.allSettled([rotate(a), rotate(a)]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [refused] = both.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused).toMatchObject({ type: 'conflict' });
    expect(await versionsOf(a)).toHaveLength(2);
    await agree(peers);
    expect((await rotate(a)).number).toBe(3);
  });

  test('an act that was signed with the former key is signed again with the new one', async () => {
    const { context, committer } = a.instance;
    const former = await context.keyring();
    await rotate(a);
    let asked = 0;
    const stale = {
      ...context,
      keyring: async () => (asked++ === 0 ? former : context.keyring()),
    };
    const described = async () =>
      (await context.store.threads(a.commons, { names: ['description'] }))[0]?.n ?? 0;
    const before = await described();
    await describeNow(stale, committer);
    expect(await described()).toBe(before + 1);
    expect(asked).toBeGreaterThan(1);
  });
});

describe('§1 [R-1.27] the update key', () => {
  test('that lies elsewhere has to be brought', async () => {
    const offline = newKey(systemRandom);
    await rotate(a, ALL, { ...KEPT, elsewhere: [offline], keepOne: false });
    await expect(rotate(a)).rejects.toMatchObject({
      type: 'conflict',
      message: expect.stringContaining('elsewhere'),
    });
    await expect(rotate(a, ALL, { ...KEPT, signing: newKey(systemRandom) })).rejects.toMatchObject({
      type: 'conflict',
      message: expect.stringContaining('promised other'),
    });
    expect(await versionsOf(a)).toHaveLength(2);
    expect((await rotate(a, ALL, { ...KEPT, signing: offline })).number).toBe(3);
    await expect(rotate(a, ALL, { ...KEPT, signing: offline })).rejects.toMatchObject({ type: 'conflict' });
    expect((await rotate(a)).number).toBe(4);
  });

  test('that is a spare one stays promised until it is used or forgotten', async () => {
    const spare = newKey(systemRandom);
    await rotate(a, ALL, { ...KEPT, elsewhere: [spare] });
    await rotate(a);
    expect((await rotate(a, ALL, { ...KEPT, signing: spare })).number).toBe(4);
    // The one that was kept and not used lapses with its promise.
    expect((await keysKept(a)).filter((name) => name.startsWith('update'))).toHaveLength(1);
    expect((await last(a)).nextKeyHashes).toHaveLength(1);
    const other = newKey(systemRandom);
    await rotate(a, ALL, { ...KEPT, elsewhere: [other] });
    await rotate(a, ALL, { ...KEPT, carryOn: false });
    await expect(rotate(a, ALL, { ...KEPT, signing: other })).rejects.toMatchObject({ type: 'conflict' });
  });

  test('more than eight of them are refused before anything is logged', async () => {
    const elsewhere = Array.from({ length: 8 }, () => newKey(systemRandom));
    await expect(rotate(a, ALL, { ...KEPT, elsewhere })).rejects.toBeInstanceOf(ProtocolError);
    expect(await versionsOf(a)).toHaveLength(1);
  });
});

describe('§1 [R-1.32] a move', () => {
  const ELSEWHERE = 'https://elsewhere.example.org';
  const move = (node: Node, origin = ELSEWHERE) =>
    logNextVersion(node.instance, { renew: [], origin, update: KEPT });

  test('is followed by peers though nobody answers at the former address', async () => {
    await settle([a, b]);
    await move(a);
    const moved = network.rehost(a, ELSEWHERE);
    network.seen.splice(0);
    await moved.deliver(b);
    expect(await peerAt(b, a)).toMatchObject({ baseUrl: ELSEWHERE });
    await agree({ ...peers, a: moved });
    expect((await stateAt(b, peers)).seals).toHaveLength(1);
    expect((await moved.request('/.well-known/did.jsonl')).status).toBe(200);
    expect((await last(moved)).alsoKnownAs).toHaveLength(1);
  });

  test('goes nowhere where another commons is', async () => {
    await expect(move(a, b.origin)).rejects.toMatchObject({
      type: 'conflict',
      message: expect.stringContaining('another commons'),
    });
    expect(await versionsOf(a)).toHaveLength(1);
  });

  test('may go with new keys, in the midst of a negotiation, and back again', async () => {
    let moved = a;
    const fields = termsFields(peers, network.now());
    const terms = await offer(peers, fields);
    await settle([a, b]);
    await logNextVersion(a.instance, { renew: ALL, origin: ELSEWHERE, update: KEPT });
    moved = network.rehost(a, ELSEWHERE);
    await sayYes(moved, peers, terms, fields);
    await settle([moved, b]);
    await move(moved, a.origin);
    moved = network.rehost(moved, a.origin);
    await sayYes(b, peers, terms, fields);
    await settle([moved, b]);
    expect((await stateAt(b, peers)).seals).toHaveLength(1);
    expect(await peerAt(b, a)).toMatchObject({ baseUrl: a.origin, lastError: null });
  });
});

describe('§18 [R-18.17] a peer shows how its DID goes on', () => {
  const show = async (lines: readonly string[], key?: Awaited<ReturnType<typeof keyOfNow>>) => {
    const request = await signedRequest(network, b, {
      author: a.commons,
      key: key ?? (await keyOfNow()),
      path: '/peers/introductions',
      body: Uint8Array.from(canonicalBytes({ did: joinDidLog(lines) })),
    });
    return request();
  };
  const keyOfNow = async () => (await a.instance.context.keyring()).request as never; // it has what a test key has
  const linesOf = async (node: Node) => (await versionsOf(node)).map(({ line }) => line);

  test('to one whose mode is closed, too, and nothing is fetched', async () => {
    await rotate(a);
    network.seen.splice(0);
    expect((await show(await linesOf(a))).status).toBe(202);
    expect(network.seen).toEqual([]);
    expect(await known()).toEqual(await linesOf(a));
  });

  test('one that is no peer is refused before its log is proven', async () => {
    const c = await network.found('c');
    const request = await signedRequest(network, b, {
      author: c.commons,
      key: (await c.instance.context.keyring()).request as never,
      path: '/peers/introductions',
      body: Uint8Array.from(canonicalBytes({ did: joinDidLog(await linesOf(c)) })),
    });
    expect((await request()).status).toBe(403);
    await setMode(b.instance.context, 'open', b.founder.author);
    expect((await request()).status).toBe(202);
  });

  test('signed by a key that the newest version does not list, it is nobody’s', async () => {
    const former = await keyOfNow();
    await rotate(a);
    expect((await show(await linesOf(a), former)).status).toBe(401);
    expect(await known()).toHaveLength(1);
  });

  test('an older one that comes late takes nothing back', async () => {
    const [first = ''] = await linesOf(a);
    const former = await keyOfNow();
    await rotate(a);
    await show(await linesOf(a));
    expect((await show([first], former)).status).toBe(202);
    expect(await known()).toEqual(await linesOf(a));
    expect(await listMisconduct(b.instance.context)).toEqual([]);
  });

  test('one that parts from what is known is refused, and kept as proof', async () => {
    const kept = await heldUpdateKey(a.instance.context.store.records, a.instance.sealer, await last(a));
    await rotate(a);
    await show(await linesOf(a));
    const [first] = await versionsOf(a);
    if (first === undefined || kept === null) throw new TypeError('a has a first version');
    const head = { size: 1, root: (await last(a)).keys.log.head?.root ?? ('' as never) };
    const common = { updateKey: kept, nextUpdateKeys: [newKey(systemRandom).key], head };
    const request = newKey(systemRandom);
    const fork = await updateDid([first], {
      ...common,
      keys: { request: [request.key] },
      now: network.now(),
    });
    expect((await show([first.line, fork.line], request as never)).status).toBe(422);
    expect(await known()).toEqual(await linesOf(a));
    expect(await listMisconduct(b.instance.context)).toMatchObject([
      { commons: a.commons, kind: 'identity-rollback' },
    ]);
  });

  const known = async () =>
    (await b.instance.context.store.records.get('peer-did', a.commons))?.lines as readonly string[];
});

async function last(node: Node) {
  const version = (await versionsOf(node)).at(-1);
  if (version === undefined) throw new TypeError('a founded commons has a DID');
  return version;
}

/** The newest seal in a log. */
async function sealOf({ instance, commons }: Node) {
  const entries = await instance.context.store.entries(commons, { after: -1, limit: 500 });
  const seal = entries.findLast(({ document }) =>
    document === null ? false : Buffer.from(document.payload).includes('"type":"seal"'),
  );
  if (seal === undefined) throw new TypeError('the two have sealed something');
  return seal.id;
}
