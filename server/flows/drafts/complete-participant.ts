import { stateOf } from '../../../protocol/governance/view.ts';
import { askNow } from '../record/current.ts';
import type { DraftContext, Wish } from './draft.ts';

/** Whoever goes is asked no more, and whoever comes back is asked again: rosters follow. Spec §6 [R-6.3b]. */
export async function completeParticipant({ record, drafter }: DraftContext, wish: Wish): Promise<Wish> {
  if (wish.recount !== undefined || (wish.audience !== undefined && wish.audience !== 'public')) return wish;
  const absent = await askNow(
    record,
    ['constraints'],
    (view) => stateOf(view, 'constraints', 'constraints')?.absent ?? [],
  );
  const is = absent.includes(drafter.author);
  return is === (wish.status !== 'active') ? wish : { recount: true, ...wish };
}
