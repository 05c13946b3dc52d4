import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { Subject } from '../../../protocol/ids.ts';

/** Title and rung of a domain, from its own document or the page of a set that carries it. */
export function ruledBy(
  document: FolkmootDocument | null,
  domain: Subject,
): { readonly title: string; readonly rung: string } {
  if (document?.type === 'domain') return { title: anyLanguage(document.title), rung: document.rung };
  const items = document?.type === 'set' && document.content.of === 'domain' ? document.content.items : [];
  const item = items.find(({ subject }) => subject === domain);
  return { title: item === undefined ? domain : anyLanguage(item.title), rung: item?.rung ?? 'unknown' };
}

function anyLanguage(texts: Readonly<Record<string, string>>): string {
  return texts.en ?? Object.values(texts)[0] ?? '';
}
