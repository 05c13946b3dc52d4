import type { Call } from '../../documents/call.ts';
import type { CallAnswer } from '../../documents/call-answer.ts';
import { formatMillis, parseTime } from '../../time.ts';
import { inForce } from '../in-force.ts';
import { askHuman } from '../right.ts';
import { judgeBy, refuse, type Verdict } from '../verdict.ts';
import { type Entry, type RuleView, stateOf } from '../view.ts';
import { CALL_MIN } from './ask-successor.ts';

/** Anybody calls a role out, for long enough that people see it. Spec §15. */
export function judgeCall(entry: Entry, { author, role, closesAt }: Call, view: RuleView): Verdict {
  return judgeBy([
    { level: 'V2', name: 'active', ask: () => askHuman(view, author) },
    {
      level: 'V3',
      name: 'role',
      ask: () => {
        const current = inForce(view, role.subject);
        if (current === null) return refuse('unknown-reference', { role: role.subject });
        return current.id === role.id ? [current.id] : refuse('stale-version', { inForce: current.id });
      },
    },
    {
      level: 'V3',
      name: 'dates',
      ask: () => {
        const least = entry.at + CALL_MIN;
        const closes = parseTime(closesAt) ?? Number.NaN; // the schema has checked the text
        return closes >= least ? [] : refuse('too-early', { least: formatMillis(least) });
      },
    },
  ]);
}

/** Somebody would take the role on, once, before the call closes. Spec §15. */
export function judgeCallAnswer(entry: Entry, { author, role, call }: CallAnswer, view: RuleView): Verdict {
  return judgeBy([
    { level: 'V2', name: 'active', ask: () => askHuman(view, author) },
    {
      level: 'V3',
      name: 'open',
      ask: () => {
        const named = stateOf(view, role.subject, 'role')?.calls?.find(({ id }) => id === call);
        if (named === undefined) return refuse('unknown-reference', { call });
        if (entry.at >= named.closesAt) return refuse('closed', { closesAt: formatMillis(named.closesAt) });
        return named.candidates.includes(author) ? refuse('duplicate') : [named.id];
      },
    },
  ]);
}
