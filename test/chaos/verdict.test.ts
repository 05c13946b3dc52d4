import { expect, test } from 'vitest';
import { toBase64url, utf8 } from '../../protocol/bytes.ts';
import { canonicalBytes, type JsonObject } from '../../protocol/canonical.ts';
import { type DocumentId, documentIdOf, logOrigin, scidSchema } from '../../protocol/ids.ts';
import { formatCheckpoint } from '../../protocol/log/checkpoint.ts';
import { type Leaf, leafBytes } from '../../protocol/log/leaf.ts';
import { formatNote } from '../../protocol/log/note.ts';
import { inclusionPath, leafHash, rootOf } from '../../protocol/log/tree.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import type { Client } from '../../server/client/client.ts';
import { type Ledger, newLedger } from '../server/crash/support/load.ts';
import { subjectOf } from '../support/people.ts';
import type { Asked } from './outside.ts';
import { judge } from './verdict.ts';

/** What two commons show: sound as it is made, and each test tells one lie. */
const ENTRIES = 6;
const COMMONS = ['QmA', 'QmB'].map((begin) => scidSchema.parse(begin.padEnd(46, 'a')));
const NEGOTIATION = subjectOf('a negotiation');
const SEAL = documentIdOf(utf8('a seal'));
const GIVEN = 3;

interface World {
  readonly logs: Leaf[][];
  readonly ledgers: Ledger[];
  readonly seen: number[][];
  /** What each has cosigned of the other's log. */
  readonly notes: (string | null)[];
  /** What each shows of the agreement, and the bytes that it has of its seal. */
  readonly statuses: string[];
  readonly seals: (DocumentId | null)[];
  readonly bytes: (Uint8Array | null)[];
  readonly accounts: { allocated: number; held: number; capacity: number }[];
  isNegotiated: boolean;
}

function soundWorld(): World {
  const logs = COMMONS.map((commons) => leavesOf(commons));
  return {
    logs,
    ledgers: logs.map((leaves, at) => ledgerOf(leaves, at)),
    seen: logs.map((leaves) => [...leaves.keys()]),
    notes: logs.map((_, at) => noteOf(1 - at, logs[1 - at] ?? [])),
    statuses: ['formed', 'active'],
    seals: [SEAL, SEAL],
    bytes: [utf8('the seal'), utf8('the seal')],
    accounts: [
      { allocated: GIVEN, held: 0, capacity: 10 },
      { allocated: 0, held: 0, capacity: 10 },
    ],
    isNegotiated: true,
  };
}

function leavesOf(label: string, count = ENTRIES): Leaf[] {
  return Array.from({ length: count }, (_, index) => ({
    at: `2026-03-02T10:00:0${index}.000Z`,
    doc: documentIdOf(utf8(`${label} ${index}`)),
    reads: [],
    sig: toBase64url(new Uint8Array(64)),
    threads: [],
    type: 'thing',
  }));
}

function hashesOf(leaves: readonly Leaf[]): Uint8Array[] {
  return leaves.map((leaf) => leafHash(leafBytes(leaf)));
}

function noteOf(at: number, leaves: readonly Leaf[]): string {
  const [origin, root] = [
    logOrigin(COMMONS[at] ?? scidSchema.parse('Qm'.padEnd(46, 'z'))),
    rootOf(hashesOf(leaves)),
  ];
  const text = formatCheckpoint({ origin, size: leaves.length, root });
  return formatNote({ text, signatures: [{ name: origin, keyId: 1, signature: new Uint8Array(64) }] });
}

/** All that was logged was acknowledged, under the checkpoint of the whole log. */
function ledgerOf(leaves: readonly Leaf[], at: number): Ledger {
  const ledger = newLedger();
  const hashes = hashesOf(leaves);
  for (const [index, { doc }] of leaves.entries()) {
    const path = inclusionPath(hashes, index).map((hash) => toBase64url(hash));
    ledger.acknowledged.set(doc, { index, proof: { checkpoint: noteOf(at, leaves), path } });
  }
  return ledger;
}

/** Somebody who shows what the world says, in the forms of the wire. */
function houseOf(world: World, at: number): Asked {
  const [commons = scidSchema.parse('Qm'.padEnd(46, 'z'))] = COMMONS.slice(at);
  const name = 'ab'[at] ?? '';
  const stock = { subject: subjectOf(`stock of ${name}`) };
  const view = () => ({
    negotiation: NEGOTIATION,
    status: world.statuses[at],
    parties: COMMONS.map((one) => ({ commons: one, name: one, us: one === commons, accepted: true })),
    commitments: [{ provider: COMMONS[0], receiver: COMMONS[1], quantity: GIVEN }],
    events: [{ what: 'seal', id: SEAL }],
    seal: world.seals[at],
  });
  const answers: Readonly<Record<string, () => unknown>> = {
    '/peers': () => ({ entries: world.logs[at]?.length, peers: [] }),
    '/agreements': () => ({ agreements: world.isNegotiated ? [view()] : [] }),
    '/resources': () => ({ resources: [{ ...stock, ...world.accounts[at] }] }),
  };
  const read = async (path: string) => answers[path]?.();
  const getBytes = async (path: string) => {
    if (path.startsWith('/log/entries?after=')) return pageOf(world.logs[at] ?? [], Number(path.slice(19)));
    if (path.startsWith('/witness/')) return found(world.notes[at], utf8);
    if (path.startsWith('/documents/')) return found(world.bytes[at], (bytes) => bytes);
    throw new ProtocolError('not-found', 'It is not there.'); // bundles: real ones are verified in real runs
  };
  return { name, commons, stock, client: { read: read as Client['read'], getBytes } };

  function pageOf(leaves: readonly Leaf[], after: number): Uint8Array {
    const entries = leaves.slice(after + 1).map((leaf, place) => ({ index: after + 1 + place, leaf }));
    return canonicalBytes({ commons, entries, checkpoint: '', consistency: [] } as unknown as JsonObject); // leaves are JSON
  }
}

function found<Value>(value: Value | null | undefined, bytesOf: (value: Value) => Uint8Array): Uint8Array {
  if (value === null || value === undefined) throw new ProtocolError('not-found', 'It is not there.');
  return bytesOf(value);
}

/** What is said of a world, but for bundles, which it does not have. */
async function faultsOf(world: World): Promise<readonly string[]> {
  const houses = COMMONS.map((_, at) => houseOf(world, at));
  const { faults } = await judge({ houses, ledgers: world.ledgers, seen: world.seen });
  return faults.filter((fault) => !fault.startsWith('9: '));
}

test('nothing is said of a sound world', async () => {
  expect(await faultsOf(soundWorld())).toEqual([]);
});

test('a bundle that nobody gives is a fault', async () => {
  const world = soundWorld();
  const houses = COMMONS.map((_, at) => houseOf(world, at));
  const { faults, counts } = await judge({ houses, ledgers: world.ledgers, seen: world.seen });
  expect(faults).toEqual([
    expect.stringContaining(`9: a gives no bundle of ${NEGOTIATION}`),
    expect.stringContaining(`9: b gives no bundle of ${NEGOTIATION}`),
  ]);
  expect(counts).toEqual({
    acknowledged: 2 * ENTRIES,
    entries: 2 * ENTRIES,
    negotiations: 1,
    formed: 1,
    bundles: 2,
  });
});

/** A lie each, and what has to be said of it; more may be said. */
const LIES: readonly {
  readonly lie: string;
  readonly tell: (world: World) => void;
  readonly said: string;
}[] = [
  {
    lie: 'what was acknowledged last is gone',
    tell: ({ logs }) => logs[0]?.pop(),
    said: 'and has lost it',
  },
  {
    lie: 'something else stands in its place',
    tell: ({ logs: [log] }) => log?.splice(2, 1, ...leavesOf('another').slice(0, 1)),
    said: 'and has lost it',
  },
  {
    lie: 'a document is logged twice',
    tell: ({ logs: [log] }) => log?.push(...log.slice(0, 1)),
    said: `a has ${leavesOf(COMMONS[0] ?? '')[0]?.doc} twice`,
  },
  {
    lie: 'it was acknowledged under a head of another log',
    tell: ({ ledgers: [ledger] }) => {
      for (const [id, { index, proof }] of ledger?.acknowledged ?? [])
        ledger?.acknowledged.set(id, {
          index,
          proof: { path: proof?.path ?? [], checkpoint: noteOf(0, leavesOf('a fork')) },
        });
    },
    said: 'under a head of another log',
  },
  {
    lie: 'a witness cosigned another head of the size',
    tell: ({ notes }) => {
      notes[1] = noteOf(0, leavesOf('a fork'));
    },
    said: 'b as a witness of a has seen another log',
  },
  {
    lie: 'a witness has seen more than there is',
    tell: ({ notes }) => {
      notes[1] = noteOf(0, leavesOf('a longer log', ENTRIES + 1));
    },
    said: 'b as a witness of a has seen another log',
  },
  {
    lie: 'a witness saw nothing',
    tell: ({ notes }) => {
      notes[1] = null;
    },
    said: 'b as a witness of a has seen nothing',
  },
  {
    lie: 'an answer never came',
    tell: ({ ledgers: [ledger] }) => {
      ledger?.unsure.set(SEAL, { payload: new Uint8Array(0), attachments: {} });
    },
    said: `a never answered for ${SEAL}`,
  },
  {
    lie: 'two answers contradict each other',
    tell: ({ ledgers: [ledger] }) => ledger?.faults.push('it was said to be at 1 and at 2'),
    said: 'a: it was said to be at 1 and at 2',
  },
  { lie: 'a stream left something out', tell: ({ seen }) => seen[0]?.splice(2, 1), said: 'the stream of a' },
  { lie: 'a stream showed something twice', tell: ({ seen }) => seen[0]?.push(5), said: 'the stream of a' },
  {
    lie: 'only one of two has it as formed',
    tell: ({ statuses }) => {
      statuses[1] = 'lapsed';
    },
    said: `5: ${NEGOTIATION} is formed, and b has it as lapsed`,
  },
  {
    lie: 'two seals',
    tell: ({ seals }) => {
      seals[1] = documentIdOf(utf8('another seal'));
    },
    said: `5: ${NEGOTIATION} has 2 seals`,
  },
  {
    lie: 'other bytes of one document',
    tell: ({ bytes }) => {
      bytes[1] = utf8('another seal');
    },
    said: '5: the parties have other bytes of',
  },
  {
    lie: 'more is promised than there is',
    tell: ({ accounts: [account] }) => Object.assign(account ?? {}, { held: 8 }),
    said: '4: a promised more than it has',
  },
  {
    lie: 'something is given twice',
    tell: ({ accounts: [account] }) => Object.assign(account ?? {}, { allocated: 2 * GIVEN }),
    said: `7: a gave ${2 * GIVEN}, and agreed to give ${GIVEN}`,
  },
];

test.each(LIES)('it is seen: $lie', async ({ tell, said }) => {
  const world = soundWorld();
  tell(world);
  expect(await faultsOf(world)).toContainEqual(expect.stringContaining(said));
});
