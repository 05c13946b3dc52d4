import * as z from 'zod';
import { fromBase64url } from '../../protocol/bytes.ts';
import { canonicalBytes, type JsonObject, parseCanonical } from '../../protocol/canonical.ts';
import { parseDocument } from '../../protocol/documents/parse-document.ts';
import { parseEnvelope } from '../../protocol/envelope/parse.ts';
import { signEnvelope } from '../../protocol/envelope/sign.ts';
import type { SignBytes } from '../../protocol/identity/signature.ts';
import {
  documentIdOf,
  documentIdSchema,
  type Multikey,
  type Scid,
  type Subject,
  scidSchema,
} from '../../protocol/ids.ts';
import { DOCUMENT_BYTES_MAX } from '../../protocol/limits.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import { NONCE_BYTES } from '../request-signature/profile.ts';
import { signRequest } from '../request-signature/sign-request.ts';
import { agreesWithWish } from './agrees-with-wish.ts';
import { jsonIn, noFolkmoot, type Transport } from './answers.ts';
import { framesIn, type StreamFrame } from './event-stream.ts';

/** A member's own key on this device. */
export interface MemberKey {
  readonly author: Subject;
  readonly key: Multikey;
  readonly sign: SignBytes;
}

const verdictSchema = z.object({
  status: z.enum(['counted', 'pending', 'not-counted', 'unresolved']),
  code: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()).nullable(),
  sentence: z.string().nullish(),
});
export type ClientVerdict = z.infer<typeof verdictSchema>;

const draftSchema = z.object({
  id: documentIdSchema,
  type: z.string(),
  payload: z.string(),
  attachments: z.record(z.string(), z.string()),
  summary: z.string(),
  warning: z.string().nullable(),
  idle: z
    .object({ code: z.string(), sentence: z.string(), detail: z.record(z.string(), z.unknown()).nullable() })
    .nullable(),
  verdict: verdictSchema,
});
export type ClientDraft = z.infer<typeof draftSchema>;

const placedSchema = z.object({
  result: z.enum(['logged', 'duplicate']),
  id: documentIdSchema,
  index: z.int(),
  at: z.string(),
  verdict: verdictSchema,
});
export type ClientPlaced = z.infer<typeof placedSchema>;

/** Which commons a server serves, and the origin by which it knows itself. */
const servedSchema = z.object({ commons: scidSchema, origin: z.url() });

export interface Client {
  readonly origin: string;
  readonly commons: () => Promise<Scid>;
  /** Reads JSON; signed where there is a key, so that a member sees what members see. */
  readonly get: (path: string) => Promise<unknown>;
  /** As `get`, but the bytes as they came. */
  readonly getBytes: (path: string) => Promise<Uint8Array>;
  /** As `get`, but in the form that is expected. */
  readonly read: <T>(path: string, schema: z.ZodType<T>) => Promise<T>;
  /** Frames of an event stream, while they come; signed where there is a key. */
  readonly stream: (path: string) => AsyncIterable<StreamFrame>;
  readonly post: (path: string, body: JsonObject) => Promise<unknown>;
  readonly draft: (type: string, fields: JsonObject) => Promise<ClientDraft>;
  /** Signs drafts and logs them in one request, in order. */
  readonly submit: (drafts: readonly ClientDraft[]) => Promise<readonly ClientPlaced[]>;
  /** Drafts, signed, as a request brings them: here, or to whoever keeps them for this commons. */
  readonly sign: (drafts: readonly ClientDraft[]) => Promise<JsonObject>;
  /** Logs what was signed before. */
  readonly submitSigned: (body: JsonObject) => Promise<readonly ClientPlaced[]>;
  /** Signs payloads that this device made itself. */
  readonly submitPayloads: (
    payloads: readonly Uint8Array[],
    attachments?: JsonObject,
  ) => Promise<readonly ClientPlaced[]>;
  readonly close: () => Promise<void>;
}

/**
 * A typed client of one instance over any way of sending: the command line, the demo and pages use it.
 *
 * @param member without a key only what is public can be read.
 * @param expected the commons that the server must serve: whoever holds a key for one signs nothing for another.
 * @throws every call: {ProtocolError} with the server's own problem type and sentence, or `unavailable`;
 *   `wrong-log` where the server serves another commons than the one expected.
 */
export function clientOver(
  transport: Transport,
  origin: string,
  member: MemberKey | null,
  expected?: Scid,
): Client {
  let known: Promise<z.infer<typeof servedSchema>> | null = null;

  async function request(method: 'GET' | 'POST', path: string, body: Uint8Array | null): Promise<Uint8Array> {
    const headers = member === null ? {} : await signatureFields(method, path, body, member);
    return transport.send({ method, path, body, headers });
  }

  /** A server verifies for the origin that it was configured with, by whatever address it was reached. */
  async function signatureFields(
    method: 'GET' | 'POST',
    path: string,
    body: Uint8Array | null,
    key: MemberKey,
  ) {
    const { commons, origin: canonical } = await served();
    return signRequest(
      { method, url: new URL(path, canonical), body: body ?? new Uint8Array(0), destination: commons },
      key,
      Math.floor(Date.now() / 1000),
      crypto.getRandomValues(new Uint8Array(NONCE_BYTES)),
    );
  }

  function served() {
    known ??= askServed();
    return known;
  }

  async function askServed() {
    const body = await transport.send({ method: 'GET', path: '/commons', body: null, headers: {} });
    const answer = servedSchema.safeParse(jsonIn(body, origin));
    if (!answer.success) throw noFolkmoot(origin, {});
    const { commons } = answer.data;
    if (expected !== undefined && commons !== expected) {
      throw new ProtocolError(
        'wrong-log',
        `The server at ${origin} serves another commons than the one that this key is for.`,
        { commons, expected },
      );
    }
    return answer.data;
  }

  async function read<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    const answer = schema.safeParse(jsonIn(await request('GET', path, null), origin));
    if (answer.success) return answer.data;
    throw noFolkmoot(origin, { path, at: answer.error.issues[0]?.path.join('.') ?? '' });
  }

  async function signPayloads(
    payloads: readonly Uint8Array[],
    attachments: JsonObject = {},
  ): Promise<JsonObject> {
    if (member === null)
      throw new ProtocolError('unauthenticated', 'There is no key to sign with: log in first.');
    const { author, key, sign } = member;
    const documents = await Promise.all(
      payloads.map(async (payload) => {
        const envelope = await signEnvelope({ payload, author, key, sign });
        parseEnvelope(envelope);
        return JSON.parse(new TextDecoder().decode(envelope)) as JsonObject; // an envelope is one JSON object
      }),
    );
    return { documents, attachments };
  }

  async function submitSigned(body: JsonObject) {
    const answer = jsonIn(await request('POST', '/documents', canonicalBytes(body)), origin);
    return z.object({ results: z.array(placedSchema) }).parse(answer).results;
  }

  const sign = (drafts: readonly ClientDraft[]) =>
    signPayloads(
      drafts.map(payloadOf),
      Object.assign({}, ...drafts.map(({ attachments }) => attachments as JsonObject)),
    );

  return {
    origin,
    commons: async () => (await served()).commons,
    get: async (path) => jsonIn(await request('GET', path, null), origin),
    getBytes: (path) => request('GET', path, null),
    async *stream(path) {
      const headers = member === null ? {} : await signatureFields('GET', path, null, member);
      yield* framesIn(transport.stream(path, headers));
    },
    read,
    post: async (path, body) => jsonIn(await request('POST', path, canonicalBytes(body)), origin),
    async draft(type, fields) {
      const answer = jsonIn(await request('POST', '/drafts', canonicalBytes({ type, fields })), origin);
      const drafted = draftSchema.parse(answer);
      if (member !== null) assertOurs(drafted, type, fields, member.author, (await served()).commons);
      return drafted;
    },
    sign,
    submitSigned,
    submit: async (drafts) => submitSigned(await sign(drafts)),
    submitPayloads: async (payloads, attachments) => submitSigned(await signPayloads(payloads, attachments)),
    close: () => transport.close(),
  };
}

/**
 * What the server gave us to sign is what we asked for: its type, our name, our commons, the id of just these bytes, and
 * nothing but what was wished. Spec §10.
 */
function assertOurs(
  drafted: ClientDraft,
  type: string,
  wish: JsonObject,
  author: Subject,
  commons: Scid,
): void {
  const payload = payloadOf(drafted);
  const document = parseDocument(parseCanonical(payload, { bytesMax: DOCUMENT_BYTES_MAX }));
  const isOurs = document.type === type && document.author === author && document.commons === commons;
  const id = documentIdOf(payload);
  if (id === drafted.id && isOurs && agreesWithWish(document, wish, drafted.attachments)) return;
  throw new ProtocolError(
    'signature-invalid',
    'The server gave something else to sign than was asked for; nothing was signed.',
    { id },
  );
}

function payloadOf({ payload }: ClientDraft): Uint8Array {
  const bytes = fromBase64url(payload);
  if (bytes === null) throw new ProtocolError('malformed', 'The server’s draft cannot be read.');
  return bytes;
}
