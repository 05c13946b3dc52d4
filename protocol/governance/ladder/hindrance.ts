import { DAY_SECONDS, type Millis, SECOND } from '../../time.ts';
import type { Refusal } from '../verdict.ts';
import type { RuleView } from '../view.ts';
import { type Effective, effectRules } from './effect-rules.ts';
import type { Stage } from './stage.ts';

/** What was said and cannot be done waits so long for a limit's next period, or room in a stock: then it ends. Spec §6. */
const WAITS = 30 * DAY_SECONDS * SECOND;

/**
 * Why what an outcome would say cannot be done as things stand; null where it can. Spec §6.
 *
 * @throws {MissingEvidence} where the record at hand has a hole.
 */
export function hindranceOf(view: RuleView, outcome: Effective, at: Millis): Refusal | null {
  for (const { ask } of Object.values(effectRules(view, outcome, at))) {
    const said = ask();
    if ('code' in said) return said;
  }
  return null;
}

/** From when on what cannot be done, or a circle that cannot be asked, has come to nothing; null where nothing waits. */
export function waitsUntil(stage: Stage): Millis | null {
  switch (stage.kind) {
    case 'circle': {
      const { rung, closesAt, deadline } = stage.evaluation;
      return (rung === 'vote' ? closesAt : deadline) + WAITS;
    }
    case 'consultation':
      return stage.evaluation.state === 'moved' ? stage.evaluation.deadline + WAITS : null;
    case 'ended':
      return stage.since + WAITS;
    default:
      return null;
  }
}
