import { Hono } from 'hono';
import { ProtocolError } from '../../../protocol/problem.ts';
import { documentView } from '../../flows/views/document-view.ts';
import type { Instance } from '../../instance.ts';
import { findAsset } from '../../web/assets.ts';
import { documentPage } from '../../web/pages/document-page.tsx';
import { answer } from '../answer.ts';
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

  /** Programs, and whoever asks for it `as=signed`, get the signed bytes by the route of the same address. */
  routes.get('/documents/:id', async (c, next) => {
    if (!prefersPage(c) || c.req.query('as') === 'signed') {
      await next();
      c.header('Vary', 'Accept');
      return;
    }
    const id = documentIdIn(c.req.param('id'));
    if (id === null) throw new ProtocolError('not-found', 'There is no such document here.');
    const view = await documentView(instance.context, id, await readerMayRead(c, instance));
    return answer(c, instance, view, documentPage);
  });

  return routes;
}
