import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { TermsFields } from '../../../protocol/documents/terms-fields.ts';
import type { DocumentId, Scid, Subject } from '../../../protocol/ids.ts';
import { parseTime } from '../../../protocol/time.ts';
import { readKnown } from '../../../server/flows/record/read-document.ts';
import type { Store, StoredEntry } from '../../../server/store/store.ts';
import { STOCK } from '../world/foundings.ts';

/** A commons' accounts and agreements, kept by hand beside its server: from the documents that count, and nothing else. */
interface Book {
  readonly documents: Map<DocumentId, FolkmootDocument>;
  readonly counted: Set<DocumentId>;
  readonly allocated: Map<Subject, number>;
  /** By resource and negotiation. */
  readonly holds: Map<Subject, Map<Subject, number>>;
  /** The registrar's word by negotiation. */
  readonly words: Map<Subject, { readonly id: DocumentId; readonly type: 'seal' | 'lapse' }>;
  /** What this commons says that it delivered. */
  readonly delivered: {
    readonly subject: Subject;
    readonly terms: DocumentId;
    readonly commitment: number;
    readonly quantity: number;
  }[];
  /** Ends that parties gave to what they agreed on. */
  readonly ends: {
    readonly commons: Scid;
    readonly subject: Subject;
    readonly terms: DocumentId;
    readonly at: number;
  }[];
  /** Negotiations of which it took home what it had not delivered. */
  readonly tookHome: Set<Subject>;
  next: number;
}

export interface PromiseParts {
  readonly isHonest: (commons: Scid) => boolean;
  readonly complain: (fault: string) => void;
}

/**
 * Invariants 4, 5 and 7: nothing is promised twice or beyond what there is; all who agreed have the same words; and nobody
 * gives what their own commons has not decided to give.
 */
export function createPromiseWatch({ isHonest, complain }: PromiseParts) {
  const books = new Map<Scid, Book>();

  async function read(commons: Scid, store: Store): Promise<void> {
    const book = books.get(commons) ?? emptyBook();
    books.set(commons, book);
    const entries = await store.entries(commons, { after: book.next - 1, limit: 1000 });
    for (const entry of entries) {
      book.next = entry.index + 1;
      write(book, commons, entry);
    }
    if (entries.length > 0) await compare(book, commons, store);
  }

  function write(book: Book, commons: Scid, entry: StoredEntry): void {
    const document = readKnown(entry)?.document;
    if (document === undefined) return;
    book.documents.set(entry.id, document);
    if (entry.verdict?.status !== 'counted') return;
    book.counted.add(entry.id);
    switch (document.type) {
      case 'acceptance':
        if (document.commons === commons) promise(book, commons, document);
        return;
      case 'decision':
        for (const operation of document.result === 'adopted' ? document.binding.operations : [])
          if (operation.op === 'transfer') allocate(book, operation.resource.subject, operation.quantity);
        return;
      case 'withdrawal':
        for (const { commons: whose, resource } of document.releases ?? [])
          if (whose === commons) book.holds.get(resource.subject)?.delete(document.of.subject);
        return;
      case 'seal':
        hearWord(book, commons, entry, document.subject, 'seal');
        for (const { commons: whose, resource } of document.resources)
          if (whose === commons) book.holds.get(resource.subject)?.delete(document.subject);
        for (const { provider, resource, quantity } of fieldsOf(book, document.terms)?.commitments ?? [])
          if (provider === commons) allocate(book, resource.subject, quantity);
        if (document.commons === commons) agreed(document);
        return;
      case 'event':
        if (document.said === 'delivered' && document.commons === commons) book.delivered.push(document);
        return;
      case 'termination':
        book.ends.push({ ...document, at: parseTime(document.endsAt) ?? Number.NaN });
        return;
      case 'lapse': {
        const fields = fieldsOf(book, document.terms);
        if (document.cause === 'terminated') {
          takeHome(book, commons, entry, document);
          return;
        }
        if (
          document.cause !== 'released' &&
          fields?.registrar === document.author &&
          !book.words.has(document.subject)
        )
          hearWord(book, commons, entry, document.subject, 'lapse');
        else mayGiveUp(book, commons, entry, document.subject);
        for (const { commons: whose, resource } of document.resources)
          if (whose === commons) book.holds.get(resource.subject)?.delete(document.subject);
        return;
      }
      default:
    }
  }

  /** What was promised and not delivered comes back, once, after the end that its parties gave it. */
  function takeHome(
    book: Book,
    commons: Scid,
    { at }: StoredEntry,
    { subject, terms }: FolkmootDocument & { type: 'lapse' },
  ): void {
    const fields = fieldsOf(book, terms);
    const said = book.ends.filter((one) => one.subject === subject && one.terms === terms && one.at <= at);
    const enders = fields?.parties.filter((party) => said.some((one) => one.commons === party)) ?? [];
    const needed = fields?.termination?.by === 'any-party' ? 1 : fields?.parties.length;
    if (needed === undefined || enders.length < needed)
      complain(`7: ${commons} takes home what it promised in ${subject} before its end`);
    if (book.tookHome.has(subject)) complain(`4: ${commons} takes home twice what it promised in ${subject}`);
    book.tookHome.add(subject);
    for (const [place, { provider, resource, quantity }] of (fields?.commitments ?? []).entries()) {
      const delivered = book.delivered
        .filter((one) => one.subject === subject && one.terms === terms && one.commitment === place)
        .reduce((sum, one) => sum + one.quantity, 0);
      if (provider === commons && delivered < quantity)
        allocate(book, resource.subject, delivered - quantity);
    }
  }

  function promise(book: Book, commons: Scid, document: FolkmootDocument & { type: 'acceptance' }): void {
    const decision = book.documents.get(document.decision.id);
    const isDecided =
      book.counted.has(document.decision.id) && decision !== undefined && 'binding' in decision;
    if (!isDecided || !decision.binding?.operations.some(({ op }) => op === 'agree'))
      complain(`7: ${commons} accepts ${document.terms} without a decision`);
    for (const { resource, quantity } of document.holds) {
      const holds = book.holds.get(resource.subject) ?? new Map<Subject, number>();
      holds.set(document.subject, Math.max(holds.get(document.subject) ?? 0, quantity));
      book.holds.set(resource.subject, holds);
    }
  }

  /** One word of an honest registrar, the same in every honest log. */
  function hearWord(
    book: Book,
    commons: Scid,
    { id }: StoredEntry,
    negotiation: Subject,
    type: 'seal' | 'lapse',
  ): void {
    const before = book.words.get(negotiation);
    if (before !== undefined) complain(`5: ${commons} counts two words on ${negotiation}`);
    book.words.set(negotiation, { id, type });
    const document = book.documents.get(id);
    if (document === undefined || !isHonest(document.commons)) return;
    for (const [other, { words }] of books) {
      const heard = words.get(negotiation);
      if (heard !== undefined && heard.id !== id)
        complain(`5: ${commons} and ${other} heard other words on ${negotiation}`);
    }
  }

  /** What is sealed was accepted by every honest party in its own log. */
  function agreed(seal: FolkmootDocument & { type: 'seal' }): void {
    for (const { commons, id } of seal.acceptances) {
      const book = books.get(commons);
      if (!isHonest(commons) || book === undefined) continue;
      const acceptance = book.documents.get(id);
      if (!book.counted.has(id) || acceptance?.type !== 'acceptance' || acceptance.terms !== seal.terms)
        complain(`7: ${commons} never accepted what ${seal.commons} sealed`);
    }
  }

  /** A timeout of one's own is no outcome. */
  function mayGiveUp(book: Book, commons: Scid, entry: StoredEntry, negotiation: Subject): void {
    if (book.words.has(negotiation)) return;
    for (const [id, document] of book.documents) {
      if (document.type !== 'acceptance' || document.subject !== negotiation || document.commons !== commons)
        continue;
      const doubt = book.counted.has(id) ? fieldsOf(book, document.terms)?.inDoubt : undefined;
      if (doubt === undefined) continue;
      if (doubt.policy !== 'release' || entry.at <= (parseTime(doubt.until) ?? Number.NaN))
        complain(`4: ${commons} gives up on ${negotiation} before its time`);
    }
  }

  async function compare(book: Book, commons: Scid, store: Store): Promise<void> {
    const names = [...new Set([...book.allocated.keys(), ...book.holds.keys()])];
    const threads = await store.threads(commons, { names });
    for (const name of names) {
      const state = threads.find((thread) => thread.name === name)?.state;
      const holds = [...(book.holds.get(name) ?? new Map<Subject, number>())];
      const allocated = book.allocated.get(name) ?? 0;
      const held = holds.reduce((sum, [, quantity]) => sum + quantity, 0);
      if (allocated + held > STOCK)
        complain(`4: ${commons} promised ${allocated} + ${held} of ${STOCK} of ${name}`);
      if (state?.kind !== 'resource') continue;
      const stored = state.ledger.holds.map(({ negotiation, quantity }) => `${negotiation} ${quantity}`);
      const expected = holds.map(([negotiation, quantity]) => `${negotiation} ${quantity}`);
      if (state.ledger.allocated !== allocated || stored.sort().join() !== expected.sort().join())
        complain(
          `4: the account of ${name} at ${commons} is ${JSON.stringify(state.ledger)} and should be ${allocated}, ${expected.join()}`,
        );
    }
  }

  return {
    read,
    /** What one commons heard of each negotiation. */
    wordsAt: (commons: Scid) => books.get(commons)?.words ?? new Map(),
    termsAt: (commons: Scid) =>
      [...(books.get(commons)?.documents ?? [])].flatMap(([id, document]) =>
        document.type === 'terms' && (books.get(commons)?.counted.has(id) ?? false) ? [document] : [],
      ),
    documentAt: (commons: Scid, id: DocumentId) => books.get(commons)?.documents.get(id) ?? null,
    counts: () => {
      const all = [...books.values()].flatMap(({ words }) => [...words.values()]);
      return {
        sealed: all.filter(({ type }) => type === 'seal').length,
        lapsed: all.filter(({ type }) => type === 'lapse').length,
        ended: [...books.values()].reduce((sum, { tookHome }) => sum + tookHome.size, 0),
      };
    },
  };
}

function emptyBook(): Book {
  return {
    documents: new Map(),
    counted: new Set(),
    allocated: new Map(),
    holds: new Map(),
    words: new Map(),
    delivered: [],
    ends: [],
    tookHome: new Set(),
    next: 0,
  };
}

function allocate({ allocated }: Book, resource: Subject, quantity: number): void {
  allocated.set(resource, (allocated.get(resource) ?? 0) + quantity);
}

function fieldsOf({ documents }: Book, terms: DocumentId): TermsFields | null {
  const document = documents.get(terms);
  return document?.type === 'terms' ? document.fields : null;
}
