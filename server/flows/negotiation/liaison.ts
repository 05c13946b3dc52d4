import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { inForce, mandatesOf } from '../../../protocol/governance/in-force.ts';
import { askMandate } from '../../../protocol/governance/right.ts';
import { contentOf, type RuleView } from '../../../protocol/governance/view.ts';
import type { Author, Ref, Scid, Subject } from '../../../protocol/ids.ts';
import { formatMillis, type Millis, parseTime } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { askFreely, currentRecord } from '../record/current.ts';
import { documentIn } from '../record/document-in.ts';

/** Roles that are looked through for liaisons. */
const ROLES_MAX = 1000;

/** The term by which somebody speaks with another commons. */
export interface Speaks {
  readonly mandate: Ref;
  readonly role: Ref;
}

/**
 * The term by which a member speaks with one of some other commons now, if everybody can see it: what only members may
 * read nobody else could check, and the offer would wait for it. Spec §15.
 */
export async function liaisonWith(
  context: Context,
  author: Author,
  others: readonly Scid[],
): Promise<Speaks | null> {
  const home = await context.commons();
  const now = await context.now();
  const threads = await context.store.threads(home, { kind: 'role', limit: ROLES_MAX });
  const record = await currentRecord(context, home);
  return askFreely(record, (view) => {
    for (const { name } of threads) {
      const term = termOf(view, name as Subject, author, others, now); // a role's thread is named by its subject
      if (term !== null) return term;
    }
    return null;
  });
}

function termOf(
  view: RuleView,
  subject: Subject,
  author: Author,
  others: readonly Scid[],
  now: Millis,
): Speaks | null {
  const current = inForce(view, subject);
  const liaison = current === null ? undefined : contentOf(view, current.id, 'role')?.liaison;
  if (current === null || liaison === undefined || !('commons' in liaison)) return null;
  if (!others.includes(liaison.commons)) return null;
  const role = { subject, id: current.id };
  const mandate = mandatesOf(view, subject).find(
    (term) => !('code' in askMandate(view, { author, mandate: term, role }, now)),
  );
  if (mandate === undefined) return null;
  const brought = [mandate.id, role.id, current.by, inForce(view, mandate.subject)?.by ?? mandate.id];
  return brought.every((id) => view.content(id).audience === 'public') ? { mandate, role } : null;
}

/** Who drafted an offer in the name of its commons, as its own log or our mirror of it shows. */
export interface LiaisonView {
  readonly role: Readonly<Record<string, string>>;
  /** Until when they speak for it. */
  readonly until: string;
}

/** @returns null where nobody did, or the log of its commons is not here. */
export async function liaisonOf(
  { store }: Context,
  document: FolkmootDocument | null,
): Promise<LiaisonView | null> {
  if (document?.type !== 'terms' || document.by === undefined) return null;
  const role = await documentIn(store, document.commons, document.by.role.id);
  const mandate = await documentIn(store, document.commons, document.by.mandate.id);
  if (role?.type !== 'role' || mandate?.type !== 'mandate') return null;
  return { role: role.name, until: formatMillis(parseTime(mandate.endsAt) ?? 0) };
}
