import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalBytes, type JsonObject } from '../../../protocol/canonical.ts';
import type { Client } from '../../../server/client/client.ts';
import { createClient } from '../../../server/client/create-client.ts';
import { eventually } from '../../support/instances.ts';
import { cleanUp, type Device, ensureBuilt, freePort, newDevice, newFolder, startServer } from './support.ts';

/** One commons with its server, and its only founder at a keyboard. */
interface Side {
  readonly device: Device;
  readonly reader: Client;
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
  const [first, second] = await Promise.all(
    origins.map(async (origin, position): Promise<Side> => {
      const device = await newDevice();
      const data = join(folder, String(position));
      const port = String(ports[position]);
      const init = ['init', '--name', `Commons ${position}`, '--founder', `Founder ${position}`];
      const { commons } = await device.json<{ commons: string }>(...init, '--data', data, '--origin', origin);
      const peers = { FOLKMOOT_PRIVATE_PEERS: origins.join(' ') };
      await startServer(['--data', data, '--port', port, '--origin', origin], peers);
      return { device, reader: createClient(origin, null), origin, commons };
    }),
  );
  if (first === undefined || second === undefined) throw new TypeError('two origins make two sides');
  [a, b] = [first, second];
}, 120_000);
afterAll(async () => {
  await Promise.all([a?.reader.close(), b?.reader.close()]);
  await cleanUp();
}, 60_000);

interface Shown {
  readonly negotiation: string;
  readonly status: string;
  readonly events: readonly unknown[];
  readonly ending: { readonly at: string | null } | null;
  readonly fields: {
    readonly commitments: readonly { readonly quantity: number }[];
    readonly purpose: object;
  };
}

describe('two commons share what they have, from two keyboards', () => {
  let negotiation: string;

  test('they add each other as peers', async () => {
    const money = [
      'resource',
      'add',
      'Fund',
      '--kind',
      'money',
      '--unit',
      'EUR cent',
      '--quantity',
      '100000',
    ];
    const hours = ['resource', 'add', 'Hours', '--kind', 'hours', '--unit', 'minute', '--quantity', '60000'];
    await Promise.all([a.device.json(...money), b.device.json(...hours)]);
    expect(await a.device.json('peer', 'add', b.origin)).toMatchObject({
      commons: b.commons,
      baseUrl: b.origin,
      mutual: false,
    });
    const back = await b.device.run('peer', 'add', a.origin, '--yes');
    expect(back.stdout).toContain('It knows this one, too: you can agree on something.');
    for (const side of [a, b]) {
      await eventually('each has seen and signed the other', async () => {
        const { peers } = (await side.reader.get('/peers')) as {
          peers: { mirrored: number; cosigned: number; lastError: string | null }[];
        };
        const [peer] = peers;
        // The first one's log was refused until the second had added it, too: that is over.
        return peer !== undefined && peer.mirrored > 0 && peer.cosigned > 0 && peer.lastError === null;
      });
    }
    expect((await a.device.run('peer', 'list')).stdout).toContain(b.origin);
  });

  test('an offer names resources of both by their names', async () => {
    const exchange = ['--give', '15000 EUR cent of Fund', '--get', '1200 minute of hours'];
    const offered = await a.device.json<{ negotiation: string; fields: Shown['fields'] }>(
      ...['offer', '--to', new URL(b.origin).host, ...exchange],
    );
    negotiation = offered.negotiation;
    expect(offered.fields.purpose).toEqual({ en: '150.00 EUR of Fund for 20 hours of Hours.' });
    expect(offered.fields).toMatchObject({
      parties: [a.commons, b.commons],
      commitments: [{ action: 'transfer' }, { action: 'deliver-service' }],
      registrar: a.commons,
      requires: 'V4',
    });
    await eventually('the offer is at the other', () => agreementAt(b, ({ events }) => events.length === 1));
  });

  test('before it is sealed, why and bundle of the negotiation say what is missing and by whom', async () => {
    const why = await a.device.run('why', negotiation);
    expect([why.status, why.stderr]).toEqual([0, '']);
    expect(why.stdout).toContain(`negotiation ${negotiation}: open`);
    expect(why.stdout).toContain('150.00 EUR of Fund');
    expect(why.stdout).toMatch(/We have not said yes to these terms yet; there is time until 20/);
    expect(why.stdout).toMatch(/Commons 1 has not said yes/);
    const json = await a.device.json<{ owed: unknown[]; commitments: unknown[] }>('why', negotiation);
    expect(json.owed).toHaveLength(2);
    expect(json.commitments).toContainEqual(expect.objectContaining({ quantity: 15_000, unit: 'EUR cent' }));

    const file = join(folder, 'unsealed.json');
    const bundle = await a.device.run('bundle', negotiation, '-o', file);
    expect([bundle.status, bundle.stdout]).toEqual([1, '']);
    expect(bundle.stderr).toMatch(/is not sealed, so there is no certificate: We have not said yes/);
    await expect(readFile(file)).rejects.toThrow();
    expect(await a.device.problem(1, 'bundle', negotiation, '-o', file)).toMatchObject({
      type: 'urn:folkmoot:problem:conflict',
      status: 409,
      negotiation,
      owed: [
        { by: 'us', what: 'yes' },
        { by: 'Commons 1', what: 'yes' },
      ],
      standing: 'open',
      expected: { standing: 'formed' },
    });
    const nobodys = '019a0000-0000-7000-8000-000000000000';
    expect((await a.device.problem(1, 'bundle', nobodys, '-o', file)).type).toBe(
      'urn:folkmoot:problem:not-found',
    );
  });

  test('an offer of what is not there, or in another unit, is refused', async () => {
    const to = ['offer', '--to', b.commons];
    expect((await a.device.problem(1, ...to, '--get', '1 of Gold')).detail).toContain(
      'no resource “Gold” among those of',
    );
    expect((await a.device.problem(2, ...to, '--get', '20 hours of Hours')).detail).toContain(
      'is counted in minute',
    );
    const late = ['--give', '1 of Fund', '--accept-by', '2020-01-01'];
    expect((await a.device.problem(2, ...to, ...late)).detail).toContain('--accept-by must lie ahead');
    const odd = ['--give', '1 of Fund', '--registrar', 'somebody'];
    expect((await a.device.problem(2, ...to, ...odd)).detail).toContain('--registrar takes us, them');
  });

  test('a counter-offer changes one side and keeps the other', async () => {
    await b.device.json('offer', '--counter', negotiation.slice(0, 20), '--give', '1500 of Hours');
    const shown = await eventually('the counter-offer is here', () =>
      agreementAt(a, ({ events }) => events.length === 2),
    );
    expect(shown.fields.commitments.map(({ quantity }) => quantity)).toEqual([15_000, 1500]);
    expect(shown.fields.purpose).toEqual({ en: '25 hours of Hours for 150.00 EUR of Fund.' });
  });

  test('[R-8.21] one asks about the terms, the other answers; both read it', async () => {
    const asked = await a.device.json('ask', negotiation, '--words', 'Do the hours include the way there?');
    expect(asked).toMatchObject({ decision: { verdict: { status: 'counted' }, idle: null } });
    await eventually('the question is here', () => agreementAt(b, ({ events }) => events.length === 3));
    const waiting = (await b.device.run('agreements', negotiation)).stdout;
    expect(waiting).toContain('We have not answered the question of Commons 0 about the terms yet.');
    const page = await pageOf(b, negotiation);
    expect(page).toContain(`answer ${negotiation} --question `);
    const answer = ['answer', negotiation, '--words', 'No: only the work.'];
    expect(await b.device.json(...answer)).toMatchObject({ decision: { idle: null } });
    await eventually('the answer is there', () => agreementAt(a, ({ events }) => events.length === 4));
    expect((await a.device.run('agreements', negotiation)).stdout).toMatch(
      /we asked: Do the hours include the way there\?.*\n {4}Commons 1 answered: No: only the work\.\n/,
    );
    expect(await pageOf(a, negotiation)).toMatch(
      /Questions about it .* asked: .*the way there\?.* answered: .*only the work/,
    );
    expect((await b.device.problem(1, ...answer)).detail).toContain('waits for an answer');
    expect((await a.device.problem(2, 'ask', negotiation, '--words', ' ')).detail).toContain('needs words');
  });

  test('both accept: one the terms of the other, one its own proposal; then it is sealed', async () => {
    const accept = ['accept', negotiation, '--reason', 'A fair exchange.'];
    expect(await a.device.json(...accept)).toMatchObject({ decision: { verdict: { status: 'counted' } } });
    await eventually('the acceptance is at the other', () =>
      agreementAt(b, ({ status }) => status === 'accepted-by-them'),
    );
    expect((await a.device.problem(1, ...accept)).detail).toContain('We have accepted these terms already');
    expect(await b.device.json(...accept)).toMatchObject({ decision: { verdict: { status: 'counted' } } });
    for (const side of [a, b])
      await eventually('it is sealed', () => agreementAt(side, ({ status }) => status === 'formed'));
    expect((await b.device.problem(1, ...accept)).detail).toContain('sealed already');
    expect((await b.device.problem(1, 'reject', negotiation, '--reason', 'y')).detail).toContain(
      'nothing to reject',
    );
    expect((await b.device.problem(1, 'offer', '--counter', negotiation)).detail).toContain(
      'is over: formed',
    );
    const words = (await a.device.run('agreements', negotiation.slice(0, 23))).stdout;
    expect(words).toContain(`negotiation ${negotiation}: formed`);
    const page = await fetch(`http://127.0.0.1:${new URL(a.origin).port}/agreements/${negotiation}`, {
      headers: { accept: 'text/html' },
    });
    const text = (await page.text()).replace(/<[^>]*>/g, '').replace(/\s+/g, ' ');
    expect(text).toMatch(/works 25 hours \( ?Hours ?\)/);
    expect(words).toContain('accepted by: ');
  });

  test('a yes that has to wait for its stock says so before it is signed', async () => {
    const host = new URL(b.origin).host;
    const { negotiation: second } = await a.device.json<{ negotiation: string }>(
      ...['offer', '--to', host, '--give', '90000 EUR cent of Fund', '--get', '1 of Hours'],
    );
    await eventually('the terms are made', async () => {
      const shown = (await a.reader.get(`/agreements/${second}`).catch(() => null)) as {
        terms: unknown;
      } | null;
      return shown?.terms != null;
    });
    const { stderr } = await a.device.run('accept', second, '--reason', 'As before.', '--yes');
    expect(stderr).toContain('“Fund” are free now, and this takes');
  });

  test('a stranger verifies the agreement offline', async () => {
    const file = join(folder, 'agreement.json');
    const stranger = await newDevice();
    const trust = ['--trust', a.commons, '--trust', `folkmoot/${b.commons}`];
    const verified = await eventually('the sealed log is cosigned', async () => {
      await a.device.json('bundle', negotiation, '-o', file);
      const ran = await stranger.run('verify', file, ...trust, '--require', 'V5', '--json');
      const report = ran.status === 0 && JSON.parse(ran.stdout);
      return report && report.singleHistory.result === 'pass' && report;
    });
    expect(verified).toMatchObject({ result: 'pass', singleHistory: { result: 'pass' } });
    expect((await stranger.run('verify', file, ...trust, '--max-age', '0', '--require', 'V5')).status).toBe(
      3,
    );
    const bundle = JSON.parse(await readFile(file, 'utf8')) as { logs: { commons: string }[] };
    const oneSided = { ...bundle, logs: bundle.logs.filter(({ commons }) => commons === a.commons) };
    await writeFile(file, canonicalBytes(oneSided as unknown as JsonObject));
    expect((await stranger.run('verify', file, ...trust)).status).toBe(3);
  });

  test('[R-8.16] one delivers, the other says what has come; both see what is missing', async () => {
    expect(await b.device.json('delivered', negotiation, '--reason', 'All hours.')).toMatchObject({
      ...{ said: 'delivered', commitment: 1, quantity: 1500 },
      decision: { verdict: { status: 'counted' }, warning: null },
    });
    await eventually('the delivery is known there', () =>
      agreementAt(a, ({ status }) => status === 'active'),
    );
    const short = ['received', negotiation, '--quantity', '1200', '--reason', 'Five hours did not come.'];
    const said = await a.device.run(...short, '--yes');
    expect(said.stderr).toMatch(/received 20 hours of “Hours”, and that 5 hours did not come, for “/);
    expect(said.stderr).toContain(
      'Warning: This makes a claim: “Commons 1” reads that 5 hours did not come.',
    );
    expect(said.stdout).toContain('The others are told at once.');
    for (const side of [a, b])
      await eventually('it is claimed', () => agreementAt(side, ({ status }) => status === 'claimed'));
    const words = (await b.device.run('agreements', negotiation)).stdout;
    expect(words).toContain(
      '25 hours of Hours (25 hours delivered, 20 hours received, 5 hours did not come)',
    );
    expect(words).toContain('5 hours of promise 2 still to deliver.');
    expect(words).toMatch(
      / {2}promise 2: claimed since \S+; step 1 of 2, until \S+: the parties talk about it; if nothing settles it, it stays as it is\.\n/,
    );
    expect(words).toMatch(
      /received by Commons 0: 20 hours of promise 2 {2}\S+\n {4}Five hours did not come\.\n/,
    );
    const text = await pageOf(b, negotiation);
    expect(text).toContain(
      'something is missing 25 hours delivered, 20 hours received; 5 hours did not come',
    );
    expect(text).toMatch(
      /Claimed since .* Step 1 of 2, until .*: the parties talk about it\. If nothing settles it, it stays as it is\./,
    );
    expect(text).toMatch(/said what has come of a delivery : 20 hours of Hours Five hours did not come\./);
    expect((await a.device.problem(1, 'received', negotiation, '--reason', 'x')).detail).toContain(
      'No delivery waits for our word',
    );
  });

  test('[R-10.30b] more than is left is refused before it is signed, with what is left', async () => {
    const over = ['delivered', negotiation, '--quantity', '301', '--reason', 'More.'];
    const no = await b.device.problem(1, ...over);
    expect(no).toMatchObject({ code: 'more-than-agreed', left: 300, said: 301 });
    expect(no.detail).toContain('Of the promise 5 hours are left to deliver; this says 5 hours 1 minute.');
    const signed = await b.device.run(...over, '--yes', '--anyway');
    expect(signed.stdout).toContain('Nothing comes of it (more-than-agreed)');
    expect(signed.stdout).not.toContain('told at once');
    const promise = ['delivered', negotiation, '--promise', '2', '--quantity', '0', '--reason', 'x'];
    expect((await b.device.problem(2, ...promise)).detail).toContain('from 1');
  });

  test('[R-8.18] one gives notice that it ends; both see when, and who said so', async () => {
    const ended = await b.device.json(
      'terminate',
      negotiation,
      '--at',
      '90d',
      '--reason',
      'The roof is sold.',
    );
    expect(ended).toMatchObject({ decision: { verdict: { status: 'counted' }, idle: null } });
    for (const side of [a, b])
      await eventually('the notice is known', () => agreementAt(side, ({ ending }) => ending?.at != null));
    const words = (await a.device.run('agreements', negotiation)).stdout;
    expect(words).toMatch(/ {2}ends at \d{4}-.*, as said by: .+ \(for \d{4}-/);
    expect(words).toContain('ended by any party, with notice of');
    const again = ['terminate', negotiation, '--at', '100d', '--reason', 'Later.'];
    expect((await b.device.problem(1, ...again)).detail).toContain(
      'what can be said now is only that it ends sooner',
    );
    const text = await pageOf(a, negotiation);
    expect(text).toContain('It ends at ');
    expect(text).toContain('gave notice that it ends');
    expect(text).toContain(`terminate ${negotiation} --at 30d`);
  });

  test('an offer is rejected, with a reason', async () => {
    const { negotiation: other } = await b.device.json<Shown>(
      'offer',
      '--to',
      a.commons,
      '--get',
      '10 of Fund',
    );
    await eventually('the offer is here', () => agreementAt(a, (shown) => shown.negotiation === other));
    const no = await a.device.json('reject', other, '--reason', 'We have none to give.');
    expect(no).toMatchObject({ decision: { verdict: { status: 'counted' } } });
    await eventually('the rejection is known there', () =>
      agreementAt(b, ({ negotiation: name, status }) => name === other && status !== 'open'),
    );
  });
});

/** Waiting asks the server itself: a process for each look would be most of the wait. */
async function agreementAt(side: Side, holds: (shown: Shown) => boolean): Promise<Shown | null> {
  const { agreements } = (await side.reader.get('/agreements')) as { agreements: Shown[] };
  return agreements.find(holds) ?? null;
}

/** The page of the negotiation, as text. */
async function pageOf({ origin }: Side, negotiation: string): Promise<string> {
  const page = await fetch(`http://127.0.0.1:${new URL(origin).port}/agreements/${negotiation}`, {
    headers: { accept: 'text/html' },
  });
  return (await page.text()).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}
