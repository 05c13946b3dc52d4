import { describe, expect, test } from 'vitest';
import type { PeerView } from '../../../server/flows/views/peers-view.ts';
import { peersPage } from '../../../server/web/pages/peers-page.tsx';
import { renderPage } from '../../../server/web/render.tsx';
import { plainShell } from '../../../server/web/shell.ts';
import { elementsOf, plain } from './support/html.ts';

const PEER: PeerView = {
  commons: 'QmPeer',
  name: 'Elm Street Garden',
  baseUrl: 'https://elm.example.org',
  mirrored: 19,
  pushed: 26,
  cosigned: 26,
  addedAt: '2026-03-02T09:00:00.000Z',
  lastError: null,
  following: 'active',
  standing: 'allow',
  publicNote: '',
  introduced: false,
  keepsDeposits: false,
  keptForIt: 0,
  owedToUs: 0,
  waiting: [],
  level: 1,
  unsupported: [],
  misconduct: [],
  endedAt: null,
  nextAttemptAt: '2026-03-02T10:00:00.000Z',
};

async function page(...peers: readonly PeerView[]): Promise<string> {
  return renderPage(
    peersPage,
    { peers, entries: 26, mode: 'closed', rules: [] },
    plainShell('https://moot.example.org', '/peers'),
  );
}

describe('how a peer stands', () => {
  test.each([
    ['has all of it and has signed it', {}, '✓ Up to date'],
    ['failed before it had all of it', { lastError: 'It was down.' }, '✓ Up to date'],
    [
      'has ended',
      { endedAt: '2026-04-01T09:00:00.000Z', lastError: 'It was down.' },
      '◐ Ended on 1 April 2026',
    ],
    ['has not signed it yet', { cosigned: 20 }, '◐ Catching up'],
    [
      'fails',
      { pushed: 20, lastError: 'It is down.' },
      '✗ Does not answer It is down. Next try: 2 March 2026',
    ],
  ])('one that %s', async (_name, more, text) => {
    const [, row = ''] = elementsOf(await page({ ...PEER, ...more }), 'tr');
    expect(plain(row)).toContain(text);
  });

  test('negotiations that wait are told with what they wait for', async () => {
    const waiting = [
      { count: 2, why: 'for terms that have not come' },
      { count: 1, why: 'for a text that the peer does not give' },
    ];
    const text = plain(await page({ ...PEER, waiting }));
    expect(text).toContain('Not taken in yet 2 negotiations, for terms that have not come.');
    expect(text).toContain('Not taken in yet 1 negotiation, for a text that the peer does not give.');
    expect(plain(await page(PEER))).not.toContain('Not taken in yet');
  });

  test('its own pages are a link where its address is one', async () => {
    expect(await page(PEER)).toContain('href="https://elm.example.org"');
    expect(await page({ ...PEER, baseUrl: 'javascript:alert(1)' })).not.toContain('javascript:');
  });

  test('where there is none, the page says how to get one', async () => {
    expect(plain(await page())).toContain('npm run -s folkmoot -- peer add');
  });
});
