import { Hono } from 'hono';
import { type DocumentId, subjectSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { bundleBytes } from '../../../protocol/verify/bundle.ts';
import { exportBundle } from '../../flows/acts/export-bundle.ts';
import { readNegotiation } from '../../flows/negotiation/negotiation.ts';
import type { Instance } from '../../instance.ts';
import { documentIdIn } from '../document-id-in.ts';
import { readerMayRead } from '../may-read.ts';

/** Proof bundles: of a document by its id, of an agreement by its negotiation. Spec §10. */
export function bundleRoutes(instance: Instance): Hono {
  const { context } = instance;
  const routes = new Hono();

  routes.get('/bundles/:id', async (c) => {
    const id = await targetOf(c.req.param('id'));
    const bundle = await exportBundle(context, id, await readerMayRead(c, instance));
    c.header('Cache-Control', 'no-store');
    c.header('Content-Disposition', 'attachment; filename="folkmoot-bundle.json"');
    return c.body(bundleBytes(bundle), 200, { 'Content-Type': 'application/json' });
  });

  async function targetOf(name: string): Promise<DocumentId> {
    const id = documentIdIn(name);
    if (id !== null) return id;
    const negotiation = subjectSchema.safeParse(name);
    const seal = negotiation.success
      ? (await readNegotiation(context, negotiation.data)).state.seals[0]
      : undefined;
    if (seal !== undefined) return seal.id;
    throw new ProtocolError('not-found', 'There is no such document, and no sealed agreement of this name.', {
      id: name.slice(0, 128),
    });
  }

  return routes;
}
