import type { AttachedText } from '../../../protocol/documents/common.ts';
import type { Erased } from '../../../protocol/documents/erasure.ts';
import type { Operation } from '../../../protocol/documents/operation.ts';
import { type Author, type DocumentId, isScid } from '../../../protocol/ids.ts';
import { amountText, countText } from '../../amount-text.ts';
import { anyLanguage } from '../../any-language.ts';
import type { Context } from '../../context.ts';
import { intervalText } from '../../interval-text.ts';
import { findPeer } from '../peers/peer-record.ts';
import { currentDocument } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { wordsOf } from './attached-words.ts';
import { memberWords } from './member-words.ts';
import { personBy } from './people.ts';
import { promisedResource } from './promised-resource.ts';
import { seatWords } from './seat-words.ts';

/** What may be said to whoever reads the words. */
export interface Telling {
  /** What the reader may not read is not named to them either. */
  readonly mayRead: MayRead;
  /** Reads an attached text, null where it is not at hand; by default one that was logged. */
  readonly wordsOf?: (text: AttachedText) => Promise<string | null>;
}

type Of<Op extends Operation['op']> = Extract<Operation, { readonly op: Op }>;

/** One operation in words, with the names of whoever and whatever it concerns. */
export async function operationWords(
  context: Context,
  record: StoredRecord,
  operation: Operation,
  telling: Telling,
): Promise<string> {
  switch (operation.op) {
    case 'transfer':
      return `${await transferWords(context, record, operation, telling)}${await drawnWords(record, operation.budget, telling)}`;
    case 'adopt':
      return adoptionWords(context, record, operation, telling);
    case 'end':
      return `end the ${operation.type}${await titleOf(record, operation.thing.id, telling)}`;
    case 'agree':
      return `${await agreementWords(context, record, operation, telling)}${await drawnWords(record, operation.budget, telling)}`;
    case 'decline':
      return 'decline an offer';
    case 'report':
      return reportWords(context, record, operation, telling);
    case 'ask':
    case 'answer':
      return questionWords(context, operation, telling);
    case 'terminate':
      return terminationWords(record, operation, telling);
    case 'change':
      return `${operation.title} (${operation.paths.join(', ')})`;
    case 'resolve':
      return resolutionWords(context, operation, telling);
    case 'rule':
      return RULINGS[operation.ruling];
    case 'select':
    case 'recall':
    case 'suspend':
      return seatWords(context, record, operation, telling);
    case 'erase':
      return erasureWords(operation.erases);
  }
}

/** So much of what was promised, as far as the offer and the resource are for the reader. */
async function reportWords(
  context: Context,
  record: StoredRecord,
  report: Of<'report'>,
  { mayRead }: Telling,
): Promise<string> {
  const { terms, said, commitment, quantity } = report;
  const offer = await record.document(terms);
  const fields = offer?.type === 'terms' && mayRead(offer) ? offer.fields : null;
  const promised = fields?.commitments[commitment];
  const resource = promised === undefined ? null : await promisedResource(context, promised, mayRead);
  const amount = (much: number) => amountText(much, resource?.unit ?? 'unit');
  const what = resource === null ? '' : ` of “${anyLanguage(resource.name)}”`;
  const purpose = fields === null ? '' : `, for “${anyLanguage(fields.purpose)}”`;
  const delivery = 'of' in report ? await record.document(report.of) : null;
  const missing = delivery?.type === 'event' ? delivery.quantity - quantity : 0;
  const short = missing > 0 ? `, and that ${amount(missing)} did not come` : '';
  return `say that we have ${said} ${amount(quantity)}${what}${short}${purpose}`;
}

/** What is asked or answered, where a line holds it. */
async function questionWords(
  context: Context,
  { op, text }: Of<'ask' | 'answer'>,
  { wordsOf: read = (words) => wordsOf(context, words) }: Telling,
): Promise<string> {
  const words = await read(text);
  const isLine = words !== null && words.length <= LINE_CHARACTERS_MAX && !words.includes('\n');
  const whom = op === 'ask' ? 'ask the other parties' : 'answer the other parties';
  return isLine ? `${whom}: “${words}”` : `${whom} about the terms`;
}

/** Which agreement is to end and when, as far as the offer is for the reader. */
async function terminationWords(
  record: StoredRecord,
  { terms, endsAt }: Of<'terminate'>,
  { mayRead }: Telling,
): Promise<string> {
  const offer = await record.document(terms);
  const purpose = offer?.type === 'terms' && mayRead(offer) ? ` “${anyLanguage(offer.fields.purpose)}”` : '';
  return `end the agreement${purpose} at ${endsAt}, or as soon after it as its terms allow`;
}

/** What is to go, by how much of it: nobody who reads this need be able to read that. */
function erasureWords(erases: readonly Erased[]): string {
  const texts = erases.reduce((sum, { attachments = [] }) => sum + attachments.length, 0);
  const whole = erases.filter(({ payload }) => payload !== undefined).length;
  const parts = [
    ...(texts > 0 ? [countText(texts, 'text')] : []),
    ...(whole > 0 ? [countText(whole, 'whole document')] : []),
  ];
  return `erase ${parts.join(' and ')} for good`;
}

/** What a ruling does, in words; what it rules on and its reason stand beside it. */
const RULINGS: Readonly<Record<Of<'rule'>['ruling'], string>> = {
  upheld: 'uphold a decision that was challenged',
  remanded: 'send a decision that was challenged back',
  reversed: 'reverse a decision that was challenged',
  interpreted: 'say what a decision means',
  kept: 'keep a decision that came up for review',
  vetoed: 'return a decision by veto',
  ratified: 'ratify what was done in an emergency',
};

/** A text that fits a line stands here; a longer one is shown elsewhere. */
const LINE_CHARACTERS_MAX = 120;

async function resolutionWords(
  context: Context,
  { text }: Of<'resolve'>,
  { wordsOf: read = (words) => wordsOf(context, words) }: Telling,
): Promise<string> {
  const words = await read(text);
  const isLine = words !== null && words.length <= LINE_CHARACTERS_MAX && !words.includes('\n');
  return isLine ? `agree: “${words}”` : 'agree on a text';
}

/** What it is drawn on, by name. Spec §15. */
async function drawnWords(
  record: StoredRecord,
  budget: { readonly id: DocumentId } | undefined,
  { mayRead }: Telling,
): Promise<string> {
  if (budget === undefined) return '';
  const document = await record.document(budget.id);
  return document?.type === 'budget' && mayRead(document)
    ? `, drawn on “${anyLanguage(document.title)}”`
    : ', drawn on a budget';
}

async function transferWords(
  context: Context,
  record: StoredRecord,
  { resource: { subject }, quantity, interval, to }: Of<'transfer'>,
  { mayRead, wordsOf: read = (text) => wordsOf(context, text) }: Telling,
): Promise<string> {
  const resource = await currentDocument(record, subject);
  const what =
    resource?.type === 'resource' && mayRead(resource)
      ? `${amountText(quantity, resource.unit)} from “${anyLanguage(resource.name)}”`
      : amountText(quantity, 'unit');
  const verb = interval === undefined ? 'give' : 'lend';
  const time = interval === undefined ? '' : `, ${intervalText(interval)}`;
  if ('party' in to)
    return `${verb} ${what} to ${await partyName(context, record, to.party, mayRead)}${time}`;
  const name = await read(to.named);
  return name === null ? `${verb} ${what}${time}` : `${verb} ${what} to “${name}”${time}`;
}

async function adoptionWords(
  context: Context,
  record: StoredRecord,
  { adopts }: Of<'adopt'>,
  telling: Telling,
): Promise<string> {
  if (adopts.type === 'set') return `adopt a set of ${countText(adopts.count, 'domain')}`;
  const thing = await record.document(adopts.id);
  if (thing?.type === 'circle' && telling.mayRead(thing))
    return `adopt the circle “${anyLanguage(thing.name)}”${await memberWords(context, record, thing, telling)}`;
  if (thing?.type !== 'mandate' || !telling.mayRead(thing)) {
    return `adopt the ${adopts.type}${await titleOf(record, adopts.id, telling)}`;
  }
  const role = await currentDocument(record, thing.role.subject);
  const title = role?.type === 'role' && telling.mayRead(role) ? ` “${anyLanguage(role.name)}”` : '';
  const holder = await partyName(context, record, thing.holder, telling.mayRead);
  return `give ${holder} the role${title} until ${thing.endsAt.slice(0, DATE_CHARACTERS)}`;
}

/** `2026-03-02`, as it begins every time. */
const DATE_CHARACTERS = 10;

async function agreementWords(
  context: Context,
  record: StoredRecord,
  { fields }: Of<'agree'>,
  { mayRead }: Telling,
): Promise<string> {
  const home = await context.commons();
  const others = fields.parties.filter((party) => party !== home);
  const names = await Promise.all(others.map((party) => partyName(context, record, party, mayRead)));
  const purpose = anyLanguage(fields.purpose).replace(/\.$/, '');
  return `agree with ${names.join(' and ')} on “${purpose}”`;
}

async function partyName(
  context: Context,
  record: StoredRecord,
  party: Author,
  mayRead: MayRead,
): Promise<string> {
  if (isScid(party)) return (await findPeer(context.store, party))?.name ?? party;
  return (await personBy(context, record, party, mayRead)).name;
}

/** The name of a version of a thing in quotation marks, after a space; nothing where it has none, or is not here. */
async function titleOf(record: StoredRecord, id: DocumentId, { mayRead }: Telling): Promise<string> {
  const document = await record.document(id);
  if (document === null || !mayRead(document)) return '';
  if ('name' in document) return ` “${anyLanguage(document.name)}”`;
  return 'title' in document ? ` “${anyLanguage(document.title)}”` : '';
}
