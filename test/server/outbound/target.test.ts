import { describe, expect, test } from 'vitest';
import { ProtocolError } from '../../../protocol/problem.ts';
import { parseTarget } from '../../../server/outbound/target.ts';

const NOBODY: ReadonlySet<string> = new Set();

describe('a URL is vetted before anything else', () => {
  test.each([
    ['https://peer.example/did.jsonl?x=1#part', 'https://peer.example/did.jsonl?x=1'],
    ['https://peer.example:8443/', 'https://peer.example:8443/'],
    ['HTTPS://PEER.Example:443/A', 'https://peer.example/A'],
    ['https://peer.example./', 'https://peer.example/'],
    ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
    ['https://8.8.8.8/', 'https://8.8.8.8/'],
    ['https://[2606:4700:4700:0:0:0:0:1111]:444/', 'https://[2606:4700:4700::1111]:444/'],
    [`https://${'a.'.repeat(126)}a/`, `https://${'a.'.repeat(126)}a/`],
  ])('%s is vetted as %s', (text, href) => {
    expect(parseTarget(text, NOBODY).url.href).toBe(href);
  });

  test.each([
    '',
    'peer.example',
    '//peer.example/',
    'https:peer.example/',
    'https:/peer.example/',
    'https:///peer.example/',
    'https://',
    'https://?',
    'https://#a',
    'https://:443/',
    'https://./',
    'https://peer..example/',
    'https://peer.example../',
    'https://.example/',
    'https://-peer.example/',
    'https://peer.example:0/',
    'https://peer.example:65536/',
    'https://peer.example:https/',
    'https://user@peer.example/',
    'https://user:secret@peer.example/',
    'https://@peer.example/',
    'https://peer.example\\@evil.example/',
    'https:\\\\peer.example/',
    ' https://peer.example/',
    'https://peer.example/ ',
    'https://peer.exa\tmple/',
    'https://peer.example/\r\nHost:evil',
    'https://peer.example/\u0000',
    'https://peer.example/\u2028',
    'https://peer.example%00.evil.example/',
    'https://peer.example%0a/',
    'https://[fe80::1%25eth0]/',
    'https://[::1',
    'https://1.2.3.4.5/',
    'https://256.1.1.1/',
    'https://a*b.example/',
    `https://${'a'.repeat(64)}.example/`,
    `https://${'a.'.repeat(127)}a/`,
    `https://peer.example/${'a'.repeat(2048)}`,
    'ftp://peer.example/',
    'file:///etc/passwd',
    'data:text/plain,a',
    'javascript:alert(1)',
    'wss://peer.example/',
    'blob:https://peer.example/1',
    'https+unix://peer.example/',
  ])('%j is malformed', (text) => {
    expect(problemOf(text)).toBe('malformed');
  });

  test.each([
    'http://peer.example/',
    'http://8.8.8.8/',
    'https://localhost/',
    'https://localhost./',
    'https://LOCALHOST:8443/',
    'https://ｌｏｃａｌｈｏｓｔ/',
    'https://local\u00adhost/',
    'https://b.localhost/',
    'https://a.b.localhost./',
    'https://intranet/',
    'https://printer.local/',
    'https://metadata.google.internal./',
    'https://router.home.arpa/',
    'https://nobody.invalid/',
    'https://expyuzz4wqqyqhjn.onion/',
  ])('%j is refused by name or scheme', (text) => {
    expect(problemOf(text)).toBe('address-refused');
  });
});

describe('an exact origin that the operator lists', () => {
  const PEERS = new Set(['http://b.localhost:3001', 'https://10.0.0.7', 'https://intranet']);

  test.each([
    'http://b.localhost:3001/inbox',
    'http://B.LOCALHOST.:3001/inbox',
    'https://10.0.0.7/',
    'https://0x0a.7/',
    'https://intranet/',
  ])('%j is allowed', (text) => {
    expect(parseTarget(text, PEERS).isListed).toBe(true);
  });

  test.each([
    'http://b.localhost:3002/', // other port
    'http://b.localhost/',
    'https://b.localhost:3001/', // other scheme
    'http://a.b.localhost:3001/', // other host
    'http://127.0.0.1:3001/', // where that name leads, but not that name
    'http://10.0.0.7/',
    'https://10.0.0.8/',
    'http://intranet/',
  ])('%j is not that origin', (text) => {
    expect(problemOf(text, PEERS)).toBe('address-refused');
  });
});

function problemOf(text: string, peers = NOBODY): string {
  try {
    return `vetted as ${parseTarget(text, peers).url.href}`;
  } catch (error) {
    return error instanceof ProtocolError ? error.type : String(error);
  }
}
