import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { DocumentId, Subject } from '../../../protocol/ids.ts';
import type { Report } from '../../../protocol/verify/report.ts';
import { anyLanguage } from '../../any-language.ts';
import type { Context } from '../../context.ts';
import { documentIn } from '../record/document-in.ts';
import type { MayRead } from '../record/evidence-source.ts';

/** One link of the chain of right: a document, and what it shows. */
export interface RightLink {
  readonly id: DocumentId;
  readonly type: FolkmootDocument['type'];
  readonly what: string;
  readonly subject: Subject;
  /** When it ends by itself; null where it does not. */
  readonly until: string | null;
}

/** Every document that proves a link of the right: mandate, role, domain, what adopted them, and the charter. */
export async function rightChain(
  context: Context,
  report: Report,
  mayRead: MayRead,
): Promise<readonly RightLink[]> {
  const home = await context.commons();
  const ids = ['mandate', 'domain', 'founded'].flatMap((name) => {
    const check = report.checks.find((candidate) => candidate.name === name);
    return check?.result === 'pass' ? check.proofs : [];
  });
  const links: RightLink[] = [];
  for (const id of new Set(ids)) {
    const document = await documentIn(context.store, home, id);
    if (document === null) continue;
    const what = mayRead(document) ? linkText(document) : document.type;
    const until = document.type === 'mandate' || document.type === 'delegation' ? document.endsAt : null;
    links.push({ id, type: document.type, what, subject: document.subject, until });
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
