import type { Budget } from '../../../protocol/documents/budget.ts';
import { leftOf } from '../../../protocol/governance/budgets/ask-budgets.ts';
import { inForce } from '../../../protocol/governance/in-force.ts';
import { contentOf } from '../../../protocol/governance/view.ts';
import type { DocumentId, Subject } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import { askFreely, currentRecord } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';

/** Budgets that one page lists. */
const BUDGETS_MAX = 500;

/** What is set aside of a resource, and what is left of it. Spec §15. */
export interface BudgetView {
  readonly subject: Subject;
  readonly id: DocumentId;
  readonly title: Budget['title'];
  readonly resource: Subject;
  readonly unit: string;
  readonly quantity: number;
  readonly used: number;
  readonly left: number;
  readonly startsAt: string;
  readonly endsAt: string;
}

/** Budgets in force, as far as the reader may see them. */
export async function budgetsView(context: Context, mayRead: MayRead): Promise<readonly BudgetView[]> {
  const home = await context.commons();
  const record = await currentRecord(context, home);
  const threads = await context.store.threads(home, { kind: 'budget', limit: BUDGETS_MAX });
  const budgets: BudgetView[] = [];
  for (const { name } of threads) {
    const subject = name as Subject; // a budget's thread is named by its subject
    const found = await askFreely(record, (view) => {
      const current = inForce(view, subject);
      const budget = current === null ? null : contentOf(view, current.id, 'budget');
      if (current === null || budget === null || !mayRead(budget)) return null;
      const resource = contentOf(view, budget.resource.id, 'resource');
      const unit = resource !== null && mayRead(resource) ? resource.unit : 'unit';
      return { id: current.id, budget, unit, left: leftOf(view, subject, budget) };
    });
    if (found === null) continue;
    const { id, budget, unit, left } = found;
    const { title, resource, quantity, period } = budget;
    budgets.push({
      ...{ subject, id, title, resource: resource.subject, unit, quantity },
      ...{ used: quantity - left, left, startsAt: period.startsAt, endsAt: period.endsAt },
    });
  }
  return budgets;
}
