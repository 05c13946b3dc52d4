import type { DidVersion } from '../../../protocol/identity/did-version.ts';
import { multikeyOf } from '../../../protocol/identity/multikey.ts';
import { type DidCase, type Forgery, forgedCase } from './did-case.ts';
import { endpoint } from './did-cases-genesis.ts';
import { namedMultikey } from './did-commons.ts';
import { multihash, type RawEntry } from './did-forge.ts';

/** Keys that serve two purposes, and keys that are no good. */
export async function keyCases(life: readonly DidVersion[]): Promise<DidCase[]> {
  const genesis = GENESIS.map((forgery) => forgedCase(life.slice(0, 1), forgery));
  const third = THIRD.map((forgery) => forgedCase(life.slice(0, 3), forgery));
  return Promise.all([...genesis, ...third]);
}

/** y = 1: the neutral element. With it one signature verifies for every message. */
const NEUTRAL = multikeyOf(Uint8Array.of(1, ...new Uint8Array(31)));

const GENESIS: readonly Forgery[] = [
  shared('document-checkpoint', 'the document key signs checkpoints too', 'document-1', ['FolkmootLog']),
  shared('request-witness', 'the request key is the witness key too', 'request-1', ['FolkmootWitness']),
  shared('checkpoint-witness', 'the checkpoint key is the witness key too', 'one', [
    'FolkmootLog',
    'FolkmootWitness',
  ]),
  shared('update-checkpoint', 'the update key signs checkpoints too', 'update-1', ['FolkmootLog']),
  {
    id: 'promised-in-use',
    rule: 'R-1.31',
    what: 'the promised update key is the document key',
    fault: 'keys',
    change: promise('document-1'),
  },
  {
    id: 'promised-again',
    rule: 'R-1.31',
    what: 'the promised update key is the one in use',
    fault: 'keys',
    change: promise('update-1'),
  },
  {
    id: 'promised-twice',
    rule: 'R-1.31',
    what: 'the same key is promised twice',
    fault: 'keys',
    change: promise('update-2', 'update-2'),
  },
  {
    id: 'low-order',
    rule: 'R-1.31',
    what: 'a checkpoint key of low order',
    fault: ':key-unsound',
    change: ({ state }) => Object.assign(endpoint(state, 'FolkmootLog'), { key: NEUTRAL }),
  },
  {
    id: 'not-ed25519',
    rule: 'R-1.31',
    what: 'a witness key with the letters of a Multikey that is none of Ed25519',
    fault: ':key-unsound',
    change: ({ state }) =>
      Object.assign(endpoint(state, 'FolkmootWitness'), { key: `z6Mk${'1'.repeat(44)}` }),
  },
];

const THIRD: readonly Forgery[] = [
  {
    id: 'purpose-changed',
    rule: 'R-1.31',
    what: 'a former checkpoint key becomes the witness key',
    fault: 'keys',
    change: ({ state }) =>
      Object.assign(endpoint(state, 'FolkmootWitness'), { key: namedMultikey('checkpoint-1') }),
  },
  {
    id: 'update-key-published',
    rule: 'R-1.31',
    what: 'a former update key becomes the checkpoint key',
    fault: 'keys',
    change: ({ state }) => Object.assign(endpoint(state, 'FolkmootLog'), { key: namedMultikey('update-1') }),
  },
];

function shared(id: string, what: string, label: string, types: readonly string[]): Forgery {
  const change = ({ state }: RawEntry) => {
    for (const type of types) Object.assign(endpoint(state, type), { key: namedMultikey(label) });
  };
  return { id, rule: 'R-1.31', what, fault: 'keys', change };
}

function promise(...labels: readonly string[]) {
  const nextKeyHashes = labels.map((label) => multihash(namedMultikey(label)));
  return ({ parameters }: RawEntry) => Object.assign(parameters, { nextKeyHashes });
}
