import type { DocumentId, Scid } from '../ids.ts';
import { homeVerdict, isAtHome } from './home-verdict.ts';
import type { ReadLog } from './read-log.ts';
import { type Replay, type ReplayedLog, startReplay } from './replay-log.ts';

/** Where a document stands in its own commons' log: a position among the entries shown. */
interface Home {
  readonly replay: Replay;
  readonly position: number;
}

/**
 * Replays every log, each in its own order, and each once. Spec §9, [R-9.18].
 *
 * An entry that carries a document of another commons waits until that one's log has been replayed so far. Two entries
 * that wait for each other cannot both have come first: the one that is met second is judged without, as unresolved.
 */
export function replayAll(logs: readonly ReadLog[]): ReadonlyMap<Scid, ReplayedLog> {
  const homes = new Map<DocumentId, Home>();
  const foreign = (id: DocumentId): boolean | null => {
    const home = homes.get(id);
    const entry = home?.replay.entryAt(home.position);
    return home === undefined || entry === undefined ? null : homeVerdict(entry, home.replay.log);
  };
  const replays = logs.map((log) => startReplay(log, foreign));
  for (const replay of replays) {
    for (const [position, entry] of replay.log.entries.entries()) {
      if (isAtHome(entry, replay.log) && !homes.has(entry.leaf.doc)) {
        homes.set(entry.leaf.doc, { replay, position });
      }
    }
  }
  for (const replay of replays) advance(replay, homes);
  return new Map(replays.map((replay) => [replay.log.commons, replay.result()]));
}

/** Replays a log to its end, and others as far as it needs them. */
function advance(first: Replay, homes: ReadonlyMap<DocumentId, Home>): void {
  const waiting: Home[] = [{ replay: first, position: first.log.entries.length - 1 }];
  for (let goal = waiting.at(-1); goal !== undefined; goal = waiting.at(-1)) {
    const { replay, position } = goal;
    const needed = replay.next() > position ? null : homeOfNext(replay, homes);
    if (replay.next() > position) waiting.pop();
    else if (needed === null || waiting.some((other) => other.replay === needed.replay)) replay.step();
    else waiting.push(needed);
  }
}

/** The home of the foreign document that comes next in this log, while it was not reached. */
function homeOfNext(replay: Replay, homes: ReadonlyMap<DocumentId, Home>): Home | null {
  const entry = replay.log.entries[replay.next()];
  if (entry === undefined || entry.document === null) return null;
  if (entry.document.commons === replay.log.commons) return null;
  const home = homes.get(entry.leaf.doc);
  return home === undefined || home.replay.next() > home.position ? null : home;
}
