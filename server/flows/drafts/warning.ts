import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { operatorsClock } from '../../../protocol/verify/decided-levels.ts';
import { givenBy, movesMoney } from '../../../protocol/verify/moves-money.ts';
import type { Context } from '../../context.ts';
import { listPeers } from '../peers/peer-record.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { claimsNote } from './claims-note.ts';
import { objectionNote } from './objection-note.ts';
import { proxyNote } from './proxy-note.ts';
import { termsNote } from './terms-note.ts';

/**
 * What a person should know before they give something: without a witness, what a stranger's verification says of the time.
 * A witness that comes later did not see the log without it, and cannot mend that. Spec §9, §10.
 *
 * @returns one sentence, or null.
 */
export async function warningFor(
  context: Context,
  record: StoredRecord,
  document: FolkmootDocument,
): Promise<string | null> {
  if (document.type === 'objection' || document.type === 'response') {
    const stands = await objectionNote(record, document, await context.now());
    const claims = await claimsNote(context, record, document);
    return stands !== null && claims !== null ? `${stands} ${claims}` : (stands ?? claims);
  }
  if (document.type === 'proxy') return proxyNote(record, document, await context.now());
  const ofTerms = await termsNote(record, document, await context.now());
  if (ofTerms !== null) return ofTerms;
  const home = await context.commons();
  // An offer says what will be given once somebody decides so.
  const decided = document.type === 'proposal' ? ({ ...document, type: 'decision' } as never) : document; // its binding alone is read
  const given = givenBy(decided, home);
  if (given.length === 0 || (await listPeers(context.store)).some(({ cosigned }) => cosigned > 0))
    return null;
  const documents = new Map(
    await Promise.all(given.map(async (id) => [id, await record.document(id)] as const)),
  );
  const { result } = operatorsClock(movesMoney(decided, home, (id) => documents.get(id)));
  const found = result === 'attested' ? 'only attested' : result;
  return `No witness has signed this log yet, so for strangers the time of this rests on this server’s clock alone: they will find V3 ${found}, also later; a peer that is added before (peer add) is a witness.`;
}
