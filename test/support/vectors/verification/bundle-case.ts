import type { JsonObject } from '../../../../protocol/canonical.ts';
import { ProtocolError } from '../../../../protocol/problem.ts';
import type { Bundle } from '../../../../protocol/verify/bundle.ts';
import { isGood, LEVELS, type Report } from '../../../../protocol/verify/report.ts';
import { verifyBundle } from '../../../../protocol/verify/verify-bundle.ts';
import { verifyWithNode } from '../../../../server/keys/node-verify.ts';
import { bytesOf } from '../../verify/bundles.ts';
import { type Change, patched } from './json-patch.ts';

/** One case as it is thought up: a bundle, what is changed in it, and who asks. */
export interface BundlePlan {
  readonly id: string;
  readonly rule: string;
  readonly what: string;
  /** Name of one of the bundles. */
  readonly bundle: string;
  readonly patch?: readonly Change[];
  readonly trust?: readonly string[];
  readonly now: number;
  readonly maxAgeSeconds?: number;
}

/** What a verifier finds. */
export interface Found {
  readonly levels: JsonObject;
  readonly verdict: JsonObject | null;
  readonly faults: readonly string[];
  readonly missing: readonly JsonObject[];
  readonly singleHistory: string;
}

/** As `verifyBundle`, in the words of the vectors. */
export async function findIn(bundle: JsonObject, plan: Pick<BundlePlan, 'trust' | 'now' | 'maxAgeSeconds'>) {
  const { trust = [], now, maxAgeSeconds } = plan;
  try {
    const report = await verifyBundle(bytesOf(bundle as unknown as Bundle), {
      verify: verifyWithNode,
      trust,
      now,
      ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }),
    });
    return foundIn(report);
  } catch (error) {
    if (error instanceof ProtocolError) return { problem: error.type };
    throw error;
  }
}

function foundIn(report: Report): Found {
  const missing = new Map(
    LEVELS.flatMap((level) => report.levels[level].missing ?? []).map((need) => [JSON.stringify(need), need]),
  );
  return {
    levels: Object.fromEntries(LEVELS.map((level) => [level, report.levels[level].result])),
    verdict: report.verdict === null ? null : { ...report.verdict },
    faults: [...new Set(report.faults.map(({ code }) => code))].sort(),
    missing: [...missing].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, need]) => ({ ...need })),
    singleHistory: report.singleHistory.result,
  };
}

/** Whether a report is good on every level. */
export function isValid(found: Found | { readonly problem: string }): boolean {
  return (
    'levels' in found &&
    LEVELS.every((level) => isGood({ result: found.levels[level] } as Parameters<typeof isGood>[0]))
  );
}

/** The vector of a case: with what this implementation finds in it. */
export async function bundleCase(plan: BundlePlan, bundles: Readonly<Record<string, JsonObject>>) {
  const bundle = patched(bundles[plan.bundle] ?? null, plan.patch ?? []) as JsonObject; // patches change what is in a bundle
  const expected = await findIn(bundle, plan);
  const { id, rule, what, ...input } = plan;
  return {
    id,
    rule,
    what,
    valid: isValid(expected),
    ...input,
    now: new Date(plan.now).toISOString(),
    expected,
  };
}
