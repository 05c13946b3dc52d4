import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import '../simulation/run-tsx.ts';
import { crowdCase } from './cases/crowd.ts';
import { evaluateConsentCase } from './cases/evaluate-consent.ts';
import { largeLogCase } from './cases/large-log.ts';
import { streamsCase } from './cases/streams.ts';
import type { Figure } from './figure.ts';

/**
 * `npm run bench -- [--only NAME] [--entries 1000000] [--json]`: measures and prints; a benchmark and never a test, as a
 * machine that does other things is slow.
 */
const CASES = [evaluateConsentCase, crowdCase, largeLogCase, streamsCase];
/** What a small machine fills in some minutes. */
const ENTRIES_DEFAULT = 100_000;

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    entries: { type: 'string', default: String(ENTRIES_DEFAULT) },
    json: { type: 'boolean', default: false },
  },
});
const entries = Number(values.entries);
const chosen = CASES.filter(({ name }) => values.only?.includes(name) ?? true);
if (!Number.isSafeInteger(entries) || entries < 1 || chosen.length === 0) {
  console.error(`--entries takes a count, --only one of ${CASES.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

const figures: Figure[] = [];
for (const { name, run } of chosen) {
  figures.push(...(await run({ entries, onProgress: (message) => progress(`${name}: ${message}`) })));
  progress('');
}
console.log(values.json ? JSON.stringify(figures, null, 2) : tableOf(figures));

function tableOf(rows: readonly Figure[]): string {
  const table = new Table({
    head: ['what', 'figure', 'against', 'at most', ''],
    style: { head: [], border: [] },
  });
  for (const { what, value, unit, against, most } of rows) {
    table.push([
      what,
      `${value.toFixed(2)} ${unit}`,
      against,
      `${most} ${unit}`,
      value <= most ? 'good' : 'missed',
    ]);
  }
  return table.toString();
}

/** One line that is written over, where somebody looks. */
function progress(message: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${message}`);
}
