import { Hono } from 'hono';
import * as z from 'zod';
import { canonicalBytes, type JsonObject } from '../../../protocol/canonical.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { sinceIn } from '../../flows/deposits/asked-deposits.ts';
import { findDeposit, keptBody, keptDocuments } from '../../flows/deposits/deposit-record.ts';
import { keepDeposit } from '../../flows/deposits/keep-deposit.ts';
import { listDepositsFor } from '../../flows/deposits/list-deposits.ts';
import type { Instance } from '../../instance.ts';
import { attachmentsIn, envelopesIn } from '../brought.ts';
import { documentIdIn } from '../document-id-in.ts';
import { bodyOf, readJson } from '../read-body.ts';
import { peerOf, readerOf } from '../sender.ts';

const sinceSchema = z.strictObject({ since: z.string() });

/** What people leave here for other commons, whose servers do not take it. Spec §21. */
export function depositRoutes({ context, committer }: Instance): Hono {
  const routes = new Hono();

  routes.post('/deposits', async (c) => {
    const body = await readJson(c);
    const [envelope, ...more] = envelopesIn(body.documents);
    if (envelope === undefined || more.length > 0)
      throw new ProtocolError('malformed', 'One document is left at a time.', {
        at: 'documents',
        expected: { itemsMin: 1, itemsMax: 1 },
      });
    const result = await keepDeposit(context, committer, envelope, attachmentsIn(body.attachments));
    return c.json(result, 201);
  });

  routes.get('/deposits/:id', async (c) => {
    // Who asks is looked at first: else a wrong signature would be told from what is there.
    const reader = await readerOf(c, context);
    const id = documentIdIn(c.req.param('id'));
    const record = id === null ? null : await findDeposit(context, id);
    const [kept] = id === null || record === null ? [] : await keptDocuments(context, [id]);
    const isFor = kept?.document.audience === 'public' || (record !== null && reader?.author === record.for);
    const body = id === null || kept === undefined || !isFor ? null : await keptBody(context, id);
    if (body === null) throw new ProtocolError('not-found', 'Nothing of that name is kept here.');
    c.header('Cache-Control', 'no-store');
    c.header('Content-Type', 'application/json');
    return c.body(canonicalBytes(body as JsonObject));
  });

  routes.post('/deposit-lists', async (c) => {
    const sender = await peerOf(c, context);
    const { since } = await bodyOf(c, sinceSchema);
    return c.json(await listDepositsFor(context, committer, sender, sinceIn(since)), 201);
  });

  return routes;
}
