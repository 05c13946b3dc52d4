import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../support/instances.ts';
import { cleanUp, type Device, ensureBuilt, freePort, newDevice, newFolder, startServer } from './support.ts';

let ana: Device;
let data: string;

beforeAll(async () => {
  await ensureBuilt();
  data = await newFolder();
  const port = String(await freePort());
  ana = await newDevice();
  await ana.json('init', '--name', 'Yard', '--founder', 'Ana', '--data', data, '--port', port);
  await startServer(['--data', data, '--port', port]);
}, 120_000);
afterAll(cleanUp, 60_000);

interface Handed {
  readonly short: string;
  readonly url: string;
  readonly mail: { readonly text: string };
  readonly mailto: string;
}
interface Shown {
  readonly state: string;
  readonly links: readonly { readonly standing: string }[];
  readonly aside: readonly object[];
  readonly counts: { readonly responders: number } | null;
}

test('§14 [R-14.26] a guest advises by a link that a member hands over, and another link is taken back', {
  timeout: 120_000,
}, async () => {
  const text = ['propose', '--text', 'We swim on Tuesdays.', '--domain', 'Purpose and charter'];
  const { short } = await ana.json<{ short: string }>(...text, '--reason', 'We should settle this.');
  const shown = () => ana.json<Shown>('proposals', short);
  await eventually('it is open', async () => (await shown()).state === 'open');
  const eml = join(data, 'gil.eml');
  const to = ['--to', 'gil@example.org', '--eml', eml];
  const handed = await ana.json<Handed>('link', short, '--guest', 'Gil of the council', ...to);
  expect(handed.mail.text).toContain(handed.url);
  expect(handed.mailto).toMatch(/^mailto:gil@example\.org\?subject=/);
  const mail = await readFile(eml, 'utf8');
  expect(mail).toContain('To: gil@example.org\r\n');
  expect(Buffer.from(mail.split('\r\n\r\n')[1] ?? '', 'base64').toString()).toContain(handed.url);
  expect((await fetch(handed.url, { headers: { accept: 'text/html' } })).status).toBe(200);
  const body = new URLSearchParams({
    say: 'advice',
    stance: 'for',
    text: 'On Wednesdays the pool is empty.',
  });
  expect((await fetch(handed.url, { method: 'POST', body, redirect: 'manual' })).status).toBe(303);
  expect(await shown()).toMatchObject({
    links: [{ standing: 'used', guest: 'Gil of the council' }],
    aside: [{ guest: true, stance: 'for', text: 'On Wednesdays the pool is empty.' }],
    counts: { responders: 0 },
  });
  const other = await ana.json<Handed>('link', short, '--guest', 'Somebody');
  await ana.json('withdraw', other.short);
  const late = await fetch(other.url, { method: 'POST', body, redirect: 'manual' });
  expect(late.status).toBe(409);
  expect((await ana.problem(2, 'link', short)).detail).toContain('--guest');
  const bad = ['link', short, '--guest', 'x', '--to', 'a@b.c\r\nBcc: all@example.org'];
  expect((await ana.problem(2, ...bad)).detail).toContain('one e-mail address');
  expect((await ana.run('proposals', short)).stdout).toContain('(a guest)');
});
