import { hashTextOf } from '../ids.ts';
import { didInvalid } from './did-fault.ts';
import type { DidVersion } from './did-version.ts';

/** Root of the empty tree (RFC 6962 §2.1). */
const EMPTY_ROOT = hashTextOf(new Uint8Array());

/**
 * From version 2 on a version names the log's head, and never goes back behind one that was named. Spec §1.
 *
 * @throws {ProtocolError} `did-invalid` with the fault `statement`.
 */
export function assertStatementFollows(version: DidVersion, previous: DidVersion | undefined): void {
  const { head } = version.keys.log;
  if (previous === undefined) {
    if (head !== undefined)
      throw didInvalid('statement', 'at genesis there is no log whose head could be named');
    return;
  }
  if (head === undefined)
    throw didInvalid('statement', 'from version 2 on the log statement has size and root');
  if (head.size === 0 && head.root !== EMPTY_ROOT) {
    throw didInvalid('statement', 'a log of size 0 has the root of the empty tree');
  }
  const before = previous.keys.log.head;
  if (before === undefined) return;
  if (head.size < before.size || (head.size === before.size && head.root !== before.root)) {
    throw didInvalid('statement', `the head must extend the one named before, of size ${before.size}`);
  }
}
