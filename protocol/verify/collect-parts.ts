import type { ThreadName } from '../documents/define.ts';
import { givenResources } from '../governance/effects.ts';
import type { Scid } from '../ids.ts';
import { leafTime } from '../log/leaf.ts';
import { momentsWithin } from '../log/silence.ts';
import type { Millis } from '../time.ts';
import type { EvidenceEntry, EvidenceLog, EvidenceSource } from './collect-bundle.ts';
import type { ReadEntry } from './read-entries.ts';
import type { ReadLog } from './read-log.ts';

/** What is taken of one log so far. */
export interface Part {
  readonly log: EvidenceLog;
  readonly entries: Map<number, EvidenceEntry>;
  /** How far back a usage thread is taken, in entries. */
  readonly usage: Map<ThreadName, number>;
}

/** The parts of a bundle in the making. */
export interface Parts {
  /** The part of one commons' log, with its key history; null where that log is not at hand. */
  readonly open: (commons: Scid) => Promise<Part | null>;
  readonly opened: () => Iterable<Part>;
}

/** Entries of a usage thread that are taken at first; doubled until the period is covered. */
const USAGE_STEP = 64;

export function beginParts(source: EvidenceSource): Parts {
  const parts = new Map<Scid, Part>();
  return {
    async open(commons) {
      const known = parts.get(commons);
      if (known !== undefined) return known;
      const log = await source.logs.get(commons);
      if (log === undefined) return null;
      const part: Part = { log, entries: new Map(), usage: new Map() };
      parts.set(commons, part);
      await addThread(part, 'identity');
      return part;
    },
    opened: () => parts.values(),
  };
}

/** Takes entries with their documents. @returns whether any of them is new. */
export async function addEntries(part: Part, indices: readonly number[]): Promise<boolean> {
  const fresh = indices.filter((index) => (part.entries.get(index)?.document ?? null) === null);
  let added = false;
  for (const entry of await part.log.read(fresh)) {
    const before = part.entries.get(entry.index);
    if (before === undefined || entry.document !== null) added = true;
    part.entries.set(entry.index, entry);
  }
  return added;
}

/** Takes entries as their leaves alone, but for those that are there already. */
export async function addLeaves(part: Part, indices: readonly number[]): Promise<void> {
  for (const entry of await part.log.read(indices.filter((index) => !part.entries.has(index)))) {
    part.entries.set(entry.index, { ...entry, document: null, verified: null });
  }
}

export async function addThread(
  part: Part,
  name: ThreadName,
  until = Number.POSITIVE_INFINITY,
): Promise<boolean> {
  const indices = await part.log.threadIndices(name);
  return addEntries(
    part,
    indices.filter((index) => index <= until),
  );
}

/** A usage thread is taken from its newest shown entry backwards, with the leaf before it as its boundary. */
export async function addUsage(part: Part, name: ThreadName): Promise<boolean> {
  const indices = await part.log.threadIndices(name);
  let last = -1;
  for (const { index, document } of part.entries.values())
    if (document !== null) last = Math.max(last, index);
  const before = indices.filter((index) => index <= last);
  const taken = part.usage.get(name) ?? 0;
  if (taken >= before.length) return false;
  const count = Math.min(before.length, Math.max(USAGE_STEP, taken * 2));
  part.usage.set(name, count);
  await addEntries(part, before.slice(-count));
  await addLeaves(part, before.slice(0, -count).slice(-1));
  return true;
}

/** Leaves that show where the log was silent, and where it was not. @returns whether any of them is new. */
export async function addTimes(
  part: Part,
  within: { readonly from: Millis; readonly until: Millis },
): Promise<boolean> {
  const read = async (indices: readonly number[]) =>
    (await part.log.read(indices)).map(({ index, leaf }) => ({ index, at: leafTime(leaf) }));
  const indices = (await momentsWithin(read, part.log.size, within)).map(({ index }) => index);
  const before = part.entries.size;
  await addLeaves(part, indices);
  return part.entries.size > before;
}

/** The resources that a decision gives, whose kind says whether it moves money. */
export async function addGiven(part: Part, index: number): Promise<void> {
  const document = part.entries.get(index)?.document;
  if (document === undefined || document === null || !('binding' in document)) return;
  for (const { id } of givenResources(document.binding, part.log.commons)) {
    const given = await part.log.indexOf(id);
    if (given !== null) await addEntries(part, [given]);
  }
}

/** The part as a verifier would read it; what is at hand here was verified when it came. */
export function readLogOf({ log, entries }: Part): ReadLog {
  return {
    commons: log.commons,
    entries: sortedEntries(entries).map(readEntryOf),
    authenticated: true,
    checkpoint: null,
    earlier: [],
    didVersions: log.didVersions,
    unprovenHeads: [],
    deposited: new Map(),
    faults: [],
  };
}

export function sortedEntries(entries: Part['entries']): readonly EvidenceEntry[] {
  return [...entries.values()].sort((a, b) => a.index - b.index);
}

function readEntryOf({ index, leaf, verified, document }: EvidenceEntry): ReadEntry {
  return { index, leaf, at: leafTime(leaf), envelope: verified, document };
}
