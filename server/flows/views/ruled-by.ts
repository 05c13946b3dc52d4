import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { DomainBody } from '../../../protocol/documents/domain-fields.ts';
import type { Subject } from '../../../protocol/ids.ts';
import { anyLanguage } from '../../any-language.ts';

/** Title and rung of a domain, from its own document or the page of a set that carries it. */
export function ruledBy(
  document: FolkmootDocument | null,
  domain: Subject,
): { readonly title: string; readonly rung: string } {
  if (document?.type === 'circle') return { title: anyLanguage(document.name, domain), rung: 'consent' };
  const body = domainBodyIn(document, domain);
  return { title: anyLanguage(body?.title ?? {}, domain), rung: body?.rung ?? 'unknown' };
}

/** What a domain says, from its own document or the page of a set that carries it; null where neither is here. */
export function domainBodyIn(document: FolkmootDocument | null, domain: Subject): DomainBody | null {
  if (document?.type === 'domain') return document;
  const items = document?.type === 'set' && document.content.of === 'domain' ? document.content.items : [];
  return items.find(({ subject }) => subject === domain) ?? null;
}
