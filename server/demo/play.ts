import type { JsonValue } from '../../protocol/canonical.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import type { Narrator } from './narrator.ts';

/** What became of one step; `facts` are what it showed, for machines. */
export interface StepOutcome {
  readonly number: number;
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly facts: Readonly<Record<string, JsonValue>>;
  /** Why it did not come out as it should. */
  readonly problem: string | null;
}

/** One step: what it is called, what is told beforehand, and what is done. */
export interface Step<T> {
  readonly name: string;
  readonly title: string;
  readonly why: readonly string[];
  readonly run: () => Promise<{
    readonly value: T;
    readonly facts: Readonly<Record<string, JsonValue>>;
  }>;
}

/** A play in steps: each depends on those before it, so that the first failure ends it. */
export interface Play {
  readonly narrator: Narrator;
  readonly signal: AbortSignal;
  readonly outcomes: readonly StepOutcome[];
  /** @throws whatever the step throws, once its outcome is noted. */
  readonly step: <T>(step: Step<T>) => Promise<T>;
}

export function createPlay(narrator: Narrator, signal: AbortSignal): Play {
  const outcomes: StepOutcome[] = [];
  return {
    narrator,
    signal,
    outcomes,
    async step({ name, title, why, run }) {
      const number = outcomes.length + 1;
      const started = performance.now();
      const note = (outcome: Pick<StepOutcome, 'ok' | 'facts' | 'problem'>) => {
        const seconds = Math.round((performance.now() - started) / 10) / 100;
        outcomes.push({ number, name, seconds, ...outcome });
      };
      narrator.step(number, title, ...why);
      try {
        signal.throwIfAborted();
        const { value, facts } = await run();
        signal.throwIfAborted();
        note({ ok: true, facts, problem: null });
        return value;
      } catch (error) {
        note({ ok: false, facts: {}, problem: problemOf(error, signal) });
        throw error;
      }
    },
  };
}

function problemOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'It was stopped.';
  if (error instanceof ProtocolError) {
    const more = Object.keys(error.extensions).length === 0 ? '' : ` ${JSON.stringify(error.extensions)}`;
    return `${error.message}${more}`;
  }
  return error instanceof Error ? error.message : String(error);
}
