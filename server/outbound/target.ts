import { ProtocolError } from '../../protocol/problem.ts';
import { judgeAddress } from './address.ts';
import { addressRefused } from './failure.ts';
import { HOST_CHARACTERS_MAX, URL_CHARACTERS_MAX } from './limits.ts';

/** A vetted URL: one spelling of its host, no credentials, no fragment. */
export interface Target {
  readonly url: URL;
  /** The operator listed this exact origin as a private peer. */
  readonly isListed: boolean;
  /** The host without brackets: a canonical address if `isLiteral`, else a name to look up. */
  readonly host: string;
  readonly isLiteral: boolean;
}

/**
 * Vets a URL without touching the network. Literal addresses get their verdict here; names get theirs when they are
 * looked up.
 *
 * @param peers exact origins, as `parsePrivatePeers` gives them.
 * @throws {ProtocolError} `malformed` where the text is no plain http(s) URL, `address-refused` where it leads to a
 *   place that this server never connects to.
 */
export function parseTarget(text: string, peers: ReadonlySet<string>): Target {
  const url = parsePlainUrl(text);
  const isListed = peers.has(url.origin);
  if (url.protocol === 'http:' && !isListed) throw addressRefused('scheme');

  const host = url.hostname.replace(/^\[|\]$/g, '');
  const literal = judgeAddress(host);
  if (literal !== null) {
    if (!mayConnect(literal.scope, isListed)) throw addressRefused('address');
    return { url, isListed, host, isLiteral: true };
  }
  if (!isListed && isLocalName(host)) throw addressRefused('name');
  return { url, isListed, host, isLiteral: false };
}

/** Whether an address of this scope may be connected to, for an origin that is listed or not. */
export function mayConnect(scope: 'public' | 'private' | 'never', isListed: boolean): boolean {
  return scope === 'public' || (scope === 'private' && isListed);
}

/** `localhost` and the names below it, which mean this machine alone and are never looked up (RFC 6761 §6.3). */
export function isLocalhost(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost');
}

/**
 * The URL in its one spelling: host canonical and without trailing dot, no fragment. It says nothing about where it
 * leads.
 *
 * @throws {ProtocolError} `malformed`.
 */
export function parsePlainUrl(text: string): URL {
  // The WHATWG parser mends what follows here; two parsers that mend differently are how filters are passed.
  if (text.length > URL_CHARACTERS_MAX) throw malformed('The URL is too long.');
  if (MENDED_CHARACTERS.test(text)) throw malformed('The URL contains white space, controls or backslashes.');
  if (!HTTP_WITH_AUTHORITY.test(text)) throw malformed('The URL does not begin with https:// and a host.');
  if (text.split(/[/?#]/, 3)[2]?.includes('@')) throw malformed('The URL contains credentials.');

  const url = URL.parse(text);
  if (url === null) throw malformed('The URL cannot be parsed.');
  if (url.port === '0') throw malformed('The URL names port 0.');
  url.hash = '';
  url.hostname = canonicalHost(url.hostname);
  return url;
}

/** Characters that the WHATWG parser strips or turns into a slash. */
const MENDED_CHARACTERS = /[\p{Cc}\p{Z}\\]/u;
const HTTP_WITH_AUTHORITY = /^https?:\/\/[^/?#]/i;

/** The parser has made the host ASCII and lower case and has read every spelling of an IPv4 address. */
function canonicalHost(hostname: string): string {
  const literal = judgeAddress(hostname.replace(/^\[|\]$/g, ''));
  if (literal !== null) return literal.family === 6 ? `[${literal.address}]` : literal.address;
  const name = hostname.replace(/\.$/, '');
  if (name.length > HOST_CHARACTERS_MAX || !name.split('.').every((label) => HOST_LABEL.test(label))) {
    throw malformed('The host of the URL is not a host name.');
  }
  return name;
}

/** RFC 1123 §2.1, and the underscore that some real hosts carry. */
const HOST_LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;

/**
 * Names that no public DNS answers: asking would tell a resolver about our network, or find something inside it by a
 * search domain.
 */
function isLocalName(name: string): boolean {
  return !name.includes('.') || PRIVATE_SUFFIXES.some((suffix) => name.endsWith(suffix));
}

/** RFC 6761, 6762, 7686, 8375, 9476, and ICANN's reservation of `internal`. */
const PRIVATE_SUFFIXES = ['.localhost', '.local', '.internal', '.home.arpa', '.invalid', '.onion', '.alt'];

function malformed(sentence: string): ProtocolError {
  return new ProtocolError('malformed', sentence, { expected: { url: 'https://<host>[:<port>]/…' } });
}
