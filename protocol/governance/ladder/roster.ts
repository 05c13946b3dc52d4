import type { Opening } from '../../documents/opening.ts';
import type { DocumentId, Subject } from '../../ids.ts';
import { sameJson } from '../binding.ts';
import { inForce } from '../in-force.ts';
import { setRoot } from '../set-items.ts';
import { type Refusal, refuse } from '../verdict.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';

/** The roster set is just the circle's members as they stand. Spec §6 [R-6.3a]. */
export function askRoster(view: RuleView, document: Opening): readonly DocumentId[] | Refusal {
  const current = inForce(view, document.circle.subject);
  if (current?.id !== document.circle.id) return refuse('stale-version', { inForce: current?.id ?? null });
  const circle = contentOf(view, current.id, 'circle');
  const items = itemsOf(document, view);
  const roster = items.map(({ subject }) => subject);
  const sorted = roster.every((subject, index) => index === 0 || (roster[index - 1] ?? '') < subject);
  const root = setRoot(items);
  const same =
    circle !== null &&
    sorted &&
    root === document.roster.root &&
    roster.length === document.roster.count &&
    sameJson([...circle.members].sort(), roster) &&
    isLogged(document, view);
  return same ? document.roster.pages : refuse('rules-disagree', { what: 'roster' });
}

/** The people whom an opening that counts asks: its pages were compared with the circle when it was logged. */
export function rosterOf(opening: Opening, view: RuleView): readonly Subject[] {
  return itemsOf(opening, view).map(({ subject }) => subject);
}

/** What the pages hold, in their order; nothing of a page of another circle. */
function itemsOf({ roster, circle }: Opening, view: RuleView) {
  return roster.pages.flatMap((id) => {
    const page = contentOf(view, id, 'set');
    return page?.content.of === 'roster' && sameJson(page.content.circle, circle) ? page.content.items : [];
  });
}

/** The pages are entries of the roster's own thread, which the opening reads. */
function isLogged({ roster }: Opening, view: RuleView): boolean {
  const logged = stateOf(view, roster.subject, 'set')?.pages ?? [];
  return roster.pages.every((id) => logged.some((page) => page.id === id && page.root === roster.root));
}
