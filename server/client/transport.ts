import { textOf } from '../../protocol/bytes.ts';
import type { JsonValue } from '../../protocol/canonical.ts';
import { PROBLEMS, type ProblemType, ProtocolError } from '../../protocol/problem.ts';
import { createOutbound } from '../outbound/outbound.ts';

/** A bundle of a large register. */
const ANSWER_BYTES_MAX = 64 * 1024 * 1024;
/** Importing a large register takes some seconds on the server. */
const ANSWER_MS_MAX = 60_000;
/** What a server answers with: JSON, envelopes, and the tiles and checkpoints of its log. */
const MEDIA = ['application/json', 'application/jose+json', 'application/octet-stream', 'text/plain'];

export interface Sent {
  readonly method: 'GET' | 'POST';
  /** Path and query. */
  readonly path: string;
  readonly body: Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** One server, as bytes. */
export interface Transport {
  /**
   * @returns the answer's content.
   * @throws {ProtocolError} the server's own problem; `unavailable` where no answer of Folkmoot comes back.
   */
  readonly send: (sent: Sent) => Promise<Uint8Array>;
  readonly close: () => Promise<void>;
}

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
    close: () => outbound.close(),
  };
}

/** JSON in an answer. @throws {ProtocolError} `unavailable` where it is none: this is no server of ours. */
export function jsonIn(body: Uint8Array, origin: string): unknown {
  const text = textOf(body) ?? '';
  try {
    return text === '' ? null : JSON.parse(text);
  } catch (cause) {
    throw noFolkmoot(origin, {}, cause);
  }
}

/** An answer of another form than a Folkmoot server of this version gives. */
export function noFolkmoot(
  origin: string,
  extensions: Readonly<Record<string, JsonValue>>,
  cause?: unknown,
): ProtocolError {
  const sentence = `What answers at ${origin} is no Folkmoot server, or one of another version.`;
  return new ProtocolError('unavailable', sentence, { server: origin, ...extensions }, { cause });
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

/** The server's problem as our own error, so that callers see one kind. */
function problemIn(text: string, status: number, origin: string): ProtocolError {
  const { type, detail, title, ...rest } = problemMembers(text);
  const slug = typeof type === 'string' ? type.slice('urn:folkmoot:problem:'.length) : '';
  if (!Object.hasOwn(PROBLEMS, slug)) return noFolkmoot(origin, { status });
  const { status: _, retryable: __, ...extensions } = rest;
  const sentence = typeof detail === 'string' ? detail : String(title);
  return new ProtocolError(slug as ProblemType, sentence, extensions); // a name of the table
}

function problemMembers(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {}; // a page of some other program
  }
}
