import { type Mandate, termOf } from '../../../protocol/documents/mandate.ts';
import { mandatesOf } from '../../../protocol/governance/in-force.ts';
import { contentOf } from '../../../protocol/governance/view.ts';
import type { Ref, Subject } from '../../../protocol/ids.ts';
import type { Millis } from '../../../protocol/time.ts';
import { askNow, currentRef } from '../record/current.ts';
import type { DraftContext } from './draft.ts';

/**
 * The right by which the drafter would act for a role: the role as it is in force, and the term that fits them best.
 *
 * @returns null where nobody holds the role.
 */
export async function mandateOf(
  { record, drafter, now }: DraftContext,
  subject: Subject,
): Promise<{ readonly mandate: Ref; readonly role: Ref } | null> {
  const role = await currentRef(record, subject);
  const mandate = await askNow(record, [subject, 'charter'], (view) =>
    bestOf(
      mandatesOf(view, subject).flatMap((ref) => {
        const held = contentOf(view, ref.id, 'mandate');
        return held === null ? [] : [{ ref, mandate: held }];
      }),
      drafter.author,
      now,
    ),
  );
  return role === null || mandate === undefined ? null : { role, mandate };
}

/** The drafter's own term that runs; else one that they stand in for, or had; else anybody's. */
function bestOf(
  held: readonly { readonly ref: Ref; readonly mandate: Mandate }[],
  author: Subject,
  now: Millis,
): Ref | undefined {
  const own = held.filter(({ mandate }) => mandate.holder === author);
  const runs = own.find(({ mandate }) => now < termOf(mandate).endsAt);
  const standsIn = held.find(({ mandate }) => mandate.alternate === author);
  return (runs ?? standsIn ?? own.at(-1) ?? held[0])?.ref;
}
