import { afterAll, beforeAll, expect, test } from 'vitest';
import { cleanUp, ensureBuilt, newDevice, newFolder, startServer } from './support.ts';

beforeAll(ensureBuilt, 120_000);
afterAll(cleanUp);

test('`rebuild` compares a stopped instance with its log, and leaves a running one alone', async () => {
  const data = await newFolder();
  const server = await startServer(['--port', '0', '--data', data]);
  const ana = await newDevice();
  await ana.json('init', '--name', 'Water co-op', '--founder', 'Ana', '--data', data);
  const running = await ana.run('rebuild', '--check', '--data', data);
  expect(running).toMatchObject({ status: 1, stderr: expect.stringContaining('already running') });
  await server.stop();
  const checked = await ana.run('rebuild', '--check', '--data', data);
  expect(checked).toMatchObject({ status: 0, stdout: expect.stringContaining('all is as it was') });
  const rebuilt = await ana.json<{ entries: number; differences: unknown[] }>('rebuild', '--data', data);
  expect(rebuilt.differences).toEqual([]);
  expect(rebuilt.entries).toBeGreaterThan(5);
  const again = await startServer(['--port', '0', '--data', data]);
  expect(await again.stop()).toBe(0);
}, 180_000);
