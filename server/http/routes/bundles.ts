import { Hono } from 'hono';
import { NEGOTIATION_STATUSES } from '../../../federation/negotiation/status.ts';
import { type DocumentId, type Scid, scidSchema, subjectSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { bundleBytes } from '../../../protocol/verify/bundle.ts';
import { exportBundle, publicOnly } from '../../flows/acts/export-bundle.ts';
import { findPeer } from '../../flows/peers/peer-record.ts';
import type { MayRead } from '../../flows/record/evidence-source.ts';
import { agreementView } from '../../flows/views/agreements-view.ts';
import type { Instance } from '../../instance.ts';
import { documentIdIn } from '../document-id-in.ts';
import { readerMayRead } from '../may-read.ts';

/** Proof bundles: of a document by its id, of an agreement by its negotiation. Spec §10. */
export function bundleRoutes(instance: Instance): Hono {
  const { context } = instance;
  const routes = new Hono();

  routes.get('/bundles/:id', async (c) => {
    const mayRead = await readerMayRead(c, instance);
    const log = await logNamed(c.req.query('log'));
    const id = await targetOf(c.req.param('id'), mayRead);
    // Of another log we have what is everybody's.
    const bundle = await exportBundle(context, id, log === undefined ? mayRead : publicOnly, {}, log);
    c.header('Cache-Control', 'no-store');
    c.header('Content-Disposition', 'attachment; filename="folkmoot-bundle.json"');
    return c.body(bundleBytes(bundle), 200, { 'Content-Type': 'application/json' });
  });

  /** Whoever keeps a document for a commons shows what became of it there. Spec §21. */
  async function logNamed(name: string | undefined): Promise<Scid | undefined> {
    const log = scidSchema.safeParse(name);
    if (name === undefined || log.data === (await context.commons())) return undefined;
    if (log.success && (await findPeer(context.store, log.data)) !== null) return log.data;
    throw new ProtocolError('not-found', 'That log is not followed here.', { log: name.slice(0, 128) });
  }

  async function targetOf(name: string, mayRead: MayRead): Promise<DocumentId> {
    const id = documentIdIn(name);
    if (id !== null) return id;
    const negotiation = subjectSchema.safeParse(name);
    if (!negotiation.success) {
      throw new ProtocolError('not-found', 'There is no such document, and no negotiation of this name.', {
        id: name.slice(0, 128),
      });
    }
    const { seal, status, owed } = await agreementView(context, negotiation.data, mayRead);
    if (seal !== null) return seal;
    const missing = owed.map(({ sentence }) => sentence);
    const words = missing.length === 0 ? NEGOTIATION_STATUSES[status] : missing.join(' ');
    throw new ProtocolError(
      'conflict',
      `The negotiation is not sealed, so there is no certificate: ${words}`,
      {
        negotiation: negotiation.data,
        standing: status,
        owed,
        expected: { standing: 'formed' },
      },
    );
  }

  return routes;
}
