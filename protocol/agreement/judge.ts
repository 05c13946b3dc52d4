import type { Acceptance } from '../documents/acceptance.ts';
import type { DomainRef } from '../documents/common.ts';
import type { Rejection } from '../documents/rejection.ts';
import type { Terms } from '../documents/terms.ts';
import type { Withdrawal } from '../documents/withdrawal.ts';
import { sameJson } from '../governance/binding.ts';
import { judgeBy, refuse, type Verdict } from '../governance/verdict.ts';
import { contentOf, type Entry, type RuleView } from '../governance/view.ts';
import type { DocumentId, Subject } from '../ids.ts';
import { askHeldConstraints } from './ask-held-constraints.ts';
import { askHolds } from './ask-holds.ts';
import { askLiaison } from './ask-liaison.ts';
import { askBasis, askDecided, decidedOf, saysYes, saysYesTo, stands } from './own-decision.ts';
import {
  type Answer,
  askBefore,
  askFollows,
  askOpen,
  askRulesVersion,
  fieldsOf,
  heldResources,
  negotiationOf,
  withFields,
} from './questions.ts';
import { endedWith, standingAcceptances, supersededBy } from './state.ts';

export { givenBy, timesGivenBy } from './ask-holds.ts'; // for governance/fold, which may import them from there
export { saysYesTo } from './own-decision.ts'; // for flows/peers/receive.ts, which may import it from there

/* A party's own documents in its own log. Spec §8. */

/** Terms carry what an own proposal or decision says, and bind nobody. Spec §8. */
export function judgeTerms(entry: Entry, document: Terms, view: RuleView): Verdict {
  const { fields, subject } = document;
  return judgeBy([
    {
      level: 'V2',
      name: 'party',
      ask: () => (fields.parties.includes(view.home) ? [] : refuse('not-a-party')),
    },
    { level: 'V3', name: 'rules', ask: () => askRulesVersion(fields) },
    { level: 'V3', name: 'open', ask: () => askOpen(view, subject) },
    { level: 'V3', name: 'supersedes', ask: () => askFollows(view, document) },
    { level: 'V3', name: 'in-time', ask: () => askBefore(entry, fields.acceptBy) },
    {
      level: 'V3',
      name: 'basis',
      ask: () => askBasis(view, document.basis, (operation) => saysYes(operation, subject, fields)),
    },
    ...(document.by === undefined
      ? []
      : [{ level: 'V2', name: 'liaison', ask: () => askLiaison(view, document, entry.at) } as const]),
  ]);
}

/** A yes counts by the commons' own counted decision, in time, and with a hold that fits. Spec §8 [R-8.5]. */
export function judgeAcceptance(entry: Entry, document: Acceptance, view: RuleView): Verdict {
  return judgeBy([
    { level: 'V3', name: 'terms', ask: () => askAcceptable(view, document) },
    {
      level: 'V2',
      name: 'party',
      ask: () =>
        withFields(view, document, ({ parties }) =>
          parties.includes(view.home) ? [] : refuse('not-a-party'),
        ),
    },
    { level: 'V3', name: 'final', ask: () => (document.provisional ? refuse('provisional') : []) },
    { level: 'V3', name: 'open', ask: () => askOpen(view, document.subject) },
    { level: 'V3', name: 'once', ask: () => askOnce(view, document) },
    {
      level: 'V3',
      name: 'in-time',
      ask: () => withFields(view, document, ({ acceptBy }) => askBefore(entry, acceptBy)),
    },
    { level: 'V2', name: 'decision', ask: () => askOwnYes(entry, document, view) },
    { level: 'V3', name: 'evidence', ask: () => askEvidence(entry, document, view) },
    {
      level: 'V2',
      name: 'hold',
      ask: () => withFields(view, document, (fields) => askHolds(view, document, fields, entry.at)),
    },
    { level: 'V4', name: 'constraints', ask: () => askHeldConstraints(view, document, entry.at) },
  ]);
}

/** A no counts by the commons' own counted decision. Spec §8 [R-8.8]. */
export function judgeRejection(entry: Entry, document: Rejection, view: RuleView): Verdict {
  return judgeBy([
    { level: 'V3', name: 'open', ask: () => askOpen(view, document.subject) },
    { level: 'V3', name: 'terms', ask: () => withFields(view, document, () => [document.terms]) },
    {
      level: 'V2',
      name: 'party',
      ask: () =>
        withFields(view, document, ({ parties }) =>
          parties.includes(view.home) ? [] : refuse('not-a-party'),
        ),
    },
    {
      level: 'V3',
      name: 'no-standing-yes',
      ask: () => {
        const own = ownAcceptance(view, document.subject, document.terms);
        return own === null ? [] : refuse('acceptance-stands', { acceptance: own });
      },
    },
    { level: 'V2', name: 'decision', ask: () => askOwnNo(entry, document, view) },
  ]);
}

/**
 * A commons takes back its own acceptance before the end; terms are replaced by newer ones, never taken back.
 * Spec §8.
 */
export function judgeCommonsWithdrawal(entry: Entry, document: Withdrawal, view: RuleView): Verdict {
  return judgeBy([
    { level: 'V3', name: 'open', ask: () => askOpen(view, document.of.subject) },
    { level: 'V2', name: 'own-acceptance', ask: () => askOwnAcceptance(view, document) },
    { level: 'V2', name: 'basis', ask: () => askNoLongerStands(entry, document, view) },
    { level: 'V3', name: 'releases', ask: () => askReleases(view, document) },
  ]);
}

/** Newer terms take the place of older ones; what we said no to, we do not say yes to. */
function askAcceptable(view: RuleView, document: Acceptance): Answer {
  return withFields(view, document, () => {
    const state = negotiationOf(view, document.subject);
    const newer = supersededBy(state, document.terms);
    if (newer !== null) return refuse('terms-superseded', { by: newer });
    const rejected = state.rejections.find(
      (rejection) => rejection.commons === view.home && rejection.terms === document.terms,
    );
    return rejected === undefined ? [document.terms] : refuse('contradictory', { rejection: rejected.id });
  });
}

/** One standing yes of ours to one terms id; newer terms may be accepted beside older ones. Spec §8 [R-8.5c]. */
function askOnce(view: RuleView, document: Acceptance): Answer {
  const own = ownAcceptance(view, document.subject, document.terms);
  return own === null ? [] : refuse('duplicate', { acceptance: own });
}

function ownAcceptance(view: RuleView, negotiation: Subject, terms: DocumentId): DocumentId | null {
  const standing = standingAcceptances(negotiationOf(view, negotiation), terms);
  return standing.find(({ commons }) => commons === view.home)?.id ?? null;
}

/** Our own decision, under the domain that the acceptance names, says yes to just these terms. Spec §8 [R-8.5a]. */
function askOwnYes(entry: Entry, document: Acceptance, view: RuleView): Answer {
  return withFields(view, document, (fields) => {
    const decided = askDecided(view, document.decision, 'adopted', entry.at, (operation) =>
      saysYesTo(operation, document.subject, document.terms, fields),
    );
    if ('code' in decided) return decided;
    return sameJson(domainOf(view, document.decision.id), document.domain)
      ? decided
      : refuse('binding-differs');
  });
}

function domainOf(view: RuleView, decision: DocumentId): DomainRef | null {
  const content = view.content(decision);
  return content.type === 'decision' || content.type === 'outcome' ? content.domain : null;
}

/** The evidence is of a log that holds the decision with all its signatures, and of no later one. Spec §8 [R-8.5d]. */
function askEvidence(entry: Entry, document: Acceptance, view: RuleView): Answer {
  const decided = decidedOf(view, document.decision);
  if (decided === null) return refuse('no-basis');
  const { size } = document.evidence;
  const last =
    decided.confirmedBy === null
      ? decided.index
      : view.entries(document.decision.subject).find(({ id }) => id === decided.confirmedBy)?.index;
  const covers = last !== undefined && last < size && size <= entry.index;
  return covers ? [decided.id] : refuse('evidence-insufficient', { size });
}

/** A decision to decline, or one that turned the yes down. */
function askOwnNo(entry: Entry, document: Rejection, view: RuleView): Answer {
  const declined = askDecided(
    view,
    document.decision,
    'adopted',
    entry.at,
    (operation) =>
      operation.op === 'decline' &&
      operation.negotiation === document.subject &&
      operation.terms === document.terms,
  );
  if (!('code' in declined)) return declined;
  const fields = fieldsOf(view, document.subject, document.terms);
  if (fields === null) return declined;
  return askDecided(view, document.decision, 'not-adopted', entry.at, (operation) =>
    saysYesTo(operation, document.subject, document.terms, fields),
  );
}

function askOwnAcceptance(view: RuleView, document: Withdrawal): Answer {
  const { acceptances } = negotiationOf(view, document.of.subject);
  const own = acceptances.find((acceptance) => acceptance.id === document.of.id);
  if (own === undefined) return refuse('unknown-reference');
  if (own.commons !== document.author) return refuse('not-author');
  return own.withdrawnBy === null ? [own.id] : refuse('duplicate');
}

/**
 * The decision that said yes does not stand any more: a commons' key alone takes nothing back that its members decided.
 * Spec §8 [R-8.10a].
 */
function askNoLongerStands(entry: Entry, document: Withdrawal, view: RuleView): Answer {
  const { basis } = document;
  if (basis === undefined) return refuse('no-basis');
  const acceptance = contentOf(view, document.of.id, 'acceptance');
  if (acceptance === null || !sameJson(acceptance.decision, basis)) return refuse('no-basis');
  const decided = decidedOf(view, basis);
  return decided !== null && !stands(view, decided, entry.at) ? [basis.id] : refuse('no-basis');
}

/** A registrar's last withdrawal releases all that it holds here, that of another party nothing. Spec §8 [R-8.10b]. */
function askReleases(view: RuleView, document: Withdrawal): Answer {
  const state = negotiationOf(view, document.of.subject);
  const withdrawn = state.acceptances.find(({ id }) => id === document.of.id);
  if (withdrawn === undefined) return refuse('unknown-reference');
  const negotiated = { subject: document.of.subject, terms: withdrawn.terms };
  return withFields(view, negotiated, ({ registrar }) => {
    const ended = endedWith(state, withdrawn.id, { home: view.home, registrar });
    const expected = heldResources(view, ended);
    return sameJson(expected, document.releases ?? []) ? [] : refuse('binding-differs', { expected });
  });
}
