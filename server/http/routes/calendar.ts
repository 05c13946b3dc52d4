import { Hono, type Context as HonoContext } from 'hono';
import { endCalendarLink, makeCalendarLink, openCalendarLink } from '../../flows/calendar/calendar-links.ts';
import { calendarView } from '../../flows/calendar/calendar-view.ts';
import { writeCalendar } from '../../flows/calendar/write-calendar.ts';
import type { MayRead } from '../../flows/record/evidence-source.ts';
import { readerFor } from '../../flows/record/may-read.ts';
import type { Instance } from '../../instance.ts';
import { calendarPage } from '../../web/pages/calendar-page.tsx';
import { answer, unlessKnown } from '../answer.ts';
import { readerMayRead } from '../may-read.ts';
import { bodyOf, nothingSchema } from '../read-body.ts';
import { circleMemberOf, isRequestKey, memberOf } from '../sender.ts';

/** What has a time: as a page, as JSON, and for programs that keep calendars. Spec §19. */
export function calendarRoutes(instance: Instance): Hono {
  const { context } = instance;
  const routes = new Hono();

  routes.get('/calendar', async (c) =>
    answer(c, instance, await calendarView(context, await readerMayRead(c, instance)), calendarPage),
  );

  routes.get('/calendar.ics', async (c) => calendar(c, await readerMayRead(c, instance)));

  routes.post('/calendar-links', async (c) => {
    const { author, key } = await circleMemberOf(c, context);
    await bodyOf(c, nothingSchema);
    const path = await makeCalendarLink(context, author, key);
    return c.json({ url: `${context.settings.origin}${path}` }, 201);
  });

  routes.post('/calendar-links/end', async (c) => {
    const { author } = await memberOf(c, context);
    await bodyOf(c, nothingSchema);
    return c.json({ ended: await endCalendarLink(context, author) });
  });

  routes.get('/calendar/:member/:file', async (c) => {
    const [secret = '', form, ...more] = c.req.param('file').split('.');
    const shown = form === 'ics' && more.length === 0 ? secret : '';
    const author = await openCalendarLink(context, c.req.param('member'), shown, (who, key) =>
      isRequestKey(context, who, key),
    );
    const response = await calendar(c, (await readerFor(context, author)).mayRead);
    // Whoever stands between must not keep it.
    response.headers.set('Cache-Control', 'private, no-cache');
    return response;
  });

  async function calendar(c: HonoContext, mayRead: MayRead): Promise<Response> {
    const text = writeCalendar(await calendarView(context, mayRead), context.settings.origin);
    c.header('Vary', 'Accept-Language');
    return unlessKnown(c, text, 'text/calendar; charset=utf-8');
  }

  return routes;
}
