import { createHash } from 'node:crypto';
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
  c.header('Vary', 'Accept, Accept-Language');
  if (!prefersPage(c)) return unlessKnown(c, JSON.stringify(view), 'application/json');
  const html = await renderPage(page, view, await shellOf(context, addressOf(c)));
  return unlessKnown(c, html, 'text/html; charset=UTF-8');
}

/** What a member sees is kept by nobody. What everybody sees is asked for again, and not sent again while it stands. */
export function unlessKnown(c: HonoContext, body: string, type: string): Response {
  if (c.req.header('signature') !== undefined) {
    c.header('Cache-Control', 'no-store');
    return c.body(body, 200, { 'Content-Type': type });
  }
  const tag = `"${createHash('sha256').update(body).digest('base64url')}"`;
  c.header('Cache-Control', 'no-cache');
  // Weak: a proxy may compress it on the way (RFC 9110 §8.8.1).
  c.header('ETag', `W/${tag}`);
  const known = c.req.header('if-none-match') ?? '';
  if (known === '*' || known.includes(tag)) return c.body(null, 304);
  return c.body(body, 200, { 'Content-Type': type });
}

/** Path and query as they were asked for. */
export function addressOf(c: HonoContext): string {
  const { pathname, search } = new URL(c.req.url);
  return `${pathname}${search}`;
}
