import type { JsonValue } from '../../protocol/canonical.ts';
import type { FolkmootDocument } from '../../protocol/documents/document.ts';
import type { DocumentId } from '../../protocol/ids.ts';
import type { Client } from '../client/client.ts';
import { readLogged } from '../client/log.ts';
import { documentNamed } from './document-names.ts';

/** What a challenge or a question is about; anything else is ruled on by itself. Spec §6. */
export function ruledOn(document: FolkmootDocument, on: DocumentId): DocumentId {
  const about = document.type === 'challenge' || document.type === 'ruling-request';
  return about ? document.decision.id : on;
}

/** A ruling that names only what it is on, with what that is about: whoever signs says it, and not the server. */
export async function withRuledOn(client: Client, operation: JsonValue): Promise<JsonValue> {
  if (operation === null || typeof operation !== 'object' || !('op' in operation)) return operation;
  const { op, on: name, decision } = operation;
  if (op !== 'rule' || decision !== undefined || typeof name !== 'string') return operation;
  const on = await documentNamed(client, name);
  return { ...operation, on, decision: ruledOn(await readLogged(client, on), on) };
}
