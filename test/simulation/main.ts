/**
 * Runs many seeds, each once, and prints every one that breaks an invariant; then it belongs into `regressions.ts`.
 *
 * npm run -s simulate -- --seeds 20000 --from 1        on all cores
 * npm run -s simulate -- --seeds 1 --from 17 --trace   one seed, step by step
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import './run-tsx.ts';

const SEEDS = '500';

interface Share {
  readonly from: number;
  readonly until: number;
  readonly step: number;
}

if (isMainThread) await runAll();
else await runShare(workerData as Share); // as runAll gives it

async function runAll(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: SEEDS },
      from: { type: 'string', default: '1' },
      trace: { type: 'boolean', default: false },
    },
  });
  const [from, seeds] = [Number(values.from), Number(values.seeds)];
  if (values.trace) return showTrace(from);
  const started = performance.now();
  const step = Math.max(1, Math.min(availableParallelism(), seeds));
  const failed: number[] = [];
  const workers = Array.from({ length: step }, (_, offset) => {
    const share: Share = { from: from + offset, until: from + seeds, step };
    const worker = new Worker(new URL(import.meta.url), { workerData: share });
    worker.on('message', ({ seed, faults }: { seed: number; faults: readonly string[] }) => {
      failed.push(seed);
      console.log(`seed ${seed} breaks:\n  ${faults.join('\n  ')}`);
    });
    return new Promise<void>((resolve, reject) => {
      worker.once('error', reject);
      worker.once('exit', () => resolve());
    });
  });
  await Promise.all(workers);
  const minutes = (performance.now() - started) / 60_000;
  console.log(
    `${seeds} seeds, ${(seeds / minutes).toFixed(0)} a minute; ${failed.length} failed ${failed.sort((a, b) => a - b).join(' ')}`,
  );
  process.exitCode = failed.length > 0 ? 1 : 0;
}

async function runShare({ from, until, step }: Share): Promise<void> {
  const { simulate } = await import('./run.ts');
  for (let seed = from; seed < until; seed += step) {
    const { faults } = await simulate(seed);
    if (faults.length > 0) parentPort?.postMessage({ seed, faults });
  }
}

async function showTrace(seed: number): Promise<void> {
  const { simulate } = await import('./run.ts');
  const { trace, faults, plan, counts } = await simulate(seed);
  console.log(trace.join('\n'));
  console.log(JSON.stringify({ plan, counts, faults }, null, 2));
}
