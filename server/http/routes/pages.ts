import { Hono, type Context as HonoContext } from 'hono';
import { ProtocolError } from '../../../protocol/problem.ts';
import { documentView } from '../../flows/views/document-view.ts';
import type { Instance } from '../../instance.ts';
import { findAsset } from '../../web/assets.ts';
import { SIGNED_BY_PEOPLE } from '../../web/fields-of.ts';
import type { Page } from '../../web/page.ts';
import { actPage, actsPage } from '../../web/pages/act-page.tsx';
import { documentPage } from '../../web/pages/document-page.tsx';
import { mePage } from '../../web/pages/me-page.tsx';
import { renderPage } from '../../web/render.tsx';
import { shellOf } from '../../web/shell.ts';
import { addressOf, answer } from '../answer.ts';
import { documentIdIn } from '../document-id-in.ts';
import { readerMayRead } from '../may-read.ts';
import { prefersPage } from '../prefers-page.ts';

/** What browsers get beside the views: the files that pages load, and signed documents in words. */
export function pageRoutes(instance: Instance): Hono {
  const routes = new Hono();

  routes.get('/assets/:file', (c) => {
    const asset = findAsset(c.req.path);
    if (asset === null) throw new ProtocolError('not-found', 'There is no such file.');
    c.header('Content-Type', asset.type);
    // The name changes with the content.
    c.header('Cache-Control', 'public, max-age=31536000, immutable');
    return c.body(asset.content);
  });

  /** What this browser is for, and forms for everything: no view of the record, so there is no JSON of them. */
  routes.get('/me', async (c) => html(c, mePage, {}));
  routes.get('/act', async (c) => html(c, actsPage, {}));
  routes.get('/act/:type', async (c) => {
    const type = SIGNED_BY_PEOPLE.find((one) => one === c.req.param('type'));
    if (type === undefined)
      throw new ProtocolError('not-found', 'People sign no document of this type.', {
        expected: { type: SIGNED_BY_PEOPLE },
      });
    return html(c, actPage, { type });
  });

  async function html<View>(c: HonoContext, page: Page<View>, view: View): Promise<Response> {
    c.header('Cache-Control', 'no-cache');
    return c.html(await renderPage(page, view, await shellOf(instance.context, addressOf(c))));
  }

  /** Programs, and whoever asks for it `as=signed`, get the signed bytes by the route of the same address. */
  routes.get('/documents/:id', async (c, next) => {
    if (!prefersPage(c) || c.req.query('as') === 'signed') {
      await next();
      c.header('Vary', 'Accept, Accept-Language');
      return;
    }
    const id = documentIdIn(c.req.param('id'));
    if (id === null) throw new ProtocolError('not-found', 'There is no such document here.');
    const view = await documentView(instance.context, id, await readerMayRead(c, instance));
    return answer(c, instance, view, documentPage);
  });

  return routes;
}
