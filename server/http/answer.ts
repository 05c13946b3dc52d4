import type { Context as HonoContext } from 'hono';
import type { Instance } from '../instance.ts';
import type { Page } from '../web/page.ts';
import { renderPage } from '../web/render.tsx';
import { shellOf } from '../web/shell.ts';
import { prefersPage } from './prefers-page.ts';

/**
 * Answers with a view: as a page where the reader prefers one, else as JSON. Both show the same view, so they cannot
 * disagree. Spec §10.
 */
export async function answer<View extends object>(
  c: HonoContext,
  { context }: Instance,
  view: View,
  page: Page<View>,
): Promise<Response> {
  c.header('Vary', 'Accept');
  // What a member sees is kept by nobody; what everybody sees is asked for again, and may stand still in the meantime.
  c.header('Cache-Control', c.req.header('signature') === undefined ? 'no-cache' : 'no-store');
  if (!prefersPage(c)) return c.json(view);
  return c.html(await renderPage(page, view, await shellOf(context, addressOf(c))));
}

/** Path and query as they were asked for. */
export function addressOf(c: HonoContext): string {
  const { pathname, search } = new URL(c.req.url);
  return `${pathname}${search}`;
}
