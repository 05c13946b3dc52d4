import { joinDidLog } from '../../../../protocol/identity/did-log.ts';
import { ProtocolError } from '../../../../protocol/problem.ts';
import { addPeer } from '../../../../server/flows/peers/add-peer.ts';
import { keyOf } from '../../people.ts';
import { rotateKeys } from '../../verify/hostile.ts';
import { type SmallCommons, smallCommons } from '../../verify/small-commons.ts';
import { createReader, NOW } from './reader.ts';

const DESCRIPTION = [
  'Finding a peer by its base URL (§10.1).',
  '`served` is what `<origin>/.well-known/did.jsonl` answers (200). `known`, where there is one, are the lines that the reader has of this SCID',
  'already. The reader’s clock is `now`. `expected` is the SCID by which the peer goes from then on, or the problem for which the answer is refused.',
].join(' ');

interface Asked {
  readonly origin: string;
  readonly served: string;
  readonly known?: readonly string[];
}

/** The vectors of discovery. */
export async function discoveryVectors() {
  const peer = await small('small');
  const other = await small('other');
  const grown = await small('small');
  await rotateKeys(grown, 'small', { checkpoint: keyOf('small checkpoint 2') });
  const forked = await small('small');
  await rotateKeys(forked, 'small', { checkpoint: keyOf('small checkpoint 3') });
  const [first, second, fork] = [linesOf(peer), linesOf(grown), linesOf(forked)];
  const origin = 'https://small.example.org';
  const plans: readonly (readonly [id: string, what: string, asked: Asked])[] = [
    ['a-peer', 'the DID log names the origin that serves it', { origin, served: joinDidLog(first) }],
    ['two-versions', 'a DID log of two versions', { origin, served: joinDidLog(second) }],
    ['grown', 'a known DID log with a version more', { origin, served: joinDidLog(second), known: first }],
    ['the-same', 'a known DID log once more', { origin, served: joinDidLog(second), known: second }],
    [
      'another-origin',
      'the DID names another address than the one that serves it',
      { origin: 'https://x.example.org', served: joinDidLog(first) },
    ],
    ['somebody-elses', 'another commons’ DID log', { origin, served: joinDidLog(linesOf(other)) }],
    ['rolled-back', 'a known version is missing', { origin, served: joinDidLog(first), known: second }],
    [
      'forked',
      'another second version than the known one',
      { origin, served: joinDidLog(fork), known: second },
    ],
    ['no-line', 'nothing', { origin, served: '' }],
    ['a-page', 'a page', { origin, served: '<!doctype html>\n' }],
    ['a-line-twice', 'one line twice', { origin, served: joinDidLog([...first, ...first]) }],
    ['cut', 'cut in the middle', { origin, served: joinDidLog(second).slice(0, 3000) }],
  ];
  const cases = [];
  for (const [id, what, asked] of plans) {
    const expected = await discover(asked);
    cases.push({ id, rule: 'R-10.20', what, valid: 'commons' in expected, ...asked, now: NOW, expected });
  }
  return { description: DESCRIPTION, cases };
}

/** What a reader makes of an answer. */
export async function discover({ origin, served, known }: Asked) {
  const context = await createReader(served);
  const peer = await small('small');
  if (known !== undefined)
    await context.store.records.put('peer-did', peer.log.commons, { lines: [...known] });
  try {
    const { commons } = await addPeer(context, origin);
    return { commons };
  } catch (error) {
    if (error instanceof ProtocolError) return { problem: error.type };
    throw error;
  }
}

async function small(label: string): Promise<SmallCommons> {
  const commons = await smallCommons(label);
  commons.log.setClock('2026-01-12T12:00:00.000Z');
  return commons;
}

function linesOf({ log }: SmallCommons): readonly string[] {
  return [...log.didVersions.values()].map(({ line }) => line);
}
