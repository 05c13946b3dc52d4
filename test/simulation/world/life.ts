/** The life of one server process: once it is over, nothing that it began goes on. */
export interface Life {
  readonly isOver: () => boolean;
  readonly end: () => void;
  /** Aborts at the end: loops stop, and nothing keeps them in memory. */
  readonly signal: AbortSignal;
  /** Rejects at the end: what is under way is dropped. */
  readonly ended: Promise<never>;
  /** What an operation answers to a living process; a dead one never hears of it. */
  readonly answer: <Result>(operation: () => Promise<Result>) => Promise<Result>;
}

export function createLife(): Life {
  const life = new AbortController();
  const isOver = () => life.signal.aborted;
  const { promise: ended, reject } = Promise.withResolvers<never>();
  ended.catch(() => undefined);
  return {
    isOver,
    signal: life.signal,
    end: () => {
      life.abort();
      reject(new Error('the process crashed'));
    },
    ended,
    async answer(operation) {
      if (isOver()) return never();
      try {
        const result = await operation();
        return isOver() ? await never() : result;
      } catch (error) {
        if (isOver()) return never();
        throw error;
      }
    },
  };
}

/** One for each: all that waits for a promise is kept as long as it is. */
const never = () => new Promise<never>(() => undefined);
