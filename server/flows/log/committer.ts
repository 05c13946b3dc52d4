import type { Scid } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import type { StoredCheckpoint } from '../../store/store.ts';
import { commitBatch, type Placed, type Submission } from './commit.ts';
import { publishCheckpoint } from './publish-checkpoint.ts';

/** Documents that share one transaction: the cost of a commit is shared, and the head lock is held for milliseconds. */
const BATCH_MAX = 64;
/** Documents that may wait, some kilobytes each: more would wait for longer than whoever sent them. */
const WAITING_MAX = 4096;

/** An answer with the checkpoint that covers it. */
export interface Committed {
  readonly placed: Placed;
  readonly checkpoint: StoredCheckpoint | null;
}

export interface Committer {
  /**
   * Waits for commit and checkpoint: what it answers is durable.
   *
   * @throws {ProtocolError} `unavailable` where too much waits, or the log may not or cannot be written; then it may be
   *   logged nevertheless, and the same document sent again tells.
   */
  readonly commit: (submission: Submission) => Promise<Committed>;
  /** Resolves once nothing waits any more. */
  readonly idle: () => Promise<void>;
}

interface Waiting {
  readonly submission: Submission;
  readonly resolve: (committed: Committed) => void;
  readonly reject: (error: unknown) => void;
}

interface Answered {
  readonly one: Waiting;
  readonly placed: Placed;
}

/**
 * Group commit: whatever waits while one batch is written goes into the next one together.
 *
 * A batch that fails as a whole is tried again one by one, so that one bad row never takes others with it.
 *
 * @param onLogged told after each batch in which something was logged.
 */
export function createCommitter(context: Context, onLogged: (log: Scid) => void): Committer {
  const waiting: Waiting[] = [];
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    while (waiting.length > 0) await write(waiting.splice(0, BATCH_MAX));
    running = null; // at once: whoever comes after the last look starts anew
  }

  async function write(batch: readonly Waiting[]): Promise<void> {
    try {
      const log = await context.commons();
      const answers = await placeOrSplit(log, batch);
      if (answers.length === 0) return;
      const covered = answers.some(({ placed }) => placed.kind !== 'refused');
      const checkpoint = covered ? await publishCheckpoint(context, log) : null;
      for (const { one, placed } of answers) {
        one.resolve({ placed, checkpoint: placed.kind === 'refused' ? null : checkpoint });
      }
      if (answers.some(({ placed }) => placed.kind === 'logged')) onLogged(log);
    } catch (error) {
      for (const one of batch) one.reject(error); // no matter to those that have their answer
    }
  }

  /** What became of each submission; of those that failed nothing more is said: they know. */
  async function placeOrSplit(log: Scid, batch: readonly Waiting[]): Promise<readonly Answered[]> {
    try {
      const placed = await commitBatch(
        context,
        log,
        batch.map(({ submission }) => submission),
      );
      return batch.flatMap((one, position): Answered[] => {
        const answer = placed[position];
        return answer === undefined ? [] : [{ one, placed: answer }];
      });
    } catch (error) {
      // What has nothing to do with the documents would fail for each of them alike.
      if (isUnavailable(error)) throw error;
      const { length } = batch;
      if (length === 1) {
        batch[0]?.reject(error);
        return [];
      }
      context.logger.warn({ err: error, size: length }, 'a batch failed; its documents are tried one by one');
      const answers: Answered[] = [];
      for (const one of batch) answers.push(...(await placeOrSplit(log, [one])));
      return answers;
    }
  }

  return {
    commit: async (submission) => {
      context.history.assertWritable();
      if (waiting.length >= WAITING_MAX) {
        throw new ProtocolError('unavailable', 'Too many documents wait to be logged.');
      }
      return new Promise((resolve, reject) => {
        waiting.push({ submission, resolve, reject });
        running ??= run();
      });
    },
    async idle() {
      while (running !== null) await running;
    },
  };
}

function isUnavailable(error: unknown): boolean {
  return error instanceof ProtocolError && error.type === 'unavailable';
}
