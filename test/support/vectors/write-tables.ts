import { readFileSync, writeFileSync } from 'node:fs';
import { EXPECTED } from '../../../protocol/expected.ts';
import { NOT_COUNTED } from '../../../protocol/governance/codes.ts';
import { PROBLEMS } from '../../../protocol/problem.ts';
import { FAULTS } from '../../../protocol/verify/fault.ts';

/* Writes the tables of §9 and §11 that the code holds: `node test/support/vectors/write-tables.ts`, then format `spec/`. */

const TABLES: readonly (readonly [file: string, head: string, rows: readonly (readonly string[])[]])[] = [
  [
    '11-codes-and-problems.md',
    'type | status',
    Object.entries(PROBLEMS).map(([type, { status, retryable, title }]) => [
      `\`${type}\``,
      String(status),
      retryable ? 'yes' : 'no',
      title,
    ]),
  ],
  [
    '11-codes-and-problems.md',
    'type | expected',
    Object.entries(EXPECTED).map(([type, expected]) => [`\`${type}\``, `\`${JSON.stringify(expected)}\``]),
  ],
  [
    '11-codes-and-problems.md',
    'code',
    Object.entries(NOT_COUNTED).map(([code, { levels, sentence }]) => [
      `\`${code}\``,
      levels.join(', '),
      sentence,
    ]),
  ],
  [
    '09-verification.md',
    'fault',
    Object.entries(FAULTS).map(([fault, { level, sentence }]) => [`\`${fault}\``, level, sentence]),
  ],
];

for (const [name, head, rows] of TABLES) {
  const file = new URL(`../../../spec/${name}`, import.meta.url);
  const lines = readFileSync(file, 'utf8').split('\n');
  const begin = lines.findIndex((line) => line.replace(/ +/g, ' ').startsWith(` | ${head} `)) + 2;
  const count = lines.slice(begin).findIndex((line) => !line.startsWith('  |'));
  lines.splice(begin, count, ...rows.map((row) => `  | ${row.join(' | ')} |`));
  writeFileSync(file, lines.join('\n'));
}
