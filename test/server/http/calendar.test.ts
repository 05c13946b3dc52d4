import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { utf8 } from '../../../protocol/bytes.ts';
import { DAY_SECONDS, formatMillis, SECOND } from '../../../protocol/time.ts';
import { createApp } from '../../../server/app.ts';
import type { CalendarEntry, CalendarView } from '../../../server/flows/calendar/calendar-view.ts';
import { writeCalendar } from '../../../server/flows/calendar/write-calendar.ts';
import { loggedPath } from '../../../server/http/logged-path.ts';
import { signRequest } from '../../../server/request-signature/sign-request.ts';
import {
  type Acted,
  type MemoryInstance,
  memoryInstance,
  type Person,
} from '../../support/memory-instance.ts';
import { decideChangesBy } from '../flows/support/usual-acts.ts';
import { problemOf } from './support/problem.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;
const HOOKS = { onReceived: () => undefined, onPeerAdded: () => undefined, isStopping: () => false };

let at: MemoryInstance;
let app: ReturnType<typeof createApp>;
let [ana, ben] = [] as unknown as [Person, Person];
let [meeting, quiet, proposal, hidden] = [] as unknown as [Acted, Acted, Acted, Acted];
let circle: string;

const propose = (title: string, fields: object = {}) =>
  at.act(ana, 'proposal', {
    driver: { say: 'It is wet.' },
    operations: [{ op: 'change', paths: ['docs/a.md'], content: 'A'.repeat(43), title }],
    ...fields,
  });
const call = (fields: object = {}) =>
  at.act(ana, 'meeting', {
    circle,
    startsAt: formatMillis(at.now() + 4 * DAY),
    agenda: [{ about: { say: 'The roof, the gutter;\nand the rest' } }],
    place: { say: 'The shed' },
    minuteTaker: ben.author,
    ...fields,
  });

beforeAll(async () => {
  at = await memoryInstance(['Ana', 'Ben', 'Cem'], START);
  app = createApp(at.instance, HOOKS);
  [ana, ben] = at.people as unknown as [Person, Person];
  circle = (await at.logged('circle'))[0]?.content.subject ?? '';
  const charter = (await at.logged('domain')).find(({ content }) =>
    JSON.stringify(content).includes('charter'),
  );
  await at.act(ana, 'decision', {
    operations: [{ op: 'change', paths: ['a'], content: 'A'.repeat(43), title: 'A fence' }],
    reason: { say: 'It was wrong.' },
    reviewAt: formatMillis(START + 20 * DAY),
    expiresAt: formatMillis(START + 60 * DAY),
    actions: {
      named: [
        { what: { say: 'To tell them.' }, owner: ben.author, dueAt: formatMillis(START + 10 * DAY) },
        { what: { say: 'To paint it.' }, owner: ana.author, dueAt: formatMillis(START + 12 * DAY) },
      ],
    },
  });
  hidden = await at.act(ana, 'decision', {
    operations: [{ op: 'change', paths: ['a'], content: 'A'.repeat(43), title: 'A cellar' }],
    reason: { say: 'Nobody knows.' },
    audience: 'members',
    reviewAt: formatMillis(START + 21 * DAY),
  });
  await decideChangesBy(at, 'consent');
  meeting = await call({ audience: 'public' });
  quiet = await call({ audience: 'members', agenda: [{ about: { say: 'The quarrel' } }] });
  proposal = await propose('Drain the cellar', { audience: 'public' });
  expect(charter).toBeDefined();
});

const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });

async function signed(who: Person, path: string, method: 'GET' | 'POST' = 'GET') {
  const body = method === 'POST' ? utf8('{}') : new Uint8Array(0);
  const headers = await signRequest(
    { method, url: new URL(path, 'http://localhost'), body, destination: at.commons },
    who,
    Math.floor(at.now() / 1000),
    Uint8Array.from(randomBytes(16)),
  );
  const content =
    method === 'POST' ? { body, headers: { ...headers, 'content-type': 'application/json' } } : { headers };
  return app.request(path, { method, ...content });
}

/** Events of an answer, with lines unfolded (RFC 5545 §3.1). */
async function eventsOf(answer: Response | Promise<Response>) {
  const text = (await (await answer).text()).replaceAll('\r\n ', '');
  return text
    .split('BEGIN:VEVENT\r\n')
    .slice(1)
    .map((event) =>
      Object.fromEntries(
        event
          .split('\r\n')
          .filter((line) => line.includes(':'))
          .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
      ),
    );
}
const eventNamed = async (name: string, answer: Response | Promise<Response> = get('/calendar.ics')) =>
  (await eventsOf(answer)).find(({ UID }) => UID === `${name}@${at.commons}`);
const stamp = (millis: number) => new Date(millis).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
const hash = ({ id }: Acted) => id.slice(id.indexOf(';') + 1);

describe('§19 [R-19.40] what has a time', () => {
  test('a meeting, with place and agenda', async () => {
    expect(await eventNamed(`meeting.${meeting.subject}`)).toMatchObject({
      DTSTART: stamp(START + 4 * DAY),
      SUMMARY: 'Meeting of the circle “Everyone”',
      LOCATION: 'The shed',
      DESCRIPTION: '1. The roof\\, the gutter\\;\\nand the rest\\nFacilitated by Ana.',
      'URL;VALUE=URI': `http://localhost/meetings#${meeting.subject}`,
      SEQUENCE: '0',
      DTSTAMP: stamp(START),
    });
  });

  test('the end of the time for answers, and the last day', async () => {
    expect(await eventNamed(`answers.${proposal.subject}`)).toMatchObject({
      DTSTART: stamp(START + 7 * DAY),
      SUMMARY: 'Answers until: Drain the cellar (docs/a.md)',
      'URL;VALUE=URI': `http://localhost/proposals/${proposal.subject}`,
    });
    expect(await eventNamed(`deadline.${proposal.subject}`)).toMatchObject({
      DTSTART: stamp(START + 20 * DAY),
    });
  });

  test('reviews and ends of decisions, and each action that is due', async () => {
    const titles = (await eventsOf(get('/calendar.ics'))).map(({ DTSTART, SUMMARY }) => [DTSTART, SUMMARY]);
    expect(titles).toContainEqual([stamp(START + 20 * DAY), 'Review: A fence (a)']);
    expect(titles).toContainEqual([stamp(START + 60 * DAY), 'Ends: A fence (a)']);
    expect(titles).toContainEqual([stamp(START + 10 * DAY), 'To be done by Ben: To tell them.']);
    expect(titles).toContainEqual([stamp(START + 12 * DAY), 'To be done by Ana: To paint it.']);
  });

  test('ends of terms', async () => {
    const [term] = await at.logged('mandate');
    const endsAt = (term?.content as { readonly endsAt?: string } | undefined)?.endsAt ?? '';
    const event = await eventNamed(`mandate-ended.${term?.content.subject}`);
    expect(event).toMatchObject({
      DTSTART: stamp(Date.parse(endsAt)),
      SUMMARY: expect.stringMatching(/^Term ends: Ana as /),
    });
  });

  test('each by a name of its own, and the same bytes to whoever asks twice', async () => {
    const answer = await get('/calendar.ics');
    const names = (await eventsOf(answer.clone())).map(({ UID }) => UID);
    expect(new Set(names).size).toBe(names.length);
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const tag = answer.headers.get('etag') ?? '';
    expect((await get('/calendar.ics', { 'if-none-match': tag })).status).toBe(304);
  });

  test('the same as a page, and as JSON', async () => {
    const html = await (await get('/calendar', { accept: 'text/html' })).text();
    expect(html).toContain('Review: A fence (a)');
    expect(((await (await get('/calendar')).json()) as CalendarView).entries).toContainEqual(
      expect.objectContaining({ title: 'Review: A fence (a)', at: formatMillis(START + 20 * DAY) }),
    );
  });
});

describe('§19 [R-19.42] to each what they may see', () => {
  const secrets = () => [quiet.subject, hash(hidden), 'A cellar', 'The quarrel'];

  test('nothing to strangers of what is for members', async () => {
    for (const path of ['/calendar.ics', '/calendar']) {
      const text = (await (await get(path)).text()).replaceAll('\r\n ', '');
      for (const secret of secrets()) expect(text).not.toContain(secret);
    }
  });

  test('to a member all of it, and it is kept by nobody', async () => {
    const answer = await signed(ben, '/calendar.ics');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const text = (await answer.text()).replaceAll('\r\n ', '');
    for (const secret of secrets()) expect(text).toContain(secret);
  });

  test('[R-19.43] by a secret link what its member sees, until it is ended', async () => {
    const { url } = (await (await signed(ben, '/calendar-links', 'POST')).json()) as { readonly url: string };
    const { pathname } = new URL(url);
    const answer = await get(pathname);
    expect(answer.headers.get('cache-control')).toBe('private, no-cache');
    expect(await eventNamed(`meeting.${quiet.subject}`, answer)).toBeDefined();
    expect(loggedPath(pathname)).toBe('/calendar/:member/:secret');
    const wrong = [
      pathname.replace(ben.author, ana.author),
      `${pathname.slice(0, -6)}AA.ics`,
      pathname.replace('.ics', ''),
      `/calendar/${ben.author}/x.ics`,
    ];
    for (const path of wrong) expect((await problemOf(await get(path))).type).toContain('not-found');
    const second = (await (await signed(ben, '/calendar-links', 'POST')).json()) as { readonly url: string };
    expect((await get(pathname)).status).toBe(404);
    expect((await get(new URL(second.url).pathname)).status).toBe(200);
    expect(await (await signed(ben, '/calendar-links/end', 'POST')).json()).toEqual({ ended: true });
    expect((await get(new URL(second.url).pathname)).status).toBe(404);
  });

  test('[R-19.43] strangers make no link, and it ends with the key that asked for it', async () => {
    expect((await app.request('/calendar-links', { method: 'POST', body: '{}' })).status).toBe(401);
    const { url } = (await (await signed(ana, '/calendar-links', 'POST')).json()) as { readonly url: string };
    const { pathname } = new URL(url);
    expect((await get(pathname)).status).toBe(200);
    const { store } = at.instance.context;
    const record = await store.records.get('calendar-link', ana.author);
    await store.records.put('calendar-link', ana.author, { ...record, key: ben.key });
    expect((await get(pathname)).status).toBe(404);
  });
});

describe('§19 [R-19.41] what changes keeps its name', () => {
  test('a meeting at another time, and one that is called off', async () => {
    const { content } = (await at.logged('meeting'))[0] ?? { content: {} };
    expect(content).toMatchObject({ subject: meeting.subject });
    const change = (fields: object) =>
      at.act(ana, 'meeting', {
        circle,
        subject: meeting.subject,
        startsAt: formatMillis(START + 6 * DAY),
        agenda: [{ about: { say: 'The roof' } }],
        minuteTaker: ben.author,
        audience: 'public',
        ...fields,
      });
    const first = await change({ supersedes: meeting.id });
    expect(await eventNamed(`meeting.${meeting.subject}`)).toMatchObject({
      DTSTART: stamp(START + 6 * DAY),
      SEQUENCE: '1',
    });
    await change({ supersedes: first.id, calledOff: { say: 'It rains.' } });
    expect(await eventNamed(`meeting.${meeting.subject}`)).toMatchObject({
      STATUS: 'CANCELLED',
      SEQUENCE: '2',
    });
  });

  test('what is over or decided is not to come', async () => {
    await at.act(ana, 'withdrawal', { of: proposal.id });
    expect(await eventNamed(`answers.${proposal.subject}`)).toBeUndefined();
    await at.pass(11 * DAY);
    const titles = (await eventsOf(get('/calendar.ics'))).map(({ SUMMARY }) => SUMMARY);
    expect(titles).not.toContain('To be done by Ben: To tell them.');
    expect(titles).toContain('To be done by Ana: To paint it.');
    expect(titles).toContain('Meeting of the circle “Everyone”');
    await at.pass(30 * DAY);
    expect(await eventNamed(`meeting.${meeting.subject}`)).toBeUndefined();
  });
});

test('§19 [R-19.41] what people write begins no line and ends none', () => {
  const hostile = 'a\r\nBEGIN:VEVENT\rUID:x\nb\u0000\u0085\u2028\u202e, ; \\ "c"';
  const entry: CalendarEntry = {
    name: 'meeting.x',
    at: formatMillis(START),
    until: null,
    title: hostile,
    text: [hostile, '€'.repeat(100)],
    place: hostile,
    href: '/meetings#x',
    isCalledOff: false,
    sequence: 3,
    changedAt: formatMillis(START),
  };
  const text = writeCalendar({ commons: at.commons, name: hostile, entries: [entry] }, 'https://a.example');
  const lines = text.split('\r\n');
  expect(lines.filter((line) => line.startsWith('BEGIN:VEVENT'))).toHaveLength(1);
  expect(lines.filter((line) => line.startsWith('UID:'))).toEqual([
    `UID:meeting.x@${at.commons}`.slice(0, 74),
  ]);
  expect(lines.every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
});
