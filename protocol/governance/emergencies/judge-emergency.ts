import type { Decides } from '../../documents/decides.ts';
import type { EmergencyAct } from '../../documents/emergency-act.ts';
import type { Ruling } from '../../documents/operation.ts';
import type { DocumentId } from '../../ids.ts';
import { formatMillis, type Millis, parseTime } from '../../time.ts';
import { effectsOf } from '../effects.ts';
import { askFounded, askHuman, domainInForce } from '../right.ts';
import { askScope } from '../scope/ask-scope.ts';
import type { EmergencyState } from '../state.ts';
import { judgeBy, type Refusal, refuse, type Verdict } from '../verdict.ts';
import type { Entry, RuleView } from '../view.ts';
import { REPORT_TIME, ratifyUntil } from './standing.ts';

type Answer = readonly DocumentId[] | Refusal;

/** What an act in an emergency can have done: nothing that the rules would carry out. Spec §17. */
const HARMLESS: ReadonlySet<string> = new Set(['change', 'resolve']);

/** A member says within a day what they did outside their right, and in whose domain. Spec §17. */
export function judgeEmergencyAct(entry: Entry, document: EmergencyAct, view: RuleView): Verdict {
  const { author, domain, binding, actedAt } = document;
  return judgeBy([
    { level: 'V2', name: 'founded', ask: () => askFounded(view) },
    { level: 'V2', name: 'active', ask: () => askHuman(view, author) },
    {
      level: 'V2',
      name: 'domain',
      ask: () => {
        const current = domainInForce(view, domain);
        return 'code' in current ? current : current.proofs;
      },
    },
    {
      level: 'V2',
      name: 'emergency',
      ask: () => {
        const spends = binding?.operations.find(({ op }) => !HARMLESS.has(op));
        return spends === undefined ? [] : refuse('not-emergency', { op: spends.op });
      },
    },
    {
      level: 'V2',
      name: 'scope',
      ask: () =>
        binding === undefined ? [] : askScope(view, domain, effectsOf(binding, view.home), entry.at),
    },
    {
      level: 'V3',
      name: 'in-time',
      ask: () => {
        const acted = parseTime(actedAt) ?? Number.NaN; // the schema has checked the text
        if (acted > entry.at) return refuse('too-early', { actedAt });
        const until = acted + REPORT_TIME;
        return entry.at < until ? [] : refuse('too-late', { until: formatMillis(until) });
      },
    },
  ]);
}

/**
 * Whoever's matter it was says whether it stays, in time, once; whoever acted does not say it alone. Spec §17.
 */
export function askEmergencyRuling(
  view: RuleView,
  state: EmergencyState,
  { decision, on, ruling }: Ruling,
  by: Decides,
  at: Millis,
): Answer {
  if (state.id !== decision.id || on !== state.id) return refuse('unknown-reference', { on });
  if (ruling !== 'ratified' && ruling !== 'reversed') return refuse('contradictory', { ruling });
  if (state.domain !== by.domain.subject) return refuse('out-of-scope', { domain: state.domain });
  if (by.type === 'decision' && by.author === state.author) return refuse('proposer-decides');
  if (state.ruled !== null) return refuse('closed', { ruledBy: state.ruled.by });
  const until = ratifyUntil(state, (from, to) => view.silence(from, to, at), at);
  return at < until ? [state.id] : refuse('too-late', { until: formatMillis(until) });
}
