import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { Agree } from '../../../protocol/documents/operation.ts';
import type { Support } from '../../../protocol/documents/support.ts';
import { type DocumentId, isScid, type Ref, type Scid, type Subject } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import type { StoredEntry } from '../../store/store.ts';
import { continueFounding } from '../founding/found.ts';
import type { Committer } from '../log/committer.ts';
import { freeUndelivered, makeTermination } from '../negotiation/end-agreement.ts';
import { actAsRegistrar, makeAcceptance, makeRejection, makeTerms } from '../negotiation/make-acts.ts';
import { makeEvent } from '../negotiation/make-events.ts';
import { makeQuestion } from '../negotiation/make-questions.ts';
import { letGo, takeBack } from '../negotiation/own-yes.ts';
import { makeErasures } from '../privacy/make-erasures.ts';
import { documentIn } from '../record/document-in.ts';
import { readDocument } from '../record/read-document.ts';
import { checkClaims } from './check-claims.ts';
import { describe } from './describe.ts';
import { noteEmergency } from './emergencies.ts';
import { openProposal } from './open-proposal.ts';
import { settleProposal, settleWaiting } from './settle-proposal.ts';

/** Entries that are looked at in one go. */
const STEP = 100;

/**
 * Does what the commons owes after what was logged: terms after an offer, acceptance after a yes, seal after the last
 * acceptance, and the rest of a founding.
 *
 * It walks the log by a durable cursor, so nothing is owed twice and a crash forgets nothing: an act whose entry is
 * there already is not made again.
 */
export async function reactToLog(context: Context, committer: Committer): Promise<void> {
  await continueFounding(context, committer);
  const { store } = context;
  const home = await context.commons();
  const owed = (await store.records.list('owed')).map(({ value }) => Number(value.index));
  for (const entry of await store.entries(home, { at: owed }))
    await reactOrOwe(context, committer, home, entry);
  for (;;) {
    const cursor = await store.records.get('cursor', 'reaction');
    const after = typeof cursor?.after === 'number' ? cursor.after : -1;
    const entries = await store.entries(home, { after, limit: STEP });
    if (entries.length === 0) return;
    for (const entry of entries) await reactOrOwe(context, committer, home, entry);
    await store.records.put('cursor', 'reaction', { after: entries.at(-1)?.index ?? after });
  }
}

/** What fails now is owed: it is tried again with every later reaction, and holds up nothing else. */
async function reactOrOwe(
  context: Context,
  committer: Committer,
  home: Scid,
  entry: StoredEntry,
): Promise<void> {
  const { records } = context.store;
  try {
    await reactTo(context, committer, home, entry);
    await records.remove('owed', String(entry.index));
  } catch (error) {
    const waits = error instanceof ProtocolError && error.type === 'unavailable';
    const what = { index: entry.index, ...(waits ? { reason: error.message } : { err: error }) };
    if (waits) context.logger.info(what, 'the commons owes an act that has to wait');
    else context.logger.error(what, 'the commons owes an act that failed');
    await records.put('owed', String(entry.index), {
      index: entry.index,
      ...(waits ? { reason: error.message } : {}),
    });
  }
}

async function reactTo(
  context: Context,
  committer: Committer,
  home: Scid,
  entry: StoredEntry,
): Promise<void> {
  const document = readDocument(entry)?.document;
  if (document === undefined) return;
  if (document.type === 'confirmation' && entry.verdict?.status === 'counted') {
    await continueFounding(context, committer);
    for (const subject of document.minutes?.changes ?? []) await settleProposal(context, committer, subject);
    const confirmed = await documentIn(context.store, home, document.of.id);
    if (confirmed?.type === 'decision') await reactToDecision(context, committer, document.of, confirmed);
    return;
  }
  if (entry.verdict?.status !== 'counted') return;
  switch (document.type) {
    case 'identity':
      return describe(context, committer);
    case 'proposal':
      for (const operation of document.binding.operations) {
        if (operation.op !== 'agree' || operation.terms !== undefined) continue;
        await makeTerms(context, committer, operation, { subject: document.subject, id: entry.id });
      }
      await openProposal(context, committer, document);
      return settleProposal(context, committer, document.subject);
    case 'meeting':
      // What waits for it may have to be opened sooner.
      return document.supersedes === undefined ? undefined : settleWaiting(context, committer);
    case 'emergency-act':
      return noteEmergency(context, committer, document.subject);
    case 'response':
    case 'objection':
      await checkClaims(context, committer, document, entry.id);
      return settleProposal(context, committer, document.proposal.subject);
    case 'opening':
    case 'advice':
    case 'recusal':
    case 'referral':
    case 'nomination':
    case 'candidacy':
    case 'approval':
    case 'tally':
    case 'disavowal':
    case 'link-word':
      return settleProposal(context, committer, document.proposal.subject);
    case 'support':
      await openSupported(context, committer, document);
      return settleProposal(context, committer, document.proposal.subject);
    case 'objection-check':
    case 'objection-test':
      return settleProposal(context, committer, document.of.subject);
    case 'withdrawal':
      return isScid(document.author) ? undefined : settleProposal(context, committer, document.of.subject);
    case 'decision':
    case 'outcome':
      return reactToDecision(context, committer, decidedRef(document, entry), document);
    case 'acceptance':
    case 'rejection':
    case 'terms':
      return actAsRegistrar(context, committer, document.subject);
    case 'seal':
    case 'lapse':
      return letGo(context, committer, document.subject);
    case 'termination':
      return freeUndelivered(context, committer, document.subject);
    default:
  }
}

/** Those whom a role serves ask for a recall: once enough of them have, it is opened. Spec §15. */
async function openSupported(context: Context, committer: Committer, { proposal }: Support): Promise<void> {
  const document = await documentIn(context.store, await context.commons(), proposal.id);
  if (document?.type === 'proposal') await openProposal(context, committer, document);
}

async function reactToDecision(
  context: Context,
  committer: Committer,
  ref: Ref,
  document: DecidedDocument,
): Promise<void> {
  const agrees = document.binding.operations.filter(
    (operation): operation is Agree => operation.op === 'agree',
  );
  if (document.result === 'adopted') {
    for (const agree of agrees) {
      if (agree.terms === undefined && document.proposal === undefined) {
        await makeTerms(context, committer, agree, ref);
      }
      if (agree.budget !== undefined) await letGo(context, committer, agree.negotiation);
      await makeAcceptance(context, committer, agree, { ref, document });
    }
    for (const operation of document.binding.operations) {
      if (operation.op === 'report') await makeEvent(context, committer, operation, { ref, document });
      else if (operation.op === 'terminate')
        await makeTermination(context, committer, operation, { ref, document });
      else if (operation.op === 'ask' || operation.op === 'answer')
        await makeQuestion(context, committer, operation, { ref, document });
    }
  }
  await makeErasures(context, committer, ref, document.binding);
  await takeBackWhatEnds(context, committer, document);
  if (document.proposal !== undefined) await settleProposal(context, committer, document.proposal.subject);
  if (document.type !== 'decision') return;
  for (const { negotiation, terms } of declinedBy(document)) {
    await makeRejection(context, committer, negotiation, terms, { ref, document });
  }
}

/** What a decision reverses or replaces may have said yes to something. */
async function takeBackWhatEnds(
  context: Context,
  committer: Committer,
  { reverses, replaces, result }: DecidedDocument,
): Promise<void> {
  const home = await context.commons();
  for (const ref of [reverses, replaces]) {
    const ended =
      ref === undefined || result !== 'adopted' ? null : await documentIn(context.store, home, ref.id);
    for (const operation of ended !== null && 'binding' in ended ? ended.binding.operations : [])
      if (operation.op === 'agree') await takeBack(context, committer, operation.negotiation);
  }
}

/** Offers that a decision says no to: by declining them, or by turning a yes down. */
function declinedBy({ binding, result }: DecidedDocument): { negotiation: Subject; terms: DocumentId }[] {
  return binding.operations.flatMap((operation) => {
    if (result === 'adopted') return operation.op === 'decline' ? [operation] : [];
    if (operation.op !== 'agree' || operation.terms === undefined) return [];
    return [{ negotiation: operation.negotiation, terms: operation.terms }];
  });
}

type DecidedDocument = Extract<FolkmootDocument, { readonly type: 'decision' | 'outcome' }>;
function decidedRef(document: DecidedDocument, entry: StoredEntry): Ref {
  return { subject: document.proposal?.subject ?? document.subject, id: entry.id };
}
