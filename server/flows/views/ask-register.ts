import { MissingEvidence, type Need } from '../../../protocol/governance/missing.ts';
import type { RegisterIndex } from '../../../protocol/governance/scope/register-index.ts';
import { stateOf } from '../../../protocol/governance/view.ts';
import type { Ref } from '../../../protocol/ids.ts';
import { askNow } from '../record/current.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/**
 * Asks a question about the register in force.
 *
 * @param otherwise the answer before the founding is complete and what the charter adopts is logged, which comes
 *   after it.
 */
export async function askRegister<Answer>(
  record: StoredRecord,
  question: (register: RegisterIndex) => Answer,
  otherwise: Answer,
): Promise<Answer> {
  const charter = await askNow(record, ['charter'], (view) => stateOf(view, 'charter', 'charter'));
  if (charter === null || charter.foundedAt === null) return otherwise;
  try {
    return await askNow(record, ['register'], (view) => question(view.register()));
  } catch (error) {
    // Between the last founder's confirmation and the entries after it.
    if (error instanceof MissingEvidence && isOneOf(charter.adopts, error.need)) return otherwise;
    throw error;
  }
}

function isOneOf(adopted: readonly Ref[], need: Need): boolean {
  return adopted.some(
    ({ subject, id }) =>
      (need.kind === 'document' && need.id === id) || (need.kind === 'thread' && need.name === subject),
  );
}
