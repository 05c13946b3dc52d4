import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { logRequests } from '../../../server/http/log-requests.ts';

interface Line {
  readonly level: string;
  readonly path: string;
  readonly status: number;
}

/** Answers with the status that the path names. */
async function linesOf(...paths: readonly string[]): Promise<readonly Line[]> {
  const lines: Line[] = [];
  const note = (level: string) => (line: unknown) => {
    lines.push({ level, ...(line as Omit<Line, 'level'>) });
  };
  const logger = { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') };
  const app = new Hono();
  app.use(logRequests(logger as never));
  app.get('*', (c) => new Response(null, { status: Number(c.req.path.split('/').at(-1)) || 200 }));
  for (const path of paths) await app.request(path);
  return lines;
}

test('each answer is one line; failures of ours stand out', async () => {
  expect(await linesOf('/a/200', '/a/404', '/a/503')).toMatchObject([
    { level: 'info', method: 'GET', path: '/a/200', status: 200 },
    { level: 'info', path: '/a/404', status: 404 },
    { level: 'warn', path: '/a/503', status: 503 },
  ]);
});

test('what people search for is not written down', async () => {
  expect(JSON.stringify(await linesOf('/register?q=my+neighbour'))).not.toContain('neighbour');
});

test('health checks are not written down', async () => {
  expect(await linesOf('/health/live', '/health/ready')).toEqual([]);
});
