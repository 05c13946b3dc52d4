import type { Erased, Erasure } from '../../../protocol/documents/erasure.ts';
import { type Author, type DocumentId, isScid, type Scid } from '../../../protocol/ids.ts';
import { formatMillis } from '../../../protocol/time.ts';
import { countText } from '../../amount-text.ts';
import type { Context } from '../../context.ts';
import type { StoredEntry } from '../../store/store.ts';
import { documentText, groundText } from '../../web/words.ts';
import { listPeers } from '../peers/peer-record.ts';
import { currentRecord } from '../record/current.ts';
import { documentIn } from '../record/document-in.ts';
import type { MayRead } from '../record/evidence-source.ts';
import { readKnown } from '../record/read-document.ts';
import { wordsOf } from './attached-words.ts';
import { personBy } from './people.ts';

/** Erasures that one page lists, the newest; they are rare. */
const SHOWN_MAX = 200;

/** What was erased here, and who followed. Spec §16. */
export interface ErasuresView {
  readonly erasures: readonly ErasureView[];
  /** What no erasure reaches, in one sentence. */
  readonly outOfReach: string;
}

export interface ErasureView {
  readonly id: DocumentId;
  readonly index: number;
  readonly at: string;
  /** Whoever erased, by name; where a decision did, this commons. */
  readonly by: string;
  /** The decision that says so; null where its author did it, or where it is not for this reader. */
  readonly decision: DocumentId | null;
  readonly ground: Erasure['ground'];
  /** The ground in words. */
  readonly because: string;
  readonly reason: string | null;
  readonly what: readonly ErasedView[];
  readonly peers: readonly {
    readonly commons: Scid;
    readonly name: string;
    readonly acknowledged: boolean;
  }[];
}

export interface ErasedView {
  readonly document: DocumentId;
  /** Null where the document is gone as a whole, or is not for this reader. */
  readonly type: string | null;
  readonly texts: number;
  readonly whole: boolean;
  readonly sentence: string;
}

const OUT_OF_REACH =
  'What somebody took away before (a proof bundle, a page, a copy) cannot be called back from here.';

/** Newest first. */
export async function erasuresView(context: Context, mayRead: MayRead): Promise<ErasuresView> {
  const { store } = context;
  const home = await context.commons();
  const indices = await store.threadIndices(home, 'erasures', Number.MAX_SAFE_INTEGER);
  const peers = await acknowledgements(context, home);
  const erasures: ErasureView[] = [];
  for (const entry of (await store.entries(home, { at: indices.slice(-SHOWN_MAX) })).toReversed()) {
    const document = readKnown(entry)?.document;
    if (document?.type !== 'erasure' || entry.verdict?.status !== 'counted') continue;
    erasures.push(await erasureView(context, entry, document, mayRead, peers));
  }
  return { erasures, outOfReach: OUT_OF_REACH };
}

type Acknowledged = readonly { readonly commons: Scid; readonly name: string; readonly size: number }[];

/** How far each peer says that it has carried out our erasures. */
async function acknowledgements({ store }: Context, home: Scid): Promise<Acknowledged> {
  const peers = await listPeers(store);
  return Promise.all(
    peers.map(async ({ commons, name }) => ({ commons, name, size: await sizeSaidBy(store, commons, home) })),
  );
}

async function sizeSaidBy(store: Context['store'], peer: Scid, home: Scid): Promise<number> {
  const indices = await store.threadIndices(peer, 'erasures', Number.MAX_SAFE_INTEGER);
  let size = 0;
  for (const entry of await store.entries(peer, { at: indices.slice(-SHOWN_MAX) })) {
    const document = readKnown(entry)?.document;
    if (document?.type === 'erasure-acknowledgement' && document.log === home && document.author === peer)
      size = Math.max(size, document.size);
  }
  return size;
}

async function erasureView(
  context: Context,
  { id, index, at }: StoredEntry,
  document: Erasure,
  mayRead: MayRead,
  peers: Acknowledged,
): Promise<ErasureView> {
  const { by, ground, reason, erases } = document;
  const home = await context.commons();
  const decided = by === undefined ? null : await documentIn(context.store, home, by.id);
  return {
    id,
    index,
    at: formatMillis(at),
    by: await nameOf(context, document.author, mayRead),
    decision: by !== undefined && decided !== null && mayRead(decided) ? by.id : null,
    ground,
    because: groundText(ground),
    reason: reason === undefined ? null : await wordsOf(context, reason),
    what: await Promise.all(erases.map((erased) => erasedView(context, home, erased, mayRead))),
    peers: peers.map(({ commons, name, size }) => ({ commons, name, acknowledged: size > index })),
  };
}

async function erasedView(
  { store }: Context,
  home: Scid,
  { document: id, attachments = [], payload }: Erased,
  mayRead: MayRead,
): Promise<ErasedView> {
  const document = await documentIn(store, home, id);
  const type = document !== null && mayRead(document) ? document.type : null;
  const whole = payload !== undefined;
  const texts = attachments.length;
  const what = whole ? 'a whole document' : countText(texts, 'text');
  const of =
    type === null ? (whole ? '' : ' of a document that is not shown here') : ` of: ${documentText(type)}`;
  return { document: id, type, texts, whole, sentence: `${what}${of}` };
}

async function nameOf(context: Context, author: Author, mayRead: MayRead): Promise<string> {
  if (isScid(author)) return 'this commons, by a decision';
  const record = await currentRecord(context, await context.commons());
  return (await personBy(context, record, author, mayRead)).name;
}
