import { Hono } from 'hono';
import { HASH_BYTES } from '../../../protocol/hash.ts';
import { BATCH_DOCUMENTS_MAX } from '../../../protocol/limits.ts';
import { encodeEntryBundle } from '../../../protocol/log/entry-bundle.ts';
import { parseEntryBundlePath, parseTilePath, TILE_WIDTH } from '../../../protocol/log/tiles.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { publicOnly } from '../../flows/acts/export-bundle.ts';
import { assertWithinLog } from '../../flows/live/within-log.ts';
import { logPage, pageBytes } from '../../flows/peers/log-page.ts';
import type { Instance } from '../../instance.ts';
import { withEntityTag } from '../entity-tag.ts';

/** Full tiles never change; checkpoints always may. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const NOT_KEPT = 'no-cache';

/** The log as static files (C2SP tlog-tiles), and by cursor. Spec §10, [R-10.33], [R-10.37]. */
export function logRoutes({ context }: Instance): Hono {
  const routes = new Hono();
  routes.use('/log/checkpoint', withEntityTag());

  routes.get('/log/checkpoint', async (c) => {
    const [newest] = await context.store.checkpoints(await context.commons(), 'newest');
    if (newest === undefined) throw new ProtocolError('not-found', 'The log is empty.');
    c.header('Cache-Control', NOT_KEPT);
    return c.text(newest.note);
  });

  routes.get('/log/tile/entries/*', async (c) => {
    const bundle = parseEntryBundlePath(c.req.path.slice('/log/'.length));
    if (bundle === null) throw new ProtocolError('not-found', 'There is no such tile.');
    const first = bundle.index * TILE_WIDTH;
    const entries = await context.store.entries(await context.commons(), {
      after: first - 1,
      limit: bundle.width,
    });
    if (entries.length !== bundle.width) throw new ProtocolError('not-found', 'There is no such tile yet.');
    return octets(encodeEntryBundle(entries.map(({ leaf }) => leaf)), FOR_EVER);
  });

  routes.get('/log/tile/*', async (c) => {
    const tile = parseTilePath(c.req.path.slice('/log/'.length));
    if (tile === null) throw new ProtocolError('not-found', 'There is no such tile.');
    const [stored] = await context.store.tiles(await context.commons(), [tile]);
    const hashes = stored?.hashes.subarray(0, tile.width * HASH_BYTES);
    if (hashes?.length !== tile.width * HASH_BYTES) {
      throw new ProtocolError('not-found', 'There is no such tile yet.');
    }
    return octets(hashes, FOR_EVER);
  });

  routes.get('/log/entries', async (c) => {
    const after = integer(c.req.query('after') ?? '-1', -1, 'after');
    const limit = integer(c.req.query('limit') ?? String(BATCH_DOCUMENTS_MAX), 1, 'limit');
    await assertWithinLog(context, after, c.req.query('checkpoint') ?? null);
    const page = await logPage(context, await context.commons(), after, limit, publicOnly);
    c.header('Cache-Control', NOT_KEPT);
    c.header('Content-Type', 'application/json');
    return c.body(pageBytes(page));
  });

  return routes;
}

function octets(bytes: Uint8Array, cacheControl: string): Response {
  return new Response(Uint8Array.from(bytes), {
    headers: { 'content-type': 'application/octet-stream', 'cache-control': cacheControl },
  });
}

/** A whole number in a query. @throws {ProtocolError} `malformed` */
export function integer(text: string, least: number, name: string): number {
  const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least) return value;
  throw new ProtocolError('malformed', `\`${name}\` is a whole number from ${least}.`, {
    [name]: text.slice(0, 32),
    expected: { [name]: 'integer', least },
  });
}
