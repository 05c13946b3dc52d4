import { Hono } from 'hono';
import { toBase64url } from '../../../protocol/bytes.ts';
import type { JsonObject, JsonValue } from '../../../protocol/canonical.ts';
import { envelopeBytes } from '../../../protocol/envelope/sign.ts';
import { hashTextSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { formatMillis } from '../../../protocol/time.ts';
import { submit } from '../../flows/acts/submit.ts';
import type { Committed } from '../../flows/log/committer.ts';
import { inclusionPaths } from '../../flows/log/log-tiles.ts';
import { openAttachment } from '../../flows/privacy/open-attachment.ts';
import { readDocument } from '../../flows/record/read-document.ts';
import type { Instance } from '../../instance.ts';
import { hashOf } from '../../web/hrefs.ts';
import { attachmentsIn, envelopesIn } from '../brought.ts';
import { documentIdIn } from '../document-id-in.ts';
import { readerMayRead } from '../may-read.ts';
import { readJson } from '../read-body.ts';

/** It never changes, but it can be erased: so a cache asks each time whether it is still there. Spec §16. */
const PUBLIC_DOCUMENT = 'public, no-cache';

/** Signed documents in and out. Spec §10, [R-10.34]. */
export function documentRoutes(instance: Instance): Hono {
  const { context, committer } = instance;
  const routes = new Hono();

  routes.post('/documents', async (c) => {
    const body = await readJson(c);
    const attachments = attachmentsIn(body.attachments);
    const results: JsonValue[] = [];
    for (const envelope of envelopesIn(body.documents)) {
      try {
        results.push(await answerTo(await submit(context, committer, envelope, attachments)));
      } catch (error) {
        throw after(results, error);
      }
    }
    return c.json({ results }, 201);
  });

  routes.get('/documents/:id', async (c) => {
    // Who asks is looked at first: else a wrong signature would be told from what is there.
    const mayRead = await readerMayRead(c, instance);
    const id = documentIdIn(c.req.param('id'));
    const home = await context.commons();
    const index = id === null ? null : await context.store.indexOf(home, id);
    const [entry] = index === null ? [] : await context.store.entries(home, { at: [index] });
    const read = entry === undefined ? null : readDocument(entry);
    if (read === null || !mayRead(read.document))
      throw new ProtocolError('not-found', 'There is no such document here.');
    const isPublic = read.document.audience === 'public';
    c.header('Cache-Control', isPublic ? PUBLIC_DOCUMENT : 'no-store');
    if (isPublic) {
      const tag = `"${hashOf(read.verified.id)}"`; // what an id names is always the same bytes
      c.header('ETag', tag);
      if (c.req.header('if-none-match')?.includes(tag) === true) return c.body(null, 304);
    }
    c.header('Content-Type', 'application/jose+json');
    return c.body(envelopeBytes(read.verified));
  });

  routes.get('/attachments/:hash', async (c) => {
    const hash = hashTextSchema.safeParse(c.req.param('hash'));
    const mayRead = await readerMayRead(c, instance);
    const found = hash.success ? await openAttachment(context, hash.data, mayRead) : null;
    if (found === null) throw new ProtocolError('not-found', 'There is no such attachment here.');
    if (found.bytes === null)
      throw new ProtocolError('erased', 'This text was erased.', { reference: hash.data ?? '' });
    return new Response(Uint8Array.from(found.bytes), {
      headers: {
        'content-type': 'application/octet-stream',
        'content-disposition': 'attachment',
        'cache-control': 'no-store',
      },
    });
  });

  async function answerTo({ placed, checkpoint }: Committed): Promise<JsonValue> {
    if (placed.kind === 'refused') throw placed.problem;
    const { entry } = placed;
    const home = await context.commons();
    const size = checkpoint?.size ?? 0;
    const [path = []] =
      size > entry.index ? await inclusionPaths(context.store, home, [entry.index], size) : [];
    return {
      result: placed.kind,
      id: entry.id,
      index: entry.index,
      at: formatMillis(entry.at),
      verdict: { ...entry.verdict } as JsonObject, // status, code and detail are JSON
      proof: { checkpoint: checkpoint?.note ?? '', path: path.map(toBase64url) },
    };
  }

  return routes;
}

/** What stopped a batch, with what became of the documents before: they are logged, and those after were not looked at. */
function after(results: readonly JsonValue[], error: unknown): unknown {
  if (!(error instanceof ProtocolError) || results.length === 0) return error;
  const { type, message, extensions } = error;
  return new ProtocolError(
    type,
    message,
    { ...extensions, position: results.length, results },
    { cause: error },
  );
}
