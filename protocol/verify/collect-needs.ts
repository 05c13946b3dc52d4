import { type Need, needText } from '../governance/missing.ts';
import {
  addEntries,
  addThread,
  addTimes,
  addUsage,
  type Part,
  type Parts,
  readLogOf,
} from './collect-parts.ts';
import { replayAll } from './replay-all.ts';
import type { ReplayedEntry } from './replay-log.ts';

/** An entry whose checks the bundle must answer. */
export interface Root {
  readonly part: Part;
  readonly index: number;
}

/** Rounds of asking what is missing: more links than any chain of right or negotiation has. */
const ROUNDS_MAX = 64;

/** Replays what there is and adds what is missing, until nothing more is at hand. Roots can become more on the way. */
export async function addMissing(parts: Parts, roots: Root[]): Promise<void> {
  const asked = new Set<string>();
  for (let round = 0; round < ROUNDS_MAX; round++) {
    let added = false;
    for (const { part, need } of needsOf(parts, roots)) {
      added = (await addNeed(part, need, { parts, roots, asked })) || added;
    }
    if (!added) return;
  }
}

interface Collecting {
  readonly parts: Parts;
  readonly roots: Root[];
  readonly asked: Set<string>;
}

/**
 * What the checks of the roots cannot be answered without, each once. A usage thread that one of them asks about says all
 * that taints it.
 */
function needsOf(parts: Parts, roots: readonly Root[]): readonly { part: Part; need: Need }[] {
  const replayed = replayAll([...parts.opened()].map(readLogOf));
  const entries = new Map<string, ReplayedEntry>();
  for (const [commons, log] of replayed) {
    for (const entry of log.entries) entries.set(`${commons} ${entry.index}`, entry);
  }
  const needs = new Map<string, { part: Part; need: Need }>();
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

/** @returns whether anything was added. */
async function addNeed(part: Part, need: Need, collecting: Collecting): Promise<boolean> {
  switch (need.kind) {
    case 'withheld':
    case 'entries':
    case 'thread':
      return need.name.startsWith('usage:')
        ? addUsage(part, need.name)
        : addThread(part, need.name, lastRoot(part, collecting));
    case 'times':
      return addTimes(part, need);
    case 'document':
    case 'foreign': {
      const once = `${part.log.commons} ${needText(need)}`;
      if (collecting.asked.has(once)) return false;
      collecting.asked.add(once);
      return need.kind === 'foreign' ? addForeign(part, need.id, collecting) : addDocument(part, need.id);
    }
  }
}

async function addDocument(part: Part, id: Extract<Need, { kind: 'document' }>['id']): Promise<boolean> {
  const index = await part.log.indexOf(id);
  return index === null ? false : addEntries(part, [index]);
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
