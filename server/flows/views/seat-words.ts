import type { Recall, Select, Suspend } from '../../../protocol/documents/seat-operations.ts';
import type { DocumentId, Subject } from '../../../protocol/ids.ts';
import { anyLanguage } from '../../any-language.ts';
import type { Context } from '../../context.ts';
import { currentDocument } from '../record/current.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import type { Telling } from './operation-words.ts';
import { personBy } from './people.ts';

/** An operation about who holds a role, in words. Spec §15, [R-15.50], [R-15.55]. */
export async function seatWords(
  context: Context,
  record: StoredRecord,
  operation: Select | Recall | Suspend,
  telling: Telling,
): Promise<string> {
  if (operation.op === 'select') {
    const role = await roleName(record, operation.role.subject, telling);
    const seats = operation.seats === 1 ? 'somebody' : `${operation.seats} people`;
    return `select ${seats} for the role${role} until ${dateOf(operation.endsAt)}`;
  }
  const role = await roleName(record, operation.role, telling);
  const holder = await holderName(context, record, operation.mandate.id, telling);
  return operation.op === 'recall'
    ? `recall ${holder} from the role${role}`
    : `suspend ${holder} in the role${role} until ${dateOf(operation.until)}`;
}

/** `2026-03-02`, as it begins every time. */
const DATE_CHARACTERS = 10;

function dateOf(time: string): string {
  return time.slice(0, DATE_CHARACTERS);
}

async function roleName(record: StoredRecord, subject: Subject, { mayRead }: Telling): Promise<string> {
  const role = await currentDocument(record, subject);
  return role?.type === 'role' && mayRead(role) ? ` “${anyLanguage(role.name)}”` : '';
}

async function holderName(
  context: Context,
  record: StoredRecord,
  mandate: DocumentId,
  { mayRead }: Telling,
): Promise<string> {
  const term = await record.document(mandate);
  if (term?.type !== 'mandate' || !mayRead(term)) return 'somebody';
  return (await personBy(context, record, term.holder, mayRead)).name;
}
