import { Hono, type Context as HonoContext } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { secureHeaders } from 'hono/secure-headers';
import type { Scid } from '../protocol/ids.ts';
import { ProtocolError } from '../protocol/problem.ts';
import type { Context } from './context.ts';
import type { LiveHub } from './flows/live/hub.ts';
import { logRequests } from './http/log-requests.ts';
import { openLive } from './http/open-live.ts';
import { problemResponse } from './http/problem-response.ts';
import { readerLanguage } from './http/reader-language.ts';
import { bundleRoutes } from './http/routes/bundles.ts';
import { calendarRoutes } from './http/routes/calendar.ts';
import { depositRoutes } from './http/routes/deposits.ts';
import { documentRoutes } from './http/routes/documents.ts';
import { draftRoutes } from './http/routes/drafts.ts';
import { feedRoutes } from './http/routes/feeds.ts';
import { healthRoutes } from './http/routes/health.ts';
import { inboxRoutes } from './http/routes/inbox.ts';
import { linkRoutes } from './http/routes/links.ts';
import { liveRoutes } from './http/routes/live.ts';
import { logRoutes } from './http/routes/log.ts';
import { pageRoutes } from './http/routes/pages.ts';
import { peerRoutes } from './http/routes/peers.ts';
import { peopleRoutes } from './http/routes/people.ts';
import { viewRoutes } from './http/routes/views.ts';
import { webhookRoutes } from './http/routes/webhooks.ts';
import { wellKnownRoutes } from './http/routes/well-known.ts';
import { witnessRoutes } from './http/routes/witness.ts';
import type { Instance } from './instance.ts';

/** What the routes tell the workers. */
export interface AppHooks {
  readonly onReceived: (peer: Scid) => void;
  /** A peer or a webhook has something new to do. */
  readonly onPeerAdded: () => void;
  readonly isStopping: () => boolean;
}

/** Pages load everything from here and send everything here: nothing from elsewhere, and no script inside of a page. */
const CONTENT_SECURITY_POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  connectSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
};

/** Everything that this server answers. One route a file; errors become problems here and nowhere else. */
export function createApp(
  instance: Instance,
  hooks: AppHooks,
  hub: LiveHub = openLive(instance.context),
): Hono {
  const { context } = instance;
  const app = new Hono();
  app.use(logRequests(context.logger));
  app.use(secureHeaders({ contentSecurityPolicy: CONTENT_SECURITY_POLICY, xFrameOptions: 'DENY' }));
  app.use(readerLanguage);
  app.use(methodNotAllowed({ app, onMethodNotAllowed: (c, methods) => methodProblem(c, methods, context) }));
  app.route('/', healthRoutes(instance, hooks.isStopping));
  app.route('/', wellKnownRoutes(instance));
  app.route('/', logRoutes(instance));
  app.route('/', liveRoutes(instance, hub));
  app.route('/', feedRoutes(instance));
  app.route('/', calendarRoutes(instance));
  // Before the documents: a browser gets the page of a document at the same address.
  app.route('/', pageRoutes(instance));
  app.route('/', documentRoutes(instance));
  app.route('/', depositRoutes(instance));
  app.route('/', draftRoutes(instance));
  app.route('/', linkRoutes(instance));
  app.route('/', bundleRoutes(instance));
  app.route('/', inboxRoutes(instance, hooks.onReceived));
  app.route('/', witnessRoutes(instance));
  app.route('/', peopleRoutes(instance));
  app.route('/', peerRoutes(instance, hooks.onPeerAdded));
  app.route('/', webhookRoutes(instance, hooks.onPeerAdded));
  app.route('/', viewRoutes(instance));
  const expected = { routes: routesOf(app) };
  app.notFound((c) =>
    problemResponse(
      c,
      new ProtocolError('not-found', 'There is nothing at this address.', { expected }),
      context,
    ),
  );
  app.onError((error, c) => problemResponse(c, error, context));
  return app;
}

/** What there is, as `GET /commons`, each once. */
function routesOf({ routes }: Hono): readonly string[] {
  const named = routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`);
  return [...new Set(named)];
}

/** RFC 9110 §15.5.6: there is something at this address, for other methods. */
function methodProblem(c: HonoContext, methods: readonly string[], context: Context) {
  const allow = methods.join(', ');
  c.header('Allow', allow);
  const sentence = `There is no ${c.req.method.slice(0, 32)} here; there is ${allow}.`;
  return problemResponse(
    c,
    new ProtocolError('method-not-allowed', sentence, { allow: methods, expected: { methods } }),
    context,
  );
}
