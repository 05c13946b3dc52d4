import { textOf } from '../../../protocol/bytes.ts';
import { splitDidLog } from '../../../protocol/identity/did-log.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import type { Outbound } from '../../outbound/outbound.ts';

/** A DID log of five hundred long lines. */
const DID_LOG_BYTES_MAX = 8 * 1024 * 1024;
/** Discovery is a question to a stranger: it gets as long as a person waits. */
const DISCOVERY_MS_MAX = 15_000;
/** Answers that can be asked for again by their tag. A peer is asked once a minute: its log need not come each time. */
const TAGGED_MAX = 1024;
/** What is longer is fetched anew: it is rare, and would fill the memory. */
const TAGGED_CHARACTERS_MAX = 64 * 1024;

interface Tagged {
  readonly tag: string;
  readonly text: string;
}

interface Cache {
  /** Questions under way, by address: whoever asks meanwhile gets the same answer. */
  readonly asking: Map<string, Promise<string>>;
  readonly tagged: Map<string, Tagged>;
}

/** One for each way out of this process. */
const caches = new WeakMap<Outbound, Cache>();

/** Where an instance shows the DID log of its own commons. Spec §10. */
export const DID_PATH = '/.well-known/did.jsonl';

/**
 * The lines of the DID log at an address. Spec §10, §18.
 *
 * Nothing is believed that the address does not say now: what is kept is only what it need not send again. Who asks while a
 * question is under way joins it.
 *
 * @throws {ProtocolError} `peer-unreachable`, `address-refused`, `did-invalid`.
 */
export async function fetchDidLines({ outbound }: Pick<Context, 'outbound'>, url: string): Promise<string[]> {
  const cache = caches.get(outbound) ?? { asking: new Map(), tagged: new Map() };
  caches.set(outbound, cache);
  const asked = cache.asking.get(url) ?? ask(outbound, url, cache);
  cache.asking.set(url, asked);
  try {
    return splitDidLog(await asked);
  } finally {
    cache.asking.delete(url);
  }
}

async function ask(outbound: Outbound, url: string, { tagged }: Cache): Promise<string> {
  const known = tagged.get(url);
  const { status, headers, body } = await outbound.fetch(url, {
    method: 'GET',
    ...(known === undefined ? {} : { headers: { 'if-none-match': known.tag } }),
    bytesMax: DID_LOG_BYTES_MAX,
    totalMs: DISCOVERY_MS_MAX,
  });
  if (status === 304 && known !== undefined) return known.text;
  tagged.delete(url);
  const text = textOf(body);
  if (status !== 200 || text === null) {
    throw new ProtocolError('peer-unreachable', 'There is no Folkmoot instance at this address.', {
      origin: new URL(url).origin,
      status,
    });
  }
  const tag = headers.get('etag');
  if (tag !== null && text.length <= TAGGED_CHARACTERS_MAX) {
    const [oldest] = tagged.keys();
    if (tagged.size >= TAGGED_MAX && oldest !== undefined) tagged.delete(oldest);
    tagged.set(url, { tag, text });
  }
  return text;
}
