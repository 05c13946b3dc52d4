import type { FC } from 'hono/jsx';
import type { SubscriptionsView } from '../../flows/views/subscriptions-view.ts';
import type { Page } from '../page.ts';
import { Command } from '../parts/command.tsx';
import { Followed, Followers } from '../parts/followers.tsx';
import { Table } from '../parts/table.tsx';

/** How to follow this commons: by feeds, or by a program. */
export const subscriptionsPage: Page<SubscriptionsView> = {
  section: null,
  title: () => 'Follow this commons',
  Body: ({ view }) => (
    <>
      <h1>Follow this commons</h1>
      <p class="lead">
        Whatever happens here is an entry of one record. Whoever wants to know of it follows the record, in
        the form that suits them.
      </p>
      <Feeds view={view} />
      <section aria-labelledby="times">
        <h2 id="times">What has a time</h2>
        <p>
          The <a href="/calendar">calendar</a> has meetings, the ends of what is being asked, and what falls
          due. A program that keeps calendars subscribes to its address: <code>{view.calendar}</code>
        </p>
        <p>Members get a secret address of their own, which shows what they may see:</p>
        <Command rest="calendar --link" />
      </section>
      <section aria-labelledby="live">
        <h2 id="live">As it happens</h2>
        <p>
          A program reads the record as it grows at <code>/log/live</code>, an event stream that goes on where
          it was cut off. At a terminal:
        </p>
        <Command rest="watch --type decision outcome" />
        <p>
          A member’s own program is told by signed messages (Standard Webhooks), in order, and again where it
          was away:
        </p>
        <Command rest="webhook add https://example.org/hook --type decision outcome" />
      </section>
      <section aria-labelledby="who">
        <h2 id="who">Who follows, and who is followed</h2>
        {view.followers.length === 0 && view.followed.length === 0 ? (
          <p class="empty">No other commons is a peer yet, so none follows by itself.</p>
        ) : (
          <>
            <Followers
              followers={view.followers}
              entries={view.entries}
              caption="Peers that are told of what is new"
            />
            <Followed followed={view.followed} />
          </>
        )}
        {view.webhooks !== null && view.webhooks.length > 0 && (
          <Followers followers={view.webhooks} entries={view.entries} caption="Webhooks of members" />
        )}
      </section>
    </>
  ),
};

const FEED_TEXTS: Readonly<Record<SubscriptionsView['feeds'][number]['name'], string>> = {
  decisions: 'Decisions that count',
  proposals: 'Proposals, and how they stand',
  all: 'Everything that was signed',
};

const FORM_TEXTS = { atom: 'Atom', rss: 'RSS', json: 'JSON Feed' } as const;

const Feeds: FC<{ view: SubscriptionsView }> = ({ view: { feeds } }) => (
  <section aria-labelledby="feeds">
    <h2 id="feeds">Feeds</h2>
    <p>
      A reader of feeds shows what is new. The same content comes in three forms; any reader knows one of
      them. A feed holds what everybody may read, and nothing else.
    </p>
    <Table
      caption="Feeds of this commons"
      columns={[{ label: 'Feed' }, { label: 'Forms' }]}
      rows={feeds.map(({ name, forms }) => [
        FEED_TEXTS[name],
        forms.map(({ form, url }, index) => (
          <>
            {index > 0 && ' · '}
            <a href={new URL(url).pathname}>{FORM_TEXTS[form]}</a>
          </>
        )),
      ])}
    />
    <p>
      Filters of the address narrow a feed down: <code>type</code>, <code>domain</code>, <code>circle</code>,{' '}
      <code>effect</code>, <code>commons</code>, as in <code>/feeds/decisions.atom?effect=transfer</code>. The
      page of a domain names a feed of that domain.
    </p>
  </section>
);
