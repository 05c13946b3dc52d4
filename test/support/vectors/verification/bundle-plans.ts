import type { Bundle } from '../../../../protocol/verify/bundle.ts';
import type { GoodBundle } from '../../verify/good-bundles.ts';
import type { BundlePlan } from './bundle-case.ts';
import { kitOf } from './plan-kit.ts';
import { depositPlans } from './plans-deposits.ts';
import { goodPlans } from './plans-good.ts';
import { holePlans } from './plans-holes.ts';
import { levelPlans } from './plans-levels.ts';
import { readingPlans } from './plans-reading.ts';

const NOW = Date.parse('2026-03-01T00:00:00Z');

/** Every case: a good bundle, or one with a single thing wrong. */
export function bundlePlans(
  good: ReadonlyMap<string, GoodBundle>,
  hostile: Readonly<Record<string, Bundle>>,
): readonly BundlePlan[] {
  const kit = kitOf(good, hostile);
  return [goodPlans, holePlans, readingPlans, levelPlans, depositPlans]
    .flatMap((plans) => plans(kit))
    .map((plan) => {
      const own = good.get(plan.bundle);
      return { now: own?.now ?? NOW, ...(own === undefined ? {} : { trust: own.trust }), ...plan };
    });
}
