import { toBase64 } from '../../protocol/bytes.ts';
import type { DocumentId, Scid } from '../../protocol/ids.ts';
import { parseCheckpoint } from '../../protocol/log/checkpoint.ts';
import { parseNote } from '../../protocol/log/note.ts';
import { reachedLevels } from '../../protocol/verify/report.ts';
import { verifyBundle } from '../../protocol/verify/verify-bundle.ts';
import { resourcesSchema } from '../../server/client/views.ts';
import { verifyWithNode } from '../../server/keys/node-verify.ts';
import { lostOf, wronglyShownOf } from '../server/crash/support/ledger-faults.ts';
import type { Ledger } from '../server/crash/support/load.ts';
import { FORMED, type Negotiated, negotiations } from './convergence.ts';
import { type Asked, documentAt, look, readLog, type Shown, type ShownLog, witnessed } from './outside.ts';

/** How far a bundle is verified: who decided, by which right, in which way, and nothing against the values. */
const LEVEL = 'V4';
/** Where all witnesses were out of reach when somebody said yes, for the time of that there is the operator's clock alone. */
const HOLDS: ReadonlySet<string> = new Set(['pass', 'attested']);
/** What an agreement rests on: everybody has the very same bytes of it. */
const SHARED: ReadonlySet<string> = new Set(['terms', 'acceptance', 'seal']);

export interface Verdict {
  readonly faults: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

export interface Evidence {
  readonly houses: readonly Asked[];
  readonly ledgers: readonly Ledger[];
  /** What the reader of each stream was shown. */
  readonly seen: readonly (readonly number[])[];
}

/** The invariants of federation, from outside: what the servers show over HTTP, and what a stranger computes from it. */
export async function judge({ houses, ledgers, seen }: Evidence): Promise<Verdict> {
  const [shown, logs] = [await Promise.all(houses.map(look)), await Promise.all(houses.map(readLog))];
  const formed = negotiations(shown).filter(({ at }) =>
    [...at.values()].some(({ status }) => FORMED.has(status)),
  );
  const trust = houses.map(({ commons }) => commons);
  const verified = await Promise.all(formed.map((one) => verifiedBy(one, trust)));
  const faults = [
    ...houses.flatMap(({ name }, at) => logFaults(name, logs[at], ledgers[at])),
    ...houses.flatMap(({ name }, at) => streamFaults(name, logs[at]?.ids.length ?? 0, seen[at] ?? [])),
    ...(await witnessFaults(houses, logs)),
    ...(await Promise.all(formed.map(bytesFaults))).flat(),
    ...(await Promise.all(shown.map((one) => accountFaults(one, formed)))).flat(),
    ...verified.flatMap((one) => one.faults),
  ];
  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
  return {
    faults,
    counts: {
      acknowledged: sum(ledgers.map(({ acknowledged }) => acknowledged.size)),
      entries: sum(logs.map(({ ids }) => ids.length)),
      negotiations: negotiations(shown).length,
      formed: formed.length,
      bundles: sum(verified.map(({ bundles }) => bundles)),
    },
  };
}

/** Invariants 1 and 2: what was acknowledged is there, once and where it was said to be, under heads of this one log. */
function logFaults(name: string, log?: ShownLog, ledger?: Ledger): readonly string[] {
  if (log === undefined || ledger === undefined) return [`${name} shows no log`];
  const audit = { entries: log.ids.map((id) => ({ id })), leafHashes: log.leafHashes };
  const doubled = log.ids.filter((id, at) => log.ids.indexOf(id) !== at);
  return [
    ...lostOf(ledger, audit).map((id) => `${name} acknowledged ${id} and has lost it`),
    ...doubled.map((id) => `${name} has ${id} twice`),
    ...wronglyShownOf(ledger, audit).map((id) => `${name} acknowledged ${id} under a head of another log`),
    ...ledger.faults.map((fault) => `${name}: ${fault}`),
    ...[...ledger.unsure.keys()].map((id) => `${name} never answered for ${id}`),
  ];
}

function streamFaults(name: string, size: number, seen: readonly number[]): readonly string[] {
  const isWhole = seen.length === size && seen.every((index, at) => index === at);
  return isWhole ? [] : [`the stream of ${name} showed ${seen.length} of ${size} entries, or not in order`];
}

/** Every witness has cosigned a head of the log that there is. */
async function witnessFaults(
  houses: readonly Asked[],
  logs: readonly ShownLog[],
): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const witness of houses)
    for (const [at, house] of houses.entries()) {
      const note = house === witness ? null : await witnessed(witness, house.commons);
      if (house === witness) continue;
      const between = `${witness.name} as a witness of ${house.name}`;
      if (note === null) faults.push(`${between} has seen nothing`);
      else {
        const { size, root } = parseCheckpoint(parseNote(note).text);
        if (logs[at]?.roots[size - 1] !== toBase64(root)) faults.push(`${between} has seen another log`);
      }
    }
  return faults;
}

/** Invariant 5: every party shows the same bytes of the terms, every yes and the seal. */
async function bytesFaults({ negotiation, parties, at }: Negotiated): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const { house } of parties) {
    const view = at.get(house.commons);
    if (view === undefined || !FORMED.has(view.status))
      faults.push(`5: ${negotiation} is formed, and ${house.name} has it as ${view?.status}`);
  }
  const seals = new Set(parties.map(({ house }) => at.get(house.commons)?.seal ?? null));
  if (seals.size !== 1 || seals.has(null)) faults.push(`5: ${negotiation} has ${seals.size} seals`);
  const ids = new Set(
    [...at.values()].flatMap(({ events }) =>
      events.flatMap(({ what, id }) => (SHARED.has(what) ? [id] : [])),
    ),
  );
  for (const id of ids) faults.push(...(await differing(id, parties)));
  return faults;
}

async function differing(id: DocumentId, parties: readonly Shown[]): Promise<readonly string[]> {
  const bytes = new Set(await Promise.all(parties.map(({ house }) => documentAt(house, id))));
  return bytes.size === 1 && !bytes.has(null) ? [] : [`5: the parties have other bytes of ${id}`];
}

/** Invariants 4 and 7: what was given is what agreements say, and never more than there is. */
async function accountFaults({ house }: Shown, formed: readonly Negotiated[]): Promise<readonly string[]> {
  const { resources } = await house.client.read('/resources', resourcesSchema);
  const own = resources.find(({ subject }) => subject === house.stock.subject);
  if (own === undefined) return [`${house.name} has lost its stock`];
  const promised = formed
    .flatMap(({ at }) => at.get(house.commons)?.commitments ?? [])
    .reduce((sum, { provider, quantity }) => (provider === house.commons ? sum + quantity : sum), 0);
  return [
    own.allocated + own.held > own.capacity && `4: ${house.name} promised more than it has`,
    own.allocated !== promised && `7: ${house.name} gave ${own.allocated}, and agreed to give ${promised}`,
  ].filter((fault) => fault !== false);
}

/**
 * Invariant 9: a stranger with the bundle of any party comes to what the servers say.
 *
 * @param trust witnesses that the stranger trusts.
 */
async function verifiedBy({ negotiation, parties }: Negotiated, trust: readonly Scid[]) {
  const faults: string[] = [];
  for (const { house } of parties) {
    const bundle = await house.client.getBytes(`/bundles/${negotiation}`).catch((error: unknown) => error);
    if (!(bundle instanceof Uint8Array)) {
      faults.push(`9: ${house.name} gives no bundle of ${negotiation}: ${bundle}`);
      continue;
    }
    const { levels, verdict } = await verifyBundle(bundle, {
      verify: verifyWithNode,
      now: Date.now(),
      trust,
    });
    const bad = reachedLevels(LEVEL).filter((level) => !HOLDS.has(levels[level].result));
    for (const level of bad)
      faults.push(
        `9: the bundle of ${negotiation} from ${house.name}: ${level} ${JSON.stringify(levels[level])}`,
      );
    if (verdict?.status !== 'counted')
      faults.push(`9: the bundle of ${negotiation} from ${house.name} is ${verdict?.status}`);
  }
  return { faults, bundles: parties.length };
}
