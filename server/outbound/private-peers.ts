import { ProtocolError } from '../../protocol/problem.ts';
import { parsePlainUrl, parseTarget } from './target.ts';

/**
 * The setting FOLKMOOT_PRIVATE_PEERS: exact origins, separated by commas or white space, that this server may reach in
 * the private network and by plain http.
 *
 * @returns the origins, each once, in the order given.
 * @throws {ProtocolError} `malformed`, naming the item and how it should be written.
 */
export function parsePrivatePeers(text: string): string[] {
  const items = text.split(/[\s,]+/).filter((item) => item !== '');
  return [...new Set(items.map(parseOrigin))];
}

function parseOrigin(item: string): string {
  const origin = originOf(item);
  if (origin !== item) {
    const form = origin ?? 'http://b.localhost:3001';
    throw new ProtocolError(
      'malformed',
      `'${item}' is not the exact origin of a private peer: write scheme, host and port only, as in ${form}.`,
    );
  }
  if (leadsNowhere(origin)) {
    throw new ProtocolError('malformed', `'${item}' is an address that no peer can have.`);
  }
  return origin;
}

function originOf(item: string): string | null {
  try {
    return parsePlainUrl(item).origin;
  } catch {
    return null;
  }
}

function leadsNowhere(origin: string): boolean {
  try {
    parseTarget(origin, new Set([origin]));
    return false;
  } catch {
    return true;
  }
}
