import type { Lapse } from '../documents/lapse.ts';
import type { Seal } from '../documents/seal.ts';
import type { TermsFields } from '../documents/terms-fields.ts';
import { sameJson } from '../governance/binding.ts';
import { judgeBy, refuse, type Verdict } from '../governance/verdict.ts';
import type { Entry, RuleView } from '../governance/view.ts';
import type { DocumentId, Scid } from '../ids.ts';
import { isRelease } from './fold.ts';
import { judgeFreeing } from './judge-freeing.ts';
import { judgeRelease } from './judge-release.ts';
import {
  type Answer,
  askAfter,
  askOpen,
  askRegistrar,
  askUntil,
  fieldsOf,
  heldResources,
  millisOf,
  negotiationOf,
  withFields,
} from './questions.ts';
import {
  acceptedByAll,
  type LoggedAcceptance,
  openTerms,
  standingAcceptances,
  supersededBy,
} from './state.ts';

/* The registrar's word in its own log. Spec §8. */

/** The registrar's seal names every standing acceptance; all parties are among them. Spec §8. */
export function judgeSeal(entry: Entry, document: Seal, view: RuleView): Verdict {
  const standing = () => standingAcceptances(negotiationOf(view, document.subject), document.terms);
  return judgeBy([
    {
      level: 'V2',
      name: 'registrar',
      // a seal's author is a commons
      ask: () => withFields(view, document, (fields) => askRegistrar(document.author as Scid, fields)),
    },
    { level: 'V3', name: 'open', ask: () => askOpen(view, document.subject) },
    {
      level: 'V3',
      name: 'in-time',
      ask: () => withFields(view, document, ({ sealBy }) => askUntil(entry, sealBy)),
    },
    {
      level: 'V3',
      name: 'acceptances',
      ask: () =>
        withFields(view, document, (fields) => {
          const named = standing().map(({ commons, id }) => ({ commons, id }));
          if (!sameJson(named, document.acceptances))
            return refuse('acceptance-missing', { expected: named });
          return askComplete(fields, document.acceptances);
        }),
    },
    {
      level: 'V3',
      name: 'resources',
      ask: () => askResources(view, document, standing()),
    },
  ]);
}

/** The registrar's word that nothing came of it: time over, or every offer turned down. Spec §8. */
export function judgeLapse(entry: Entry, document: Lapse, view: RuleView): Verdict {
  const known = judgeBy([
    { level: 'V3', name: 'terms', ask: () => withFields(view, document, () => [document.terms]) },
  ]);
  if (known.status !== 'counted') return known;
  const state = negotiationOf(view, document.subject);
  // Whoever is not the registrar, or says so, speaks of an account of its own and of nothing else.
  if (isRelease(document, { view })) {
    return document.cause === 'terminated'
      ? judgeFreeing(entry, document, view)
      : judgeRelease(entry, document, view);
  }
  return judgeBy([
    { level: 'V3', name: 'open', ask: () => askOpen(view, document.subject) },
    {
      level: 'V3',
      name: 'latest-terms',
      ask: () => {
        const newer = supersededBy(state, document.terms);
        return newer === null ? [document.terms] : refuse('terms-superseded', { by: newer });
      },
    },
    { level: 'V3', name: 'no-seal-due', ask: () => askNoSealDue(entry, document, view) },
    { level: 'V3', name: 'cause', ask: () => askCause(entry, document, view) },
    {
      level: 'V3',
      name: 'resources',
      // What ends the negotiation gives no budget anything back: that comes after the end.
      ask: () =>
        document.budgets === undefined
          ? askResources(view, document, state.acceptances)
          : refuse('binding-differs', { budgets: [] }),
    },
  ]);
}

/** Every party is among those who accepted. Spec §8. */
export function askComplete(
  { parties }: TermsFields,
  accepted: readonly { readonly commons: Scid; readonly id: DocumentId }[],
): Answer {
  const missing = parties.filter((party) => !accepted.some(({ commons }) => commons === party));
  return missing.length === 0
    ? accepted.map(({ id }) => id)
    : refuse('acceptance-missing', { parties: missing });
}

function askResources(
  view: RuleView,
  document: Seal | Lapse,
  acceptances: readonly LoggedAcceptance[],
): Answer {
  const expected = heldResources(
    view,
    acceptances.map(({ id }) => id),
  );
  return sameJson(expected, document.resources) ? [] : refuse('binding-differs', { expected });
}

/** What every party has accepted is sealed while there is time, even where newer offers came to nothing. Spec §8. */
function askNoSealDue(entry: Entry, { subject }: Lapse, view: RuleView): Answer {
  const state = negotiationOf(view, subject);
  for (const { id } of state.terms) {
    const fields = fieldsOf(view, subject, id);
    if (fields === null || entry.at > millisOf(fields.sealBy)) continue;
    if (acceptedByAll(state, id, fields.parties)) return refuse('rules-disagree', { seal: id });
  }
  return [];
}

/** It holds for every offer on the table, not for the named one alone. Spec §8. */
function askCause(entry: Entry, document: Lapse, view: RuleView): Answer {
  const state = negotiationOf(view, document.subject);
  const proofs: DocumentId[] = [];
  for (const { id } of openTerms(state)) {
    const said = withFields(view, { subject: document.subject, terms: id }, ({ sealBy }) => {
      if (document.cause === 'deadline') return askAfter(entry, sealBy);
      if (document.cause !== 'rejected') return refuse('rules-disagree', { cause: document.cause });
      const no = state.rejections.find((rejection) => rejection.terms === id);
      return no === undefined ? refuse('rules-disagree', { terms: id }) : [no.id];
    });
    if ('code' in said) return said;
    proofs.push(...said);
  }
  return proofs;
}
