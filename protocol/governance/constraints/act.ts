import type { Decision } from '../../documents/decision.ts';
import type { Asked, Opening } from '../../documents/opening.ts';
import type { Binding } from '../../documents/operation.ts';
import type { Outcome } from '../../documents/outcome.ts';
import type { Rung } from '../../documents/rung.ts';
import type { Author, Subject } from '../../ids.ts';
import type { Millis } from '../../time.ts';
import { type Effect, effectsOf } from '../effects.ts';
import { readMatter } from '../ladder/matter.ts';
import { withWords } from '../links/words.ts';
import type { Entry, RuleView } from '../view.ts';

/** What constraints look at in a decision, whoever makes it. Spec §12. */
export interface Act {
  readonly binding: Binding;
  readonly effects: readonly Effect[];
  readonly at: Millis;
  readonly rung: Rung;
  /** The matter that it decides; null where it stands alone. */
  readonly proposal: Subject | null;
  readonly by: By;
}

/** How it came about; while a matter is only opened nobody knows. */
export type By =
  | { readonly kind: 'nobody-yet'; readonly asked: readonly Subject[] | 'all' }
  | {
      readonly kind: 'role' | 'circle';
      /** Circles, roles and people whom it was put to, or who decided it themselves. */
      readonly asked: readonly Subject[];
      readonly domain: Subject;
      readonly reviewAt: string;
      /** Whoever said yes. */
      readonly deciders: () => readonly Author[];
    };

/** A role-holder's decision, after asking or alone. */
export function actOfDecision(
  { at }: Entry,
  decision: Decision,
  opening: Opening | null,
  view: RuleView,
): Act {
  const { binding, proposal, role, domain, reviewAt, author } = decision;
  // What is not in force was named, and nobody was asked.
  const named = opening?.asked.filter(({ id }) => id !== undefined).map(({ subject }) => subject) ?? [];
  return {
    binding,
    effects: effectsOf(binding, view.home),
    at,
    rung: opening?.rung ?? 'delegation',
    proposal: proposal?.subject ?? null,
    by: {
      kind: 'role',
      asked: [role.subject, ...named],
      domain: domain.subject,
      reviewAt,
      deciders: () => [author],
    },
  };
}

/** What a circle decided. */
export function actOfOutcome(
  { at }: Pick<Entry, 'at'>,
  outcome: Pick<Outcome, 'binding' | 'proposal' | 'circle' | 'domain' | 'reviewAt'>,
  opening: Opening,
  view: RuleView,
): Act {
  const { binding, proposal, circle, domain, reviewAt } = outcome;
  return {
    binding,
    effects: effectsOf(binding, view.home),
    at,
    rung: opening.rung,
    proposal: proposal.subject,
    by: {
      kind: 'circle',
      asked: [circle.subject, ...heardIn(opening, view)],
      domain: domain.subject,
      reviewAt,
      deciders: () => saidYes(view, proposal.subject),
    },
  };
}

/** What a circle is asked about, before anybody knows what it will say. Spec §6. */
export function actOfOpened(binding: Binding, opening: Opening, view: RuleView, at: Millis): Act {
  const { rung, proposal, circle } = opening;
  return {
    binding,
    effects: effectsOf(binding, view.home),
    at,
    rung,
    proposal: proposal.subject,
    by: { kind: 'nobody-yet', asked: [circle.subject, ...heardIn(opening, view)] },
  };
}

/** Besides the circle that decides. */
function heardIn({ asked }: Opening, view: RuleView): readonly Subject[] {
  return asked.filter((body) => hasVoice(view, body)).map(({ subject }) => subject);
}

/** Where a circle decides, another one has a voice in it by its representative alone. Spec §6 [R-6.3a]. */
function hasVoice(view: RuleView, { id, representative }: Asked): boolean {
  if (id === undefined) return false;
  return representative !== undefined || view.content(id).type !== 'circle';
}

const YES: ReadonlySet<string> = new Set(['consent', 'concern', 'agree', 'agree-with-reservation', 'yes']);

/** Answers to the last opening: each one asks anew. */
function saidYes(view: RuleView, proposal: Subject): readonly Author[] {
  const entries = view.entries(proposal);
  const opened = entries.findLastIndex(
    ({ document, verdict }) => document.type === 'opening' && verdict.status === 'counted',
  );
  const { answers } = readMatter(
    withWords(
      entries.filter(
        ({ document }, index) =>
          index > opened || document.type === 'proposal' || document.type === 'recusal',
      ),
    ),
  );
  return [...answers].filter(([, { value }]) => YES.has(value)).map(([author]) => author);
}
