import type { Scid } from '../../protocol/ids.ts';
import type { Logger } from '../logger.ts';

/** Peers that are talked to at a time: their timeouts must not add up, and neither must their pages in memory. */
const AT_ONCE = 64;

/** Work with each peer at its own pace. */
export interface PeerRuns {
  /** Starts the work with each of these, unless it is under way; then it runs once more afterwards. */
  readonly start: (peers: readonly Scid[]) => void;
  /** Resolves once nothing is under way; what has not begun is dropped. */
  readonly stop: () => Promise<void>;
}

/**
 * Runs work with peers side by side: one that is slow or dead holds up nobody else.
 *
 * @param work what it throws is logged, and tried again when it is started again.
 */
export function createPeerRuns(name: string, work: (peer: Scid) => Promise<void>, logger: Logger): PeerRuns {
  const running = new Map<Scid, Promise<void>>();
  const waiting = new Set<Scid>();
  let stopped = false;

  async function run(peer: Scid): Promise<void> {
    try {
      await work(peer);
    } catch (error) {
      logger.error({ err: error, loop: name, peer }, 'work with a peer failed; it is tried again');
    }
    running.delete(peer);
    next();
  }

  function next(): void {
    for (const peer of waiting) {
      if (stopped || running.size >= AT_ONCE) return;
      if (running.has(peer)) continue;
      waiting.delete(peer);
      running.set(peer, run(peer));
    }
  }

  return {
    start(peers) {
      for (const peer of peers) waiting.add(peer);
      next();
    },
    async stop() {
      stopped = true;
      await Promise.all(running.values());
    },
  };
}
