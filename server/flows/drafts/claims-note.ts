import type { Objection } from '../../../protocol/documents/objection.ts';
import type { Response } from '../../../protocol/documents/response.ts';
import { openingOf } from '../../../protocol/governance/constraints/in-force.ts';
import { askClaims } from '../../../protocol/governance/ladder/claims.ts';
import { findingsOf } from '../../../protocol/governance/ladder/judge-objection-check.ts';
import { contentOf } from '../../../protocol/governance/view.ts';
import type { Context } from '../../context.ts';
import { askFreely } from '../record/current.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/** What the rules would find just now in what an objection claims, told before it is signed. Spec §6. */
export async function claimsNote(
  context: Context,
  record: StoredRecord,
  document: Objection | Response,
): Promise<string | null> {
  const { claims, besides } = document;
  if (claims === undefined) return null;
  const now = await context.now();
  const finds = await askFreely(record, (view) => {
    const opening = openingOf(view, document.proposal.subject);
    const binding = contentOf(view, document.proposal.id, 'proposal')?.binding;
    if (opening === null || binding === undefined || 'code' in askClaims(document, opening)) return null;
    return findingsOf(view, claims, binding, opening, now);
  });
  if (finds === null) return null; // the rules say already why it would not count
  if (finds.includes('violated'))
    return 'What it claims is recomputed from the rules, which find it so: nobody tests it, and it stands until you end it.';
  if (besides === true || finds.includes('undecided'))
    return 'What it claims is recomputed from the rules, which do not settle it: the others test whether you make an argument.';
  const heard =
    document.type === 'objection' ? 'it is heard as a concern' : 'you are heard as standing aside';
  return `What it claims is recomputed from the rules, which find that nothing of it is so: ${heard}. If there is more to it, say so (besides), and people judge your argument.`;
}
