import type { DomainRef } from '../../documents/common.ts';
import { takesEffect } from '../../documents/decision.ts';
import type { DomainBody } from '../../documents/domain-fields.ts';
import type { Outcome } from '../../documents/outcome.ts';
import { usageThread } from '../../documents/thread-names.ts';
import type { DocumentId } from '../../ids.ts';
import type { Millis } from '../../time.ts';
import { askBinding, sameJson } from '../binding.ts';
import { actOfOutcome } from '../constraints/act.ts';
import { askConstraints } from '../constraints/ask-constraints.ts';
import { askLockOut } from '../constraints/ask-lock-out.ts';
import { constraintsAsked } from '../constraints/in-force.ts';
import { effectsOf } from '../effects.ts';
import { inForce } from '../in-force.ts';
import { askLimits } from '../limits.ts';
import { domainNamed, domainNow } from '../right.ts';
import { askScope } from '../scope/ask-scope.ts';
import { type Refusal, type Rule, refuse } from '../verdict.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';

type Answer = readonly DocumentId[] | Refusal;

/** What an outcome does, whatever people said. */
export type Effective = Pick<
  Outcome,
  'type' | 'proposal' | 'opening' | 'circle' | 'domain' | 'binding' | 'result' | 'reviewAt'
> &
  Pick<Outcome, 'interim' | 'reverses' | 'replaces' | 'noEffect'>;

/** Whether what an outcome does can be done as things stand: questions 2, 3 and 5 to 7. Spec §6. */
export function effectRules(view: RuleView, outcome: Effective, at: Millis) {
  const effects = () => effectsOf(outcome.binding, view.home);
  const adopted = (ask: () => Answer) => () => (takesEffect(outcome) ? ask() : []);
  return {
    scope: {
      level: 'V2',
      name: 'scope',
      // That it can have no effect may be just because another domain owns it by now.
      ask: () =>
        outcome.noEffect === undefined ? askScope(view, asNow(view, outcome.domain), effects(), at) : [],
    },
    limits: {
      level: 'V2',
      name: 'limits',
      ask: adopted(() => {
        const domain = domainNow(view, outcome.domain);
        if ('code' in domain) return domain;
        if (!isOwnedAsBefore(view, outcome, domain.body))
          return refuse('no-right', { owner: domain.body.owner });
        const name = usageThread(outcome.domain.subject);
        const usage = { name, state: () => stateOf(view, name, 'usage') };
        return askLimits(domain.body.limits, effects(), usage, at);
      }),
    },
    binding: { level: 'V3', name: 'binding', ask: () => askBinding(view, outcome, at) },
    constraints: {
      level: 'V4',
      name: 'constraints',
      ask: adopted(() => {
        const opening = contentOf(view, outcome.opening, 'opening');
        return opening === null
          ? refuse('unknown-reference')
          : askConstraints(
              view,
              actOfOutcome({ at }, outcome, opening, view),
              constraintsAsked(view, opening, at),
            );
      }),
    },
    lockOut: { level: 'V4', name: 'lock-out', ask: adopted(() => askLockOut(view, outcome.binding)) },
  } as const satisfies Record<string, Rule>;
}

/** By the same subject, in the version in force: what the opening froze may have been amended since. Spec §6 [R-6.28a]. */
function asNow(view: RuleView, domain: DomainRef): DomainRef {
  return { ...domain, id: inForce(view, domain.subject)?.id ?? domain.id };
}

/**
 * What an opening froze stays as it was, but nobody decides what is another's by now. An amended title, rationale, rung
 * or time changes nothing in a matter that is open. Spec §6 [R-6.28a].
 */
function isOwnedAsBefore(view: RuleView, { domain }: Effective, { owner }: DomainBody): boolean {
  const before = domainNamed(view, domain)?.owner;
  if (before === undefined) return false;
  return 'subject' in before && 'subject' in owner
    ? before.kind === owner.kind && before.subject === owner.subject
    : sameJson(before, owner);
}
