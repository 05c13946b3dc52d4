import { expect, test } from 'vitest';
import { parsePrivatePeers } from '../../../server/outbound/private-peers.ts';

test('FOLKMOOT_PRIVATE_PEERS is a list of exact origins, separated by commas or white space', () => {
  expect(parsePrivatePeers('')).toEqual([]);
  expect(parsePrivatePeers(' , \n')).toEqual([]);
  expect(
    parsePrivatePeers(
      'http://b.localhost:3001,https://10.0.0.7  http://[fd00::7]:81\nhttps://intranet:8443, https://10.0.0.7',
    ),
  ).toEqual(['http://b.localhost:3001', 'https://10.0.0.7', 'http://[fd00::7]:81', 'https://intranet:8443']);
});

test.each([
  ['b.localhost:3001', 'http://b.localhost:3001'],
  ['http://b.localhost:3001/', 'http://b.localhost:3001'],
  ['http://b.localhost:3001/inbox', 'http://b.localhost:3001'],
  ['http://b.localhost:3001?', 'http://b.localhost:3001'],
  ['http://B.localhost:3001', 'http://b.localhost:3001'],
  ['http://b.localhost:80', 'http://b.localhost'],
  ['http://127.1:3001', 'http://127.0.0.1:3001'],
  ['http://[::ffff:127.0.0.1]:3001', 'http://127.0.0.1:3001'],
  ['http://user@b.localhost:3001', 'http://b.localhost:3001'],
  ['ftp://b.localhost', 'http://b.localhost:3001'],
  ['http://*.localhost', 'http://b.localhost:3001'],
  ['*', 'http://b.localhost:3001'],
  ['10.0.0.0/8', 'http://b.localhost:3001'],
])('%j is refused with the form that it should have', (item, form) => {
  expect(() => parsePrivatePeers(`https://10.0.0.7, ${item}`)).toThrowError(
    expect.objectContaining({ type: 'malformed', message: expect.stringContaining(`'${item}'`) }),
  );
  expect(() => parsePrivatePeers(item)).toThrowError(`as in ${form}.`);
});

test.each(['http://169.254.169.254', 'http://0.0.0.0:3001', 'http://[fe80::1]', 'http://[2002:7f00:1::]'])(
  '%j is refused: no peer can live there',
  (item) => {
    expect(() => parsePrivatePeers(item)).toThrowError('is an address that no peer can have');
  },
);
