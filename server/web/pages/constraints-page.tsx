import type { ConstraintView } from '../../flows/views/constraints-view.ts';
import type { Page } from '../page.ts';
import { Constraints } from '../parts/constraints.tsx';

/** Values that the machine checks. */
export const constraintsPage: Page<{ readonly constraints: readonly ConstraintView[] }> = {
  section: 'register',
  title: () => 'Rules that bind every decision',
  Body: ({ view: { constraints } }) => (
    <>
      <h1>Rules that bind every decision</h1>
      <p class="lead">
        Whoever decides, alone or together, has to keep these. What does not keep one without exception does
        not count. From the others a decision can depart: for a written reason, and one way of deciding
        higher.
      </p>
      <Constraints constraints={constraints} />
      <p>
        <a href="/register">Who decides what</a>
      </p>
    </>
  ),
};
