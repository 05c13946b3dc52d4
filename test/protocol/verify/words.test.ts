import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { DocumentId } from '../../../protocol/ids.ts';
import { levelOf } from '../../../protocol/verify/rule-levels.ts';

const root = fileURLToPath(new URL('../../../protocol/', import.meta.url));
/** Rules as the code names them: a level, and behind it a name. */
const RULE = /level: 'V[234]',\s*name: '([a-z-]+)'/g;

test('§9 [R-9.21] every rule has words of its own in a report', () => {
  const sources = globSync('{governance,agreement,resource}/**/*.ts', { cwd: root });
  const names = new Set(
    sources.flatMap((file) =>
      [...readFileSync(`${root}${file}`, 'utf8').matchAll(RULE)].map(([, name]) => name ?? ''),
    ),
  );
  expect(names.size).toBeGreaterThan(40);
  const target = `ni:///sha-256;${'A'.repeat(43)}` as DocumentId;
  const reasons = [...names].map((name) => {
    const checks = [{ level: 'V2', name, result: 'pass', proofs: [] }] as const;
    return levelOf({ status: 'counted', checks }, 'V2', target).reason;
  });
  expect(reasons.filter((reason) => reason.includes('“'))).toEqual([]);
});
