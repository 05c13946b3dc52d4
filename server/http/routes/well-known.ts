import { Hono } from 'hono';
import { envelopeBytes } from '../../../protocol/envelope/sign.ts';
import { joinDidLog } from '../../../protocol/identity/did-log.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { ownDid, ownVersions } from '../../flows/record/own-did.ts';
import { readDocument } from '../../flows/record/read-document.ts';
import type { Instance } from '../../instance.ts';
import { withEntityTag } from '../entity-tag.ts';

/**
 * Keys and description: always readable without authentication, or two instances would wait for each other's keys.
 * Spec §10, [R-10.28], [R-10.36].
 */
export function wellKnownRoutes({ context }: Instance): Hono {
  const routes = new Hono();
  routes.use('/.well-known/*', withEntityTag());

  routes.get('/.well-known/did.jsonl', async (c) => {
    const logged = await ownVersions(context);
    const current = logged.length === 0 ? await ownDid(context) : null;
    const versions = current === null ? logged : [current];
    if (versions.length === 0) throw new ProtocolError('not-found', 'There is no DID yet.');
    c.header('Cache-Control', 'no-cache');
    c.header('Content-Type', 'text/jsonl; charset=utf-8');
    return c.body(joinDidLog(versions.map(({ line }) => line)));
  });

  routes.get('/.well-known/folkmoot', async (c) => {
    const home = await context.commons();
    const [thread] = await context.store.threads(home, { names: ['description'] });
    if (thread?.state?.kind !== 'plain') throw new ProtocolError('not-found', 'There is no description yet.');
    const index = await context.store.indexOf(home, thread.state.latest);
    const [entry] = index === null ? [] : await context.store.entries(home, { at: [index] });
    const read = entry === undefined ? null : readDocument(entry);
    if (read === null) throw new ProtocolError('not-found', 'There is no description yet.');
    c.header('Cache-Control', 'no-cache');
    c.header('Content-Type', 'application/jose+json');
    return c.body(envelopeBytes(read.verified));
  });

  routes.get('/.well-known/security.txt', async (c) => {
    const { contact } = context.settings;
    if (contact === null) throw new ProtocolError('not-found', 'The operator has named no contact.');
    const year = 365 * 24 * 3600 * 1000;
    const expires = new Date((await context.now()) + year).toISOString();
    return c.text(`Contact: mailto:${contact}\nExpires: ${expires}\n`);
  });

  return routes;
}
