import { logOrigin, scidSchema } from '../ids.ts';
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from '../log/vkey.ts';
import { ProtocolError } from '../problem.ts';
import { formatMillis, type Millis, SECOND } from '../time.ts';
import type { ReadCheckpoint } from './read-checkpoints.ts';
import type { ReadLog } from './read-log.ts';
import type { Report } from './report.ts';

/** Two honest clocks differ by this much at the most; the same tolerance as for requests. Spec §9. */
const CLOCK_TOLERANCE_MS = 300 * SECOND;

/** One witness's word: it saw the log with `size` entries at this time. */
interface Sighting {
  readonly witness: string;
  readonly trusted: boolean;
  readonly size: number;
  readonly at: Millis;
}

/** How far an entry's time is vouched for by others than the operator. Spec §9. */
export interface Bracket {
  readonly by: 'trusted' | 'unknown-witnesses' | 'operator' | 'contradicted' | 'disputed';
  /** The last sighting of the log without the entry, and the first one with it; null where there is none. */
  readonly after: Millis | null;
  readonly before: Millis | null;
}

/** Witnesses that the verifier trusts: by name, and by key. */
export interface Trust {
  readonly names: ReadonlySet<string>;
  readonly keys: readonly VerifierKey[];
  readonly vkeys: ReadonlySet<string>;
}

/**
 * Reads whom a verifier trusts: SCIDs, names `folkmoot/<SCID>`, or vkeys of witnesses. Spec §9.
 *
 * @throws {ProtocolError} `malformed` for anything else: a slip of the pen must not silently trust nobody.
 */
export function trustOf(texts: readonly string[]): Trust {
  const names = new Set<string>();
  const keys: VerifierKey[] = [];
  for (const text of texts) {
    const scid = scidSchema.safeParse(text.startsWith('folkmoot/') ? text.slice('folkmoot/'.length) : text);
    if (scid.success) names.add(logOrigin(scid.data));
    else keys.push(witnessKey(text));
  }
  return { names, keys, vkeys: new Set(keys.map(formatVerifierKey)) };
}

/**
 * Whether an entry's time lies between a sighting of the log without it and one with it. Spec §9.
 *
 * A trusted witness's sightings outweigh those of unknown ones, of whom anybody can make as many as they like: where
 * these speak against the time, nothing is proven.
 */
export function bracketOf(log: ReadLog, index: number, at: Millis, trust: Trust): Bracket {
  const sightings = sightingsOf(log, trust);
  const trusted = span(
    sightings.filter((sighting) => sighting.trusted),
    index,
  );
  if (!fits(trusted, at)) return { by: 'contradicted', ...trusted };
  if (trusted.after !== null && trusted.before !== null) return { by: 'trusted', ...trusted };
  const all = span(sightings, index);
  if (!fits(all, at)) return { by: 'disputed', ...all };
  if (all.after !== null && all.before !== null) return { by: 'unknown-witnesses', ...all };
  return { by: 'operator', ...all };
}

/** Whether somebody other than the log's own commons has seen the log with the entry, by the given time. */
export function seenBy(
  log: ReadLog,
  index: number,
  witnesses: readonly string[],
  until: Millis,
): Sighting | null {
  const names = new Set(witnesses);
  const seen = sightingsOf(log, NOBODY).filter(
    (sighting) => names.has(sighting.witness) && sighting.size > index && sighting.at <= until,
  );
  return seen[0] ?? null;
}

/** One history only: by trusted witnesses of the newest checkpoint. Spec §9. */
export function singleHistoryOf(log: ReadLog, trust: Trust): Report['singleHistory'] {
  const newest = log.checkpoint === null ? [] : sightingsIn(log.checkpoint, log, trust);
  const trusted = [...new Set(newest.filter((sighting) => sighting.trusted).map(({ witness }) => witness))];
  const unknown = new Set(newest.filter((sighting) => !sighting.trusted).map(({ witness }) => witness)).size;
  const believed = sightingsOf(log, trust).filter((sighting) => trusted.length === 0 || sighting.trusted);
  const first = earliest(believed);
  return {
    result: trusted.length > 0 ? 'pass' : 'unresolved',
    trusted,
    unknown,
    since: first === null ? null : formatMillis(first),
  };
}

/** The latest time at which a witness vouched for the newest checkpoint, or null. */
export function witnessedAt(
  log: ReadLog,
  trust: Trust,
): { readonly at: Millis; readonly trusted: boolean } | null {
  if (log.checkpoint === null) return null;
  const sightings = sightingsIn(log.checkpoint, log, trust);
  const trusted = latest(sightings.filter((sighting) => sighting.trusted));
  if (trusted !== null) return { at: trusted, trusted: true };
  const unknown = latest(sightings);
  return unknown === null ? null : { at: unknown, trusted: false };
}

const NOBODY: Trust = { names: new Set(), keys: [], vkeys: new Set() };

function witnessKey(text: string): VerifierKey {
  try {
    const key = parseVerifierKey(text);
    if (key.type === 'cosignature') return key;
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
  }
  throw new ProtocolError('malformed', 'A trusted witness is an SCID, folkmoot/<SCID>, or its vkey.', {
    witness: text.slice(0, 128),
  });
}

type Span = Pick<Bracket, 'after' | 'before'>;

function span(sightings: readonly Sighting[], index: number): Span {
  return {
    after: latest(sightings.filter(({ size }) => size <= index)),
    before: earliest(sightings.filter(({ size }) => size > index)),
  };
}

/** Each side counts by itself: one sighting can be enough to show that a time cannot be. */
function fits({ after, before }: Span, at: Millis): boolean {
  return (
    (after === null || at >= after - CLOCK_TOLERANCE_MS) &&
    (before === null || at <= before + CLOCK_TOLERANCE_MS)
  );
}

function latest(sightings: readonly Sighting[]): Millis | null {
  return sightings.length === 0 ? null : sightings.reduce((time, { at }) => Math.max(time, at), 0);
}

function earliest(sightings: readonly Sighting[]): Millis | null {
  return sightings.length === 0
    ? null
    : sightings.reduce((time, { at }) => Math.min(time, at), Number.MAX_SAFE_INTEGER);
}

function sightingsOf(log: ReadLog, trust: Trust): readonly Sighting[] {
  const checkpoints = [...log.earlier, ...(log.checkpoint === null ? [] : [log.checkpoint])];
  return checkpoints.flatMap((checkpoint) => sightingsIn(checkpoint, log, trust));
}

/** A log that cosigns itself vouches for nothing. */
function sightingsIn(checkpoint: ReadCheckpoint, log: ReadLog, trust: Trust): readonly Sighting[] {
  return checkpoint.cosignatures
    .filter(({ key }) => key.name !== logOrigin(log.commons))
    .flatMap(({ key, times }) => {
      const trusted = trust.names.has(key.name) || trust.vkeys.has(formatVerifierKey(key));
      return times.map((at) => ({ witness: key.name, trusted, size: checkpoint.size, at }));
    });
}
