import type { JsonObject } from '../../protocol/canonical.ts';
import { attachmentsOf } from '../../protocol/documents/parse-document.ts';
import { type DocumentId, subjectSchema } from '../../protocol/ids.ts';
import { ownThread } from '../../protocol/verify/own-thread.ts';
import type { Client } from '../client/client.ts';
import { readLogged } from '../client/log.ts';
import { documentNamed } from './document-names.ts';
import { UsageError } from './usage-error.ts';

/** What goes of the documents that somebody names. */
export interface EraseOptions {
  /** Hashes of texts; without them all. */
  readonly text?: readonly string[];
  readonly whole?: boolean;
}

/**
 * Names of documents → what is to be erased, put together here: the server is asked for nothing but the documents.
 *
 * @throws {UsageError} where there is nothing to erase.
 */
export async function erasesFrom(
  client: Client,
  names: readonly string[],
  { text: texts, whole }: EraseOptions,
): Promise<JsonObject[]> {
  const erases: JsonObject[] = [];
  for (const name of names)
    erases.push(await oneFrom(client, await documentNamed(client, name), texts, whole));
  return erases;
}

async function oneFrom(
  client: Client,
  id: DocumentId,
  texts: readonly string[] | undefined,
  whole = false,
): Promise<JsonObject> {
  const document = await readLogged(client, id);
  const attachments = attachmentsOf(document).filter((hash) => texts === undefined || texts.includes(hash));
  if (!whole && attachments.length === 0) {
    throw new UsageError(
      texts === undefined
        ? `A ${document.type} has no words of its own; --whole erases it as a whole, if nothing rests on it.`
        : 'The document has no such text: give the hash that its page shows.',
    );
  }
  const thread = subjectSchema.safeParse(ownThread(document));
  return {
    document: id,
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(whole ? { payload: { thread: thread.success ? thread.data : document.subject } } : {}),
  };
}
