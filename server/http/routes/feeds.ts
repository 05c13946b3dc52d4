import { Hono } from 'hono';
import { FILTER_NAMES } from '../../../federation/subscription/filter.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { FEEDS, feedView } from '../../flows/feeds/feed-view.ts';
import { FEED_FORMS, type FeedForm, writeFeed } from '../../flows/feeds/write-feed.ts';
import type { Instance } from '../../instance.ts';
import { unlessKnown } from '../answer.ts';
import { filterIn } from '../filter-in.ts';

const FORMS = Object.keys(FEED_FORMS) as readonly FeedForm[]; // the table's own keys

/** What everybody may read, for readers of feeds. A signature changes nothing: a feed is for everybody. Spec §19. */
export function feedRoutes({ context }: Instance): Hono {
  const routes = new Hono();
  routes.get('/feeds/:file', async (c) => {
    const [named = '', formed = '', ...more] = c.req.param('file').split('.');
    const name = FEEDS.find((one) => one === named);
    const form = FORMS.find((one) => one === formed);
    if (name === undefined || form === undefined || more.length > 0) {
      throw new ProtocolError('not-found', 'There is no such feed.', {
        expected: { feed: FEEDS.flatMap((one) => FORMS.map((other) => `/feeds/${one}.${other}`)) },
      });
    }
    const filter = filterIn(c, []);
    const query = new URLSearchParams(
      FILTER_NAMES.flatMap((one) => filter[one].toSorted().map((value) => [one, value])),
    );
    const text = writeFeed(
      await feedView(context, name, filter),
      form,
      context.settings.origin,
      query.toString(),
    );
    c.header('Vary', 'Accept-Language');
    return unlessKnown(c, text, FEED_FORMS[form]);
  });
  return routes;
}
