import { updateDid } from '../../../protocol/identity/did-create.ts';
import type { DidVersion } from '../../../protocol/identity/did-version.ts';
import { formatMillis } from '../../../protocol/time.ts';
import { type DidCase, invalidCase, linesOf, validCase } from './did-case.ts';
import { documentCases } from './did-cases-document.ts';
import { genesisCases } from './did-cases-genesis.ts';
import { keyCases } from './did-cases-keys.ts';
import { lineCases } from './did-cases-line.ts';
import { successorCases } from './did-cases-successor.ts';
import { toleratedCases } from './did-cases-tolerated.ts';
import { DAY, GENESIS_TIME, namedKey, nextFields, wholeLife } from './did-commons.ts';

const MINUTE = 60_000;

/** All cases of `spec/vectors/01-did.json`; the same in every run. */
export async function didCases(): Promise<DidCase[]> {
  const life = await wholeLife();
  return [
    ...(await validCases(life)),
    ...(await toleratedCases(life)),
    ...orderCases(life),
    ...(await historyCases(life)),
    ...(await lineCases(life)),
    ...(await genesisCases(life)),
    ...(await documentCases(life)),
    ...(await keyCases(life)),
    ...(await successorCases(life)),
  ];
}

async function validCases(life: readonly DidVersion[]): Promise<DidCase[]> {
  const genesis = life.slice(0, 1);
  const farLife = await wholeLife(GENESIS_TIME + 1_000 * 365 * DAY);
  const scid = life[0]?.scid ?? '';
  return [
    validCase('genesis', 'R-1.23', 'a first version, founded on localhost', genesis),
    validCase('rotation', 'R-1.27', 'a promised key signs version 2, which names a head', life.slice(0, 2)),
    validCase('spare', 'R-1.27', 'every key changes, and a promised spare key signs', life.slice(0, 3)),
    validCase('host', 'R-1.22', 'a host with a port', genesis),
    validCase(
      'chain',
      'R-1.24',
      'numbers without a gap, each hash of its entry and the version before',
      life.slice(0, 2),
    ),
    validCase('canonical', 'R-1.20', 'each line is its own canonical form', genesis),
    validCase('move', 'R-1.32', 'the host changes, the SCID stays', life.slice(0, 4)),
    validCase('deactivation', 'R-1.33', 'a promised key signs the end', life),
    validCase(
      'far-future',
      'R-1.25',
      'nothing but the given clock says what the future is',
      farLife.slice(0, 2),
    ),
    {
      ...validCase('tolerance', 'R-1.25', 'five minutes ahead of the reader', genesis),
      now: formatMillis(GENESIS_TIME - 5 * MINUTE),
    },
    { ...validCase('expected', 'R-1.2', 'the SCID that was expected', genesis), expectedScid: scid },
    { ...validCase('extended', 'R-1.34', 'a new version', life.slice(0, 2)), known: linesOf(genesis) },
    { ...validCase('unchanged', 'R-1.34', 'nothing new', genesis), known: linesOf(genesis) },
  ];
}

function orderCases(life: readonly DidVersion[]): DidCase[] {
  const [first = '', second = '', third = '', ...rest] = linesOf(life);
  const order = (id: string, what: string, lines: readonly string[]) =>
    invalidCase(id, 'R-1.24', what, 'number', lines);
  return [
    invalidCase('empty', 'R-1.20', 'no version at all', 'form', []),
    order('gap', 'a version is left out', [first, second, ...rest]),
    order('reordered', 'two versions change places', [first, third, second]),
    order('twice', 'a version comes twice', [first, second, second]),
    order('headless', 'the first version is missing', [second, third]),
    {
      ...invalidCase('future', 'R-1.25', 'more than five minutes ahead of the reader', 'future', [first]),
      now: formatMillis(GENESIS_TIME - 5 * MINUTE - 1),
    },
    {
      ...invalidCase('other-scid', 'R-1.2', 'the log of another commons than expected', 'scid', [first]),
      expectedScid: `Qm${'1'.repeat(44)}`,
    },
  ];
}

/** Good logs that do not extend what the reader has seen. */
async function historyCases(life: readonly DidVersion[]): Promise<DidCase[]> {
  const genesis = life.slice(0, 1);
  const spare = { ...nextFields(2), updateKey: namedKey('update-2-spare') };
  const fork = [...genesis, (await updateDid(genesis, spare)).version];
  const refused = (
    id: string,
    what: string,
    versions: readonly DidVersion[],
    known: readonly DidVersion[],
  ) => ({
    ...validCase(id, 'R-1.34', what, versions),
    valid: false,
    known: linesOf(known),
  });
  return [
    refused('rollback', 'fewer versions than seen before', life.slice(0, 2), life.slice(0, 3)),
    refused(
      'fork',
      'another version 2 than seen before, signed by a promised key too',
      fork,
      life.slice(0, 2),
    ),
  ];
}
