import { type Need, needText } from '../governance/missing.ts';
import { addEntries, addTimes, addUsage, type Part, type Parts, readLogOf } from './collect-parts.ts';
import { replayAll } from './replay-all.ts';
import type { ReplayedEntry } from './replay-log.ts';

/** An entry whose checks the bundle must answer. */
export interface Root {
  readonly part: Part;
  readonly index: number;
}

/**
 * Rounds of asking what is missing. Each adds an entry, so they end by themselves; and each replays what there is, so that
 * a log that was made for it must not have more. Promises out of one stock rest on each other, at some six rounds an
 * agreement: this is enough for hundreds of them.
 */
const ROUNDS_MAX = 4096;

/** Replays what there is and adds what is missing, until nothing more is at hand. Roots can become more on the way. */
export async function addMissing(parts: Parts, roots: Root[]): Promise<void> {
  const asked = new Set<string>();
  for (let round = 0; round < ROUNDS_MAX; round++) {
    if (!(await addNeeds(needsOf(parts, roots), { parts, roots, asked }))) return;
  }
}

interface Collecting {
  readonly parts: Parts;
  readonly roots: Root[];
  readonly asked: Set<string>;
}

interface Needed {
  readonly part: Part;
  readonly need: Need;
}

/** In their order; those side by side that are looked up alone are read together. @returns whether anything was added. */
async function addNeeds(needs: readonly Needed[], collecting: Collecting): Promise<boolean> {
  let added = false;
  let together: Needed[] = [];
  for (const needed of needs) {
    if (isLookedUp(needed.need)) {
      together.push(needed);
      continue;
    }
    added = (await addLookedUp(together, collecting)) || added;
    together = [];
    added = (await addNeed(needed, collecting)) || added;
  }
  return (await addLookedUp(together, collecting)) || added;
}

/** Whether an index says which entries it is. */
function isLookedUp(need: Need): boolean {
  return need.kind === 'document' || ('name' in need && !need.name.startsWith('usage:'));
}

async function addLookedUp(needs: readonly Needed[], collecting: Collecting): Promise<boolean> {
  const found = await Promise.all(
    needs.map(async ({ part, need }) => ({ part, indices: await lookUp(part, need, collecting) })),
  );
  let added = false;
  for (const [part, all] of Map.groupBy(found, (one) => one.part)) {
    const indices = new Set(all.flatMap((one) => one.indices));
    added = (await addEntries(part, [...indices])) || added;
  }
  return added;
}

/**
 * What the checks of the roots cannot be answered without, each once. A usage thread that one of them asks about says all
 * that taints it.
 */
function needsOf(parts: Parts, roots: readonly Root[]): readonly Needed[] {
  const replayed = replayAll([...parts.opened()].map(readLogOf));
  const entries = new Map<string, ReplayedEntry>();
  for (const [commons, log] of replayed) {
    for (const entry of log.entries) entries.set(`${commons} ${entry.index}`, entry);
  }
  const needs = new Map<string, Needed>();
  for (const { part, index } of roots) {
    const { commons } = part.log;
    const entry = entries.get(`${commons} ${index}`);
    const missing = (entry?.verdict?.checks ?? []).flatMap((check) =>
      check.result === 'unresolved' ? [check.missing] : [],
    );
    if (entry === undefined || missing.length === 0) continue;
    const texts = new Set(missing.map(needText));
    const doubts = entry.leaf.threads.flatMap(({ key }) => {
      const all = replayed.get(commons)?.threadOf(key)?.doubts ?? [];
      return all.some((doubt) => texts.has(needText(doubt))) ? all : [];
    });
    for (const need of [...missing, ...doubts]) needs.set(`${commons} ${needText(need)}`, { part, need });
  }
  return [...needs.values()];
}

async function lookUp(part: Part, need: Need, collecting: Collecting): Promise<readonly number[]> {
  if (need.kind === 'document') {
    const index = isFirst(part, need, collecting) ? await part.log.indexOf(need.id) : null;
    return index === null ? [] : [index];
  }
  if (!('name' in need)) return [];
  const until = lastRoot(part, collecting);
  return (await part.log.threadIndices(need.name)).filter((index) => index <= until);
}

/** @returns whether anything was added. */
async function addNeed({ part, need }: Needed, collecting: Collecting): Promise<boolean> {
  if ('name' in need) return addUsage(part, need.name);
  if (need.kind === 'times') return addTimes(part, need);
  return isFirst(part, need, collecting) && addForeign(part, need.id, collecting);
}

/** What is asked for again after it was looked for is not at hand. */
function isFirst(part: Part, need: Need, { asked }: Collecting): boolean {
  const name = `${part.log.commons} ${needText(need)}`;
  const first = !asked.has(name);
  asked.add(name);
  return first;
}

/** A document of another commons is shown in its own log, with all that it counts by there. */
async function addForeign(
  part: Part,
  id: Extract<Need, { kind: 'foreign' }>['id'],
  { parts, roots }: Collecting,
): Promise<boolean> {
  const here = await part.log.indexOf(id);
  const document = here === null ? undefined : part.entries.get(here)?.document;
  const home = document === undefined || document === null ? null : await parts.open(document.commons);
  const index = (await home?.log.indexOf(id)) ?? null;
  if (home === null || index === null) return false;
  await addEntries(home, [index]);
  roots.push({ part: home, index });
  return true;
}

/** The last entry whose checks need an answer in this part: what came after it cannot have a say in them. */
function lastRoot(part: Part, { roots }: Collecting): number {
  return roots.reduce((last, root) => (root.part === part ? Math.max(last, root.index) : last), -1);
}
