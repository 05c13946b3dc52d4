import { contentOf, stateOf } from '../../../protocol/governance/view.ts';
import { type Subject, subjectSchema } from '../../../protocol/ids.ts';
import { askFreely } from '../record/current.ts';
import type { DraftContext, Wish } from './draft.ts';
import { mandateOf } from './own-mandate.ts';

/** A tally names the opening of the vote, and by what right its author counts. Spec §17. */
export async function completeTally(draft: DraftContext, wish: Wish, proposal: Subject): Promise<Wish> {
  const opened = await askFreely(draft.record, (view) => {
    const opening = stateOf(view, proposal, 'proposal')?.opening ?? null;
    const parameters = opening === null ? null : contentOf(view, opening.id, 'opening')?.parameters;
    return opening === null ? null : { id: opening.id, tellers: parameters?.vote?.secret?.tellers };
  });
  if (opened === null) return wish;
  const by = opened.tellers === undefined ? null : await mandateOf(draft, opened.tellers);
  return { opening: opened.id, ...(by === null ? {} : { by }), ...wish };
}

/** Whoever lets somebody answer in their name says for which circle: the one that they are asked in. Spec §17. */
export async function completeProxy(draft: DraftContext, wish: Wish): Promise<Wish> {
  const { proposal, ...rest } = wish;
  const subject = subjectSchema.safeParse(proposal);
  if (!subject.success) return wish;
  const circle = await askFreely(draft.record, (view) => {
    const opening = stateOf(view, subject.data, 'proposal')?.opening ?? null;
    return opening === null ? null : (contentOf(view, opening.id, 'opening')?.circle.subject ?? null);
  });
  return circle === null ? rest : { circle, ...rest };
}
