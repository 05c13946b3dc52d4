import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DOCUMENT_TYPES } from '../../../protocol/documents/document.ts';
import { ADDRESSES, filteredBy, type Logged, loggedIn, NAMED } from './support/addresses.ts';
import { ALWAYS_PUBLIC, type HiddenCommons, hiddenCommons, MARKS } from './support/hidden-commons.ts';
import { type Answer, BROWSER_ACCEPT, opened, type Reader, readersOf } from './support/readers.ts';
import { openStreams, type Streams } from './support/streams.ts';

/**
 * One commons with something of every kind that is not public, every address that it answers, everybody who can ask: what
 * is not for them comes to nobody. Spec §16.1.
 */
const ALL_MS = 240_000;
const NAMES = ['a stranger', 'a peer', 'a member outside', 'a member inside'] as const;
const ACCEPTS = ['application/json', BROWSER_ACCEPT];
/** Where bytes are for programs alone. */
const BYTES = /^\/(?:bundles|log|attachments|\.well-known)/;

let commons: HiddenCommons;
let logged: readonly Logged[];
let streams: Streams;
let readers: ReadonlyMap<string, Reader>;

beforeAll(async () => {
  commons = await hiddenCommons();
  logged = await loggedIn(commons);
  streams = await openStreams(commons.home.instance);
  readers = new Map((await readersOf(commons, streams)).map((reader) => [reader.name, reader]));
}, ALL_MS);
afterAll(() => streams.close());

function readerCalled(name: string): Reader {
  const reader = readers.get(name);
  if (reader === undefined) throw new TypeError(name);
  return reader;
}

interface Walked extends Answer {
  readonly pattern: string;
  readonly path: string;
  readonly accept: string;
}

const walks = new Map<string, Promise<readonly Walked[]>>();

/** Everything that one reader is answered, asked once. */
function walk(name: string): Promise<readonly Walked[]> {
  const known = walks.get(name) ?? walkAs(readerCalled(name));
  walks.set(name, known);
  return known;
}

async function walkAs(reader: Reader): Promise<readonly Walked[]> {
  const walked: Walked[] = [];
  for (const [pattern, addresses] of Object.entries(ADDRESSES))
    for (const path of addresses(logged))
      for (const accept of BYTES.test(path) ? ['application/json'] : ACCEPTS)
        walked.push({ pattern, path, accept, ...(await reader.get(path, accept)) });
  return walked;
}

describe('§16 [R-16.2] the audit is whole', () => {
  test('every type of document that need not be public is in it', () => {
    const hidden = new Set(logged.filter(({ audience }) => audience !== 'public').map(({ type }) => type));
    const missing = Object.keys(DOCUMENT_TYPES).filter(
      (type) => !hidden.has(type) && !(ALWAYS_PUBLIC as ReadonlySet<string>).has(type),
    );
    // An outcome is made of the same audience as its opening ([R-16.6]).
    expect(missing.filter((type) => type !== 'outcome')).toEqual([]);
  });

  test(
    'what is to be hidden shows to those whom it is for',
    async () => {
      const seen = new Map<string, Set<string>>();
      for (const { pattern, text } of await walk('a member inside'))
        for (const mark of Object.values(MARKS))
          if (text.includes(mark)) seen.set(mark, (seen.get(mark) ?? new Set()).add(pattern));
      const shown = [
        ...['/constraints', '/domains/:subject', '/emergencies', '/matters', '/meetings', '/proposals'],
        ...['/proposals/:name', '/register', '/resources', '/roles', '/why/:id', '/documents/:id'],
      ];
      for (const mark of [MARKS.circle, MARKS.members])
        expect([...(seen.get(mark) ?? [])]).toEqual(expect.arrayContaining(shown));
      expect([...(seen.get(MARKS.peer) ?? [])]).toContain('/attachments/:hash');
      const live = opened((await readerCalled('a member inside').get('/log/live')).text);
      for (const mark of Object.values(MARKS).slice(0, 2)) expect(live).toContain(mark);
    },
    ALL_MS,
  );
});

describe('§16 [R-16.2] nothing of what is not public comes to', () => {
  test.each(NAMES)(
    '%s',
    async (name) => {
      const { forbidden } = readerCalled(name);
      const found: string[] = [];
      for (const { path, text, status } of await walk(name)) {
        expect([path, status]).not.toEqual([path, 500]);
        const whole = opened(text);
        for (const mark of forbidden) if (whole.includes(mark)) found.push(`${mark} at ${path}`);
      }
      expect(found).toEqual([]);
    },
    ALL_MS,
  );

  test(
    'and no view names to strangers what no public document names',
    async () => {
      const open = logged.filter(({ audience }) => audience === 'public').map(({ text }) => text);
      const isNamed = (name: string) => open.some((text) => text.includes(name));
      const found = new Set<string>();
      for (const { pattern, path, text } of await walk('a stranger')) {
        // The leaves of a bundle are those of the log.
        if (/^\/(?:bundles|log)/.test(pattern)) continue;
        for (const { hash, subject, type, audience } of logged)
          for (const name of audience === 'public' ? [] : [hash, subject])
            if (text.includes(name) && !path.includes(name) && !isNamed(name))
              found.add(`${type} at ${pattern}`);
      }
      // Acts in an emergency are listed for ever, without their words ([R-17.32]).
      expect([...found]).toEqual(['emergency-act at /emergencies']);
    },
    ALL_MS,
  );
});

describe('§16 [R-16.3] what is not for somebody is as if it were not there', () => {
  test.each(NAMES.slice(0, 3))(
    'for %s',
    async (name) => {
      const reader = readerCalled(name);
      const nowhere = { hash: 'A'.repeat(43), subject: '019a0000-0000-7000-8000-000000000000' };
      for (const one of logged.filter(({ audience }) => !reader.mayRead(audience))) {
        for (const pattern of NAMED) {
          if (pattern === '/bundles/:id') continue; // leaves are everybody's
          const none = { ...one, ...nowhere, attachments: [nowhere.hash] };
          const there = ADDRESSES[pattern]?.([one]) ?? [];
          const not = ADDRESSES[pattern]?.([none]) ?? [];
          for (const [place, path] of there.entries()) {
            const [a, b] = [await reader.get(path), await reader.get(not[place] ?? not[0] ?? '')];
            const blank = (text: string) =>
              [one.hash, one.subject, nowhere.hash, nowhere.subject, ...one.attachments].reduce(
                (left, gone) => left.replaceAll(gone, ''),
                text,
              );
            expect([one.type, path, a.status, blank(a.text)]).toEqual([
              one.type,
              path,
              b.status,
              blank(b.text),
            ]);
          }
        }
      }
    },
    ALL_MS,
  );
});

describe('§19 [R-19.5] a filter by what is not for somebody lets through what one by nothing does', () => {
  test.each(NAMES.slice(0, 3))(
    'for %s',
    async (name) => {
      const reader = readerCalled(name);
      const nothing = { subject: '019a0000-0000-7000-8000-000000000000' };
      /** The entries that are let through; a beat in between says nothing. */
      const texts = async (named: { readonly subject: string }) => {
        const shown: string[] = [];
        for (const path of filteredBy(named)) {
          const { status, text } = await reader.get(path);
          expect([path, status, text.slice(0, 200)]).toEqual([path, 200, text.slice(0, 200)]);
          shown.push(...text.split('\n\n').filter((frame) => frame.includes('event: entry')));
        }
        return shown;
      };
      commons.network.wait(60); // so much was asked before that a peer's share could be used up
      const open = new Set(logged.filter(({ audience }) => reader.mayRead(audience)).map((one) => one.text));
      const hidden = logged.filter(
        ({ subject, audience }) =>
          !reader.mayRead(audience) && ![...open].some((text) => text.includes(subject)),
      );
      expect(hidden.length).toBeGreaterThan(10);
      for (const one of hidden)
        expect([one.type, await texts(one)]).toEqual([one.type, await texts(nothing)]);
    },
    ALL_MS,
  );
});

describe('[F10] §16 [R-16.7] what is not for everybody', () => {
  test.each(NAMES)(
    'is kept by no cache, whatever %s asks',
    async (name) => {
      const open = await walk('a stranger');
      for (const [place, { pattern, path, headers, text, status }] of (await walk(name)).entries()) {
        const isEverybodys = open[place]?.status === status && open[place]?.text === text;
        const kept = headers.get('cache-control') ?? '';
        if (!isEverybodys || status >= 400 || /attachments|bundles/.test(pattern)) {
          expect([path, kept]).toEqual([path, 'no-store']);
          expect([path, headers.get('etag')]).toEqual([path, null]);
        }
        if (kept.startsWith('public')) expect(pattern).toMatch(/^\/(?:log\/tile|assets|documents)/);
      }
    },
    ALL_MS,
  );
});
