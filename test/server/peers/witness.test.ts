import { beforeEach, describe, expect, test } from 'vitest';
import { toBase64, utf8 } from '../../../protocol/bytes.ts';
import { logOrigin, type Scid } from '../../../protocol/ids.ts';
import { formatCheckpoint } from '../../../protocol/log/checkpoint.ts';
import { verifyCosignature } from '../../../protocol/log/cosignature.ts';
import { formatNote, parseNote, signNote } from '../../../protocol/log/note.ts';
import { parseSignatureLine } from '../../../protocol/log/note-form.ts';
import { consistencyRanges } from '../../../protocol/log/ranges.ts';
import { leafHash, rootOf } from '../../../protocol/log/tree.ts';
import { verifierKey } from '../../../protocol/log/vkey.ts';
import { updatePeer } from '../../../server/flows/peers/peer-record.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { writeDrafts } from '../../support/network/negotiation.ts';
import { createNetwork, type Network, type Node, peerAt } from '../../support/network/network.ts';
import { scriptPeer } from '../../support/network/scripted-peer.ts';
import { problemIn, signedRequest } from '../../support/network/signed.ts';
import { keyOf, type TestKey } from '../../support/people.ts';
import { type SmallCommons, smallCommons } from '../../support/verify/small-commons.ts';

let network: Network;
let witness: Node;
let peer: SmallCommons;
const ORIGIN = 'https://small.example.org';
beforeEach(async () => {
  network = createNetwork();
  witness = await network.found('a');
  await witness.react();
  peer = await smallCommons('small');
  peer.log.setClock('2026-01-10T12:00:00.000Z');
  scriptPeer(network, peer, ORIGIN);
  await witness.addPeer({ origin: ORIGIN });
});

const hashes = () => peer.log.entries.map((entry) => leafHash(entry.leafBytes));

/** A head of the peer's log, or of a history that it makes up, signed by its checkpoint key. */
async function noteOf(
  size: number,
  change: { root?: Uint8Array; key?: TestKey; origin?: string } = {},
): Promise<string> {
  const name = change.origin ?? logOrigin(peer.log.commons);
  const root = change.root ?? rootOf(hashes().slice(0, size));
  const text = formatCheckpoint({ origin: name, size, root });
  const { publicKey, sign } = change.key ?? peer.log.keyring.checkpoint;
  return formatNote({
    text,
    signatures: [await signNote(text, { key: verifierKey(name, 'note', publicKey), sign })],
  });
}

const proofOf = (from: number, to: number) =>
  from === 0 || from === to
    ? []
    : consistencyRanges(from, to).map(({ begin, end }) => rootOf(hashes().slice(begin, end)));

async function ask(old: number | string, note: string, proof: readonly Uint8Array[] = []): Promise<Response> {
  const body = utf8(`old ${old}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${note}`);
  const { log } = peer;
  const wish = {
    author: log.commons,
    key: log.keyring.request,
    path: '/witness/add-checkpoint',
    type: 'text/plain',
  };
  return (await signedRequest(network, witness, { ...wish, body }))();
}

const witnessed = () => witness.instance.context.store.records.get('witnessed', peer.log.commons);

describe('§3 [R-3.35] cosigning a peer’s checkpoint', () => {
  test('the first one from nothing, the next ones on top of it', async () => {
    for (const [old, size] of [
      [0, 4],
      [4, 4],
      [4, 7],
      [7, 10],
    ] as const) {
      const note = await noteOf(size);
      const answer = await ask(old, note, proofOf(old, size));
      expect(answer.status).toBe(200);
      const { name, signature } = parseSignatureLine((await answer.text()).trimEnd());
      expect(name).toBe(logOrigin(witness.commons));
      const { publicKey } = (await witness.instance.context.keyring()).witness.key;
      expect(
        await verifyCosignature(parseNote(note).text, publicKey, signature, verifyWithNode),
      ).not.toBeNull();
      expect(await witnessed()).toMatchObject({ size });
    }
  });

  test('a wrong old size is answered by the right one', async () => {
    await ask(0, await noteOf(4));
    for (const old of [0, 3, 5]) {
      const answer = await ask(old, await noteOf(7), proofOf(old, 7));
      expect(answer.status).toBe(409);
      expect(answer.headers.get('content-type')).toBe('text/x.tlog.size');
      expect(await answer.text()).toBe('4\n');
    }
    expect(await witnessed()).toMatchObject({ size: 4 });
  });

  test.each<readonly [string, number, string, () => Promise<Response>]>([
    ['no proof', 422, 'log-invalid', async () => ask(4, await noteOf(7))],
    ['a proof of something else', 422, 'log-invalid', async () => ask(4, await noteOf(7), proofOf(3, 7))],
    ['a proof from nothing', 409, '', async () => ask(0, await noteOf(7), proofOf(3, 7))],
    ['a smaller log', 400, 'malformed', async () => ask(4, await noteOf(3))],
    ['another log', 404, 'not-found', async () => ask(0, await noteOf(4, { origin: 'folkmoot/somebody' }))],
    [
      'a log that is no peer’s',
      404,
      'not-found',
      async () =>
        ask(
          0,
          await noteOf(4, { origin: logOrigin('QmYZrnXsE45wtQEk1AqkZnsgaPam8Y6Z9WNYxQHiNYsfTk' as Scid) }),
        ),
    ],
    [
      'a checkpoint that the log did not sign',
      403,
      'forbidden',
      async () => ask(4, await noteOf(7, { key: keyOf('a thief') })),
    ],
    ['no checkpoint', 422, 'log-invalid', async () => ask(4, 'believe me\n')],
    ['an old size that is none', 400, 'malformed', async () => ask('four', await noteOf(7))],
    ['an old size with a zero before it', 400, 'malformed', async () => ask('04', await noteOf(7))],
    [
      'too long a proof',
      400,
      'malformed',
      async () => ask(4, await noteOf(7), Array(64).fill(new Uint8Array(32))),
    ],
  ])('%s is not cosigned (%i)', async (_, status, type, request) => {
    await ask(0, await noteOf(4));
    const before = await witnessed();
    const answer = await request();
    expect(answer.status).toBe(status);
    if (type !== '') expect((await problemIn(answer)).type).toBe(type);
    expect(await witnessed()).toEqual(before);
  });

  test('from nothing there is nothing to prove', async () => {
    expect(await problemIn(await ask(0, await noteOf(4), [new Uint8Array(32)]))).toEqual({
      status: 400,
      type: 'malformed',
    });
  });

  test('nobody but a peer may ask', async () => {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: `old 0\n\n${await noteOf(4)}`,
    };
    expect(await problemIn(await witness.request('/witness/add-checkpoint', init))).toMatchObject({
      status: 401,
    });
  });

  test('asked for two continuations at once it cosigns one', async () => {
    await ask(0, await noteOf(4));
    const notes = [await noteOf(7), await noteOf(9)];
    const answers = await Promise.all(notes.map((note, at) => ask(4, note, proofOf(4, [7, 9][at] ?? 0))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});

describe('§10 [R-10.27] a log with two histories is cosigned no more', () => {
  test('a second head of the size that was cosigned is refused, and both notes are kept', async () => {
    const first = await noteOf(4);
    await ask(0, first);
    const second = await noteOf(4, { root: new Uint8Array(32).fill(9) });
    expect((await ask(4, second)).status).toBe(409);
    const { records } = witness.instance.context.store;
    expect(await records.get('two-histories', peer.log.commons)).toEqual({ note: second, against: first });
    expect((await ask(4, await noteOf(7), proofOf(4, 7))).status).toBe(403);
  });

  test('a continuation that the mirror contradicts is refused', async () => {
    await witness.take({ commons: peer.log.commons });
    await ask(0, await noteOf(4));
    const fork = [...hashes().slice(0, 4), new Uint8Array(32), new Uint8Array(32)];
    const note = await noteOf(6, { root: rootOf(fork) });
    const proof = consistencyRanges(4, 6).map(({ begin, end }) => rootOf(fork.slice(begin, end)));
    expect(await problemIn(await ask(4, note, proof))).toEqual({ status: 422, type: 'log-invalid' });
    expect(await witnessed()).toMatchObject({ size: 4 });
  });
});

describe('§3 [R-3.35] asking for a cosignature', () => {
  let own: Node;
  beforeEach(async () => {
    own = await network.found('b');
    await own.react();
    await own.addPeer(witness);
    await witness.addPeer(own);
  });

  const noteAt = async () =>
    (await own.instance.context.store.checkpoints(own.commons, { around: 0 }))
      .map(({ note }) => note)
      .join('');

  test('it is kept with the checkpoint, and with the witness’s mirror of it', async () => {
    await own.deliver(witness);
    expect(await noteAt()).toContain(`— ${logOrigin(witness.commons)} `);
    expect(await peerAt(own, witness)).toMatchObject({ cosigned: 10 });
    const mirrored = await witness.instance.context.store.checkpoints(own.commons, 'newest');
    expect(mirrored[0]).toMatchObject({ size: 10, cosignatures: 1 });
  });

  test('it is kept though the log has grown meanwhile', async () => {
    network.between(async (message, pass) => {
      const answer = await pass(message);
      if (message.url.pathname === '/witness/add-checkpoint') await writeDrafts(own, 2);
      return answer;
    });
    await own.deliver(witness);
    expect(await noteAt()).toContain(`— ${logOrigin(witness.commons)} `);
    expect((await own.instance.context.store.checkpoints(own.commons, 'newest'))[0]?.size).toBe(12);
  });

  test.each<readonly [string, string]>([
    ['nothing', ''],
    ['no signature line', 'yes\n'],
    ['somebody else’s line', `— folkmoot/somebody ${toBase64(new Uint8Array(76))}\n`],
  ])('an answer with %s spoils no checkpoint, and is a failure', async (_, text) => {
    network.between(async (message, pass) =>
      message.url.pathname === '/witness/add-checkpoint' ? new Response(text) : pass(message),
    );
    await own.deliver(witness);
    expect(await noteAt()).toBe('');
    expect(await peerAt(own, witness)).toMatchObject({ cosigned: 0, failures: 1 });
  });

  test('a good line with a bad signature neither', async () => {
    network.between(async (message, pass) => {
      const answer = await pass(message);
      if (message.url.pathname !== '/witness/add-checkpoint') return answer;
      const line = await answer.text();
      return new Response(line.replace(/.{8}=?=?\n$/, 'AAAAAAAA\n'));
    });
    await own.deliver(witness);
    expect(await noteAt()).toBe('');
    expect(await peerAt(own, witness)).toMatchObject({ cosigned: 0, failures: 1 });
  });

  test('a witness that has forgotten, or knows more than we thought, says where to begin', async () => {
    await own.deliver(witness);
    await writeDrafts(own, 3);
    await updatePeer(own.instance.context.store, witness.commons, { cosigned: 4 });
    await own.deliver(witness);
    expect(await peerAt(own, witness)).toMatchObject({ cosigned: 13, failures: 0 });
  });
});
