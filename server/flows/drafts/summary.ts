import { textOf } from '../../../protocol/bytes.ts';
import type { Decision } from '../../../protocol/documents/decision.ts';
import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { Minutes } from '../../../protocol/documents/minutes.ts';
import type { Binding } from '../../../protocol/documents/operation.ts';
import type { Withdrawal } from '../../../protocol/documents/withdrawal.ts';
import type { HashText, Subject } from '../../../protocol/ids.ts';
import { SALT_BYTES } from '../../../protocol/limits.ts';
import { countText } from '../../amount-text.ts';
import { anyLanguage } from '../../any-language.ts';
import type { Context } from '../../context.ts';
import { documentText } from '../../web/words.ts';
import { openAttachment } from '../privacy/open-attachment.ts';
import { currentDocument } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { type DetailTelling, decisionDetail, operationDetail } from '../views/operation-details.ts';
import { operationWords } from '../views/operation-words.ts';
import { personBy } from '../views/people.ts';
import { capacityWords, thingWords } from '../views/thing-words.ts';
import { aboutText } from './about.ts';
import { departureNote } from './departure-note.ts';
import { ifHere } from './if-here.ts';

/** Texts by hash, each 16 random bytes and then its content. */
type Attachments = ReadonlyMap<HashText, Uint8Array>;

/** Who is told, and of what. */
interface Told {
  readonly context: Context;
  readonly record: StoredRecord;
  readonly mayRead: MayRead;
}

/**
 * What signing a document means, in words that a person can check before they sign: what it does, and what the matter is
 * about of which it speaks. Spec §10 [R-10.30].
 */
export async function summarise(
  told: Told,
  document: FolkmootDocument,
  attachments: Attachments,
): Promise<string> {
  const telling = { ...told, wordsOf: wordsIn(told, attachments) };
  return `${await ownSentence(told, telling, document)}${await aboutText(telling, document)}`;
}

async function ownSentence(told: Told, telling: DetailTelling, document: FolkmootDocument): Promise<string> {
  const { context, record } = told;
  const bound = (binding: Binding) => bindingText(telling, binding);
  switch (document.type) {
    case 'decision': {
      const verb = document.result === 'adopted' ? 'You decide' : 'You turn down';
      return `${verb} under “${await nameOf(told, document.domain.subject)}”: ${await bound(document.binding)}.${await takesPlaceOf(telling, document)}`;
    }
    case 'proposal':
      return `You propose under “${await nameOf(told, document.domain.subject)}”: ${await bound(document.binding)}.${await departureNote(context, record, document, told.mayRead)}`;
    case 'confirmation':
      if (document.minutes !== undefined) return minutesConfirmed(await record.document(document.of.id));
      return document.decision === undefined
        ? 'You confirm the charter as a founder.'
        : 'You add the second signature to a decision.';
    case 'participant':
      return `You are “${document.pseudonym}” with ${countText(document.keys.length, 'key')}, ${document.status}.`;
    case 'resource':
      return `You draft the resource “${anyLanguage(document.name)}”: ${capacityWords(document)}. It has force once it is adopted.`;
    case 'set':
      return `You log page ${document.page} of ${document.pages} of a set of ${document.count}. It has force once it is adopted.`;
    case 'circle':
    case 'role':
      return `You draft the ${document.type} “${anyLanguage(document.name)}”: ${await thingWords(told, document)}. It has force once it is adopted.`;
    case 'domain':
    case 'constraint':
    case 'budget':
      return `You draft the ${document.type} “${anyLanguage(document.title)}”: ${await thingWords(told, document)}. It has force once it is adopted.`;
    case 'mandate':
      return `You draft a mandate: ${await thingWords(told, document)}. It has force once it is adopted.`;
    case 'charter':
      return `You draft the charter of “${anyLanguage(document.name)}” anew: ${anyLanguage(document.purpose)} It has force once it is adopted.`;
    case 'agent-control':
      return CONTROLS[document.act];
    case 'advice':
      return `You advise on the proposal: ${document.stance}.`;
    case 'objection-test':
      return `You say that an objection makes ${document.argumentMade ? 'an' : 'no'} argument.`;
    case 'response':
      return document.for === undefined
        ? `You answer the proposal with ${document.value}.`
        : `You answer the proposal with ${document.value} in the name of “${await personName(told, document.for)}”.`;
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
      return `You let “${await personName(told, document.to)}” answer in your name ${document.meeting === undefined ? 'when the circle votes' : 'in what one meeting deals with'}, until ${document.endsAt}.`;
    case 'objection':
      return `You object to the proposal: ${document.ground}.`;
    case 'referral':
      return 'You hand the proposal on: it is somebody else’s matter.';
    case 'claim':
      return 'You say that a seat of an imported register is yours. Whoever grants roles decides whether it is.';
    case 'nomination':
      return `You nominate ${(await personBy(context, record, document.nominee, told.mayRead)).name}.`;
    case 'candidacy':
      return document.accepts
        ? 'You stand for the role: if you are selected, the term that you signed begins.'
        : 'You do not stand for the role.';
    case 'approval':
      return document.approves.length === 0
        ? 'You approve of none of these.'
        : `You approve of ${(await Promise.all(document.approves.map(async (subject) => (await personBy(context, record, subject, told.mayRead)).name))).join(', ')}.`;
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
      if (document.calledOff !== undefined)
        return 'You call a meeting off: it does not take place, and nothing is decided there.';
      if (document.supersedes !== undefined)
        return `You change a meeting: it is for ${document.startsAt}, with ${countText(document.agenda.length, 'item')} on the agenda. Another time or place is announced anew, and so is what is new on the agenda.`;
      return `You call a meeting for ${document.startsAt}, with ${countText(document.agenda.length, 'item')} on the agenda.`;
    case 'minutes':
      return minutesText(document);
    case 'answer-link':
      return document.for === undefined
        ? `You hand a guest a link, until ${document.endsAt}: by it they ask or advise once, and are counted nowhere.`
        : `You hand “${await personName(told, document.for)}” a link, until ${document.endsAt}: by it they answer once without a key. Everybody sees that it came through you; whoever has the link can use it.`;
    case 'disavowal':
      return 'You say that minutes do not have it right: you did not say so, or were not there.';
    case 'delegation':
      return `You let somebody else decide for you in ${countText(document.domains.length, 'domain')}, until ${document.endsAt}.`;
    case 'handover':
      return `You pass a role on: ${countText(document.items.length, 'thing')}, ${countText(document.sessions.length, 'session')}, ${countText(document.practice.length, 'decision')} for practice.`;
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
      return withdrawalText(document, await record.document(document.of.id));
    default:
      return `You sign a document of the type ${document.type}.`;
  }
}

/** What it says that others said is signed with it. */
function minutesConfirmed(minutes: FolkmootDocument | null): string {
  const right = 'You were there, and say that the minutes are right';
  if (minutes?.type !== 'minutes') return `${right}.`;
  const said = minutes.matters.flatMap(({ answers: given = [] }) => given);
  const values = [...new Set(said.map(({ value }) => value))];
  const counted = values.map((value) => `${said.filter((one) => one.value === value).length} ${value}`);
  const answers = counted.length === 0 ? '' : `, with these answers: ${counted.join(', ')}`;
  return `${right}: ${countText(minutes.attendance.length, 'person', 'people')} there, ${countText(minutes.matters.length, 'matter')} dealt with${answers}.`;
}

const ENDS: Readonly<Record<Withdrawal['fate'], string>> = {
  withdrawn: '',
  'resolved-by-amendment': ': a change of the proposal has resolved it',
  'resolved-by-review': ': it is looked at again earlier',
};

function withdrawalText({ fate, reluctant }: Withdrawal, of: FolkmootDocument | null): string {
  const what = of === null ? 'what you logged before' : `your ${documentText(of.type)}`;
  return reluctant === undefined
    ? `You take back ${what}${ENDS[fate]}.`
    : `You take back ${what} reluctantly, not convinced: what is decided is looked at again in half the time, by the measure that you name.`;
}

function minutesText({ attendance, matters }: Minutes): string {
  const closed = matters.filter(({ closes }) => closes === true).length;
  const words = `You took the minutes: ${attendance.length === 1 ? 'one person was' : `${attendance.length} were`} there, and ${countText(matters.length, 'matter was', 'matters were')} dealt with`;
  return `${words}${closed === 0 ? '' : `, ${closed} closed`}. They count once somebody else who was there confirms them.`;
}

const CONTROLS = {
  vouch: 'You answer for this agent as it is now.',
  stop: 'You stop this agent: nothing that it does counts until somebody else lets it go on.',
  resume: 'You let this agent go on, after somebody else stopped it.',
} as const;

/** Each operation in words, and what these leave out. */
async function bindingText(telling: DetailTelling, { operations }: Binding): Promise<string> {
  const { context, record } = telling;
  const texts = operations.map(
    async (operation) =>
      `${await operationWords(context, record, operation, telling)}${await ifHere(() => operationDetail(telling, operation), '')}`,
  );
  return (await Promise.all(texts)).join('; ');
}

/** Whoever drafts it is told what they sign, of what they may read. */
function wordsIn({ context, mayRead }: Told, attachments: Attachments): DetailTelling['wordsOf'] {
  return async ({ attachment }) => {
    const bytes = attachments.get(attachment) ?? (await openAttachment(context, attachment, mayRead))?.bytes;
    return bytes === undefined || bytes === null ? null : textOf(bytes.subarray(SALT_BYTES));
  };
}

/** What does not stand any more once this does. */
async function takesPlaceOf(telling: DetailTelling, { reverses, replaces }: Decision): Promise<string> {
  const reversed =
    reverses === undefined
      ? ''
      : ` It reverses what was decided${await decisionDetail(telling, reverses.id)}.`;
  const replaced =
    replaces === undefined
      ? ''
      : ` It takes the place of what was decided${await decisionDetail(telling, replaces.id)}.`;
  return `${reversed}${replaced}`;
}

async function nameOf({ record, mayRead }: Told, domain: Subject): Promise<string> {
  const document = await currentDocument(record, domain);
  if (document === null || !mayRead(document)) return domain;
  // What no single domain owns falls to a circle.
  if (document.type === 'circle') return anyLanguage(document.name);
  return document.type === 'domain' ? anyLanguage(document.title) : domain;
}

async function personName({ context, record, mayRead }: Told, subject: Subject): Promise<string> {
  return (await personBy(context, record, subject, mayRead)).name;
}
