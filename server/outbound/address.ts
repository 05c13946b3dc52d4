import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** An address in its one canonical spelling, and who may be reached there. */
export interface JudgedAddress {
  readonly address: string;
  readonly family: 4 | 6;
  /** `public`: anyone; `private`: exact origins that the operator lists; `never`: nobody, listed or not. */
  readonly scope: 'public' | 'private' | 'never';
}

/**
 * Judges one address, as a URL or a look-up gives it. An IPv4-mapped IPv6 address is judged, and connected to, as the
 * IPv4 address that it embeds: every spelling of one address gets one verdict.
 *
 * @returns null where the text is no plain address (odd spellings, zone ids).
 */
export function judgeAddress(text: string): JudgedAddress | null {
  if (isIP(text) === 0 || text.includes('%')) return null;
  const address = ipaddr.process(plainSpelling(text));
  const family = address.kind() === 'ipv4' ? 4 : 6;
  return { address: address.toString(), family, scope: scopeOf(address) };
}

/** The WHATWG spelling, without dots: ipaddr.js takes `::10.0.0.1` for IPv4-mapped but `::a00:1` not. */
function plainSpelling(text: string): string {
  return isIP(text) === 6 ? new URL(`https://[${text}]`).hostname.slice(1, -1) : text;
}

function scopeOf(address: ipaddr.IPv4 | ipaddr.IPv6): JudgedAddress['scope'] {
  const range = address.range();
  if (PRIVATE_RANGES.has(range)) return 'private';
  if (range !== 'unicast') return 'never';
  if (address.kind() === 'ipv6') return address.match(GLOBAL_UNICAST) ? 'public' : 'never';
  return address.match(AZURE_HOST) ? 'never' : 'public';
}

/**
 * Where listed private peers may live: this machine, home and office networks, overlay networks (which number from the
 * carriers' range). Link-local is not among them: cloud machines hand out their credentials there.
 */
const PRIVATE_RANGES: ReadonlySet<string> = new Set([
  'loopback',
  'private',
  'uniqueLocal',
  'carrierGradeNat',
]);

/**
 * All that IANA allots as global unicast today (RFC 4291 §2.4, RFC 3587). ipaddr.js calls every block outside its
 * table unicast, among them the IPv4-compatible ::/96.
 */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3');

/** The host agent of Azure machines: a public number that answers, with secrets, inside every one of them. */
const AZURE_HOST = ipaddr.parseCIDR('168.63.129.16/32');
