import { beforeEach, describe, expect, test } from 'vitest';
import { logOrigin } from '../../../protocol/ids.ts';
import { formatCheckpoint } from '../../../protocol/log/checkpoint.ts';
import { formatNote, parseNote, signNote } from '../../../protocol/log/note.ts';
import { publishIfBehind } from '../../../server/flows/log/publish-checkpoint.ts';
import { confirmHistory } from '../../../server/flows/peers/confirm-history.ts';
import { writeDrafts } from '../../support/network/negotiation.ts';
import { createNetwork, type Network, type Node } from '../../support/network/network.ts';
import { problemIn } from '../../support/network/signed.ts';

let network: Network;
let a: Node;
let witness: Node;

beforeEach(async () => {
  network = createNetwork();
  a = await network.found('a');
  witness = await network.found('b');
  await a.addPeer(witness);
  await witness.addPeer(a);
  await a.react();
  await a.deliver(witness);
});

/** What a starting server does. */
async function restart(): Promise<string> {
  const { context } = a.instance;
  context.history.settle({ kind: 'asking' });
  await confirmHistory(context);
  return context.history.standing().kind;
}

/** The witness has seen another note than it has. */
async function seen(change: (note: string) => string | Promise<string>): Promise<void> {
  const { records } = witness.instance.context.store;
  const known = await records.get('witnessed', a.commons);
  await records.put('witnessed', a.commons, { ...known, note: await change(String(known?.note)) });
}

/** A checkpoint that somebody signed with the checkpoint key of a commons. */
async function signed(
  by: Node,
  size: number,
  root: Uint8Array,
  name = logOrigin(a.commons),
): Promise<string> {
  const { checkpoint } = await by.instance.context.keyring();
  const text = formatCheckpoint({ origin: name, size, root });
  const key = { ...checkpoint.key, name };
  return formatNote({ text, signatures: [await signNote(text, { ...checkpoint, key })] });
}

const headOf = async ({ instance, commons }: Node) => {
  const head = await instance.context.store.head(commons);
  if (head === null) throw new TypeError('it is founded');
  return head;
};

describe('§3 [R-3.36] what witnesses have seen of our log', () => {
  test('the same end confirms it', async () => {
    expect(await restart()).toBe('confirmed');
  });

  test('an earlier end confirms it', async () => {
    await writeDrafts(a, 3);
    expect(await restart()).toBe('confirmed');
  });

  test('nothing at all confirms it', async () => {
    await witness.instance.context.store.records.remove('witnessed', a.commons);
    expect(await restart()).toBe('confirmed');
  });

  test('a log that nobody has cosigned is asked of nobody', async () => {
    const alone = await network.found('c');
    await alone.addPeer(witness);
    alone.instance.context.history.settle({ kind: 'asking' });
    const before = network.seen.length;
    await confirmHistory(alone.instance.context);
    expect(alone.instance.context.history.standing().kind).toBe('confirmed');
    expect(network.seen).toHaveLength(before);
  });

  test('a later end contradicts it, for good', async () => {
    const { size } = await headOf(a);
    await seen(() => signed(a, size + 1, new Uint8Array(32)));
    expect(await restart()).toBe('contradicted');
    a.instance.context.history.settle({ kind: 'confirmed' });
    expect(a.instance.context.history.standing()).toMatchObject({
      kind: 'contradicted',
      signedSize: size + 1,
      size,
    });
  });

  test('another root at a size that we have contradicts it', async () => {
    const { size } = await headOf(a);
    await seen(() => signed(a, size - 1, new Uint8Array(32)));
    expect(await restart()).toBe('contradicted');
  });

  test.each([
    ['a note that is none', () => 'nothing'],
    ['a note whose signature does not verify', (note: string) => note.replace(/.{8}\n$/, 'AAAAAAA=\n')],
    ['a larger size that somebody else signed', async () => signed(witness, 1000, new Uint8Array(32))],
    [
      'a larger size of another log',
      async () => signed(a, 1000, new Uint8Array(32), logOrigin(witness.commons)),
    ],
  ] as const)('%s says nothing', async (_, change) => {
    await seen(change);
    expect(await restart()).toBe('asking');
  });

  test('a witness that does not answer says nothing; one that does later confirms', async () => {
    network.between(async () => new Response(null, { status: 503 }));
    expect(await restart()).toBe('asking');
    network.heal();
    expect(await restart()).toBe('confirmed');
  });

  test('meanwhile nothing is logged and nothing is signed, and everything is read', async () => {
    const { context } = a.instance;
    const before = await headOf(a);
    context.history.settle({ kind: 'asking' });
    await expect(writeDrafts(a, 1)).rejects.toMatchObject({ type: 'unavailable' });
    expect(await headOf(a)).toEqual(before);
    expect((await a.request('/log/checkpoint')).status).toBe(200);
    context.history.settle({ kind: 'confirmed' });
    await writeDrafts(a, 1);
    await publishIfBehind(context);
    expect((await headOf(a)).size).toBe(before.size + 1);
  });

  test('a peer that claims to have cosigned more makes the server ask again', async () => {
    const { size } = await headOf(a);
    const future = await signed(a, size + 7, new Uint8Array(32));
    await writeDrafts(a, 1);
    await seen(() => future);
    const { records } = witness.instance.context.store;
    const known = await records.get('witnessed', a.commons);
    await records.put('witnessed', a.commons, { ...known, size: size + 7 });
    await a.deliver(witness);
    expect(a.instance.context.history.standing().kind).toBe('contradicted');
  });
});

describe('§3 [R-3.37] what a witness has cosigned is shown to everybody', () => {
  test('the note as the log signed it', async () => {
    const answer = await witness.request(`/witness/checkpoints/${a.commons}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/plain');
    const checkpoint = await (await a.request('/log/checkpoint')).text();
    expect(parseNote(await answer.text()).text).toBe(parseNote(checkpoint).text);
  });

  test.each(['nobody', '%00', '../log/checkpoint'])('of %s it has seen nothing', async (name) => {
    const answer = await witness.request(`/witness/checkpoints/${encodeURIComponent(name)}`);
    expect((await problemIn(answer)).type).toBe('not-found');
  });

  test('of a log that never asked it has seen nothing', async () => {
    const answer = await a.request(`/witness/checkpoints/${witness.commons}`);
    expect(answer.status).toBe(404);
  });
});
