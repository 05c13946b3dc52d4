import {
  currentTerms,
  type NegotiationStatus,
  negotiationStatus,
} from '../../../federation/negotiation/status.ts';
import { isClaimed, isKept, type Kept, keptOf } from '../../../protocol/agreement/fulfilment.ts';
import type { NegotiationState } from '../../../protocol/agreement/state.ts';
import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { TermsFields } from '../../../protocol/documents/terms-fields.ts';
import type { DocumentId, Scid, Subject } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { formatMillis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { type LiaisonView, liaisonOf } from '../negotiation/liaison.ts';
import { listPeers } from '../peers/peer-record.ts';
import { documentIn } from '../record/document-in.ts';
import type { MayRead } from '../record/evidence-source.ts';
import { isFor } from '../record/is-for.ts';
import { wordsOf } from './attached-words.ts';
import { type DisputeView, disputeView } from './dispute-view.ts';
import { type EndingView, endingView } from './ending-view.ts';
import { type OwedView, owedIn } from './owed-view.ts';
import { promisedResource } from './promised-resource.ts';
import { type QuestionView, questionsView } from './questions-view.ts';

/** Negotiations that one page lists. */
const NEGOTIATIONS_MAX = 500;

export interface PartyView {
  readonly commons: Scid;
  readonly name: string;
  readonly us: boolean;
  readonly accepted: boolean;
  /** Origin of its instance; null where it is no peer of ours. */
  readonly baseUrl: string | null;
}

/** How far a promise is kept, as its two sides say. Spec §8. */
export interface KeptView {
  readonly delivered: number;
  readonly received: number;
  readonly missing: number;
  readonly left: number;
  readonly state: 'open' | 'partly' | 'delivered' | 'claimed' | 'kept' | 'ended';
  /** Of what did not come: where the claim stands; null while nothing is claimed. */
  readonly dispute: DisputeView | null;
  readonly deliveries: readonly {
    readonly id: DocumentId;
    readonly at: string;
    readonly quantity: number;
    readonly received: number | null;
  }[];
}

/** One promise with names in place of ids; a name is null where the provider's log does not show it to us. */
export interface CommitmentView {
  readonly provider: Scid;
  readonly receiver: Scid;
  readonly action: string;
  readonly quantity: number;
  readonly unit: string | null;
  readonly resource: Readonly<Record<string, string>> | null;
  readonly interval: { readonly from: string; readonly until: string } | null;
  /** How far it is kept; null before it is agreed. */
  readonly kept: KeptView | null;
}

/** What happened in a negotiation, in log order. */
export interface NegotiationEvent {
  readonly what:
    | 'terms'
    | 'acceptance'
    | 'rejection'
    | 'withdrawal'
    | 'seal'
    | 'lapse'
    | 'release'
    | 'conflict'
    | 'delivered'
    | 'received'
    | 'termination'
    | 'question'
    | 'answer'
    | 'freed';
  readonly id: DocumentId;
  readonly by: string;
  readonly at: string;
  /** The commons behind `by`. */
  readonly commons: Scid;
  /** For an acceptance or rejection of ours: the decision that it rests on, where the reader may know it. */
  readonly decision: DocumentId | null;
  /** Of an offer that a liaison drafted in its commons' name. Spec §15 [R-15.39]. */
  readonly liaison: LiaisonView | null;
  /** Of a word on a promise: on which, by its place among the commitments, and how much. Spec §8. */
  readonly about: { readonly commitment: number; readonly quantity: number } | null;
  /** Why, in the words of whoever says it: of a no, of a word on a promise. */
  readonly reason: string | null;
}

export interface AgreementView {
  readonly negotiation: Subject;
  readonly status: NegotiationStatus;
  readonly terms: DocumentId | null;
  readonly fields: TermsFields | null;
  readonly parties: readonly PartyView[];
  readonly commitments: readonly CommitmentView[];
  readonly events: readonly NegotiationEvent[];
  /** The seal's id: what a certificate is asked for by. */
  readonly seal: DocumentId | null;
  /** What was asked about its terms, in log order. */
  readonly questions: readonly QuestionView[];
  /** That it ends before all of it is kept; null while nobody has given notice. */
  readonly ending: EndingView | null;
  /** What is missing, and who can bring it. */
  readonly owed: readonly OwedView[];
}

/** Every negotiation that we are in and of which the reader may see an offer, newest first. */
export async function agreementsView(context: Context, mayRead: MayRead): Promise<readonly AgreementView[]> {
  const home = await context.commons();
  const threads = await context.store.threads(home, { kind: 'negotiation', limit: NEGOTIATIONS_MAX });
  const views: AgreementView[] = [];
  for (const { name, state } of threads) {
    if (state?.kind !== 'negotiation') continue;
    const view = await viewOf(context, name as Subject, state, mayRead); // named by its subject
    if (view !== null) views.push(view);
  }
  return views.toReversed();
}

/** @throws {ProtocolError} `not-found` where there is none, or where it is not for this reader. */
export async function agreementView(
  context: Context,
  negotiation: Subject,
  mayRead: MayRead,
): Promise<AgreementView> {
  const [thread] = await context.store.threads(await context.commons(), { names: [negotiation] });
  const state = thread?.state;
  const view = state?.kind === 'negotiation' ? await viewOf(context, negotiation, state, mayRead) : null;
  if (view !== null) return view;
  throw new ProtocolError('not-found', 'There is no such negotiation here.', { negotiation });
}

async function viewOf(
  context: Context,
  negotiation: Subject,
  state: NegotiationState,
  mayRead: MayRead,
): Promise<AgreementView | null> {
  const home = await context.commons();
  const known = new Map<DocumentId, TermsFields>();
  for (const { id } of state.terms) {
    const document = await documentIn(context.store, home, id);
    if (document?.type === 'terms' && mayRead(document)) known.set(id, document.fields);
  }
  if (known.size === 0) return null;
  const fieldsOf = (id: DocumentId) => known.get(id) ?? null;
  const terms = state.seals[0]?.terms ?? currentTerms(state);
  const fields = terms === null ? null : fieldsOf(terms);
  const peers = new Map((await listPeers(context.store)).map((peer) => [peer.commons, peer]));
  const nameOf = (commons: Scid) => (commons === home ? 'us' : (peers.get(commons)?.name ?? commons));
  const now = await context.now();
  const status = negotiationStatus(state, fieldsOf, home, now);
  const parties = (fields?.parties ?? []).map((commons) => ({
    commons,
    name: nameOf(commons),
    us: commons === home,
    accepted: state.acceptances.some(
      (acceptance) =>
        acceptance.commons === commons && acceptance.terms === terms && acceptance.withdrawnBy === null,
    ),
    baseUrl: peers.get(commons)?.baseUrl ?? null,
  }));
  const sealed = state.seals[0]?.terms;
  const kept = sealed === undefined || fields === null ? null : keptOf(state, sealed, fields);
  const ending =
    sealed === undefined || fields === null ? null : endingView({ state, terms: sealed, fields, nameOf });
  const commitments = await commitmentsOf(
    context,
    {
      ...{ fields, kept, ended: status === 'terminated' },
      disputeOn: (place) =>
        sealed === undefined || fields === null
          ? null
          : disputeView({ state, terms: sealed, fields, place, now }),
    },
    mayRead,
  );
  const units = commitments.map(({ unit }) => unit);
  return {
    negotiation,
    status,
    terms,
    fields,
    parties,
    commitments,
    events: await eventsOf(context, state, nameOf, mayRead),
    seal: state.seals[0]?.id ?? null,
    questions: await questionsView(context, state, nameOf, mayRead),
    ending,
    owed: await owedIn(context, {
      ...{ negotiation, status, state, fields, parties, home, kept, ending, now, units },
    }),
  };
}

interface Agreed {
  readonly fields: TermsFields | null;
  /** Null before it is agreed. */
  readonly kept: readonly Kept[] | null;
  readonly ended: boolean;
  readonly disputeOn: (place: number) => DisputeView | null;
}

async function commitmentsOf(
  context: Context,
  { fields, kept, ended, disputeOn }: Agreed,
  mayRead: MayRead,
): Promise<CommitmentView[]> {
  const views: CommitmentView[] = [];
  for (const [place, commitment] of (fields?.commitments ?? []).entries()) {
    const { provider, receiver, action, quantity, interval } = commitment;
    const shown = await promisedResource(context, commitment, mayRead);
    views.push({
      provider,
      receiver,
      action,
      quantity,
      unit: shown?.unit ?? null,
      resource: shown?.name ?? null,
      interval: interval ?? null,
      kept: keptView(kept?.[place], ended, disputeOn(place)),
    });
  }
  return views;
}

function keptView(kept: Kept | undefined, ended: boolean, dispute: DisputeView | null): KeptView | null {
  if (kept === undefined) return null;
  const { delivered, received, missing, left } = kept;
  const deliveries = kept.deliveries.map(({ at, ...delivery }) => ({ ...delivery, at: formatMillis(at) }));
  return { ...{ delivered, received, missing, left, deliveries }, state: keptState(kept, ended), dispute };
}

function keptState(kept: Kept, ended: boolean): KeptView['state'] {
  if (isKept(kept)) return 'kept';
  if (isClaimed(kept)) return 'claimed';
  if (kept.left === 0) return 'delivered';
  if (ended) return 'ended';
  return kept.delivered > 0 ? 'partly' : 'open';
}

async function eventsOf(
  context: Context,
  state: NegotiationState,
  nameOf: (commons: Scid) => string,
  mayRead: MayRead,
): Promise<readonly NegotiationEvent[]> {
  const lists = [
    ['terms', state.terms],
    ['acceptance', state.acceptances],
    ['rejection', state.rejections],
    ['seal', state.seals],
    ['withdrawal', state.withdrawals],
    ['lapse', state.lapses],
    ['release', state.releases.filter(({ terminated }) => terminated !== true)],
    ['freed', state.releases.filter(({ terminated }) => terminated === true)],
    ['termination', state.terminations ?? []],
    ['question', state.questions ?? []],
    ['answer', state.answers ?? []],
    ['conflict', state.conflicts],
  ] as const;
  const said = (state.events ?? []).map((event) => ({ what: event.said, ...event }));
  const logged = [
    ...lists.flatMap(([what, entries]) => entries.map((entry) => ({ what, ...entry }))),
    ...said,
  ].sort((a, b) => a.index - b.index);
  const home = await context.commons();
  const events: NegotiationEvent[] = [];
  for (const { what, id, commons, at } of logged) {
    const document = await documentIn(context.store, home, id);
    events.push({
      what,
      id,
      by: nameOf(commons),
      at: formatMillis(at),
      commons,
      decision: commons === home ? await ownDecision(context, document, mayRead) : null,
      liaison: what === 'terms' ? await liaisonOf(context, document) : null,
      about:
        document?.type === 'event' ? { commitment: document.commitment, quantity: document.quantity } : null,
      reason: await reasonIn(context, document, mayRead),
    });
  }
  return events;
}

/** Words that came with a no, a word on a promise or a notice of its end, where the reader may have them. Spec §8. */
async function reasonIn(
  context: Context,
  document: FolkmootDocument | null,
  mayRead: MayRead,
): Promise<string | null> {
  if (document?.type !== 'event' && document?.type !== 'rejection' && document?.type !== 'termination')
    return null;
  return document.reason === undefined || !mayRead(document) ? null : wordsOf(context, document.reason);
}

/** The decision of ours that an acceptance, a rejection, a word on a promise or a notice of its end names. */
async function ownDecision(
  context: Context,
  document: FolkmootDocument | null,
  mayRead: MayRead,
): Promise<DocumentId | null> {
  switch (document?.type) {
    case 'acceptance':
    case 'rejection':
    case 'event':
    case 'termination':
    case 'question':
    case 'answer':
      return (await isFor(context, document.decision.id, mayRead)) ? document.decision.id : null;
    default:
      return null;
  }
}
