import { textOf } from '../../../protocol/bytes.ts';
import type { AttachedText } from '../../../protocol/documents/common.ts';
import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { Minutes } from '../../../protocol/documents/minutes.ts';
import type { Binding } from '../../../protocol/documents/operation.ts';
import { stateOf } from '../../../protocol/governance/view.ts';
import type { HashText, Subject } from '../../../protocol/ids.ts';
import { SALT_BYTES } from '../../../protocol/limits.ts';
import { amountText, countText } from '../../amount-text.ts';
import { anyLanguage } from '../../any-language.ts';
import type { Context } from '../../context.ts';
import { openAttachment } from '../privacy/open-attachment.ts';
import { askNow, currentDocument } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { operationWords } from '../views/operation-words.ts';
import { personBy } from '../views/people.ts';
import { departureNote } from './departure-note.ts';

/** Texts by hash, each 16 random bytes and then its content. */
type Attachments = ReadonlyMap<HashText, Uint8Array>;

/** Who is told, and of what. */
interface Told {
  readonly context: Context;
  readonly record: StoredRecord;
  readonly mayRead: MayRead;
}

/** What signing a document means, in one sentence that a person can check before they sign. */
export async function summarise(
  told: Told,
  document: FolkmootDocument,
  attachments: Attachments,
): Promise<string> {
  const { context, record } = told;
  const bound = (binding: Binding) => bindingText(told, binding, attachments);
  switch (document.type) {
    case 'decision': {
      const verb = document.result === 'adopted' ? 'You decide' : 'You turn down';
      return `${verb} under “${await nameOf(told, document.domain.subject)}”: ${await bound(document.binding)}.`;
    }
    case 'proposal':
      return `You propose under “${await nameOf(told, document.domain.subject)}”: ${await bound(document.binding)}.${await departureNote(context, record, document, told.mayRead)}`;
    case 'confirmation':
      if (document.minutes !== undefined) return 'You were there, and say that the minutes are right.';
      return document.decision === undefined
        ? 'You confirm the charter as a founder.'
        : 'You add the second signature to a decision.';
    case 'participant':
      return `You are “${document.pseudonym}” with ${document.keys.length} key(s), ${document.status}.`;
    case 'resource':
      return `You draft the resource “${anyLanguage(document.name)}”: ${amountText(document.capacity.quantity, document.unit)}. It has force once it is adopted.`;
    case 'set':
      return `You log page ${document.page} of ${document.pages} of a set of ${document.count}. It has force once it is adopted.`;
    case 'circle':
    case 'role':
      return `You draft the ${document.type} “${anyLanguage(document.name)}”. It has force once it is adopted.`;
    case 'domain':
    case 'constraint':
    case 'budget':
      return `You draft the ${document.type} “${anyLanguage(document.title)}”. It has force once it is adopted.`;
    case 'mandate':
      return `You draft a mandate until ${document.endsAt}. It has force once it is adopted.`;
    case 'agent-control':
      return CONTROLS[document.act];
    case 'advice':
      return `You advise on the proposal: ${document.stance}.`;
    case 'objection-test':
      return `You say that an objection makes ${document.argumentMade ? 'an' : 'no'} argument.`;
    case 'response':
      return document.for === undefined
        ? `You answer the proposal with ${document.value}.`
        : `You answer the proposal with ${document.value} in the name of “${await personName(record, document.for)}”.`;
    case 'matter':
      return 'You raise a matter: somebody looks after it, or puts it forward.';
    case 'handling':
      return document.act === 'refer'
        ? 'You hand a matter on: it is somebody else’s.'
        : 'You close a matter: nothing more comes of it.';
    case 'emergency-act':
      return `You report what you did in an emergency, outside your right, under “${await nameOf(told, document.domain.subject)}”. It is listed for ever, and is ratified or reversed within 7 days.`;
    case 'tally': {
      const { yes, no, abstain } = document.counts;
      return `You say what was counted: ${yes} yes, ${no} no, ${abstain} abstained.`;
    }
    case 'proxy':
      return `You let “${await personName(record, document.to)}” answer in your name when the circle votes, until ${document.endsAt}.`;
    case 'objection':
      return `You object to the proposal: ${document.ground}.`;
    case 'referral':
      return 'You hand the proposal on: it is somebody else’s matter.';
    case 'claim':
      return 'You say that a seat of an imported register is yours. Whoever grants roles decides whether it is.';
    case 'nomination':
      return `You nominate ${(await personBy(context, record, document.nominee, 'member')).name}.`;
    case 'candidacy':
      return document.accepts
        ? 'You stand for the role: if you are selected, the term that you signed begins.'
        : 'You do not stand for the role.';
    case 'approval':
      return document.approves.length === 0
        ? 'You approve of none of these.'
        : `You approve of ${(await Promise.all(document.approves.map(async (subject) => (await personBy(context, record, subject, 'member')).name))).join(', ')}.`;
    case 'support':
      return 'You ask for a recall to be decided.';
    case 'challenge':
      return `You challenge a decision: ${document.ground}.`;
    case 'ruling-request':
      return 'You ask what a decision means.';
    case 'action':
      return `You say what is to be done for a decision, until ${document.dueAt}.`;
    case 'completion':
      return `You say how something ended that was to be done: ${document.result}.`;
    case 'meeting':
      return `You call a meeting for ${document.startsAt}, with ${document.agenda.length} item(s) on the agenda.`;
    case 'minutes':
      return minutesText(document);
    case 'disavowal':
      return 'You say that minutes do not have it right: you did not say so, or were not there.';
    case 'delegation':
      return `You let somebody else decide for you in ${document.domains.length} domain(s), until ${document.endsAt}.`;
    case 'handover':
      return `You pass a role on: ${document.items.length} thing(s), ${document.sessions.length} session(s), ${document.practice.length} decision(s) for practice.`;
    case 'handover-acceptance':
      return `You confirm what was passed on to you; you can act alone: ${document.canActAlone}.`;
    case 'call':
      return `You ask who would take on a role, until ${document.closesAt}.`;
    case 'call-answer':
      return 'You say that you would take on a role.';
    case 'recusal':
      return 'You stand aside in a matter: you take no part in deciding it, and cannot come back to it.';
    case 'erasure':
      return `You erase what you wrote, for good, in ${countText(document.erases.length, 'document')}: the text is deleted here and by the commons that follow this log; that something stood there stays. Copies that somebody has taken away are out of reach.`;
    case 'withdrawal':
      return `You take back what you logged before (${document.fate}).`;
    default:
      return `You sign a document of the type ${document.type}.`;
  }
}

function minutesText({ attendance, matters }: Minutes): string {
  const closed = matters.filter(({ closes }) => closes === true).length;
  const words = `You took the minutes: ${attendance.length} were there, and ${matters.length} matter(s) were dealt with`;
  return `${words}${closed === 0 ? '' : `, ${closed} closed`}. They count once somebody else who was there confirms them.`;
}

const CONTROLS = {
  vouch: 'You answer for this agent as it is now.',
  stop: 'You stop this agent: nothing that it does counts until somebody else lets it go on.',
  resume: 'You let this agent go on, after somebody else stopped it.',
} as const;

async function bindingText(
  { context, record, mayRead }: Told,
  { operations }: Binding,
  attachments: Attachments,
): Promise<string> {
  const wordsOf = async ({ attachment }: AttachedText) => {
    const bytes = attachments.get(attachment) ?? (await openAttachment(context, attachment, mayRead))?.bytes;
    return bytes === undefined || bytes === null ? null : textOf(bytes.subarray(SALT_BYTES));
  };
  // Whoever drafts it is told what they sign, of what they may read.
  const telling = { mayRead, wordsOf };
  const texts = operations.map((operation) => operationWords(context, record, operation, telling));
  return (await Promise.all(texts)).join('; ');
}

async function nameOf({ record, mayRead }: Told, domain: Subject): Promise<string> {
  const document = await currentDocument(record, domain);
  return document?.type === 'domain' && mayRead(document) ? anyLanguage(document.title) : domain;
}

async function personName(record: StoredRecord, subject: Subject): Promise<string> {
  return askNow(record, [subject], (view) => stateOf(view, subject, 'participant')?.pseudonym ?? subject);
}
