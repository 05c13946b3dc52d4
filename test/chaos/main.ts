/**
 * Real servers under real faults, for as long as one likes; the same seed makes the same plan of faults again.
 *
 * npm run -s chaos -- --minutes 10 --seed 7     --blows 20 ends it after so many, --houses 3 has fewer servers
 */
import { parseArgs } from 'node:util';
import '../simulation/run-tsx.ts';
import { HOUSES } from './plan.ts';

const MINUTES = '5';
const MINUTE_MS = 60_000;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: MINUTES },
    blows: { type: 'string' },
    houses: { type: 'string', default: String(HOUSES) },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    quiet: { type: 'boolean', default: false },
  },
});
const [minutes, seed, houses] = [Number(values.minutes), Number(values.seed), Number(values.houses)];
if (!(minutes > 0) || !Number.isSafeInteger(seed) || !(houses >= 2 && houses <= HOUSES)) {
  console.error(`--minutes takes a number above 0, --seed a whole number, --houses one from 2 to ${HOUSES}.`);
  process.exit(2);
}

const { CONVERGE_MS_MAX, runChaos } = await import('./run.ts');
const { cleanUp } = await import('../server/cli/support.ts');
const { POINTS } = await import('./points.ts');

console.log(`seed ${seed}, ${minutes} min of faults`);
const started = performance.now();
const note = (line: string) => {
  const at = ((performance.now() - started) / 1000).toFixed(1).padStart(7);
  if (!values.quiet) console.log(`${at} s  ${line}`);
};
const blows = values.blows === undefined ? Number.POSITIVE_INFINITY : Number(values.blows);
let isEnough = false;
const until = (fallen: number, ms: number) => isEnough || fallen >= blows || ms > minutes * MINUTE_MS;
// Whoever ends it is told what it has found so far, and nothing is left running.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    if (!isEnough) console.log('no more faults: all is mended, and looked at');
    isEnough = true;
  });
try {
  const { faults, struck, counts, convergedMs } = await runChaos({ seed, houses, until, note });
  const missed = POINTS.filter(({ name }) => !struck.points.has(name));
  const all = [
    ...faults,
    ...(convergedMs > CONVERGE_MS_MAX
      ? [`all had come through only after ${convergedMs.toFixed(0)} ms`]
      : []),
  ];
  console.log(`seed ${seed}: ${wordsOf(struck.counts)}`);
  for (const { name } of POINTS) console.log(`  ${struck.points.get(name) ?? 0} × killed where ${name}`);
  if (missed.length > 0)
    console.log(`  ${missed.length} points were not reached; a longer run comes to them`);
  console.log(`${wordsOf(counts)}; converged after ${(convergedMs / 1000).toFixed(1)} s`);
  console.log(all.length === 0 ? '0 lost, 0 doubled, 0 forks: nothing is broken' : 'BROKEN:');
  for (const fault of all) console.log(`  ${fault}`);
  process.exitCode = all.length === 0 ? 0 : 1;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await cleanUp();
}

function wordsOf(counted: Readonly<Record<string, number>>): string {
  return Object.entries(counted)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ');
}
