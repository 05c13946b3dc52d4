import { test as law } from '@fast-check/vitest';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, test } from 'vitest';
import { judgeAddress } from '../../../server/outbound/address.ts';
import { parseTarget } from '../../../server/outbound/target.ts';
import { readVectors } from './support/vectors.ts';

describe('S1 addresses by range', () => {
  test.each([
    // Public: the neighbours of refused blocks, and well-known hosts.
    ['8.8.8.8', 'public'],
    ['9.255.255.255', 'public'],
    ['11.0.0.0', 'public'],
    ['100.63.255.255', 'public'],
    ['100.128.0.0', 'public'],
    ['128.0.0.1', 'public'],
    ['169.253.255.255', 'public'],
    ['172.15.255.255', 'public'],
    ['172.32.0.0', 'public'],
    ['198.17.255.255', 'public'],
    ['223.255.255.255', 'public'],
    ['2606:4700:4700::1111', 'public'],
    ['2a00:1450:4001:81b::200e', 'public'],
    ['::ffff:8.8.8.8', 'public'],
    // Private: only for origins that the operator lists.
    ['127.0.0.1', 'private'],
    ['127.255.255.254', 'private'],
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'private'],
    ['::1', 'private'],
    ['fd00::1', 'private'],
    ['fc00::1', 'private'],
    ['::ffff:127.0.0.1', 'private'],
    // Never, not even for listed origins.
    ['0.0.0.0', 'never'],
    ['0.1.2.3', 'never'],
    ['169.254.169.254', 'never'],
    ['168.63.129.16', 'never'],
    ['192.0.0.192', 'never'],
    ['192.0.2.1', 'never'],
    ['192.88.99.1', 'never'],
    ['198.18.0.1', 'never'],
    ['198.51.100.1', 'never'],
    ['203.0.113.1', 'never'],
    ['224.0.0.1', 'never'],
    ['240.0.0.1', 'never'],
    ['255.255.255.255', 'never'],
    ['::', 'never'],
    ['::127.0.0.1', 'never'],
    ['::8.8.8.8', 'never'],
    ['::ffff:169.254.169.254', 'never'],
    ['::ffff:0:127.0.0.1', 'never'],
    ['64:ff9b::8.8.8.8', 'never'],
    ['64:ff9b::10.0.0.1', 'never'],
    ['64:ff9b:1::1', 'never'],
    ['100::1', 'never'],
    ['2001::1', 'never'],
    ['2001:0:1234::1', 'never'],
    ['2001:2::1', 'never'],
    ['2001:10::1', 'never'],
    ['2001:20::1', 'never'],
    ['2001:db8::1', 'never'],
    ['2002:c0a8:101::1', 'never'],
    ['2002:808:808::1', 'never'],
    ['200::1', 'never'],
    ['3fff::1', 'never'],
    ['4000::1', 'never'],
    ['5f00::1', 'never'],
    ['fe80::1', 'never'],
    ['fec0::1', 'never'],
    ['ff02::1', 'never'],
  ])('S1 %s is %s', (address, scope) => {
    expect(judgeAddress(address)?.scope).toBe(scope);
  });

  test.each([
    'fe80::1%eth0',
    '2606:4700::1%1',
    '0177.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '8.8.8.8 ',
    '',
    'a',
  ])('S1 %j is no plain address', (text) => expect(judgeAddress(text)).toBeNull());

  interface Ranges {
    readonly ranges: { readonly recommendedLatest: readonly string[] };
  }
  const published = readVectors<Ranges>('microsoft-antissrf-ip-ranges.json');
  test.skipIf(published === null).each(published?.ranges.recommendedLatest ?? [''])(
    'S1 first and last address of %s are not public',
    (cidr) => {
      for (const edge of edges(cidr)) expect(judgeAddress(edge)?.scope, edge).not.toBe('public');
    },
  );
});

describe('S2 all spellings of one address get one verdict', () => {
  law.prop([fc.nat({ max: 255 }), fc.nat({ max: 255 }), fc.nat({ max: 255 }), fc.nat({ max: 255 })])(
    'S2 of any IPv4 address',
    (...octets) => {
      const verdicts = spellings(octets).map((host) => verdictOf(`https://${host}/`));
      expect(new Set(verdicts).size, JSON.stringify(verdicts)).toBe(1);
    },
  );

  test.each([
    ['127.0.0.1', 'https://[0:0:0:0:0:ffff:7f00:1]/'],
    ['127.0.0.1', 'https://%31%32%37.0.0.1/'],
    ['127.0.0.1', 'https://①②⑦.⓪.⓪.①/'],
    ['127.0.0.1', 'https://127。0。0。1/'],
    ['127.0.0.1', 'https://127.0.0.1./'],
    ['[::1]', 'https://[0000:0:0:0:0:0:0:0001]/'],
  ])('S2 a listed %s is reached as %s too, an unlisted one is not', (host, spelling) => {
    expect(parseTarget(spelling, new Set([`https://${host}`])).url.host).toBe(host);
    expect(verdictOf(spelling)).toBe('address-refused');
  });

  interface Mapped {
    readonly cases: readonly { ipv4: string; ipv6_mapped: string; both_contained: boolean }[];
  }
  const mapped = readVectors<Mapped>('ressrf-ipv4-mapped.json');
  test.skipIf(mapped === null).each(mapped?.cases ?? [])('S2 $ipv6_mapped is $ipv4', (vector) => {
    expect(judgeAddress(vector.ipv6_mapped)).toEqual(judgeAddress(vector.ipv4));
    expect(judgeAddress(vector.ipv4)?.scope === 'public').toBe(!vector.both_contained);
  });
});

function edges(cidr: string): string[] {
  const kind = ipaddr.parseCIDR(cidr)[0].kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return [kind.networkAddressFromCIDR(cidr), kind.broadcastAddressFromCIDR(cidr)].map(String);
}

function verdictOf(url: string): string {
  try {
    return parseTarget(url, new Set()).host;
  } catch (error) {
    return error instanceof Error && 'type' in error ? String(error.type) : String(error);
  }
}

/** The forms of inet_aton, and the mapped IPv6 form. */
function spellings(octets: readonly number[]): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = octets;
  const number = ((a * 256 + b) * 256 + c) * 256 + d;
  const hex = number.toString(16).padStart(8, '0');
  return [
    `${a}.${b}.${c}.${d}`,
    `${a}.${b}.${c}.${d}.`,
    `${number}`,
    `0x${hex}`,
    `0X${hex.toUpperCase()}`,
    `0${number.toString(8)}`,
    `${a}.${b}.${c * 256 + d}`,
    `${a}.${number % 0x1000000}`,
    octets.map((octet) => `0x${octet.toString(16)}`).join('.'),
    octets.map((octet) => `0${octet.toString(8).padStart(4, '0')}`).join('.'),
    `0${a.toString(8)}.${b}.0x${c.toString(16)}.${d}`,
    `[::ffff:${a}.${b}.${c}.${d}]`,
    `[::FFFF:${hex.slice(0, 4)}:${hex.slice(4)}]`,
  ];
}
