import { textOf } from '../../../protocol/bytes.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { problemIn, type Transport } from '../../client/answers.ts';

/** As long as a server may take over an import. */
const ANSWER_MS_MAX = 60_000;
const UNAUTHENTICATED = 401;

/**
 * Requests of a page to the server that it came from.
 *
 * @param pages paths that are asked for as pages; everything else as data.
 */
export function fetchTransport(origin: string, pages: ReadonlySet<string> = new Set()): Transport {
  return {
    async send({ method, path, body, headers }) {
      const answer = await fetch(new URL(path, origin), {
        method,
        headers: {
          accept: pages.has(path) ? 'text/html' : 'application/json',
          ...headers,
          ...(body === null ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === null ? {} : { body: Uint8Array.from(body) }),
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
        signal: AbortSignal.timeout(ANSWER_MS_MAX),
      }).catch((cause: unknown) => {
        throw new ProtocolError('unavailable', 'The server does not answer.', {}, { cause });
      });
      const bytes = new Uint8Array(await answer.arrayBuffer());
      if (answer.status === UNAUTHENTICATED)
        throw new ProtocolError('unauthenticated', 'The server does not know this key.');
      if (answer.ok || pages.has(path)) return bytes; // also a page that says no is shown
      throw problemIn(textOf(bytes) ?? '', answer.status, origin);
    },
    stream: () => {
      throw new TypeError('pages follow no stream');
    },
    close: async () => undefined,
  };
}
