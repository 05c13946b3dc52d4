import { compareText } from '../bytes.ts';
import { isScid, type Scid } from '../ids.ts';
import { READS_MAX, THREADS_MAX } from '../limits.ts';
import { ProtocolError } from '../problem.ts';
import type { DocumentType, ThreadName } from './define.ts';
import { DOCUMENT_TYPES, type FolkmootDocument } from './document.ts';
import { authorThread } from './thread-names.ts';

/** Threads that one entry changes and reads, by name, each sorted and without doubles. */
export interface TouchedThreads {
  readonly changed: readonly ThreadName[];
  readonly read: readonly ThreadName[];
}

/**
 * The threads of a document in the log of `home`. Fixed per type; nothing is looked up. Spec §3.
 *
 * A document of another commons changes only the negotiation and our own resources, and reads nothing: it is judged at
 * its home position. A changed thread is never read.
 *
 * @throws {ProtocolError} `too-large` over 8 changed or 16 read threads; `wrong-log` for a foreign document that never travels.
 */
export function touchedThreads(document: FolkmootDocument, home: Scid): TouchedThreads {
  const type = DOCUMENT_TYPES[document.type] as unknown as DocumentType<string, never>; // the table's row of this very document
  const at = document as never;
  if (document.commons !== home) {
    // Between commons only commons speak: what their people sign stays at home.
    if (type.foreignThreads === undefined || !isScid(document.author)) {
      throw new ProtocolError('wrong-log', `A ${document.type} of another commons does not enter this log.`, {
        commons: document.commons,
      });
    }
    return { changed: bounded(type.foreignThreads(at, home), THREADS_MAX, 'changes'), read: [] };
  }
  const changed = bounded(type.threads(at), THREADS_MAX, 'changes');
  const read = [authorThread(document.author), ...type.reads(at)].filter((name) => !changed.includes(name));
  return { changed, read: bounded(read, READS_MAX, 'reads') };
}

function bounded(names: readonly ThreadName[], most: number, verb: string): readonly ThreadName[] {
  const unique = [...new Set(names)].sort(compareText);
  if (unique.length > most) {
    throw new ProtocolError(
      'too-large',
      `A document ${verb} at most ${most} threads; this one ${verb} ${unique.length}.`,
    );
  }
  return unique;
}
