import type { Filter } from '../../../federation/subscription/filter.ts';
import type { DocumentId } from '../../../protocol/ids.ts';
import type { Millis } from '../../../protocol/time.ts';
import { anyLanguage } from '../../any-language.ts';
import type { Context } from '../../context.ts';
import { publicOnly } from '../acts/export-bundle.ts';
import { documentIn } from '../record/document-in.ts';
import { decisionItem } from './decision-item.ts';
import { documentItem } from './document-item.ts';
import { lookBack, type PublicEntry } from './look-back.ts';
import { matterItem } from './matter-item.ts';

/** What there is a feed of: decisions that count, matters that were put forward, and every document. */
export const FEEDS = ['decisions', 'proposals', 'all'] as const;
export type FeedName = (typeof FEEDS)[number];

/** What a reader of feeds shows of a commons at a glance. */
const ITEMS_MAX = 30;

/** One thing in a feed. */
export interface FeedItem {
  /** An absolute URI that stays, also when the commons moves to another host. */
  readonly id: string;
  /** Path of its page. */
  readonly href: string;
  readonly title: string;
  /** By name. */
  readonly by: string;
  /** Paragraphs of plain text. */
  readonly text: readonly string[];
  readonly publishedAt: Millis;
  readonly updatedAt: Millis;
}

export interface FeedView {
  readonly name: FeedName;
  /** The charter that the log begins with: what the id of a feed is made of. */
  readonly founding: DocumentId;
  readonly commons: string;
  readonly updatedAt: Millis;
  /** Newest first. */
  readonly items: readonly FeedItem[];
}

interface Kind {
  readonly types: readonly string[] | null;
  /** @returns null where it belongs into no feed. */
  readonly item: (context: Context, found: PublicEntry) => Promise<FeedItem | null>;
}

const KINDS: Readonly<Record<FeedName, Kind>> = {
  decisions: { types: ['decision', 'outcome'], item: decisionItem },
  proposals: { types: ['proposal'], item: matterItem },
  all: { types: null, item: documentItem },
};

/**
 * What everybody may read of our log, as a feed. Spec §19.
 *
 * @throws {ProtocolError} `not-founded`
 */
export async function feedView(context: Context, name: FeedName, filter: Filter): Promise<FeedView> {
  const { store } = context;
  const home = await context.commons();
  const [first] = await store.entries(home, { at: [0] });
  if (first === undefined) throw new TypeError('a commons that was founded has a charter as its first entry');
  const [thread] = await store.threads(home, { names: ['charter'] });
  const inForce = thread?.state?.kind === 'charter' ? thread.state.inForce : first.id;
  const charter = await documentIn(store, home, inForce);
  const items = await itemsOf(context, name, filter);
  return {
    name,
    founding: first.id,
    commons: charter?.type === 'charter' && publicOnly(charter) ? anyLanguage(charter.name) : 'A commons',
    updatedAt: Math.max(first.at, ...items.map(({ updatedAt }) => updatedAt)),
    items,
  };
}

async function itemsOf(context: Context, name: FeedName, filter: Filter): Promise<readonly FeedItem[]> {
  const { types, item } = KINDS[name];
  const items = new Map<string, FeedItem>();
  for await (const found of lookBack(context, filter, types)) {
    const made = await item(context, found);
    // A matter has several versions and one place in a feed.
    if (made !== null && !items.has(made.id)) items.set(made.id, made);
    if (items.size === ITEMS_MAX) break;
  }
  return [...items.values()];
}
