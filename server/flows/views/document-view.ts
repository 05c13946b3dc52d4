import type { JsonValue } from '../../../protocol/canonical.ts';
import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { NOT_COUNTED } from '../../../protocol/governance/codes.ts';
import { type Author, type DocumentId, isScid, type Subject, subjectSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { formatMillis } from '../../../protocol/time.ts';
import { anyLanguage } from '../../any-language.ts';
import type { Context } from '../../context.ts';
import type { StoredVerdict } from '../../store/store.ts';
import { findPeer, listPeers } from '../peers/peer-record.ts';
import { currentDocument, currentRecord } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import { readDocument } from '../record/read-document.ts';
import { wordsIn } from './attached-words.ts';
import { type Custody, custodyOf } from './custody.ts';
import { personBy } from './people.ts';

/** One signed document of our log, for a reader who wants to see what a link of a chain says. */
export interface DocumentView {
  readonly id: DocumentId;
  readonly index: number;
  readonly at: string;
  readonly author: { readonly name: string; readonly kind: 'person' | 'us' | 'commons' };
  /** Where the key lies that signed it; null of a commons, or where nobody says. Spec §1. */
  readonly custody: Custody | null;
  readonly verdict: (StoredVerdict & { readonly sentence: string | null }) | null;
  readonly document: FolkmootDocument;
  /** Attached words by their hash, as far as they are here. */
  readonly words: Readonly<Record<string, string>>;
  /** Names of the participants, things and commons that it names, as far as they are known here. */
  readonly names: Readonly<Record<string, string>>;
}

/** @throws {ProtocolError} `not-found` where it is not in our log, or not for this reader. */
export async function documentView(
  context: Context,
  id: DocumentId,
  mayRead: MayRead,
): Promise<DocumentView> {
  const home = await context.commons();
  const index = await context.store.indexOf(home, id);
  const [entry] = index === null ? [] : await context.store.entries(home, { at: [index] });
  const read = entry === undefined ? null : readDocument(entry);
  if (entry === undefined || read === null || !mayRead(read.document)) {
    throw new ProtocolError('not-found', 'There is no such document here.', { id });
  }
  const { document, verified } = read;
  const { verdict } = entry;
  const code = verdict?.code ?? null;
  return {
    id,
    index: entry.index,
    at: formatMillis(entry.at),
    author: await authorOf(context, document.author, mayRead),
    custody: await custodyOf(context, home, verified.kid, entry.index),
    verdict: verdict && { ...verdict, sentence: code === null ? null : NOT_COUNTED[code].sentence },
    document,
    words: await wordsIn(context, [document]),
    names: await namesIn(context, document, mayRead),
  };
}

async function authorOf(context: Context, author: Author, mayRead: MayRead): Promise<DocumentView['author']> {
  const home = await context.commons();
  if (author === home) return { name: 'this commons', kind: 'us' };
  if (isScid(author)) {
    const peer = await findPeer(context.store, author);
    return { name: peer?.name ?? author, kind: 'commons' };
  }
  const record = await currentRecord(context, home);
  return { name: (await personBy(context, record, author, mayRead)).name, kind: 'person' };
}

/** Ids whose names a page looks up; beyond that it shows the ids. */
const NAMES_MAX = 50;

async function namesIn(
  context: Context,
  document: FolkmootDocument,
  mayRead: MayRead,
): Promise<Record<string, string>> {
  const home = await context.commons();
  const record = await currentRecord(context, home);
  const names = new Map<string, string>([[home, 'this commons']]);
  for (const { commons, name } of await listPeers(context.store)) names.set(commons, name);
  const subjects = [...new Set(subjectsIn(document as unknown as JsonValue))]; // a document was parsed from JSON
  for (const subject of subjects.slice(0, NAMES_MAX)) {
    const [thread] = await context.store.threads(home, { names: [subject] });
    if (thread === undefined) continue;
    if (thread.state?.kind === 'participant')
      names.set(subject, (await personBy(context, record, subject, mayRead)).name);
    const thing = await currentDocument(record, subject);
    if (thing === null || !mayRead(thing)) continue;
    if ('name' in thing) names.set(subject, anyLanguage(thing.name));
    else if ('title' in thing) names.set(subject, anyLanguage(thing.title));
  }
  return Object.fromEntries(names);
}

function subjectsIn(value: JsonValue): readonly Subject[] {
  if (typeof value === 'string') {
    const subject = subjectSchema.safeParse(value);
    return subject.success ? [subject.data] : [];
  }
  if (value === null || typeof value !== 'object') return [];
  const inner: readonly (JsonValue | undefined)[] = Array.isArray(value) ? value : Object.values(value);
  return inner.flatMap((one) => (one === undefined ? [] : subjectsIn(one)));
}
