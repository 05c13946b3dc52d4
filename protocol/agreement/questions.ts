import { compareText } from '../bytes.ts';
import { RULES_VERSION } from '../documents/common.ts';
import type { Terms } from '../documents/terms.ts';
import type { TermsFields } from '../documents/terms-fields.ts';
import { sameJson } from '../governance/binding.ts';
import { type Refusal, refuse } from '../governance/verdict.ts';
import { contentOf, type Entry, type RuleView, stateOf } from '../governance/view.ts';
import type { DocumentId, Ref, Scid, Subject } from '../ids.ts';
import { type Millis, parseTime } from '../time.ts';
import { hasEnded, type NegotiationState, NO_NEGOTIATION } from './state.ts';

/* Questions that the rules of several negotiation documents share. Spec §8. */

export type Answer = readonly DocumentId[] | Refusal;

export function negotiationOf(view: RuleView, subject: Subject): NegotiationState {
  return stateOf(view, subject, 'negotiation') ?? NO_NEGOTIATION;
}

/** Fields of terms that count in the negotiation, or null. */
export function fieldsOf(view: RuleView, negotiation: Subject, terms: DocumentId): TermsFields | null {
  const known = negotiationOf(view, negotiation).terms.some((entry) => entry.id === terms);
  return known ? (contentOf(view, terms, 'terms')?.fields ?? null) : null;
}

/** Asks about the fields of known terms; where they are not known, that is the answer. */
export function withFields(
  view: RuleView,
  document: { readonly subject: Subject; readonly terms: DocumentId },
  ask: (fields: TermsFields) => Answer,
): Answer {
  const fields = fieldsOf(view, document.subject, document.terms);
  return fields === null ? refuse('terms-unknown', { terms: document.terms }) : ask(fields);
}

/** The registrar has sealed just these terms. Spec §8, [R-8.18]. */
export function askFormed(
  view: RuleView,
  document: { readonly subject: Subject; readonly terms: DocumentId },
): Answer {
  return withFields(view, document, () => {
    const seal = negotiationOf(view, document.subject).seals.find(({ terms }) => terms === document.terms);
    return seal === undefined ? refuse('not-formed', { terms: document.terms }) : [seal.id];
  });
}

/** The negotiation has not ended. Spec §8 [R-8.9a]. */
export function askOpen(view: RuleView, negotiation: Subject): Answer {
  return hasEnded(negotiationOf(view, negotiation)) ? refuse('closed') : [];
}

/** The author is the registrar that the terms name. Spec §8, [R-8.7]. */
export function askRegistrar(author: Scid, { registrar }: TermsFields): Answer {
  return registrar === author ? [] : refuse('not-registrar', { registrar });
}

/**
 * First terms open a negotiation; later ones take the place of known ones, among the same parties and under the same
 * registrar: otherwise a stranger's offer, or a second registrar, could end what others agree on. Spec §8 [R-8.4a].
 */
export function askFollows(view: RuleView, document: Terms): Answer {
  const { terms } = negotiationOf(view, document.subject);
  const { supersedes, fields } = document;
  if (terms.length === 0) return supersedes === undefined ? [] : refuse('terms-unknown', { supersedes });
  if (supersedes === undefined) return refuse('stale-version', { terms: terms.map(({ id }) => id) });
  return withFields(view, { subject: document.subject, terms: supersedes }, (before) => {
    const same = before.registrar === fields.registrar && sameJson(sorted(before), sorted(fields));
    return same ? [supersedes] : refuse('parties-changed');
  });
}

/** Rules that we know: a later version's terms would mean something that we cannot recompute. Spec §8 [R-8.1b]. */
export function askRulesVersion({ rulesVersion }: TermsFields): Answer {
  return rulesVersion === RULES_VERSION ? [] : refuse('rules-disagree', { rulesVersion: RULES_VERSION });
}

/** Strictly before: at that very moment the time is over. */
export function askBefore(entry: Entry, time: string): Answer {
  return entry.at < millisOf(time) ? [] : refuse('too-late', { until: time });
}

/** Up to and at that moment. */
export function askUntil(entry: Entry, time: string): Answer {
  return entry.at <= millisOf(time) ? [] : refuse('too-late', { until: time });
}

/** Only after that moment: so a seal and a lapse by the clock never have the same time. */
export function askAfter(entry: Entry, time: string): Answer {
  return entry.at > millisOf(time) ? [] : refuse('too-early', { from: time });
}

export function millisOf(time: string): Millis {
  return parseTime(time) ?? Number.NaN; // the schema has checked the text
}

/**
 * Resources that the given acceptances hold: by acceptance, in its order, each of a party's once. It is what a seal, a
 * lapse or a withdrawal names, so that their threads change. Spec §8 [R-8.6a].
 */
export function heldResources(
  view: Pick<RuleView, 'content'>,
  acceptances: readonly DocumentId[],
): { commons: Scid; resource: Ref }[] {
  const held = new Map<string, { commons: Scid; resource: Ref }>();
  for (const id of acceptances) {
    const document = view.content(id);
    if (document.type !== 'acceptance') continue;
    for (const { resource } of document.holds) {
      const once = `${document.commons} ${resource.subject}`;
      if (!held.has(once)) held.set(once, { commons: document.commons, resource });
    }
  }
  return [...held.values()];
}

function sorted({ parties }: TermsFields): readonly Scid[] {
  return [...parties].sort(compareText);
}
