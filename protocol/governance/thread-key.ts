import { fromBase64url } from '../bytes.ts';
import type { ThreadName } from '../documents/define.ts';
import type { FolkmootDocument } from '../documents/document.ts';
import { hiddenKey } from '../ids.ts';

const USAGE = 'usage:';

/**
 * The key under which leaves name a thread: the name itself, unless the thread was opened by a document that is not
 * public; then SHA-256(its salt ‖ subject). Spec §3.
 *
 * @param hidden keys of the threads that are not public, by name.
 */
export function threadKey(name: ThreadName, hidden: (name: ThreadName) => string | null): string {
  const subject = name.startsWith(USAGE) ? name.slice(USAGE.length) : name;
  const key = hidden(subject);
  if (key === null) return name;
  return name === subject ? key : `${USAGE}${key}`;
}

/** The key of a thread that this document opens under its own subject, if it is hidden; else null. */
export function hiddenKeyOpenedBy(document: FolkmootDocument, name: ThreadName): string | null {
  if (document.audience === 'public' || document.subject !== name) return null;
  const salt = fromBase64url(document.salt);
  return salt === null ? null : hiddenKey(salt, document.subject);
}
