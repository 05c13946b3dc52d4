import type { Erasure } from '../../../protocol/documents/erasure.ts';
import type { Binding } from '../../../protocol/documents/operation.ts';
import type { Ref } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import { tryAsCommons } from '../acts/commons-act.ts';
import type { Committer } from '../log/committer.ts';

/** Erases what a decision said, once; what cannot be erased any more stays. Spec §16. */
export async function makeErasures(
  context: Context,
  committer: Committer,
  by: Ref,
  { operations }: Binding,
): Promise<void> {
  for (const operation of operations) {
    if (operation.op !== 'erase') continue;
    const { erases, ground }: Pick<Erasure, 'erases' | 'ground'> = operation;
    const { code } = await tryAsCommons(context, committer, 'erasure', { by, erases, ground });
    if (code !== undefined && code !== 'duplicate')
      context.logger.warn({ decision: by.id, code }, 'what was decided to be erased is not');
  }
}
