import { Hono, type Context as HonoContext } from 'hono';
import { type Subject, subjectSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { foundedCommons } from '../../flows/founding/found.ts';
import { documentIn } from '../../flows/record/document-in.ts';
import type { MayRead } from '../../flows/record/evidence-source.ts';
import { agentsView } from '../../flows/views/agents-view.ts';
import { agreementsView, agreementView } from '../../flows/views/agreements-view.ts';
import { budgetsView } from '../../flows/views/budgets-view.ts';
import { circlesView } from '../../flows/views/circles-view.ts';
import { constraintsView } from '../../flows/views/constraints-view.ts';
import { domainView } from '../../flows/views/domain-view.ts';
import { emergenciesView } from '../../flows/views/emergencies-view.ts';
import { erasuresView } from '../../flows/views/erasures-view.ts';
import { homeView } from '../../flows/views/home-view.ts';
import { lintView } from '../../flows/views/lint-view.ts';
import { mattersView } from '../../flows/views/matters-view.ts';
import { meetingsView } from '../../flows/views/meetings-view.ts';
import { peersView } from '../../flows/views/peers-view.ts';
import { proposalsView } from '../../flows/views/proposal-summary.ts';
import { proposalView } from '../../flows/views/proposal-view.ts';
import { pathView, registerView } from '../../flows/views/register-view.ts';
import { resourceView } from '../../flows/views/resource-view.ts';
import { resourcesView } from '../../flows/views/resources-view.ts';
import { rolesView } from '../../flows/views/roles-view.ts';
import { subscriptionsView } from '../../flows/views/subscriptions-view.ts';
import { whyNamed } from '../../flows/views/why-named.ts';
import type { Instance } from '../../instance.ts';
import { agentsPage } from '../../web/pages/agents-page.tsx';
import { agreementPage } from '../../web/pages/agreement-page.tsx';
import { agreementsPage } from '../../web/pages/agreements-page.tsx';
import { circlesPage } from '../../web/pages/circles-page.tsx';
import { commonsPage } from '../../web/pages/commons-page.tsx';
import { constraintsPage } from '../../web/pages/constraints-page.tsx';
import { domainPage } from '../../web/pages/domain-page.tsx';
import { emergenciesPage, emergencyPage } from '../../web/pages/emergencies-page.tsx';
import { erasuresPage } from '../../web/pages/erasures-page.tsx';
import { lintPage } from '../../web/pages/lint-page.tsx';
import { mattersPage } from '../../web/pages/matters-page.tsx';
import { meetingsPage } from '../../web/pages/meetings-page.tsx';
import { pathPage } from '../../web/pages/path-page.tsx';
import { peersPage } from '../../web/pages/peers-page.tsx';
import { proposalPage } from '../../web/pages/proposal-page.tsx';
import { proposalsPage } from '../../web/pages/proposals-page.tsx';
import { registerPage } from '../../web/pages/register-page.tsx';
import { resourcePage } from '../../web/pages/resource-page.tsx';
import { resourcesPage } from '../../web/pages/resources-page.tsx';
import { rolesPage } from '../../web/pages/roles-page.tsx';
import { subscriptionsPage } from '../../web/pages/subscriptions-page.tsx';
import { unfoundedPage } from '../../web/pages/unfounded-page.tsx';
import { whyPage } from '../../web/pages/why-page.tsx';
import { renderPage } from '../../web/render.tsx';
import { plainShell } from '../../web/shell.ts';
import { addressOf, answer } from '../answer.ts';
import { documentIdIn } from '../document-id-in.ts';
import { readerMayRead, readerRights } from '../may-read.ts';
import { prefersPage } from '../prefers-page.ts';
import { integer } from './log.ts';

/** Domains on one page of the register, and the most that one answer lists. */
const PAGE_DEFAULT = 50;
const PAGE_MAX = 500;

/** What there is to see: as JSON for programs, as pages for people, at the same addresses. Spec §10. */
export function viewRoutes(instance: Instance): Hono {
  const { context } = instance;
  const routes = new Hono();

  routes.get('/', async (c) => {
    // Before there is a commons, the front page is not missing: it says how to found one.
    if (prefersPage(c) && (await foundedCommons(context)) === null) return unfounded(c);
    return answer(c, instance, await homeView(context), commonsPage);
  });

  routes.get('/commons', async (c) => answer(c, instance, await homeView(context), commonsPage));

  routes.get('/register', async (c) => {
    const offset = integer(c.req.query('offset') ?? '0', 0, 'offset');
    const limit = Math.min(PAGE_MAX, integer(c.req.query('limit') ?? String(PAGE_DEFAULT), 1, 'limit'));
    const query = (c.req.query('q') ?? '').trim();
    const reader = await readerRights(c, instance);
    return answer(c, instance, await registerView(context, query, offset, limit, reader), registerPage);
  });

  routes.get('/register/path', async (c) => {
    const path = pathIn(c.req.query('path') ?? '');
    return answer(c, instance, await pathView(context, path, await readerRights(c, instance)), pathPage);
  });

  routes.get('/register/lint', async (c) =>
    answer(c, instance, await lintView(context, await readerRights(c, instance)), lintPage),
  );

  routes.get('/constraints', async (c) => {
    const constraints = await constraintsView(context, await readerRights(c, instance));
    return answer(c, instance, { constraints }, constraintsPage);
  });

  routes.get('/agents', async (c) =>
    answer(c, instance, await agentsView(context, await readerRights(c, instance)), agentsPage),
  );

  routes.get('/circles', async (c) =>
    answer(c, instance, await circlesView(context, await readerRights(c, instance)), circlesPage),
  );
  routes.get('/roles', async (c) =>
    answer(c, instance, await rolesView(context, await readerRights(c, instance)), rolesPage),
  );
  routes.get('/matters', async (c) => {
    const matters = await mattersView(context, await readerRights(c, instance));
    return answer(c, instance, { matters }, mattersPage);
  });

  routes.get('/emergencies', async (c) => {
    const emergencies = await emergenciesView(context, await readerMayRead(c, instance));
    return answer(c, instance, { emergencies }, emergenciesPage);
  });

  routes.get('/meetings', async (c) =>
    answer(c, instance, await meetingsView(context, await readerMayRead(c, instance)), meetingsPage),
  );

  routes.get('/domains/:subject', async (c) => {
    const subject = subjectIn(c.req.param('subject'));
    const view = await domainView(context, subject, await readerRights(c, instance));
    return answer(c, instance, view, domainPage);
  });

  routes.get('/proposals', async (c) => {
    const proposals = await proposalsView(context, await readerMayRead(c, instance));
    return answer(c, instance, { proposals }, proposalsPage);
  });

  routes.get('/proposals/:name', async (c) => {
    const mayRead = await readerMayRead(c, instance);
    const subject = await proposalNamed(c.req.param('name'), mayRead);
    return answer(c, instance, await proposalView(context, subject, mayRead), proposalPage);
  });

  /** By its subject, or by the id of any document of its thread. */
  async function proposalNamed(name: string, mayRead: MayRead): Promise<Subject> {
    const id = documentIdIn(name);
    if (id === null) return subjectIn(name);
    const document = await documentIn(context.store, await context.commons(), id);
    if (document === null || !mayRead(document))
      throw new ProtocolError('not-found', 'There is no such proposal here.', { proposal: name });
    return 'proposal' in document && document.proposal !== undefined
      ? document.proposal.subject
      : document.subject;
  }

  routes.get('/why/:id', async (c) => {
    const named = c.req.param('id');
    const subject = subjectSchema.safeParse(named);
    const name = subject.success ? subject.data : documentIdIn(named);
    if (name === null) {
      throw new ProtocolError(
        'malformed',
        'A decision is named by its id, ni:///sha-256;…, or by the hash in it.',
        { expected: { id: 'ni:///sha-256;<43 characters of base64url>' } },
      );
    }
    const why = await whyNamed(context, name, await readerMayRead(c, instance));
    switch (why.kind) {
      case 'decision':
        return answer(c, instance, why.view, whyPage);
      case 'emergency':
        return answer(c, instance, why.view, emergencyPage);
      case 'agreement':
        return answer(c, instance, why.view, agreementPage);
      case 'proposal':
        return answer(c, instance, why.view, proposalPage);
    }
  });

  routes.get('/resources', async (c) => {
    const mayRead = await readerMayRead(c, instance);
    const resources = await resourcesView(context, mayRead);
    const budgets = await budgetsView(context, mayRead);
    return answer(c, instance, { resources, budgets }, resourcesPage);
  });

  routes.get('/resources/:subject', async (c) => {
    const subject = subjectIn(c.req.param('subject'));
    const view = await resourceView(context, subject, await readerMayRead(c, instance));
    return answer(c, instance, view, resourcePage);
  });

  routes.get('/agreements', async (c) =>
    answer(
      c,
      instance,
      { agreements: await agreementsView(context, await readerMayRead(c, instance)) },
      agreementsPage,
    ),
  );

  routes.get('/agreements/:negotiation', async (c) => {
    const negotiation = subjectIn(c.req.param('negotiation'));
    const view = await agreementView(context, negotiation, await readerMayRead(c, instance));
    return answer(c, instance, view, agreementPage);
  });

  routes.get('/erasures', async (c) =>
    answer(c, instance, await erasuresView(context, await readerMayRead(c, instance)), erasuresPage),
  );

  routes.get('/peers', async (c) => {
    const { kind } = await readerRights(c, instance);
    return answer(c, instance, await peersView(context, kind === 'member'), peersPage);
  });

  routes.get('/subscriptions', async (c) =>
    answer(c, instance, await subscriptionsView(context, await readerRights(c, instance)), subscriptionsPage),
  );

  async function unfounded(c: HonoContext): Promise<Response> {
    c.header('Vary', 'Accept, Accept-Language');
    c.header('Cache-Control', 'no-store');
    return c.html(await renderPage(unfoundedPage, null, plainShell(context.settings.origin, addressOf(c))));
  }

  return routes;
}

/** A path as people type it: blanks around it, and the root that they think of before it, are no part of it. */
function pathIn(typed: string): string {
  return typed.trim().replace(/^\.?\/+/, '');
}

/** @throws {ProtocolError} `malformed` */
export function subjectIn(text: string) {
  const subject = subjectSchema.safeParse(text);
  if (subject.success) return subject.data;
  throw new ProtocolError('malformed', 'A subject is a UUIDv7 in lower case.', {
    subject: text.slice(0, 64),
    expected: { subject: 'UUIDv7' },
  });
}
