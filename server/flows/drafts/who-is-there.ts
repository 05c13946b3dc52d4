import { canTake } from '../../../protocol/governance/matters/bodies.ts';
import { stateOf } from '../../../protocol/governance/view.ts';
import { subjectSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { askNow } from '../record/current.ts';
import type { DraftContext, Wish } from './draft.ts';

/**
 * A term is somebody's who takes part: nobody else can sign by it. Asked before the rules do, so that it is said in words.
 * Spec §4 [R-4.14a].
 *
 * @throws {ProtocolError} `not-found`
 */
export async function withKnownHolder({ record }: DraftContext, wish: Wish): Promise<Wish> {
  for (const member of ['holder', 'alternate'] as const) {
    const who = subjectSchema.safeParse(wish[member]);
    if (!who.success) continue;
    const known = await askNow(record, [who.data], (view) => stateOf(view, who.data, 'participant') !== null);
    if (!known)
      throw new ProtocolError(
        'not-found',
        `Nobody who takes part here is the ${member}: invite them first.`,
        {
          at: member,
          [member]: who.data,
        },
      );
  }
  return wish;
}

/**
 * A matter is handed on to somebody who can look after it: a circle or role in force, or an active member. Spec §6.
 *
 * @throws {ProtocolError} `not-found`
 */
export async function withKnownAddressee({ record }: DraftContext, wish: Wish): Promise<Wish> {
  const to = subjectSchema.safeParse(wish.to);
  if (!to.success) return wish;
  const known = await askNow(record, [to.data, 'charter'], (view) => canTake(view, to.data));
  if (known) return wish;
  throw new ProtocolError(
    'not-found',
    'There is no such circle or role in force, and nobody who takes part here is called so.',
    { at: 'to', to: to.data },
  );
}
