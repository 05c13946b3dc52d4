import type { FC } from 'hono/jsx';
import { countText } from '../../amount-text.ts';

/** How much of something is not for whoever reads the page; nothing where that is nothing. Spec §16. */
export const Withheld: FC<{ count: number; of: string }> = ({ count, of }) =>
  count === 0 ? null : (
    <p class="empty">
      {countText(count, 'thing')} that {of} {count === 1 ? 'is' : 'are'} not for everybody, and not shown
      here.
    </p>
  );
