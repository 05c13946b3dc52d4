import type { Deposit } from '../../documents/deposit.ts';
import type { DepositList } from '../../documents/deposit-list.ts';
import { judgeBy, refuse, type Verdict } from '../verdict.ts';
import type { RuleView } from '../view.ts';

/** What is kept is kept for another commons: our own log takes what is for us. Spec §21, [R-21.7]. */
export function judgeDeposit(document: Deposit | DepositList, view: RuleView): Verdict {
  return judgeBy([
    {
      level: 'V3',
      name: 'of-another',
      ask: () => (document.for === view.home ? refuse('contradictory', { for: document.for }) : []),
    },
  ]);
}
