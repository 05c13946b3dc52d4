import { askRoom } from '../../../protocol/agreement/ask-holds.ts';
import { askReport } from '../../../protocol/agreement/judge-event.ts';
import { askToAsk } from '../../../protocol/agreement/judge-question.ts';
import { askTerminate } from '../../../protocol/agreement/judge-termination.ts';
import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { Operation } from '../../../protocol/documents/operation.ts';
import type { NotCountedCode } from '../../../protocol/governance/codes.ts';
import { type Refusal, sentenceOf } from '../../../protocol/governance/verdict.ts';
import { amountText } from '../../amount-text.ts';
import type { Context } from '../../context.ts';
import { findPeer } from '../peers/peer-record.ts';
import { askFreely } from '../record/current.ts';
import { endOf } from '../record/ended.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { promisedResource } from '../views/promised-resource.ts';
import { roomSentence } from '../views/room-sentence.ts';

/** Why nothing would come of what would count. Spec §10 [R-10.30b]. */
export interface Idle {
  /** What the commons' own document would be refused with, or why there would be none or nobody for it. */
  readonly code: NotCountedCode | 'ended' | 'not-public';
  readonly sentence: string;
  readonly detail: Refusal['detail'] | null;
}

interface Asked {
  readonly context: Context;
  readonly record: StoredRecord;
  readonly mayRead: MayRead;
}

/**
 * Whether a decision or proposal would count, and nothing come of it: the commons' own word that follows from it would not
 * count, or nobody is there any more to agree with. Spec §10 [R-10.30b].
 */
export async function idleIn(asked: Asked, document: FolkmootDocument): Promise<Idle | null> {
  if (document.type !== 'decision' && document.type !== 'proposal') return null;
  if (document.type === 'decision' && document.result === 'not-adopted') return null;
  for (const operation of document.binding.operations) {
    const idle = hiddenTalk(document, operation) ?? (await idleOperation(asked, operation));
    if (idle !== null) return idle;
  }
  return null;
}

function idleOperation(asked: Asked, operation: Operation): Promise<Idle | null> | null {
  switch (operation.op) {
    case 'report':
      return idleReport(asked, operation);
    case 'terminate':
      return idleEnd(asked, operation);
    case 'ask':
    case 'answer':
      return idleQuestion(asked, operation);
    case 'agree':
      return idleYes(asked, operation);
    default:
      return null;
  }
}

type Of<Op extends Operation['op']> = Extract<Operation, { readonly op: Op }>;

/** A word on a promise that the rules refuse is said to nobody. Spec §8. */
async function idleReport(asked: Asked, report: Of<'report'>): Promise<Idle | null> {
  const now = await asked.context.now();
  const said = await askFreely(asked.record, (view) => askReport(view, report, now));
  if (!('code' in said)) return null;
  const { code, detail = null } = said;
  return { code, sentence: await reportSentence(asked, report, said), detail };
}

async function reportSentence(
  { context, record, mayRead }: Asked,
  { terms, said, commitment }: Of<'report'>,
  { code, detail = {} }: Refusal,
): Promise<string> {
  const offer = await record.document(terms);
  const promised = offer?.type === 'terms' ? offer.fields.commitments[commitment] : undefined;
  const resource = promised === undefined ? null : await promisedResource(context, promised, mayRead);
  const amount = (quantity: unknown) => amountText(Number(quantity), resource?.unit ?? 'unit');
  switch (code) {
    case 'more-than-agreed':
      if (said === 'received')
        return `That delivery was of ${amount(detail.left)}; this says that ${amount(detail.said)} came.`;
      return detail.left === 0
        ? 'Nothing of the promise is left to deliver.'
        : `Of the promise ${amount(detail.left)} ${detail.left === 1 ? 'is' : 'are'} left to deliver; this says ${amount(detail.said)}.`;
    case 'duplicate':
      return `We have said that ${amount(detail.received)} came of that delivery: what can be said now is only that more did.`;
    case 'closed':
      return 'The agreement has ended: nothing is delivered any more.';
    default:
      return sentenceOf(code);
  }
}

/** What only some may read is asked of nobody else. Spec §8. */
function hiddenTalk({ audience }: FolkmootDocument, { op }: Operation): Idle | null {
  if (audience === 'public' || (op !== 'ask' && op !== 'answer')) return null;
  const sentence = 'The other commons are only told what everybody may read: make this public.';
  return { code: 'not-public', sentence, detail: { audience } };
}

/** A question, or an answer to none, that the rules refuse is said to nobody. Spec §8. */
async function idleQuestion({ record }: Asked, operation: Of<'ask' | 'answer'>): Promise<Idle | null> {
  const said = await askFreely(record, (view) => askToAsk(view, operation));
  if (!('code' in said)) return null;
  const { code, detail = {} } = said;
  return { code, sentence: sentenceOf(code), detail };
}

/** By a notice that the rules refuse nothing ends. Spec §8. */
async function idleEnd({ context, record }: Asked, end: Of<'terminate'>): Promise<Idle | null> {
  const now = await context.now();
  const said = await askFreely(record, (view) => askTerminate(view, end, now));
  if (!('code' in said)) return null;
  const { code, detail = {} } = said;
  return { code, sentence: endSentence(said), detail };
}

function endSentence({ code, detail = {} }: Refusal): string {
  switch (code) {
    case 'closed':
      return 'The agreement has ended already, or all that was promised was received.';
    case 'duplicate':
      return `We have given notice that it ends at ${detail.endsAt}: what can be said now is only that it ends sooner.`;
    default:
      return sentenceOf(code);
  }
}

/** With a commons that has ended nothing is agreed: nobody there can say yes any more. Spec §1. */
async function idleYes(asked: Asked, agree: Of<'agree'>): Promise<Idle | null> {
  const { context } = asked;
  const { fields } = agree;
  for (const party of fields.parties) {
    if ((await endOf(context, party)) === null) continue;
    const name = (await findPeer(context.store, party))?.name ?? party;
    return {
      code: 'ended',
      sentence: `“${name}” has ended: nobody there can accept or deliver anything any more.`,
      detail: { party },
    };
  }
  return withoutRoom(asked, agree);
}

/**
 * What a yes would have to hold is not to be had at that time, or not in that way. A stock has room again as soon as another
 * promise ends: for that a yes waits. Spec §7 [R-7.3a], [R-7.8]; §8.
 */
async function withoutRoom(
  { context, record, mayRead }: Asked,
  { negotiation, fields }: Of<'agree'>,
): Promise<Idle | null> {
  const now = await context.now();
  const said = await askFreely(record, (view) => askRoom(view, negotiation, fields, now));
  if (!('code' in said)) return null;
  const { code, detail = null } = said;
  const waits: ReadonlySet<string> = new Set(detail?.from === undefined ? ['over-capacity'] : []);
  if (waits.has(code)) return null;
  const sentence = (await roomSentence(record, mayRead, said)) ?? sentenceOf(code);
  return { code, sentence, detail };
}
