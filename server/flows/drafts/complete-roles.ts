import { termOf } from '../../../protocol/documents/mandate.ts';
import { inForce, mandatesOf } from '../../../protocol/governance/in-force.ts';
import { contentOf } from '../../../protocol/governance/view.ts';
import { type Ref, type Subject, subjectSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { askNow } from '../record/current.ts';
import {
  completeAcceptance,
  completeCall,
  completeCallAnswer,
  completeHandover,
} from './complete-handover.ts';
import type { DraftContext, Wish } from './draft.ts';

/** Roles that are looked through for the drafter's own. */
const ROLES_MAX = 1000;

/** What people say about a role, with what the log tells of it: who has it, who follows, what was passed on. Spec §15. */
export async function completeRoleAct(draft: DraftContext, wish: Wish): Promise<Wish> {
  switch (draft.type) {
    case 'delegation':
      return completeDelegation(draft, wish);
    case 'handover':
      return completeHandover(draft, wish);
    case 'handover-acceptance':
      return completeAcceptance(draft, wish);
    case 'call':
      return completeCall(draft, wish);
    case 'call-answer':
      return completeCallAnswer(draft, wish);
    default:
      return wish;
  }
}

/** A delegation by the drafter's own term, of all that the role decides unless it says less. Spec §15. */
async function completeDelegation(draft: DraftContext, wish: Wish): Promise<Wish> {
  const held = await termHeld(draft, wish.role);
  const { role: _, ...rest } = wish;
  const domains = wish.domains === undefined ? { domains: await domainsOf(draft, held.role.subject) } : {};
  return { limits: [], ...held, ...domains, ...rest };
}

/**
 * The drafter's term that runs, in the role that is wished or in the only one that they hold.
 *
 * @throws {ProtocolError} `forbidden` where they hold none; `conflict` where they hold several.
 */
async function termHeld(
  { context, home, record, drafter, now }: DraftContext,
  wished: unknown,
): Promise<{ readonly mandate: Ref; readonly role: Ref }> {
  const named = subjectSchema.safeParse(
    typeof wished === 'string' ? wished : (wished as Partial<Ref> | null | undefined)?.subject,
  );
  const roles = named.success
    ? [named.data]
    : (await context.store.threads(home, { kind: 'role', limit: ROLES_MAX })).map(
        ({ name }) => name as Subject, // a role's thread is named by its subject
      );
  const held = await askNow(record, [...roles, 'charter'], (view) =>
    roles.flatMap((subject) => {
      const current = inForce(view, subject);
      if (current === null) return [];
      return mandatesOf(view, subject).flatMap((mandate) => {
        const term = contentOf(view, mandate.id, 'mandate');
        if (term?.holder !== drafter.author) return [];
        const { startsAt, endsAt } = termOf(term);
        return startsAt <= now && now < endsAt ? [{ mandate, role: { subject, id: current.id } }] : [];
      });
    }),
  );
  const [first, second] = held;
  if (first === undefined) throw new ProtocolError('forbidden', 'You hold no role whose term runs now.');
  if (second === undefined || named.success) return first;
  throw new ProtocolError('conflict', 'You hold several roles: say which.', {
    roles: held.map(({ role }) => role.subject),
  });
}

async function domainsOf({ record }: DraftContext, role: Subject): Promise<readonly Subject[]> {
  return askNow(record, ['register'], (view) =>
    view
      .register()
      .all()
      .filter(({ body: { owner } }) => owner.kind === 'role' && owner.subject === role)
      .map(({ subject }) => subject),
  );
}
