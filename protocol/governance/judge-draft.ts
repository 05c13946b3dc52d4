import type { Mandate } from '../documents/mandate.ts';
import type { SetPage } from '../documents/set.ts';
import { isScid, type Subject } from '../ids.ts';
import { askHuman } from './right.ts';
import { judgeBy, refuse, type Verdict } from './verdict.ts';
import { type Entry, type RuleView, stateOf } from './view.ts';

/** A draft has no force; any active human may log one. */
export function judgeDraft(entry: Entry, view: RuleView): Verdict {
  return judgeBy([{ level: 'V2', name: 'active', ask: () => askHuman(view, entry.document.author) }]);
}

/** A draft of a term is of somebody who takes part: nobody else could sign by it. Spec §4 [R-4.14a]. */
export function judgeMandate(entry: Entry, { holder, alternate }: Mandate, view: RuleView): Verdict {
  return judgeBy([
    { level: 'V2', name: 'active', ask: () => askHuman(view, entry.document.author) },
    {
      level: 'V2',
      name: 'holder',
      ask: () => {
        if (!takesPart(view, holder)) return refuse('unknown-reference', { holder });
        return alternate === undefined || takesPart(view, alternate)
          ? []
          : refuse('unknown-reference', { alternate });
      },
    },
  ]);
}

/** A founder who has not confirmed the charter yet is a participant once they have. */
function takesPart(view: RuleView, who: Subject): boolean {
  if (stateOf(view, who, 'participant') !== null) return true;
  return stateOf(view, 'charter', 'charter')?.founders.some(({ subject }) => subject === who) === true;
}

/** A page by whoever began the set. Spec §4. */
export function judgeSetPage(document: SetPage, view: RuleView): Verdict {
  return judgeBy([
    {
      level: 'V2',
      name: 'active',
      ask: () => (isScid(document.author) ? [] : askHuman(view, document.author)),
    },
    {
      level: 'V3',
      name: 'same-author',
      ask: () => {
        const known = stateOf(view, document.subject, 'set');
        return known === null || known.author === document.author ? [] : refuse('not-author');
      },
    },
  ]);
}
