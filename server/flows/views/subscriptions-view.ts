import { formatMillis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import type { Cursor, CursorState } from '../../store/cursors.ts';
import { FEEDS, type FeedName } from '../feeds/feed-view.ts';
import { FEED_FORMS, type FeedForm } from '../feeds/write-feed.ts';
import { listPeers, type Peer } from '../peers/peer-record.ts';
import { hostOf } from '../peers/registrable-host.ts';
import { currentRecord } from '../record/current.ts';
import { listWebhooks } from '../webhooks/webhook-record.ts';
import { personBy } from './people.ts';
import type { Reader } from './shown-domains.ts';

/** How one follows this commons, who does, and whom it follows. Spec §19. */
export interface SubscriptionsView {
  readonly feeds: readonly {
    readonly name: FeedName;
    readonly forms: readonly { readonly form: FeedForm; readonly url: string }[];
  }[];
  /** Address of the calendar that everybody may read. */
  readonly calendar: string;
  /** Entries of our own log. */
  readonly entries: number;
  /** Peers that our log is pushed to. */
  readonly followers: readonly FollowerView[];
  /** Peers whose logs we pull. */
  readonly followed: readonly FollowedView[];
  /** Webhooks of members, by whose they are and where they lead; null for whoever is no member. */
  readonly webhooks: readonly FollowerView[] | null;
}

export interface FollowerView {
  readonly name: string;
  readonly baseUrl: string;
  /** Entries of ours that it has. */
  readonly has: number;
  readonly state: CursorState;
  readonly failures: number;
  readonly lastError: string | null;
  readonly nextAttemptAt: string;
}

export interface FollowedView {
  readonly name: string;
  readonly baseUrl: string;
  /** Entries of theirs that we have. */
  readonly has: number;
  readonly failures: number;
  readonly lastError: string | null;
  readonly nextAttemptAt: string;
}

/** @throws {ProtocolError} `not-founded` */
export async function subscriptionsView(context: Context, reader: Reader): Promise<SubscriptionsView> {
  const { store, settings } = context;
  const forms = Object.keys(FEED_FORMS) as readonly FeedForm[]; // the table's own keys
  const home = await context.commons();
  const peers = await listPeers(store);
  const cursors = new Map((await store.cursors.list('peer')).map((cursor) => [cursor.key, cursor]));
  return {
    feeds: FEEDS.map((name) => ({
      name,
      forms: forms.map((form) => ({ form, url: `${settings.origin}/feeds/${name}.${form}` })),
    })),
    calendar: `${settings.origin}/calendar.ics`,
    entries: (await store.head(home))?.size ?? 0,
    followers: peers.flatMap(({ commons, name, baseUrl }) => {
      const cursor = cursors.get(commons);
      return cursor === undefined ? [] : [followerView(cursor, { name, baseUrl })];
    }),
    followed: await Promise.all(peers.map((peer) => followedView(context, peer))),
    webhooks: reader.kind === 'member' ? await webhooksOf(context, reader) : null,
  };
}

function followerView(
  { after, state, attempts, lastError, dueAt }: Cursor,
  who: Pick<FollowerView, 'name' | 'baseUrl'>,
): FollowerView {
  return { ...who, has: after + 1, state, failures: attempts, lastError, nextAttemptAt: formatMillis(dueAt) };
}

async function followedView(
  { store }: Context,
  { commons, name, baseUrl, pullFailures, lastError, nextPullAt }: Peer,
): Promise<FollowedView> {
  const has = (await store.head(commons))?.size ?? 0;
  return {
    ...{ name, baseUrl, has, lastError },
    failures: pullFailures,
    nextAttemptAt: formatMillis(nextPullAt),
  };
}

/** An address may hold what only its owner should know: others see its host. */
async function webhooksOf(context: Context, { mayRead }: Reader): Promise<readonly FollowerView[]> {
  const record = await currentRecord(context, await context.commons());
  const cursors = new Map((await context.store.cursors.list('webhook')).map((one) => [one.key, one]));
  const views = await Promise.all(
    (await listWebhooks(context.store)).map(async ({ id, owner, url }) => {
      const cursor = cursors.get(id);
      const { name } = await personBy(context, record, owner, mayRead);
      return cursor === undefined ? [] : [followerView(cursor, { name, baseUrl: hostOf(url) })];
    }),
  );
  return views.flat();
}
