import { Hono, type Context as HonoContext } from 'hono';
import { textOf } from '../../../protocol/bytes.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { linkView } from '../../flows/links/link-view.ts';
import { openLink } from '../../flows/links/opened-link.ts';
import { sayByLink } from '../../flows/links/say-by-link.ts';
import { parseLinkWish } from '../../flows/links/wish.ts';
import type { Instance } from '../../instance.ts';
import { linkPage } from '../../web/pages/link-page.tsx';
import { renderPage } from '../../web/render.tsx';
import { shellOf } from '../../web/shell.ts';
import { documentIdIn } from '../document-id-in.ts';
import { prefersPage } from '../prefers-page.ts';
import { assertMedia, readBody } from '../read-body.ts';

/** A form with every field full. */
const FORM_BYTES_MAX = 64 * 1024;

/**
 * One-time links: a page without script, for whoever has no key. Only a form that was sent acts; looking changes
 * nothing. Spec §14.
 */
export function linkRoutes(instance: Instance): Hono {
  const { context, committer } = instance;
  const routes = new Hono();

  routes.get('/links/:id/:secret', async (c) => {
    keepToThemselves(c);
    const view = await linkView(context, await openedIn(c));
    if (!prefersPage(c)) return c.json(view);
    return c.html(await renderPage(linkPage, view, await shellOf(context, '/proposals')));
  });

  routes.post('/links/:id/:secret', async (c) => {
    keepToThemselves(c);
    assertOwnPage(c, context.settings.origin);
    const opened = await openedIn(c);
    assertMedia(c, 'application/x-www-form-urlencoded');
    const text = textOf((await readBody(c)).subarray(0, FORM_BYTES_MAX));
    await sayByLink(context, committer, opened, parseLinkWish(new URLSearchParams(text ?? '')));
    // Whoever loads the page again sends nothing again.
    return c.redirect(c.req.path, 303);
  });

  function openedIn(c: HonoContext) {
    return openLink(context, documentIdIn(c.req.param('id') ?? ''), c.req.param('secret') ?? '');
  }

  return routes;
}

/** The address is the secret: nothing keeps it, lists it, or names it to others. */
function keepToThemselves(c: HonoContext): void {
  c.header('Cache-Control', 'no-store');
  c.header('X-Robots-Tag', 'noindex, nofollow');
  c.header('Vary', 'Accept, Accept-Language');
}

/**
 * A form of another site's page is none of ours, even where that site knows the link. Browsers say where a form stands;
 * programs say nothing.
 */
function assertOwnPage(c: HonoContext, origin: string): void {
  const site = c.req.header('sec-fetch-site');
  const from = c.req.header('origin');
  const isOwn = site === undefined ? from === undefined || from === 'null' : SITES.has(site);
  if (isOwn || (site === undefined && from === origin)) return;
  throw new ProtocolError(
    'forbidden',
    'This form was sent by a page of somebody else: nothing was recorded.',
  );
}

const SITES: ReadonlySet<string> = new Set(['same-origin', 'none']);
