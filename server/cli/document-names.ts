import {
  type DocumentId,
  documentIdSchema,
  hashTextSchema,
  type Subject,
  subjectSchema,
} from '../../protocol/ids.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import type { Client } from '../client/client.ts';
import { idsBeginning } from '../client/log.ts';
import { agreementsSchema } from '../client/views.ts';
import { UsageError } from './usage-error.ts';

export const ID_PREFIX = 'ni:///sha-256;';
/** 48 bits: nobody types a wrong one that exists. */
export const PREFIX_CHARACTERS_MIN = 8;
const PREFIX = new RegExp(`^[A-Za-z0-9_-]{${PREFIX_CHARACTERS_MIN},42}$`);

/** An id as this command line prints it: the 43 characters of its hash. A shell would cut the whole one at its `;`. */
export function shortId(id: DocumentId): string {
  return id.slice(ID_PREFIX.length);
}

/**
 * A document as a person names it: whole, by the 43 characters that are printed, or by at least 8 of their beginning.
 *
 * @throws {UsageError} for what is none of these; {ProtocolError} `not-found`, or `conflict` where several begin so.
 */
export async function documentNamed(client: Client, text: string): Promise<DocumentId> {
  const whole = wholeId(text);
  if (whole !== null) return whole;
  const prefix = text.startsWith(ID_PREFIX) ? text.slice(ID_PREFIX.length) : text;
  if (!PREFIX.test(prefix)) throw notAnId(text);
  const [first, second] = await idsBeginning(client, prefix);
  if (first === undefined) {
    throw new ProtocolError('not-found', `No document in this log has an id that begins with “${prefix}”.`);
  }
  if (second === undefined) return first;
  throw new ProtocolError('conflict', `Several ids begin with “${prefix}”: give more characters.`, {
    ids: [shortId(first), shortId(second)],
  });
}

/**
 * A negotiation by its name, or by a beginning of it that no other has.
 *
 * @throws as `documentNamed`.
 */
export async function negotiationNamed(client: Client, text: string): Promise<Subject> {
  const found = await negotiationOrNull(client, text);
  if (found !== null) return found;
  if (!/^[0-9a-f-]{8,36}$/.test(text)) {
    throw new UsageError(`“${text}” is no negotiation: give its name as \`agreements\` prints it.`);
  }
  throw new ProtocolError('not-found', `There is no negotiation “${text}” here.`);
}

/** What a bundle is asked for by: a document, or the negotiation of an agreement. */
export async function documentOrNegotiation(client: Client, text: string): Promise<DocumentId | Subject> {
  return wholeId(text) ?? (await negotiationOrNull(client, text)) ?? (await documentNamed(client, text));
}

async function negotiationOrNull(client: Client, text: string): Promise<Subject | null> {
  const whole = subjectSchema.safeParse(text);
  if (whole.success) return whole.data;
  if (!/^[0-9a-f-]{8,35}$/.test(text)) return null;
  const { agreements } = await client.read('/agreements', agreementsSchema);
  const found = agreements.map(({ negotiation }) => negotiation).filter((name) => name.startsWith(text));
  if (found.length < 2) return found[0] ?? null;
  throw new ProtocolError('conflict', `Several negotiations begin with “${text}”: give more characters.`, {
    negotiations: found,
  });
}

function wholeId(text: string): DocumentId | null {
  const hash = hashTextSchema.safeParse(text);
  const id = documentIdSchema.safeParse(hash.success ? `${ID_PREFIX}${hash.data}` : text);
  return id.success ? id.data : null;
}

function notAnId(text: string): UsageError {
  return new UsageError(
    `“${text}” is no id: give the 43 characters that are printed, or at least ${PREFIX_CHARACTERS_MIN} of their beginning.`,
  );
}
