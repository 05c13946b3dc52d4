import { Hono, type Context as HonoContext } from 'hono';
import * as z from 'zod';
import { filterSchema } from '../../../federation/subscription/filter.ts';
import { deliveriesView, webhooksView } from '../../flows/views/webhooks-view.ts';
import {
  addWebhook,
  ownWebhook,
  removeWebhook,
  replayWebhook,
  rotateSecret,
} from '../../flows/webhooks/manage-webhooks.ts';
import type { Instance } from '../../instance.ts';
import { bodyOf, nothingSchema } from '../read-body.ts';
import { circleMemberOf, memberOf } from '../sender.ts';

const afterSchema = z.int().min(-1).nullable().default(null);
const wishSchema = z.strictObject({
  url: z.string().max(2048),
  filter: filterSchema.prefault({}),
  reads: z.enum(['public', 'owner']).default('public'),
  after: afterSchema,
});
const replaySchema = z.strictObject({ after: afterSchema });

/**
 * Webhooks of members, each its owner's alone. Spec §19.5.
 *
 * @param onChanged told when one has something to do.
 */
export function webhookRoutes({ context, sealer }: Instance, onChanged: () => void): Hono {
  const routes = new Hono();

  routes.get('/webhooks', async (c) => {
    keepToThemselves(c);
    return c.json(await webhooksView(context, (await memberOf(c, context)).author));
  });

  routes.post('/webhooks', async (c) => {
    keepToThemselves(c);
    const owner = await circleMemberOf(c, context);
    const made = await addWebhook(context, sealer, owner, await bodyOf(c, wishSchema));
    onChanged();
    return c.json(made, 201);
  });

  routes.get('/webhooks/:id/deliveries', async (c) => {
    keepToThemselves(c);
    const id = c.req.param('id');
    await ownWebhook(context, await memberOf(c, context), id);
    return c.json(await deliveriesView(context, id));
  });

  routes.post('/webhooks/:id/secret', async (c) => {
    keepToThemselves(c);
    const id = c.req.param('id');
    const owner = await circleMemberOf(c, context);
    await bodyOf(c, nothingSchema);
    return c.json({ id, secret: await rotateSecret(context, sealer, owner, id) });
  });

  routes.post('/webhooks/:id/replay', async (c) => {
    const id = c.req.param('id');
    const owner = await circleMemberOf(c, context);
    const { after } = await bodyOf(c, replaySchema);
    const from = await replayWebhook(context, owner, id, after);
    onChanged();
    return c.json({ id, after: from });
  });

  routes.post('/webhooks/:id/remove', async (c) => {
    const id = c.req.param('id');
    const owner = await memberOf(c, context);
    await bodyOf(c, nothingSchema);
    await removeWebhook(context, owner, id);
    return c.json({ id, removed: true });
  });

  return routes;
}

function keepToThemselves(c: HonoContext): void {
  c.header('Cache-Control', 'no-store');
}
