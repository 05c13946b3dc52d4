import { Hono } from 'hono';
import * as z from 'zod';
import { PEER_MODES, STANDINGS } from '../../../federation/peers/standing.ts';
import { utf8 } from '../../../protocol/bytes.ts';
import { joinDidLog } from '../../../protocol/identity/did-log.ts';
import { scidSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { parseTime } from '../../../protocol/time.ts';
import { setDepositPeer } from '../../flows/deposits/deposit-peers.ts';
import { addPeer, knownLines } from '../../flows/peers/add-peer.ts';
import { exportList, parseList } from '../../flows/peers/block-list.ts';
import { examine } from '../../flows/peers/examine.ts';
import { readIntroduction, takeIntroduction } from '../../flows/peers/introductions.ts';
import {
  listRules,
  REASON_CHARACTERS_MAX,
  sayStandings,
  setMode,
  targetNamed,
} from '../../flows/peers/rules.ts';
import { peerChangesView } from '../../flows/views/peer-rules-view.ts';
import type { Instance } from '../../instance.ts';
import { withEntityTag } from '../entity-tag.ts';
import { bodyOf, readJson } from '../read-body.ts';
import { assertSignedBy, circleMemberOf } from '../sender.ts';

const textSchema = z.string().max(REASON_CHARACTERS_MAX).default('');
const timeSchema = z
  .string()
  .refine((text) => parseTime(text) !== null, 'a time as 2027-05-31T12:00:00Z')
  .transform((text) => parseTime(text) ?? 0);

const sayingSchema = z.strictObject({
  target: z.string().min(1).max(255),
  /** Null lifts what was said before. */
  standing: z.enum(STANDINGS).nullable(),
  reason: textSchema,
  note: textSchema,
  publicNote: textSchema,
  until: timeSchema.nullable().default(null),
});
const modeSchema = z.strictObject({ mode: z.enum(PEER_MODES) });
const keepsSchema = z.strictObject({ commons: scidSchema, keeps: z.boolean() });
const listSchema = z.strictObject({ csv: z.string(), replace: z.boolean().default(false) });
const urlSchema = z.strictObject({ url: z.string().max(2048) });

/**
 * Who is a peer, and how we stand to each. Members of a circle decide; whoever is not a peer yet introduces itself.
 * Spec §18.
 *
 * @param onChanged told when peers may have something new to do.
 */
export function peerRoutes({ context }: Instance, onChanged: () => void): Hono {
  const routes = new Hono();

  routes.post('/peers', async (c) => {
    const { author } = await circleMemberOf(c, context);
    const { url } = await bodyOf(c, urlSchema);
    const peer = await addPeer(context, url, { by: author });
    onChanged();
    return c.json({ commons: peer.commons, name: peer.name, baseUrl: peer.baseUrl }, 201);
  });

  routes.post('/peers/rules', async (c) => {
    const { author } = await circleMemberOf(c, context);
    const { target: named, ...said } = await bodyOf(c, sayingSchema);
    const { standing, reason, until } = said;
    if (standing !== null && standing !== 'allow' && reason === '') {
      throw new ProtocolError('malformed', 'Whoever limits or blocks says why.', {
        at: 'reason',
        expected: { reason: 'some words' },
      });
    }
    if (until !== null && until <= (await context.now())) {
      throw new ProtocolError('malformed', 'The time until which it holds is over.', {
        at: 'until',
        expected: { until: 'a time to come' },
      });
    }
    const target = targetNamed(named);
    if (target === (await context.commons()))
      throw new ProtocolError('conflict', 'This is our own commons.', { target });
    const [result] = await sayStandings(context, [{ target, saying: { ...said, by: author } }]);
    onChanged();
    return c.json({ target, result });
  });

  routes.post('/peers/mode', async (c) => {
    const { author } = await circleMemberOf(c, context);
    const { mode } = await bodyOf(c, modeSchema);
    await setMode(context, mode, author);
    return c.json({ mode });
  });

  routes.use('/peers/:commons/did.jsonl', withEntityTag());
  routes.get('/peers/:commons/did.jsonl', async (c) => {
    const commons = scidSchema.safeParse(c.req.param('commons'));
    const lines = commons.success ? await knownLines(context.store, commons.data) : [];
    if (lines.length === 0) throw new ProtocolError('not-found', 'No such peer is known here.');
    c.header('Cache-Control', 'no-cache');
    c.header('Content-Type', 'text/jsonl; charset=utf-8');
    return c.body(joinDidLog(lines));
  });

  routes.post('/peers/deposits', async (c) => {
    const { author } = await circleMemberOf(c, context);
    const { commons, keeps } = await bodyOf(c, keepsSchema);
    const result = await setDepositPeer(context, { commons, keeps, by: author });
    onChanged();
    return c.json({ commons, result });
  });

  routes.get('/peers/changes', async (c) => {
    await circleMemberOf(c, context);
    c.header('Cache-Control', 'no-store');
    return c.json({ changes: await peerChangesView(context) });
  });

  routes.get('/peers/list.csv', async (c) => {
    await circleMemberOf(c, context);
    const text = exportList(await listRules(context.store), await context.now());
    return c.body(text, 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="peers.csv"',
      'cache-control': 'no-store',
    });
  });

  routes.post('/peers/list', async (c) => {
    const { author } = await circleMemberOf(c, context);
    const { csv, replace } = await bodyOf(c, listSchema);
    const listed = parseList(utf8(csv));
    const home = await context.commons();
    const wishes = listed
      .filter(({ target }) => target !== home)
      .map(({ target, ...said }) => ({ target, saying: { ...said, note: '', by: author } }));
    const results = await sayStandings(context, wishes, replace);
    onChanged();
    return c.json({
      results: wishes.map(({ target }, index) => ({ target, result: results[index] ?? 'same' })),
    });
  });

  routes.post('/peers/debug', async (c) => {
    await circleMemberOf(c, context);
    const { url } = await bodyOf(c, urlSchema);
    return c.json({ steps: await examine(context, url) });
  });

  routes.post('/peers/introductions', async (c) => {
    const introduction = await readIntroduction(context, await readJson(c));
    await assertSignedBy(c, context, introduction.current);
    const result = await takeIntroduction(context, introduction);
    onChanged();
    return c.json({ result }, 202);
  });

  return routes;
}
