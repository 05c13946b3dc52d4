import { Feed } from 'feed';
import type { FeedName, FeedView } from './feed-view.ts';

/** The three forms that readers of feeds know. */
export const FEED_FORMS = {
  atom: 'application/atom+xml; charset=utf-8', // RFC 4287
  rss: 'application/rss+xml; charset=utf-8', // RSS 2.0
  json: 'application/feed+json; charset=utf-8', // JSON Feed 1
} as const;
export type FeedForm = keyof typeof FEED_FORMS;

const TITLES: Readonly<Record<FeedName, string>> = {
  decisions: 'decisions',
  proposals: 'proposals',
  all: 'everything',
};

/** Characters that XML 1.0 does not allow, and those that turn the direction of what stands beside them (UAX #9). */
const UNSHOWN = /[^\t\n\r\u0020-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/**
 * A feed as text. All that people have written is escaped: readers take titles and contents for HTML. Spec §19 [R-19.33].
 *
 * @param origin of the pages that it links.
 * @param query the filter, as an address has it; it belongs to the feed's id.
 */
export function writeFeed(view: FeedView, form: FeedForm, origin: string, query: string): string {
  const { name, items } = view;
  const commons = view.commons.replace(UNSHOWN, '');
  const at = (one: FeedForm) => `${origin}/feeds/${name}.${one}${query === '' ? '' : `?${query}`}`;
  const feed = new Feed({
    id: `${view.founding}?feed=${name}${query === '' ? '' : `&${query}`}`,
    title: `${commons}: ${TITLES[name]}`,
    link: `${origin}${name === 'proposals' ? '/proposals' : '/'}`,
    updated: new Date(view.updatedAt),
    author: { name: commons },
    generator: 'Folkmoot',
    docs: 'https://www.rssboard.org/rss-specification',
    feedLinks: { atom: at('atom'), rss: at('rss'), json: at('json') },
  });
  for (const { id, href, title, by, text, publishedAt, updatedAt } of items) {
    const plain = title.replace(UNSHOWN, '');
    feed.addItem({
      id,
      link: `${origin}${href}`,
      // Only JSON Feed takes a title for what it is.
      title: form === 'json' ? plain : escaped(plain),
      content: text.map((words) => `<p>${escaped(words).replaceAll('\n', '<br/>')}</p>`).join(''),
      date: new Date(updatedAt),
      published: new Date(publishedAt),
      // RSS wants an address of e-mail there.
      ...(form === 'rss' ? {} : { author: [{ name: by.replace(UNSHOWN, '') }] }),
    });
  }
  return WRITERS[form](feed);
}

const WRITERS: Readonly<Record<FeedForm, (feed: Feed) => string>> = {
  atom: (feed) => feed.atom1(),
  rss: (feed) => feed.rss2(),
  json: (feed) => feed.json1(),
};

/** No `>` is left either: the library ends a CDATA section at the second `]]>` of a text. */
function escaped(text: string): string {
  return text
    .replace(UNSHOWN, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
