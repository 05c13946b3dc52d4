import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { DocumentId, Subject } from '../../../protocol/ids.ts';
import type { Report } from '../../../protocol/verify/report.ts';
import { anyLanguage } from '../../any-language.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/** One link of the chain of right: a document, and what it shows. */
export interface RightLink {
  readonly id: DocumentId;
  /** What it is of is not told to whoever may not read it. */
  readonly type: FolkmootDocument['type'] | 'withheld';
  readonly what: string;
  readonly subject: Subject | null;
  /** When it ends by itself; null where it does not. */
  readonly until: string | null;
}

/**
 * Every document that proves a link of the right: of a role mandate and role, of a circle the opening, the circle and whom it
 * asked; the domain; what adopted them; and the charter.
 */
export async function rightChain(
  record: StoredRecord,
  report: Report,
  mayRead: MayRead,
): Promise<readonly RightLink[]> {
  const ids = ['mandate', 'opening', 'domain', 'founded'].flatMap((name) => {
    const check = report.checks.find((candidate) => candidate.name === name);
    return check?.result === 'pass' ? check.proofs : [];
  });
  const links: RightLink[] = [];
  await record.prefetch({ threads: [], documents: ids });
  for (const id of new Set(ids)) {
    const document = await record.document(id);
    if (document === null) continue;
    if (!mayRead(document)) {
      links.push({
        id,
        type: 'withheld',
        what: 'a document that is not for everybody',
        subject: null,
        until: null,
      });
      continue;
    }
    const until = document.type === 'mandate' || document.type === 'delegation' ? document.endsAt : null;
    links.push({ id, type: document.type, what: linkText(document), subject: document.subject, until });
  }
  // The charter proves several links; it is where all of them end.
  return [
    ...links.filter(({ type }) => type !== 'charter'),
    ...links.filter(({ type }) => type === 'charter'),
  ];
}

function linkText(document: FolkmootDocument): string {
  switch (document.type) {
    case 'mandate':
      return `mandate until ${document.endsAt}`;
    case 'delegation':
      return `delegation until ${document.endsAt}`;
    case 'participant':
      return `${document.pseudonym}, for whom it was decided`;
    case 'recusal':
      return 'the holder stands aside';
    case 'role':
      return `role “${anyLanguage(document.name)}”`;
    case 'circle':
      return `circle “${anyLanguage(document.name)}”`;
    case 'opening':
      return `opening of the proposal to ${document.roster.count} people`;
    case 'set':
      return document.content.of === 'roster' ? 'list of those who were asked' : 'list that holds the domain';
    case 'domain':
      return `domain “${anyLanguage(document.title)}”`;
    case 'charter':
      return `founding act “${anyLanguage(document.name)}”, by ${document.founders.map(({ pseudonym }) => pseudonym).join(', ')}`;
    case 'decision':
    case 'outcome':
      return 'the decision that adopted it';
    default:
      return document.type;
  }
}
