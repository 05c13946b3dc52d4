import type { Bundle } from '../../../../protocol/verify/bundle.ts';
import { bundleWithDeposit, CLOSED_AT, type DepositWish, WAITED_UNTIL } from '../../verify/deposits.ts';
import { at, type Kit, type Plan, remove } from './plan-kit.ts';

/** What is left with another commons, and what an outcome says of that. */
const WISHES: Readonly<Record<string, DepositWish>> = {
  'deposit-taken': { taken: true },
  'deposit-suppressed': { keptAt: CLOSED_AT, listedAt: CLOSED_AT },
  'deposit-too-late': { keptAt: '2026-01-16T08:00:00.001Z' },
  'list-too-early': { listedAt: '2026-01-16T07:59:59.999Z' },
  'keeper-not-waited-for': { listedAt: null, outcomeAt: '2026-01-16T08:59:59.999Z' },
  'keeper-silent': { listedAt: null, outcomeAt: WAITED_UNTIL },
  'closed-otherwise': { closedAt: '2026-01-16T07:00:00.000Z', taken: true },
};

export async function depositBundles(): Promise<Readonly<Record<string, Bundle>>> {
  const bundles: Record<string, Bundle> = {};
  for (const [name, wish] of Object.entries(WISHES)) bundles[name] = await bundleWithDeposit(wish);
  return bundles;
}

export function depositPlans({ of, spoilt }: Kit): readonly Plan[] {
  const trust = [...of('outcome').trust];
  const suppressed = spoilt('deposit-suppressed');
  const keeper = suppressed.logs.findIndex(({ deposited }) => deposited !== undefined);
  const [deposit, list] = [-2, -1].map((place) => suppressed.logs[keeper]?.entries.at(place)?.index ?? -1);
  const plan = (id: string, rule: string, what: string): Plan => ({ id, rule, what, bundle: id, trust });
  return [
    plan('deposit-taken', 'R-21.11', 'what was left with another commons is in the log before the outcome'),
    plan(
      'deposit-suppressed',
      'R-21.11',
      'what was kept just when the matter closed never came into the log',
    ),
    plan('deposit-too-late', 'R-21.11', 'what was kept a millisecond after the close had not to be taken'),
    plan('list-too-early', 'R-21.10', 'the keeper’s list is from a millisecond before the close'),
    plan('keeper-not-waited-for', 'R-21.10', 'no list, and an outcome a millisecond before the hour is over'),
    plan('keeper-silent', 'R-21.10', 'no list, and an outcome just after an hour'),
    plan('closed-otherwise', 'R-21.8', 'the outcome names another moment of closing'),
    {
      ...plan('deposited-left-out', 'R-21.11', 'what was kept is not shown'),
      bundle: 'deposit-suppressed',
      patch: [remove(`/logs/${keeper}/deposited`)],
    },
    {
      ...plan('deposit-left-out', 'R-21.10', 'the deposit is left out, and the list’s leaf tells of it'),
      bundle: 'deposit-suppressed',
      patch: [remove(at(suppressed, deposit ?? -1, keeper))],
    },
    {
      ...plan('list-left-out', 'R-21.10', 'the keeper’s list is left out'),
      bundle: 'deposit-suppressed',
      patch: [remove(at(suppressed, list ?? -1, keeper))],
    },
  ];
}
