import { decidedOf, stands } from '../../agreement/own-decision.ts';
import { takesEffect } from '../../documents/decision.ts';
import type { Erasure } from '../../documents/erasure.ts';
import type { ErasureAcknowledgement } from '../../documents/erasure-acknowledgement.ts';
import { sameJson } from '../binding.ts';
import { judgeBy, type Rule, refuse, type Verdict } from '../verdict.ts';
import { type Entry, type RuleView, stateOf } from '../view.ts';
import { askErased } from './ask-erased.ts';

/**
 * What somebody says in an office belongs to those for whom they hold it: only a decision erases it. Spec §16.
 */
const IN_OFFICE: ReadonlySet<string> = new Set(['decision', 'confirmation', 'agent-control', 'erasure']);

/** Whether something was erased by right. Spec §16 –. */
export function judgeErasure(entry: Entry, document: Erasure, view: RuleView): Verdict {
  const { audience, by, erases } = document;
  return judgeBy([
    { level: 'V2', name: 'erasure-shown', ask: () => (audience === 'public' ? [] : refuse('contradictory')) },
    ...(by === undefined ? ownWords(document, view) : decidedOn(entry, { ...document, by }, view)),
    { level: 'V3', name: 'erasable', ask: () => askErased(view, erases) },
  ]);
}

/** A person erases what they wrote for themselves; also one who has left, or rests. Spec §16. */
function ownWords({ author, erases, ground }: Erasure, view: RuleView): readonly Rule[] {
  return [
    {
      level: 'V2',
      name: 'own-words',
      ask: () => {
        const participant = stateOf(view, author, 'participant');
        if (participant === null) return refuse('not-active');
        if (participant.nature === 'agent') return refuse('human-only');
        if (ground !== 'author-request') return refuse('no-right', { ground });
        for (const { document: id } of erases) {
          const document = view.content(id);
          if (document.author !== author) return refuse('not-author', { document: id });
          if (IN_OFFICE.has(document.type)) return refuse('no-right', { document: id });
        }
        return [participant.id];
      },
    },
  ];
}

/** The commons erases what a decision of its own says, once. Spec §16. */
function decidedOn(
  entry: Entry,
  { by, erases, ground, reason }: Erasure & { readonly by: NonNullable<Erasure['by']> },
  view: RuleView,
): readonly Rule[] {
  return [
    {
      level: 'V2',
      name: 'erasure-decided',
      ask: () => {
        const decided = decidedOf(view, by);
        const document = decided?.status === 'counted' ? view.content(by.id) : null;
        if (decided === null || document === null || !('binding' in document) || !('result' in document))
          return refuse('unknown-reference', { decision: by.id });
        if (!takesEffect(document) || !stands(view, decided, entry.at))
          return refuse('closed', { decision: by.id });
        const says = document.binding.operations.some(
          (operation) =>
            operation.op === 'erase' && operation.ground === ground && sameJson(operation.erases, erases),
        );
        // The decision has the reason: the commons adds no words of its own.
        return says && reason === undefined ? [by.id] : refuse('rules-disagree');
      },
    },
    {
      level: 'V3',
      name: 'once',
      ask: () => {
        const before = view
          .entries(by.subject)
          .some(
            ({ document, verdict }) =>
              verdict.status === 'counted' &&
              document.type === 'erasure' &&
              document.by?.id === by.id &&
              sameJson(document.erases, erases),
          );
        return before ? refuse('duplicate') : [];
      },
    },
  ];
}

/** Each acknowledgement goes further in a log of somebody else. Spec §16. */
export function judgeErasureAcknowledgement({ log, size }: ErasureAcknowledgement, view: RuleView): Verdict {
  return judgeBy([
    {
      level: 'V3',
      name: 'once',
      ask: () => {
        if (log === view.home) return refuse('contradictory', { log });
        const known = stateOf(view, 'erasures', 'erasures')?.acknowledged ?? [];
        const reached = known.find((one) => one.log === log)?.size ?? 0;
        return size > reached ? [] : refuse('duplicate', { size: reached });
      },
    },
  ]);
}
