import { MissingEvidence } from '../../../protocol/governance/missing.ts';

/**
 * An answer that looks at what a draft names, which need not be logged yet: companions are handed in beside it, and names of
 * nothing are for the verdict to refuse. Where something is not here the other answer holds. Spec §10.
 */
export async function ifHere<Answer, Otherwise>(
  ask: () => Promise<Answer>,
  otherwise: Otherwise,
): Promise<Answer | Otherwise> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof MissingEvidence) return otherwise;
    throw error;
  }
}
