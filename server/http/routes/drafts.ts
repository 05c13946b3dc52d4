import { Hono } from 'hono';
import { toBase64url } from '../../../protocol/bytes.ts';
import { draft } from '../../flows/drafts/draft.ts';
import type { Instance } from '../../instance.ts';
import { readJson } from '../read-body.ts';
import { memberOf } from '../sender.ts';

/** A member's wish in, the bytes to sign and what would become of them out. Spec §10. */
export function draftRoutes({ context }: Instance): Hono {
  const routes = new Hono();

  routes.post('/drafts', async (c) => {
    const member = await memberOf(c, context);
    const body = await readJson(c);
    const { id, type, payload, attachments, summary, warning, idle, verdict } = await draft(
      context,
      member,
      body.type,
      body.fields,
    );
    return c.json({
      id,
      type,
      payload: toBase64url(payload),
      attachments: Object.fromEntries(
        [...attachments].map(([hash, content]) => [hash, toBase64url(content)]),
      ),
      summary,
      warning,
      idle,
      verdict,
    });
  });

  return routes;
}
