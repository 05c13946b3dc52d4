import { stateOf } from '../../../protocol/governance/view.ts';
import type { Subject } from '../../../protocol/ids.ts';
import { askNow } from '../record/current.ts';
import type { DraftContext } from './draft.ts';

/** Answers to advice belong to the opening by which it was asked for. */
export async function consultedIn(
  draft: DraftContext,
  wished: unknown,
  proposal: Subject | null,
): Promise<{ readonly consulted?: unknown }> {
  const opening =
    proposal === null
      ? null
      : await askNow(
          draft.record,
          [proposal],
          (view) => stateOf(view, proposal, 'proposal')?.opening ?? null,
        );
  if (opening === null && wished === undefined) return {};
  return {
    consulted: {
      ...(opening === null ? {} : { opening: opening.id }),
      answers: [],
      ...(wished as object | undefined),
    },
  };
}
