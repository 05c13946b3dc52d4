import type { Advice } from '../../../protocol/documents/advice.ts';
import { linksIn } from '../../../protocol/governance/links/find-link.ts';
import type { JudgedEntry } from '../../../protocol/governance/view.ts';
import type { Author, DocumentId } from '../../../protocol/ids.ts';
import { formatMillis, type Millis } from '../../../protocol/time.ts';
import { type LinkStanding, standingOf } from '../links/opened-link.ts';

/** By what it came, where its author did not sign it with a key of their own. Spec §14. */
export type Through = NonNullable<JudgedEntry['through']> | null;

/** A one-time link that somebody handed to a member without a key, or to a guest. Spec §14. */
export interface HandedLinkView {
  readonly id: DocumentId;
  readonly from: string;
  /** Null for a guest. */
  readonly for: string | null;
  readonly guest: string | null;
  readonly until: string;
  readonly standing: LinkStanding;
}

/** What a guest asked or advised, or a member asked: nobody counts it. Spec §14. */
export interface AskedAsideView {
  readonly id: DocumentId;
  readonly by: string;
  readonly guest: boolean;
  readonly at: string;
  /** Null for a question. */
  readonly stance: Advice['stance'] | null;
  readonly text: string | null;
}

/** How names and attached words are told. */
interface Told {
  readonly name: (author: Author) => string;
  readonly said: (text: { readonly attachment: string } | undefined) => string | null;
}

/** Links of a matter, oldest first. */
export function handedLinks(
  entries: readonly JudgedEntry[],
  { name, said }: Told,
  now: Millis,
): readonly HandedLinkView[] {
  return linksIn(entries).map((found) => ({
    id: found.id,
    from: name(found.link.author),
    for: found.link.for === undefined ? null : name(found.link.for),
    guest: said(found.link.guest),
    until: formatMillis(found.until),
    standing: standingOf(found, now),
  }));
}

/** Questions, and what guests advise, oldest first. */
export function askedAside(entries: readonly JudgedEntry[], { name, said }: Told): readonly AskedAsideView[] {
  const links = new Map(linksIn(entries).map(({ id, link }) => [id, link]));
  return entries.flatMap(({ id, at, document }) => {
    if (document.type !== 'link-word') return [];
    const { by, advice, question, link } = document;
    const guest = said(links.get(link)?.guest) ?? 'a guest';
    return [
      {
        id,
        by: by === undefined ? guest : name(by),
        guest: by === undefined,
        at: formatMillis(at),
        stance: advice?.stance ?? null,
        text: said(advice?.text ?? question),
      },
    ];
  });
}
