import { fromBase64url, toBase64url } from '../../bytes.ts';
import { canonicalBytes } from '../../canonical.ts';
import type { Objection } from '../../documents/objection.ts';
import type { Opening } from '../../documents/opening.ts';
import type { Outcome } from '../../documents/outcome.ts';
import type { Response } from '../../documents/response.ts';
import type { ConsentParameters } from '../../documents/rung.ts';
import { usageThread } from '../../documents/thread-names.ts';
import { type DocumentId, hashTextOf, type Subject } from '../../ids.ts';
import { leafHash, rootOf } from '../../log/tree.ts';
import { formatMillis, type Millis, parseTime, SECOND } from '../../time.ts';
import { askBinding, bindingHash, endsMatter, sameJson } from '../binding.ts';
import { askConstraints, constraintsInForce } from '../constraints.ts';
import { effectsOf } from '../effects.ts';
import { inForce } from '../in-force.ts';
import { askLimits } from '../limits.ts';
import { askActive, askFounded, domainInForce, domainNamed, ladderOf } from '../right.ts';
import { askScope } from '../scope/ask-scope.ts';
import { judgeBy, type Refusal, refuse, type Verdict } from '../verdict.ts';
import { contentOf, type Entry, type JudgedEntry, type RuleView, stateOf } from '../view.ts';
import { type ConsentState, evaluateConsent, type Frozen } from './consent.ts';

type Answer = readonly DocumentId[] | Refusal;

/** An opening counts if it freezes just what is in force. Spec §6. */
export function judgeOpening(entry: Entry, document: Opening, view: RuleView): Verdict {
  return judgeBy([
    { level: 'V2', name: 'founded', ask: () => askFounded(view) },
    {
      level: 'V2',
      name: 'domain',
      ask: () => {
        const domain = domainInForce(view, document.domain);
        if ('code' in domain) return domain;
        const { body } = domain;
        if (body.rung !== document.rung || body.rung !== 'consent')
          return refuse('wrong-rung', { rung: body.rung });
        const { consent } = ladderOf(view, body);
        if (consent === undefined || !sameJson({ consent }, document.parameters)) {
          return refuse('rules-disagree', { what: 'parameters' });
        }
        if (body.owner.kind !== 'circle' || body.owner.subject !== document.circle.subject)
          return refuse('no-right');
        return domain.proofs;
      },
    },
    {
      level: 'V2',
      name: 'scope',
      ask: () => {
        const proposal = contentOf(view, document.proposal.id, 'proposal');
        if (proposal === null) return refuse('unknown-reference');
        return askScope(view, document.domain, effectsOf(proposal.binding, view.home));
      },
    },
    { level: 'V2', name: 'roster', ask: () => askRoster(view, document) },
    {
      level: 'V3',
      name: 'proposal',
      ask: () => {
        const state = stateOf(view, document.proposal.subject, 'proposal');
        if (state === null || state.versions.at(-1)?.id !== document.proposal.id)
          return refuse('stale-version');
        const ended = state.decided.some((decided) => endsMatter(decided, entry.at));
        return state.opening !== null || state.withdrawnBy !== null || ended
          ? refuse('closed')
          : [document.proposal.id];
      },
    },
    {
      level: 'V4',
      name: 'constraints',
      ask: () => {
        const ids = constraintsInForce(view);
        return sameJson(ids, document.constraints) ? ids : refuse('rules-disagree', { what: 'constraints' });
      },
    },
  ]);
}

/** A response counts if its author is on the frozen roster and it answers the current version in time. Spec §6. */
export function judgeResponse(entry: Entry, document: Response, view: RuleView): Verdict {
  return judgeParticipation(entry, document, view);
}

/** An objection counts like a response. Spec §6. */
export function judgeObjection(entry: Entry, document: Objection, view: RuleView): Verdict {
  return judgeParticipation(entry, document, view);
}

/** An outcome counts if whoever recomputes the thread gets the same. Spec §6. */
export function judgeOutcome(entry: Entry, document: Outcome, view: RuleView): Verdict {
  const effects = () => effectsOf(document.binding, view.home);
  return judgeBy([
    { level: 'V2', name: 'founded', ask: () => askFounded(view) },
    {
      level: 'V2',
      name: 'scope',
      ask: () => askScope(view, document.domain, effects()),
    },
    {
      level: 'V2',
      name: 'limits',
      ask: () => {
        const domain = domainInForce(view, document.domain);
        if ('code' in domain) return domain;
        const name = usageThread(document.domain.subject);
        const usage = { name, state: () => stateOf(view, name, 'usage') };
        return askLimits(domain.body.limits, effects(), usage, entry.at);
      },
    },
    { level: 'V3', name: 'outcome', ask: () => askOutcome(entry, document, view) },
    { level: 'V3', name: 'binding', ask: () => askBinding(view, document) },
    {
      level: 'V4',
      name: 'constraints',
      ask: () => {
        const opening = contentOf(view, document.opening, 'opening');
        return opening === null
          ? refuse('unknown-reference')
          : askConstraints(view, effects(), opening.constraints);
      },
    },
  ]);
}

/** What the rules yield for a proposal's thread at one moment: the content of an outcome. Spec §6. */
export interface YieldedOutcome {
  readonly opening: Opening;
  readonly openingId: DocumentId;
  readonly state: ConsentState;
  readonly evidenceRoot: string;
  readonly outcomeHash: string;
}

/** @returns null where the proposal was never opened. */
export function yieldOutcome(view: RuleView, proposal: Subject, asOf: Millis): YieldedOutcome | null {
  const entries = view.entries(proposal);
  const opened = openingOf(entries);
  if (opened === null) return null;
  const state = evaluateConsent(entries, frozenBy(opened.entry.at, opened.document, view), asOf);
  const evidenceRoot = toBase64url(rootOf(entries.map(({ id }) => leafHash(idBytes(id)))));
  const outcomeHash = hashTextOf(
    canonicalBytes({
      counts: { ...state.counts },
      evidenceRoot,
      objections: state.objections.map((fate) => ({ ...fate })),
      proposal: state.current,
      result: state.state,
    }),
  );
  return { opening: opened.document, openingId: opened.entry.id, state, evidenceRoot, outcomeHash };
}

function judgeParticipation(entry: Entry, document: Response | Objection, view: RuleView): Verdict {
  return judgeBy([
    { level: 'V2', name: 'active', ask: () => askHuman(view, document) },
    {
      level: 'V3',
      name: 'open',
      ask: () => {
        const state = stateOf(view, document.proposal.subject, 'proposal');
        const opening = state?.opening ? contentOf(view, state.opening.id, 'opening') : null;
        const current = state?.versions.at(-1)?.id;
        if (state === null || state.opening === null || opening === null || current === undefined) {
          return refuse('not-open');
        }
        if (!rosterOf(opening, view).some((subject) => subject === document.author))
          return refuse('not-eligible');
        if (state.withdrawnBy !== null || state.decided.some((decided) => endsMatter(decided, entry.at))) {
          return refuse('closed');
        }
        // Between close and deadline the matter is being integrated: answers still count.
        const deadline = state.opening.at + consentParameters(opening).deadlineSeconds * SECOND;
        if (entry.at >= deadline) return refuse('closed', { deadline: formatMillis(deadline) });
        return document.proposal.id === current ? [current] : refuse('stale-version', { current });
      },
    },
  ]);
}

function askHuman(view: RuleView, document: Response | Objection): Answer {
  const participant = stateOf(view, document.author, 'participant');
  return participant?.nature === 'agent' ? refuse('human-only') : askActive(view, document.author, null);
}

/** The roster set is just the circle's members as they stand. Spec §6 [R-6.3a]. */
function askRoster(view: RuleView, document: Opening): Answer {
  const current = inForce(view, document.circle.subject);
  if (current?.id !== document.circle.id) return refuse('stale-version', { inForce: current?.id ?? null });
  const circle = contentOf(view, current.id, 'circle');
  const roster = rosterOf(document, view);
  const same = circle !== null && sameJson([...circle.members].sort(), roster);
  return same && roster.length === document.roster.count && isLogged(document, view)
    ? document.roster.pages
    : refuse('rules-disagree', { what: 'roster' });
}

/** The pages are entries of the roster's own thread, which the opening reads. */
function isLogged({ roster }: Opening, view: RuleView): boolean {
  const logged = stateOf(view, roster.subject, 'set')?.pages ?? [];
  return roster.pages.every((id) => logged.some((page) => page.id === id && page.root === roster.root));
}

/** The people whom the opening's pages list, in the order of the set; none where the pages do not give its root. */
function rosterOf({ roster, circle }: Opening, view: RuleView): readonly Subject[] {
  const pages = roster.pages.map((id) => contentOf(view, id, 'set'));
  const items = pages.flatMap((page) =>
    page?.content.of === 'roster' && sameJson(page.content.circle, circle) ? page.content.items : [],
  );
  const sorted = items.every(
    (item, index) => index === 0 || (items[index - 1]?.subject ?? '') < item.subject,
  );
  const root = toBase64url(rootOf(items.map((item) => leafHash(canonicalBytes({ ...item })))));
  return sorted && root === roster.root ? items.map((item) => item.subject) : [];
}

function askOutcome(entry: Entry, document: Outcome, view: RuleView): Answer {
  const yielded = yieldOutcome(view, document.proposal.subject, entry.at);
  if (yielded === null) return refuse('not-open');
  const { opening, state } = yielded;
  const thread = stateOf(view, document.proposal.subject, 'proposal');
  if (
    thread === null ||
    thread.withdrawnBy !== null ||
    thread.decided.some((decided) => endsMatter(decided, entry.at))
  ) {
    return refuse('closed');
  }
  if (state.state !== 'adopted' || document.result !== 'adopted')
    return refuse('rules-disagree', { yields: state.state });
  if (!saysNothingMore(document)) return refuse('rules-disagree', { what: 'more than the proposal says' });
  const proposal = contentOf(view, state.current, 'proposal');
  const latest = entry.at + (domainNamed(view, opening.domain)?.reviewAfterSeconds ?? 0) * SECOND;
  const reviewAt = parseTime(document.reviewAt) ?? Number.NaN; // the schema has checked the text
  if (!(reviewAt > entry.at && reviewAt <= latest))
    return refuse('review-missing', { latest: formatMillis(latest) });
  if (proposal === null || bindingHash(proposal.binding) !== bindingHash(document.binding))
    return refuse('binding-differs');
  const same =
    document.proposal.id === state.current &&
    document.opening === yielded.openingId &&
    sameJson(document.circle, opening.circle) &&
    document.roster === opening.roster.subject &&
    sameJson(document.domain, opening.domain) &&
    sameJson(document.counts, state.counts) &&
    sameJson(document.objections, state.objections) &&
    document.evidenceRoot === yielded.evidenceRoot &&
    document.outcomeHash === yielded.outcomeHash;
  return same
    ? [yielded.openingId, state.current]
    : refuse('rules-disagree', { outcomeHash: yielded.outcomeHash });
}

/** The commons' key adds nothing to what people said yes to: a proposal carries none of these. */
function saysNothingMore(document: Outcome): boolean {
  const { reverses, replaces, effectiveAt, expiresAt, tags } = document;
  return [reverses, replaces, effectiveAt, expiresAt, ...tags].every((said) => said === undefined);
}

function frozenBy(openedAt: Millis, opening: Opening, view: RuleView): Frozen {
  return { openedAt, parameters: consentParameters(opening), roster: rosterOf(opening, view) };
}

function consentParameters(opening: Opening): ConsentParameters {
  const parameters = opening.parameters.consent;
  if (parameters === undefined)
    throw new TypeError('an opening under consent that counts freezes its parameters');
  return parameters;
}

function openingOf(entries: readonly JudgedEntry[]): { entry: JudgedEntry; document: Opening } | null {
  for (const entry of entries) {
    if (entry.document.type === 'opening' && entry.verdict.status === 'counted')
      return { entry, document: entry.document };
  }
  return null;
}

/** The 32 bytes that an id names. */
function idBytes(id: DocumentId): Uint8Array {
  return fromBase64url(id.slice('ni:///sha-256;'.length)) ?? new Uint8Array(0); // an id has that form
}
