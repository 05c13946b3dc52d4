import type { DomainBody } from '../../documents/domain-fields.ts';
import type { Opening } from '../../documents/opening.ts';
import { ANSWERS, type CircleRung } from '../../documents/response.ts';
import type { Rung } from '../../documents/rung.ts';
import type { DocumentId } from '../../ids.ts';
import { endsMatter, sameJson } from '../binding.ts';
import { constraintsInForce } from '../constraints.ts';
import { effectsOf } from '../effects.ts';
import { askFounded, domainInForce, ladderOf } from '../right.ts';
import { askScope } from '../scope/ask-scope.ts';
import { judgeBy, type Refusal, refuse, type Verdict } from '../verdict.ts';
import { contentOf, type Entry, type RuleView, stateOf } from '../view.ts';
import { askRoster } from './roster.ts';

type Answer = readonly DocumentId[] | Refusal;

/** An opening counts if it freezes just what is in force. Spec §6. */
export function judgeOpening(entry: Entry, document: Opening, view: RuleView): Verdict {
  return judgeBy([
    { level: 'V2', name: 'founded', ask: () => askFounded(view) },
    { level: 'V2', name: 'domain', ask: () => askFrozen(document, view) },
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
    { level: 'V3', name: 'proposal', ask: () => askUnopened(entry, document, view) },
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

/** Rungs on which a circle answers. */
export function isCircleRung(rung: Rung): rung is CircleRung {
  return Object.hasOwn(ANSWERS, rung);
}

/** Domain, rung and parameters as they are, and the circle that owns the domain. */
function askFrozen(document: Opening, view: RuleView): Answer {
  const domain = domainInForce(view, document.domain);
  if ('code' in domain) return domain;
  const { body } = domain;
  const { rung, owner } = body;
  if (rung !== document.rung || !isCircleRung(rung)) return refuse('wrong-rung', { rung });
  const parameters = ladderOf(view, body)[rung];
  if (parameters === undefined || !sameJson({ [rung]: parameters }, document.parameters)) {
    return refuse('rules-disagree', { what: 'parameters' });
  }
  if (!mayBeLazy(document, body)) return refuse('wrong-rung', { impact: body.impact });
  return owner.kind === 'circle' && owner.subject === document.circle.subject
    ? domain.proofs
    : refuse('no-right');
}

/** Silence decides only what hardly matters. Spec §6. */
function mayBeLazy({ parameters }: Opening, { impact }: DomainBody): boolean {
  return parameters.consent?.lazy !== true || impact === 'low';
}

function askUnopened(entry: Entry, document: Opening, view: RuleView): Answer {
  const state = stateOf(view, document.proposal.subject, 'proposal');
  if (state === null || state.versions.at(-1)?.id !== document.proposal.id) return refuse('stale-version');
  const ended = state.decided.some((decided) => endsMatter(decided, entry.at));
  return state.opening !== null || state.withdrawnBy !== null || ended
    ? refuse('closed')
    : [document.proposal.id];
}
