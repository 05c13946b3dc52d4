import { ProtocolError } from '../../protocol/problem.ts';

/** Refusals of a decision that a proposal does not meet: somebody else decides it, or decides it in another way. */
const DECIDED_ELSEWHERE: ReadonlySet<unknown> = new Set([
  'wrong-rung',
  'no-right',
  'proposer-decides',
  'unannounced',
  'human-only',
]);

/** A decision that its author may not make, with what they can do instead; every other error as it is. */
export async function orPropose<Result>(hint: string, decide: () => Promise<Result>): Promise<Result> {
  try {
    return await decide();
  } catch (error) {
    if (!(error instanceof ProtocolError) || !DECIDED_ELSEWHERE.has(error.extensions.code)) throw error;
    const signed = error.message.includes('Nothing was signed') ? '' : ' Nothing was signed.';
    throw new ProtocolError(error.type, `${error.message}${signed} ${hint}`, error.extensions, {
      cause: error,
    });
  }
}
