import { textOf } from '../../../protocol/bytes.ts';
import type { AttachedText } from '../../../protocol/documents/common.ts';
import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { Binding, Operation } from '../../../protocol/documents/operation.ts';
import { MissingEvidence } from '../../../protocol/governance/missing.ts';
import type { DocumentId, HashText, Subject } from '../../../protocol/ids.ts';
import { SALT_BYTES } from '../../../protocol/limits.ts';
import type { Context } from '../../context.ts';
import { askNow, currentDocument } from '../record/current.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { recipientOf } from '../views/recipient.ts';

/** Texts by hash, each 16 random bytes and then its content. */
type Attachments = ReadonlyMap<HashText, Uint8Array>;

/** What signing a document means, in one sentence that a person can check before they sign. */
export async function summarise(
  context: Context,
  record: StoredRecord,
  document: FolkmootDocument,
  attachments: Attachments,
): Promise<string> {
  const bound = (binding: Binding) => bindingText(context, record, binding, attachments);
  switch (document.type) {
    case 'decision': {
      const verb = document.result === 'adopted' ? 'You decide' : 'You turn down';
      return `${verb} under “${await nameOf(record, document.domain.subject)}”: ${await bound(document.binding)}.`;
    }
    case 'proposal':
      return `You propose under “${await nameOf(record, document.domain.subject)}”: ${await bound(document.binding)}.`;
    case 'confirmation':
      return document.decision === undefined
        ? 'You confirm the charter as a founder.'
        : 'You add the second signature to a decision.';
    case 'participant':
      return `You are “${document.pseudonym}” with ${document.keys.length} key(s), ${document.status}.`;
    case 'resource':
      return `You draft the resource “${anyLanguage(document.name)}”: ${document.capacity.quantity} ${document.unit}. It has force once it is adopted.`;
    case 'set':
      return `You log page ${document.page} of ${document.pages} of a set of ${document.count}. It has force once it is adopted.`;
    case 'circle':
    case 'role':
      return `You draft the ${document.type} “${anyLanguage(document.name)}”. It has force once it is adopted.`;
    case 'domain':
    case 'constraint':
      return `You draft the ${document.type} “${anyLanguage(document.title)}”. It has force once it is adopted.`;
    case 'mandate':
      return `You draft a mandate until ${document.endsAt}. It has force once it is adopted.`;
    case 'objection-test':
      return `You say that an objection makes ${document.argumentMade ? 'an' : 'no'} argument.`;
    case 'response':
      return `You answer the proposal with ${document.value}.`;
    case 'objection':
      return `You object to the proposal: ${document.ground}.`;
    case 'withdrawal':
      return `You take back what you logged before (${document.fate}).`;
    default:
      return `You sign a document of the type ${document.type}.`;
  }
}

async function bindingText(
  context: Context,
  record: StoredRecord,
  { operations }: Binding,
  attachments: Attachments,
): Promise<string> {
  const named = operations.flatMap((operation) =>
    operation.op === 'transfer' && 'named' in operation.to ? [operation.to.named.attachment] : [],
  );
  const logged = await context.store.attachments(named.filter((hash) => !attachments.has(hash)));
  const wordsOf = ({ attachment }: AttachedText) => {
    const bytes = attachments.get(attachment) ?? logged.get(attachment);
    return bytes === undefined ? null : textOf(bytes.subarray(SALT_BYTES));
  };
  const texts = operations.map(async (operation) => {
    const recipient = await recipientOf(context, record, operation, wordsOf);
    const text = await operationText(record, operation);
    return recipient === null ? text : `${text} to ${recipient}`;
  });
  return (await Promise.all(texts)).join('; ');
}

/** One operation in words. */
export async function operationText(record: StoredRecord, operation: Operation): Promise<string> {
  switch (operation.op) {
    case 'transfer': {
      const resource = await currentDocument(record, operation.resource.subject);
      const unit =
        resource?.type === 'resource' ? `${resource.unit} from “${anyLanguage(resource.name)}”` : 'units';
      return `give ${operation.quantity.toLocaleString('en')} ${unit}`;
    }
    case 'adopt':
      return operation.adopts.type === 'set'
        ? `adopt a set of ${operation.adopts.count} domains`
        : `adopt the ${operation.adopts.type}${await titleOf(record, operation.adopts.id)}`;
    case 'end':
      return `end the ${operation.type}${await titleOf(record, operation.thing.id)}`;
    case 'agree':
      return `agree to an exchange between ${operation.fields.parties.length} commons (${anyLanguage(operation.fields.purpose)})`;
    case 'decline':
      return 'decline an offer';
    case 'change':
      return `${operation.title} (${operation.paths.join(', ')})`;
    case 'resolve':
      return 'agree on a text';
  }
}

/** The name of a version of a thing in quotation marks, after a space; nothing where it has none, or is not here. */
async function titleOf(record: StoredRecord, id: DocumentId): Promise<string> {
  const document = await contentOf(record, id);
  if (document === null) return '';
  if ('name' in document) return ` “${anyLanguage(document.name)}”`;
  if (document.type === 'mandate') return ` until ${document.endsAt}`;
  return 'title' in document ? ` “${anyLanguage(document.title)}”` : '';
}

async function contentOf(record: StoredRecord, id: DocumentId): Promise<FolkmootDocument | null> {
  try {
    return await askNow(record, [], (view) => view.content(id));
  } catch (error) {
    if (error instanceof MissingEvidence) return null;
    throw error;
  }
}

async function nameOf(record: StoredRecord, domain: Subject): Promise<string> {
  const document = await currentDocument(record, domain);
  return document?.type === 'domain' ? anyLanguage(document.title) : domain;
}

function anyLanguage(texts: Readonly<Record<string, string>>): string {
  return texts.en ?? Object.values(texts)[0] ?? '';
}
