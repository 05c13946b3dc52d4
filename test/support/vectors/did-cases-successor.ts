import { updateDid } from '../../../protocol/identity/did-create.ts';
import type { DidVersion } from '../../../protocol/identity/did-version.ts';
import { type DidCase, type Forgery, forgedCase, invalidCase, linesOf } from './did-case.ts';
import { endpoint } from './did-cases-genesis.ts';
import { headOf, namedKey, namedMultikey, nextFields } from './did-commons.ts';
import { forgeLast, multihash, type RawEntry } from './did-forge.ts';

/** Later versions that are hashed and signed well and still refused. */
export async function successorCases(life: readonly DidVersion[]): Promise<DidCase[]> {
  const forged = (count: number, forgeries: readonly Forgery[]) =>
    Promise.all(forgeries.map((forgery) => forgedCase(life.slice(0, count), forgery)));
  return [
    ...(await forged(2, SECOND)),
    ...(await forged(3, THIRD)),
    ...(await forged(4, MOVED)),
    ...(await forged(5, LAST)),
    await afterTheEnd(life),
    await updateKeyAgain(life),
    await moveAfterRenouncing(life),
  ];
}

const SECOND: readonly Forgery[] = [
  refused(
    'not-promised',
    'R-1.27',
    'signed by a key that was never promised',
    'rotation',
    undefined,
    'intruder',
  ),
  refused('old-key', 'R-1.27', 'signed by the former update key', 'rotation', undefined, 'update-1'),
  refused(
    'half-promised',
    'R-1.27',
    'an update key beside the promised one',
    'rotation',
    ({ parameters }) => {
      parameters.updateKeys = [namedMultikey('update-2'), namedMultikey('intruder')];
    },
  ),
  refused('update-keys-missing', 'R-1.27', 'updateKeys is left to inheritance', 'form', ({ parameters }) =>
    Reflect.deleteProperty(parameters, 'updateKeys'),
  ),
  {
    ...refused('nobody', 'R-1.27', 'no update key and no proof: what nobody signed', 'form', (entry) => {
      entry.parameters.updateKeys = [];
    }),
    spoil: (entry) => Object.assign(entry, { proof: [] }),
  },
  refused('promise-ends', 'R-1.27', 'no promise, and not the end', 'rotation', set({ nextKeyHashes: [] })),
  refused('promise-inherited', 'R-1.27', 'nextKeyHashes is left to inheritance', 'form', ({ parameters }) =>
    Reflect.deleteProperty(parameters, 'nextKeyHashes'),
  ),
  refused(
    'method-change',
    'R-1.1',
    'another version of the method',
    'method',
    set({ method: 'did:webvh:0.5' }),
  ),
  refused('scid-again', 'R-1.23', 'the SCID is stated again', 'scid', ({ parameters, state }) => {
    parameters.scid = state.id.split(':')[2];
  }),
  refused(
    'portable-again',
    'R-1.3',
    'portable: true is stated again',
    'portability',
    set({ portable: true }),
  ),
  refused('other-scid-named', 'R-1.23', 'a DID with another SCID', 'scid', ({ state }) => {
    const text = JSON.stringify(state).replaceAll(state.id.split(':')[2] ?? '', `Qm${'1'.repeat(44)}`);
    Object.assign(state, JSON.parse(text));
  }),
  refused('same-time', 'R-1.25', 'the time of the version before', 'time', at('2026-01-01T00:00:00Z')),
  refused('earlier', 'R-1.25', 'a time before the version before', 'time', at('2025-12-31T23:59:59Z')),
  refused('offset', 'R-1.25', 'a time with an offset', 'form', at('2026-01-02T00:00:00+00:00')),
  refused('no-day', 'R-1.25', 'a day that there is not', 'form', at('2026-02-30T00:00:00Z')),
  refused('no-head', 'R-1.30', 'no head of the log', 'statement', ({ state }) => {
    const { origin, key } = endpoint(state, 'FolkmootLog');
    for (const service of state.service as Record<string, unknown>[]) {
      if (service.type === 'FolkmootLog') service.serviceEndpoint = { origin, key };
    }
  }),
  refused('half-head', 'R-1.30', 'a size without a root', 'document', ({ state }) =>
    Reflect.deleteProperty(endpoint(state, 'FolkmootLog'), 'root'),
  ),
  refused(
    'empty-root',
    'R-1.30',
    'size 0 with the root of another tree',
    'statement',
    head({ size: 0, root: headOf(1).root }),
  ),
];

const THIRD: readonly Forgery[] = [
  refused(
    'head-behind',
    'R-1.30',
    'a head behind the one named before',
    'statement',
    head(headOf(19)),
    'update-3-spare',
  ),
  refused(
    'head-other',
    'R-1.30',
    'another root of the size named before',
    'statement',
    head({ size: 20, root: headOf(1).root }),
  ),
];

const MOVED: readonly Forgery[] = [
  refused('alias-missing', 'R-1.32', 'a move that does not name the former DID', 'portability', ({ state }) =>
    Reflect.deleteProperty(state, 'alsoKnownAs'),
  ),
  refused(
    'move-renounced',
    'R-1.32',
    'a move in the version that gives up moving',
    'portability',
    set({ portable: false }),
  ),
];

const LAST: readonly Forgery[] = [
  refused(
    'end-by-old-key',
    'R-1.33',
    'a deactivation by the former update key',
    'rotation',
    undefined,
    'update-4',
  ),
  refused(
    'end-with-promise',
    'R-1.33',
    'a deactivation that promises a key',
    'rotation',
    set({
      nextKeyHashes: [multihash(namedMultikey('update-6'))],
    }),
  ),
];

function refused(
  id: string,
  rule: string,
  what: string,
  fault: string,
  change?: (entry: RawEntry) => unknown,
  by?: string,
): Forgery {
  return { id, rule, what, fault, change: (entry) => void change?.(entry), ...(by !== undefined && { by }) };
}

function set(members: Record<string, unknown>) {
  return ({ parameters }: RawEntry) => Object.assign(parameters, members);
}

function at(versionTime: string) {
  return (entry: RawEntry) => Object.assign(entry, { versionTime });
}

function head(members: { readonly size: number; readonly root: string }) {
  return ({ state }: RawEntry) => Object.assign(endpoint(state, 'FolkmootLog'), members);
}

async function afterTheEnd(life: readonly DidVersion[]): Promise<DidCase> {
  const lines = await forgeLast([...linesOf(life), life.at(-1)?.line ?? ''], forger('update-6'), (entry) => {
    entry.versionTime = '2026-01-06T00:00:00Z';
    entry.parameters.updateKeys = [namedMultikey('update-6')];
  });
  return invalidCase('after-the-end', 'R-1.33', 'a version after the deactivation', 'deactivated', lines);
}

async function updateKeyAgain(life: readonly DidVersion[]): Promise<DidCase> {
  const genesis = life.slice(0, 1);
  const fields = { ...nextFields(2), nextUpdateKeys: [namedMultikey('update-1')] };
  const { line } = await updateDid(genesis, fields);
  const lines = await forgeLast(
    [...linesOf(genesis), line, life[2]?.line ?? ''],
    forger('update-1'),
    (entry) => {
      entry.parameters.updateKeys = [namedMultikey('update-1')];
    },
  );
  return invalidCase(
    'update-key-again',
    'R-1.31',
    'a former update key signs a later version',
    'keys',
    lines,
  );
}

async function moveAfterRenouncing(life: readonly DidVersion[]): Promise<DidCase> {
  const second = await forgeLast(linesOf(life.slice(0, 2)), forger('update-2'), ({ parameters }) => {
    parameters.portable = false;
  });
  const lines = await forgeLast([...second, life[3]?.line ?? ''], forger('update-3'), ({ parameters }) => {
    parameters.updateKeys = [namedMultikey('update-3')];
  });
  return invalidCase('move-after-renouncing', 'R-1.32', 'a move after portable: false', 'portability', lines);
}

function forger(label: string) {
  return { multikey: namedMultikey(label), sign: namedKey(label).sign };
}
