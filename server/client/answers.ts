import { textOf } from '../../protocol/bytes.ts';
import type { JsonValue } from '../../protocol/canonical.ts';
import { PROBLEMS, type ProblemType, ProtocolError } from '../../protocol/problem.ts';

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
  /** Hands out the content while it comes, without end. @throws as `send`. */
  readonly stream: (path: string, headers: Readonly<Record<string, string>>) => AsyncIterable<Uint8Array>;
  readonly close: () => Promise<void>;
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

/** The server's problem as our own error, so that callers see one kind. */
export function problemIn(text: string, status: number, origin: string): ProtocolError {
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
