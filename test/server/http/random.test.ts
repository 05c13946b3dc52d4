import { request as httpRequest } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { utf8 } from '../../../protocol/bytes.ts';
import { type Listening, listen } from '../../../server/http/listen.ts';
import { systemRandom } from '../../../server/random.ts';
import { signRequest } from '../../../server/request-signature/sign-request.ts';
import { createPostgresStore } from '../../../server/store/postgres/postgres-store.ts';
import { startTestPostgres, type TestPostgres } from '../store/support/postgres.ts';
import { readProblem } from './support/problem.ts';
import { foundWatched, type WatchedCommons } from './support/watched-commons.ts';

/** On the database, since it refuses what memory takes. */
let server: TestPostgres;
let commons: WatchedCommons;
let listening: Listening;
beforeAll(async () => {
  server = await startTestPostgres();
  commons = await foundWatched(createPostgresStore(await server.open()));
  commons.effects();
  listening = await listen('127.0.0.1', 0, (request, env) => commons.app.fetch(request, env));
});
afterAll(async () => {
  await listening?.close();
  await server?.stop();
});

const RUNS = 1000;

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    '',
    '0',
    '-1',
    '1e9',
    '%00',
    '%',
    '%ff',
    '%2f',
    '..',
    '.',
    '*',
    ':id',
    '__proto__',
    'A'.repeat(43),
  ),
  fc.constantFrom(
    "'; drop table logs; --",
    '\0',
    '\ud800',
    'ni:///sha-256;',
    '019a0000-0000-7000-8000-000000000000',
  ),
);
const encoded = text.map((value) => encodeURIComponent(value.toWellFormed()));
const segment = fc.oneof(
  encoded,
  fc.constantFrom('%', '%zz', '%c0%af', '%e2%82', ';', '+', '@', ',', '%252f'),
);

/** Addresses as they are, with anything in their places, and none at all. */
const path = fc
  .tuple(
    fc.constantFrom(
      '/',
      '/log/checkpoint',
      '/log/entries',
      '/log/tile/',
      '/log/tile/entries/',
      '/documents',
      '/documents/',
      '/attachments/',
      '/assets/',
      '/bundles/',
      '/domains/',
      '/why/',
      '/agreements/',
      '/register',
      '/register/path',
      '/proposals/',
      '/peers',
      '/people',
      '/drafts',
      '/inbox',
      '/invitations',
      '/witness/add-checkpoint',
      '/.well-known/',
      '/health/',
      '/nowhere/',
    ),
    fc.array(segment, { maxLength: 3 }),
  )
  .map(([start, rest]) => start + rest.join('/'));
const query = fc
  .array(fc.tuple(fc.constantFrom('after', 'limit', 'offset', 'q', 'path', 'as', 'x'), segment), {
    maxLength: 3,
  })
  .map((pairs) =>
    pairs.length === 0 ? '' : `?${pairs.map(([name, value]) => `${name}=${value}`).join('&')}`,
  );

const json = fc
  .jsonValue({ maxDepth: 4, noUnicodeString: false } as never)
  .map((value) => JSON.stringify(value));
const body = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  json.map(utf8),
  fc
    .record(
      {
        documents: fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 3 }),
        attachments: fc.dictionary(text, fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 }),
        type: fc.oneof(text, fc.constantFrom('decision', 'circle', 'participant', 'terms')),
        fields: fc.dictionary(text, fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 }),
        people: fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 3 }),
        url: text,
      },
      { requiredKeys: [] },
    )
    .map((value) => utf8(JSON.stringify(value))),
);

const headerText = fc.stringMatching(/^[\x20-\x7e]{0,40}$/);
const headers = fc.record(
  {
    'content-type': fc.oneof(fc.constant('application/json'), fc.constant('text/plain'), headerText),
    accept: fc.oneof(fc.constant('text/html'), fc.constant('*/*'), headerText),
    'content-encoding': fc.constantFrom('gzip', 'identity', ''),
    signature: headerText,
    'signature-input': headerText,
    'content-digest': headerText,
    'if-none-match': headerText,
    range: headerText,
    cookie: headerText,
    'x-forwarded-host': headerText,
  },
  { requiredKeys: [] },
);
const method = fc.constantFrom(
  'GET',
  'GET',
  'GET',
  'POST',
  'POST',
  'HEAD',
  'PUT',
  'DELETE',
  'OPTIONS',
  'PATCH',
);

test(`${RUNS} random requests: never a failure, every refusal a problem document, and nothing moves`, async () => {
  const statuses = new Map<number, number>();
  const one = fc.asyncProperty(
    fc.record({ method, path, query, headers, body, isSigned: fc.boolean() }),
    async (request) => {
      const status = await answered(request);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    },
  );
  await fc.assert(one, { numRuns: RUNS, seed: 20_260_105 });
  expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 400, 401, 404, 405, 415]));
}, 300_000);

async function answered(request: {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly isSigned: boolean;
}): Promise<number> {
  const bytes = request.method === 'GET' || request.method === 'HEAD' ? new Uint8Array(0) : request.body;
  const url = new URL(commons.origin + request.path + request.query);
  const signature = request.isSigned ? await signed(request.method, url, bytes) : {};
  const answer = await ask({
    method: request.method,
    path: request.isSigned ? url.pathname + url.search : request.path + request.query,
    headers: { ...request.headers, ...signature },
    body: bytes,
  });
  const { content, type } = answer;
  expect(answer.status).toBeLessThan(500);
  if (answer.status >= 400 && request.method !== 'HEAD') {
    if (type?.startsWith('text/html') === true) expect(content).toContain(`Error ${answer.status}`);
    else readProblem(answer.status, type, content);
  }
  // A good signature cannot be used twice, and an invitation is there for the asking.
  expect(commons.effects().filter((effect) => !/^add (?:nonce|invitation|person)$/.test(effect))).toEqual([]);
  return answer.status;
}

/** Over the wire, with the target just as it is. */
function ask(asked: {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}): Promise<{ readonly status: number; readonly type: string | null; readonly content: string }> {
  const { method, path, headers, body } = asked;
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port: listening.port, method, path, headers },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('error', reject);
        answer.once('end', () => {
          const content = Buffer.concat(chunks).toString();
          resolve({ status: answer.statusCode ?? 0, type: answer.headers['content-type'] ?? null, content });
        });
      },
    );
    request.once('error', reject);
    request.end(body);
  });
}

async function signed(method: string, url: URL, body: Uint8Array): Promise<Record<string, string>> {
  const destination = await commons.instance.context.commons();
  const nowSeconds = Math.floor(Date.now() / 1000);
  return signRequest(
    { method, url, body, destination } as Parameters<typeof signRequest>[0],
    commons.founder,
    nowSeconds,
    systemRandom.bytes(16),
  );
}
