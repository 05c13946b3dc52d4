/** The life of one server process: once it is over, nothing that it began goes on. */
export interface Life {
  readonly isOver: () => boolean;
  readonly end: () => void;
  /** Rejects at the end: what is under way is dropped. */
  readonly ended: Promise<never>;
  /** What an operation answers to a living process; a dead one never hears of it. */
  readonly answer: <Result>(operation: () => Promise<Result>) => Promise<Result>;
}

export function createLife(): Life {
  let over = false;
  const { promise: ended, reject } = Promise.withResolvers<never>();
  ended.catch(() => undefined);
  return {
    isOver: () => over,
    end: () => {
      over = true;
      reject(new Error('the process crashed'));
    },
    ended,
    async answer(operation) {
      if (over) return NEVER;
      try {
        const result = await operation();
        return over ? await NEVER : result;
      } catch (error) {
        if (over) return NEVER;
        throw error;
      }
    },
  };
}

const NEVER = new Promise<never>(() => undefined);
