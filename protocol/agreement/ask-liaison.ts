import type { Terms } from '../documents/terms.ts';
import { askMandate } from '../governance/right.ts';
import { refuse } from '../governance/verdict.ts';
import { contentOf, type RuleView } from '../governance/view.ts';
import type { Millis } from '../time.ts';
import type { Answer } from './questions.ts';

/**
 * Whoever put the offer forward holds the role of ours that speaks with one of the other parties, at this very moment.
 * Spec §15.
 */
export function askLiaison(view: RuleView, { by, basis, fields }: Terms, at: Millis): Answer {
  if (by === undefined) return [];
  const proposal = contentOf(view, basis.id, 'proposal');
  if (proposal === null) return refuse('no-basis', { basis: basis.id });
  const held = askMandate(view, { author: proposal.author, ...by }, at);
  if ('code' in held) return held;
  const liaison = contentOf(view, by.role.id, 'role')?.liaison;
  const commons = liaison !== undefined && 'commons' in liaison ? liaison.commons : null;
  return commons !== null && commons !== view.home && fields.parties.includes(commons)
    ? held
    : refuse('out-of-scope', { commons });
}
