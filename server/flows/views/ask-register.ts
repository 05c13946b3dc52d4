import type { RegisterIndex } from '../../../protocol/governance/scope/register-index.ts';
import { stateOf } from '../../../protocol/governance/view.ts';
import { askNow } from '../record/current.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/**
 * Asks a question about the register in force.
 *
 * @param otherwise the answer before the founding is complete: what the charter adopts is logged after it, and has no
 *   force until then.
 */
export async function askRegister<Answer>(
  record: StoredRecord,
  question: (register: RegisterIndex) => Answer,
  otherwise: Answer,
): Promise<Answer> {
  const charter = await askNow(record, ['charter'], (view) => stateOf(view, 'charter', 'charter'));
  if (charter === null || charter.foundedAt === null) return otherwise;
  return askNow(record, ['register'], (view) => question(view.register()));
}
