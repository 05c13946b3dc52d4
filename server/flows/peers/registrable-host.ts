import { isIP } from 'node:net';
import { getDomain } from 'tldts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { parsePlainUrl } from '../../outbound/target.ts';

/** What one network of IPv6 gets, at home or in a rack: all its addresses are one neighbour. */
const IPV6_NETWORK_GROUPS = 4;

/**
 * The host of an origin as everybody writes it: ASCII, lower case, without trailing dot.
 *
 * @throws {ProtocolError} `malformed`
 */
export function hostOf(origin: string): string {
  return parsePlainUrl(origin).hostname.replace(/^\[|\]$/g, '');
}

/**
 * A host as a person or a list writes it, in its one spelling: names of other scripts become ASCII.
 *
 * @throws {ProtocolError} `malformed`
 */
export function hostNamed(text: string): string {
  const host = isIP(text) === 6 ? `[${text}]` : text;
  if (/[/?#@]/.test(host) || /:\d*$/.test(host)) {
    throw new ProtocolError('malformed', 'A host is named without scheme, port and path.', {
      expected: { host: 'commons.example.org' },
    });
  }
  return hostOf(`https://${host}`);
}

/**
 * The part of a host that somebody registered: everything below it is theirs, and shares one quota. Spec §18.
 *
 * By the public-suffix list with its private part: two customers of one hoster are two. An address is itself, an IPv6
 * address its network.
 */
export function registrableHost(host: string): string {
  const family = isIP(host);
  if (family === 4) return host;
  if (family === 6) return `${expanded(host).slice(0, IPV6_NETWORK_GROUPS).join(':')}::/64`;
  return getDomain(host, { allowPrivateDomains: true, validHosts: [] }) ?? host;
}

/** The eight groups of an IPv6 address in its canonical spelling. */
function expanded(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  return [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
}
