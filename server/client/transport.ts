import { textOf } from '../../protocol/bytes.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import { createOutbound } from '../outbound/outbound.ts';
import { problemIn, type Transport } from './answers.ts';

/** A bundle of a large register. */
const ANSWER_BYTES_MAX = 64 * 1024 * 1024;
/** Importing a large register takes some seconds on the server. */
const ANSWER_MS_MAX = 60_000;
/** A stream is never silent for so long. */
const SILENCE_MS_MAX = 45_000;
/** What a server answers with: JSON, envelopes, the tiles and checkpoints of its log, and lists. */
const MEDIA = [
  'application/json',
  'application/jose+json',
  'application/octet-stream',
  'text/plain',
  'text/csv',
  'text/calendar',
];

/**
 * Requests to one server. Whoever names a server means it, wherever it is.
 *
 * @param isTrusted whether the server may be in the private network; not where somebody else named it.
 */
export function createTransport(origin: string, isTrusted = true): Transport {
  const outbound = createOutbound({ privatePeers: isTrusted ? [origin] : [] });
  return {
    async send({ method, path, body, headers }) {
      const request = {
        headers: { ...headers, ...(body === null ? {} : { 'content-type': 'application/json' }) },
        accept: MEDIA,
        bytesMax: ANSWER_BYTES_MAX,
        totalMs: ANSWER_MS_MAX,
      };
      const answer = await outbound
        .fetch(new URL(path, origin).href, {
          ...request,
          ...(body === null ? { method: 'GET' } : { method: 'POST', body }),
          method,
        } as Parameters<typeof outbound.fetch>[1]) // a GET has no body here, as `body` is null for it
        .catch((error: unknown) => {
          throw error instanceof ProtocolError ? unanswered(error, origin) : error;
        });
      if (answer.status < 400) return answer.body;
      throw problemIn(textOf(answer.body) ?? '', answer.status, origin);
    },
    async *stream(path, headers) {
      try {
        const url = new URL(path, origin).href;
        const answer = await outbound.stream(url, {
          headers,
          totalMs: ANSWER_MS_MAX,
          silenceMs: SILENCE_MS_MAX,
        });
        if (answer.status < 400) {
          yield* answer.chunks;
          return;
        }
        const parts: Uint8Array[] = [];
        for await (const chunk of answer.chunks) parts.push(chunk);
        throw problemIn(textOf(Buffer.concat(parts)) ?? '', answer.status, origin);
      } catch (error) {
        throw error instanceof ProtocolError ? unanswered(error, origin) : error;
      }
    },
    close: () => outbound.close(),
  };
}

/** Nobody answered as required: told of the server, as the person at the keyboard knows of no peer. */
function unanswered(error: ProtocolError, origin: string): ProtocolError {
  if (error.type !== 'peer-unreachable') return error;
  const { reason } = error.extensions;
  const silent = reason === 'connect' || reason === 'dns';
  const sentence = silent
    ? `No server answers at ${origin}.`
    : `The server at ${origin} gave no usable answer: ${String(reason)}.`;
  return new ProtocolError('unavailable', sentence, { server: origin, reason }, { cause: error });
}
