import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../support/instances.ts';
import { cleanUp, type Device, ensureBuilt, freePort, newDevice, newFolder, startServer } from './support.ts';

interface Side {
  readonly device: Device;
  readonly origin: string;
  readonly commons: string;
}

let a: Side;
let b: Side;
let folder: string;

beforeAll(async () => {
  await ensureBuilt();
  folder = await newFolder();
  const ports = [await freePort(), await freePort()];
  const origins = ['a', 'b'].map((name, position) => `http://${name}.localhost:${ports[position]}`);
  const sides = await Promise.all(
    origins.map(async (origin, position): Promise<Side> => {
      const device = await newDevice();
      const data = join(folder, String(position));
      const init = ['init', '--name', `Commons ${position}`, '--founder', `Founder ${position}`];
      const { commons } = await device.json<{ commons: string }>(...init, '--data', data, '--origin', origin);
      const peers = { FOLKMOOT_PRIVATE_PEERS: origins.join(' ') };
      await startServer(['--data', data, '--port', String(ports[position]), '--origin', origin], peers);
      return { device, origin, commons };
    }),
  );
  [a, b] = sides as [Side, Side];
}, 120_000);
afterAll(cleanUp, 60_000);

interface Peers {
  readonly mode: string;
  readonly peers: readonly { commons: string; standing: string; mirrored: number; introduced: boolean }[];
  readonly rules: readonly { target: string; standing: string; reason: string }[];
}
const peersOf = ({ device }: Side) => device.json<Peers>('peer', 'list');

test('an open commons takes in one that adds it, without a word of its own members', async () => {
  expect((await a.device.run('peer', 'mode', 'open')).stdout).toMatch(/Whoever introduces itself/);
  await b.device.json('peer', 'add', a.origin);
  const known = await eventually('the other is a peer, and its log is here', async () => {
    const { peers } = await peersOf(a);
    return (peers[0]?.mirrored ?? 0) > 0 && peers;
  });
  expect(known).toMatchObject([{ commons: b.commons, introduced: true, standing: 'allow' }]);
}, 120_000);

test('every step on the way to a commons is shown, and where it ends', async () => {
  const { stdout, status } = await a.device.run('peer', 'debug', b.origin);
  expect(status).toBe(0);
  for (const step of ['look-up', 'identity: verify', 'checkpoint', 'acquaintance']) {
    expect(stdout).toMatch(new RegExp(`${step} .*(pass|note) .*\\d+ ms`));
  }
  const nowhere = await a.device.run('peer', 'debug', 'http://10.0.0.1');
  expect(nowhere.status).toBe(1);
  expect(nowhere.stdout).toMatch(/address-refused/);
});

test('one is blocked for a reason and a while, seen by members, and let in again', async () => {
  const said = ['--reason', 'They flood us.', '--public-note', 'Ask us.', '--until', '7d'];
  expect((await a.device.run('peer', 'block', 'Commons 1', ...said)).stdout).toContain(
    `Of ${b.commons}: block`,
  );
  const { peers, rules } = await peersOf(a);
  expect(peers[0]?.standing).toBe('block');
  expect(rules).toMatchObject([{ target: b.commons, reason: 'They flood us.' }]);
  expect((await a.device.run('peer', 'list')).stdout).toMatch(/block .*They flood us\. \/ Ask us\./);
  const page = await (
    await fetch(`${a.origin.replace('a.localhost', '127.0.0.1')}/peers`, { headers: { accept: 'text/html' } })
  ).text();
  expect(page).toContain('Ask us.');
  expect(page).toContain('Blocked');
  expect(page).not.toContain('They flood us.');
  expect(await a.device.problem(1, 'peer', 'add', b.origin)).toMatchObject({
    type: 'urn:folkmoot:problem:conflict',
  });
  expect((await a.device.run('peer', 'lift', b.commons)).status).toBe(0);
  const { changes } = await a.device.json<{ changes: { to: string }[] }>('peer', 'changes');
  expect(changes.map(({ to }) => to)).toEqual(['lifted', 'block', 'introduced itself', 'open']);
  expect((await peersOf(a)).peers[0]?.standing).toBe('allow');
}, 60_000);

test('a list goes from one commons to another as a file', async () => {
  const file = join(folder, 'peers.csv');
  await a.device.json('peer', 'block', 'Spam.example.org.', '--reason', '=1+1');
  expect((await a.device.run('peer', 'export', '-o', file)).stdout).toContain('1 line.');
  expect(await readFile(file, 'utf8')).toContain("spam.example.org,block,'=1+1,,");
  expect((await b.device.run('peer', 'import', file)).stdout).toContain('1 added');
  expect((await peersOf(b)).rules).toMatchObject([{ target: 'spam.example.org', reason: '=1+1' }]);
  await writeFile(file, 'target,standing\r\n');
  expect(await b.device.problem(1, 'peer', 'import', file)).toMatchObject({ line: 1 });
  expect(await b.device.problem(2, 'peer', 'mode', 'ajar')).toMatchObject({});
  expect(await b.device.problem(2, 'peer', 'block', 'x.example.org')).toMatchObject({});
}, 60_000);

test('[R-21.2] what a server does not take is left with a peer, comes into the log, and the decision says so', async () => {
  expect((await a.device.run('peer', 'deposits', b.origin, 'on')).stdout).toContain('can be left there');
  const proposal = await a.device.json<{ short: string }>(
    ...[
      'propose',
      '--text',
      'We swim on Tuesdays.',
      '--domain',
      'Purpose and charter',
      '--reason',
      'It is time.',
    ],
  );
  const { profile } = await a.device.json<{ profile: string }>('whoami');
  const deaf = await withoutDocuments(a.origin);
  const kept = join(folder, 'answer.json');
  const answer = ['respond', proposal.short, 'consent', '--profile', profile, '--keep', kept];
  const refused = await a.device.run(...answer, '--server', deaf.origin, '--yes');
  await deaf.close();
  expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining(`deposit --file ${kept}`)]);
  const left = await b.device.run('deposit', '--file', kept, '--with', b.origin);
  expect(left.stdout).toMatch(/It is kept there since .*: entry \d+ of its log says so/);
  const decision = await eventually('the matter is decided', async () => {
    const shown = await a.device.json<{ decision: string | null }>('proposals', proposal.short);
    return shown.decision ?? false;
  });
  const file = join(folder, 'decision.json');
  await a.device.run('bundle', decision, '-o', file);
  const { stdout, status } = await a.device.run('verify', file);
  expect([status, stdout]).toEqual([
    0,
    expect.stringMatching(/^Left with .*: 1 document; 1 of them in the log\.$/m),
  ]);
  await eventually('its keeper sees that the log has it', async () => {
    const again = await b.device.run('deposit', '--file', kept, '--with', b.origin);
    return again.stdout.includes('The log of your own commons has it already');
  });
  expect((await a.device.run('peer', 'list')).stdout).toContain('It keeps deposits for us.');
}, 120_000);

test('[R-21.3] what is made and signed without a server is refused where nobody knows its author', async () => {
  const file = join(folder, 'fields.json');
  await writeFile(
    file,
    JSON.stringify({ to: '019a0000-0000-7000-8000-000000000000', what: { say: 'The gate.' } }),
  );
  // Somebody of B, to B itself: it is for its own log.
  const { detail } = await b.device.problem(
    1,
    'deposit',
    'matter',
    '--fields',
    file,
    '--with',
    b.origin,
    '--yes',
  );
  expect(detail).toContain('for another commons');
  const left = await a.device.run('deposit', 'matter', '--fields', file, '--with', b.origin, '--yes');
  expect(left.stdout).toContain('It is kept there');
  expect((await a.device.problem(2, 'deposit', '--with', b.origin)).detail).toContain('either a type');
  expect((await a.device.problem(2, 'peer', 'deposits', b.origin, 'maybe')).detail).toContain('on or off');
}, 60_000);

/** A server that answers as another one does, but takes no documents. */
async function withoutDocuments(origin: string) {
  const server = createServer((request, response) => {
    if (request.method === 'POST' && request.url === '/documents') {
      response.destroy();
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const { host: _, connection: __, ...headers } = request.headers as Record<string, string>;
      const answer = await fetch(`http://127.0.0.1:${new URL(origin).port}${request.url}`, {
        method: request.method ?? 'GET',
        headers,
        ...(request.method === 'POST' ? { body: Buffer.concat(chunks) } : {}),
      });
      response.writeHead(answer.status, {
        'content-type': answer.headers.get('content-type') ?? 'text/plain',
      });
      response.end(Buffer.from(await answer.arrayBuffer()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
