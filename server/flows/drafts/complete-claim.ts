import type { DomainRef } from '../../../protocol/documents/common.ts';
import type { DomainBody } from '../../../protocol/documents/domain-fields.ts';
import type { RegisteredDomain } from '../../../protocol/governance/scope/register-index.ts';
import { contentOf, stateOf } from '../../../protocol/governance/view.ts';
import { documentIdSchema, type Ref } from '../../../protocol/ids.ts';
import { askNow, currentRef } from '../record/current.ts';
import { documentIn } from '../record/document-in.ts';
import type { DraftContext, Wish } from './draft.ts';

/** The domain by its version in force, its seat where it has but one, and the term that the drafter signed. */
export async function completeClaim(
  { context, home }: DraftContext,
  wish: Wish,
  domainOf: () => Promise<{ readonly registered: RegisteredDomain; readonly ref: DomainRef }>,
): Promise<Wish> {
  const { registered, ref } = await domainOf();
  const { owner } = registered.body;
  const [only, ...others] = owner.kind === 'seats' ? owner.seats : [];
  const id = documentIdSchema.safeParse(wish.mandate);
  const term = id.success ? await documentIn(context.store, home, id.data) : null;
  return {
    ...(only === undefined || others.length > 0 ? {} : { seat: only }),
    ...wish,
    domain: ref,
    ...(term === null || !id.success ? {} : { mandate: { subject: term.subject, id: id.data } }),
  };
}

/** The right of a drafter who has claimed one of a domain's seats; null where they hold none. Spec §15. */
export async function seatRight(
  { record, drafter }: DraftContext,
  owner: DomainBody['owner'],
): Promise<{ readonly mandate: Ref; readonly role: Ref } | null> {
  for (const seat of owner.kind === 'seats' ? owner.seats : []) {
    const held = await askNow(record, [seat], (view) => {
      const state = stateOf(view, seat, 'seat')?.held ?? null;
      const term = state === null ? null : contentOf(view, state.mandate.id, 'mandate');
      return state === null || term === null ? null : { ...state, role: term.role.subject };
    });
    if (held?.holder !== drafter.author) continue;
    const role = await currentRef(record, held.role);
    if (role !== null) return { mandate: held.mandate, role };
  }
  return null;
}
