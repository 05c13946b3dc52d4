import type { Claim, Finding } from '../../documents/claims.ts';
import type { ObjectionCheck } from '../../documents/objection-check.ts';
import type { Opening } from '../../documents/opening.ts';
import type { Binding } from '../../documents/operation.ts';
import { usageThread } from '../../documents/thread-names.ts';
import type { DocumentId, Subject } from '../../ids.ts';
import type { Millis } from '../../time.ts';
import { sameJson } from '../binding.ts';
import { actOfOpened } from '../constraints/act.ts';
import { openingOf } from '../constraints/in-force.ts';
import { isStockRule } from '../constraints/stocks.ts';
import { violationOf } from '../constraints/violation.ts';
import { effectsOf } from '../effects.ts';
import { askLimits } from '../limits.ts';
import { askFounded, domainInForce } from '../right.ts';
import { askScope } from '../scope/ask-scope.ts';
import { judgeBy, type Refusal, refuse, type Verdict } from '../verdict.ts';
import { contentOf, type Entry, type RuleView, stateOf } from '../view.ts';
import { checkedIn, claimingOf } from './claims.ts';
import { askOpen, onOpen } from './judge-participation.ts';

/** What the rules yield, besides the objection that it is about. */
type Check = Pick<ObjectionCheck, 'opening' | 'domain' | 'stocks' | 'finds'>;

/** A check counts if whoever recomputes it finds the same. Spec §6. */
export function judgeObjectionCheck(entry: Entry, document: ObjectionCheck, view: RuleView): Verdict {
  return judgeBy([
    { level: 'V2', name: 'founded', ask: () => askFounded(view) },
    { level: 'V3', name: 'open', ask: () => onOpen(view, document.of, (open) => askOpen(entry, open)) },
    {
      level: 'V3',
      name: 'finds',
      ask: () => {
        const check = checkOf(view, document.of.subject, document.of.id, entry.at);
        if ('code' in check) return check;
        const { opening, domain, stocks = [], finds } = check;
        if (opening !== document.opening || !sameJson(domain, document.domain))
          return refuse('stale-version', { opening });
        if (!sameJson(stocks, document.stocks ?? [])) return refuse('rules-disagree', { what: 'stocks' });
        return sameJson(finds, document.finds)
          ? [document.of.id, opening]
          : refuse('rules-disagree', { what: 'finds', finds });
      },
    },
  ]);
}

/**
 * What a check of an objection, or of a block, would have to say just now. Spec §6, [R-6.112].
 *
 * @returns a refusal where there is nothing to check.
 */
export function checkOf(view: RuleView, proposal: Subject, id: DocumentId, at: Millis): Check | Refusal {
  const state = stateOf(view, proposal, 'proposal');
  const opening = openingOf(view, proposal);
  const entries = view.entries(proposal);
  const opened = entries.findIndex((entry) => entry.id === state?.opening?.id);
  const entry = entries.find((other, index) => other.id === id && index > opened);
  const claiming = entry?.verdict.status === 'counted' ? claimingOf(entry) : null;
  if (state === null || opening === null || claiming === null)
    return refuse('unknown-reference', { objection: id });
  if (checkedIn(entries, { id, document: claiming }) !== 'waiting') return refuse('duplicate');
  if (state.objections.some((objection) => objection.id === id && objection.endedBy !== null))
    return refuse('closed');
  const binding = contentOf(view, claiming.proposal.id, 'proposal')?.binding;
  if (binding === undefined) return refuse('unknown-reference', { proposal: claiming.proposal.id });
  const stocks = stocksOf(claiming.claims, view);
  return {
    opening: state.opening?.id ?? id, // `openingOf` has found it
    domain: opening.domain,
    ...(stocks.length === 0 ? {} : { stocks: [...stocks] }),
    finds: [...findingsOf(view, claiming.claims, binding, opening, at)],
  };
}

/** What the rules say of each claim about a binding part, in their order. Spec §6. */
export function findingsOf(
  view: RuleView,
  claims: readonly Claim[],
  binding: Binding,
  opening: Opening,
  at: Millis,
): readonly Finding[] {
  return claims.map((claim) => findingOf(view, claim, binding, opening, at));
}

function findingOf(view: RuleView, claim: Claim, binding: Binding, opening: Opening, at: Millis): Finding {
  if (claim.what !== 'constraint') {
    return 'code' in askAuthority(view, claim.what, binding, opening, at) ? 'violated' : 'kept';
  }
  const constraint = contentOf(view, claim.constraint, 'constraint');
  if (constraint === null) return 'undecided';
  const violation = violationOf(view, constraint.rule, actOfOpened(binding, opening, view, at));
  if (violation === 'later') return 'undecided';
  return violation === null ? 'kept' : 'violated';
}

/** As an outcome will be asked. Spec §6. */
function askAuthority(
  view: RuleView,
  what: 'right' | 'scope' | 'limits',
  binding: Binding,
  { domain }: Opening,
  at: Millis,
): readonly DocumentId[] | Refusal {
  const effects = effectsOf(binding, view.home);
  if (what === 'scope') return askScope(view, domain, effects, at);
  const current = domainInForce(view, domain);
  if ('code' in current || what === 'right') return 'code' in current ? current : current.proofs;
  const name = usageThread(domain.subject);
  return askLimits(current.body.limits, effects, { name, state: () => stateOf(view, name, 'usage') }, at);
}

/** Resources whose accounts the claims are about, each once. */
function stocksOf(claims: readonly Claim[], view: RuleView): readonly Subject[] {
  const named = claims.flatMap((claim) => {
    const rule = claim.what === 'constraint' ? contentOf(view, claim.constraint, 'constraint')?.rule : null;
    return rule != null && isStockRule(rule) ? [rule.resource] : [];
  });
  return [...new Set(named)];
}
