import { canonicalBytes, type JsonObject } from '../../../protocol/canonical.ts';
import type { DocumentId, Scid } from '../../../protocol/ids.ts';
import { type Bundle, type BundleLog, parseBundle } from '../../../protocol/verify/bundle.ts';
import { collectBundle } from '../../../protocol/verify/collect-bundle.ts';
import { LEVELS, type Level, type Report } from '../../../protocol/verify/report.ts';
import { type VerifyOptions, verifyBundle } from '../../../protocol/verify/verify-bundle.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import type { TestCommons } from '../found-commons.ts';

/** A moment after everything that the tests' logs hold. */
export const AFTERWARDS = Date.parse('2027-06-01T00:00:00Z');

/** The bundle of one document, collected from whole logs. */
export async function bundleFor(
  target: { readonly commons: Scid; readonly id: DocumentId },
  commons: readonly TestCommons[],
  attachments: ReadonlyMap<string, Uint8Array> = new Map(),
): Promise<Bundle> {
  const bundle = await collectBundle(target, {
    logs: new Map(commons.map(({ log }) => [log.commons, log.evidence()])),
    attachments: async () => attachments,
    witnesses: async () => commons.map(({ log, line }) => ({ commons: log.commons, lines: [line] })),
  });
  return parseBundle(bytesOf(bundle));
}

export function bytesOf(bundle: Bundle): Uint8Array {
  return canonicalBytes(bundle as unknown as JsonObject); // a bundle holds JSON values only
}

export function verify(bundle: Bundle, options: Partial<VerifyOptions> = {}): Promise<Report> {
  return verifyBundle(bytesOf(bundle), { verify: verifyWithNode, now: AFTERWARDS, ...options });
}

/** One level's results as an object, for comparing some of them. */
export function levelsOf({ levels }: Report): Record<Level, string> {
  return Object.fromEntries(LEVELS.map((level) => [level, levels[level].result])) as Record<Level, string>; // one pair per level
}

/** The bundle with one of its parts changed. */
export function changeLog(bundle: Bundle, commons: Scid, change: (log: BundleLog) => BundleLog): Bundle {
  return { ...bundle, logs: bundle.logs.map((log) => (log.commons === commons ? change(log) : log)) };
}

/** Without the entries at these positions: nothing of them is shown. */
export function withoutEntries(bundle: Bundle, commons: Scid, indices: readonly number[]): Bundle {
  return changeLog(bundle, commons, (log) => ({
    ...log,
    entries: log.entries.filter(({ index }) => !indices.includes(index)),
  }));
}

/** The entries at these positions show their leaf alone. */
export function withheld(bundle: Bundle, commons: Scid, indices: readonly number[]): Bundle {
  return changeLog(bundle, commons, (log) => ({
    ...log,
    entries: log.entries.map(({ envelope, ...entry }) =>
      indices.includes(entry.index) || envelope === undefined ? entry : { ...entry, envelope },
    ),
  }));
}
