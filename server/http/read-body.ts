import type { Context as HonoContext } from 'hono';
import * as z from 'zod';
import { type JsonObject, parseCanonical } from '../../protocol/canonical.ts';
import { BATCH_BYTES_MAX } from '../../protocol/limits.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import { schemaIssues } from '../../protocol/schema-issues.ts';

/** Bodies that were read already: a body can be read once, and its signature and its content both need it. */
const bodies = new WeakMap<Request, Promise<Uint8Array>>();

/**
 * The bytes of a request's body, at most one batch, counted while they come: a length that lies helps nobody.
 *
 * @throws {ProtocolError} `too-large`, or `media-type` for a compressed body.
 */
export function readBody(c: HonoContext): Promise<Uint8Array> {
  const request = c.req.raw;
  const known = bodies.get(request) ?? readAll(request);
  bodies.set(request, known);
  return known;
}

/**
 * The body as one canonical JSON object of the expected media type.
 *
 * @throws {ProtocolError} `media-type`, `malformed`, `not-canonical`, `too-large`, `too-deep`
 */
export async function readJson(c: HonoContext, media = 'application/json'): Promise<JsonObject> {
  assertMedia(c, media);
  return parseCanonical(await readBody(c), { bytesMax: BATCH_BYTES_MAX });
}

/** As `readJson`, in the form that is expected. @throws {ProtocolError} also `malformed`, saying where it is not */
export async function bodyOf<T>(c: HonoContext, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await readJson(c));
  if (parsed.success) return parsed.data;
  throw new ProtocolError('malformed', 'The content has not the required form.', schemaIssues(parsed.error));
}

/** Of a request that says everything by its address and its signature: `{}`. */
export const nothingSchema = z.strictObject({});

export function assertMedia(c: HonoContext, media: string): void {
  const given = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (given !== media) {
    throw new ProtocolError('media-type', `The content type ${media} is expected.`, {
      expected: { contentType: media },
    });
  }
}

async function readAll(request: Request): Promise<Uint8Array> {
  if ((request.headers.get('content-encoding') ?? 'identity') !== 'identity') {
    throw new ProtocolError('media-type', 'Compressed requests are not taken.', {
      expected: { contentEncoding: 'identity' },
    });
  }
  if (Number(request.headers.get('content-length') ?? 0) > BATCH_BYTES_MAX) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (request.body !== null) {
    for await (const chunk of untilCutOff(request.body)) {
      length += chunk.length;
      if (length > BATCH_BYTES_MAX) throw tooLarge();
      chunks.push(chunk);
    }
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/** A body that breaks off is its sender's doing: no failure of ours, though nobody may be there to read the answer. */
async function* untilCutOff(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (cause) {
    const sentence = 'The request broke off before its end.';
    throw new ProtocolError('malformed', sentence, { expected: { body: 'whole' } }, { cause });
  }
}

function tooLarge(): ProtocolError {
  return new ProtocolError('too-large', `A request carries at most ${BATCH_BYTES_MAX} bytes.`, {
    bytesMax: BATCH_BYTES_MAX,
  });
}
