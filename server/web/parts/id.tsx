import type { FC } from 'hono/jsx';
import { shortId } from '../hrefs.ts';

/** A whole id, to be copied: one click selects all of it. */
export const WholeId: FC<{ id: string }> = ({ id }) => <code class="id">{id}</code>;

/** A short id that leads to what it names. */
export const IdLink: FC<{ id: string; href: string }> = ({ id, href }) => (
  <a href={href} title={id}>
    <code>{shortId(id)}</code>
  </a>
);
