import type { JsonObject } from '../../protocol/canonical.ts';
import type { DocumentTypeName } from '../../protocol/documents/document.ts';
import { type DocumentId, documentIdSchema } from '../../protocol/ids.ts';
import type { Client } from '../client/client.ts';
import { readLogged } from '../client/log.ts';
import { domainSchema } from '../client/views.ts';
import { documentNamed } from './document-names.ts';
import { domainNamed } from './operations.ts';
import { roleNamed } from './role-named.ts';
import { UsageError } from './usage-error.ts';

/** What every document has, and a new one gets anew. */
const COMMON = ['type', 'v', 'commons', 'author', 'issuedAt', 'salt', 'refs', 'supersedes'];

/** The own fields of a version that is in the log, with its subject: the new one takes its place. */
export async function versionOf(client: Client, type: DocumentTypeName, name: string): Promise<JsonObject> {
  const document = await readLogged(client, await versionNamed(client, type, name));
  if (document.type !== type)
    throw new UsageError(`“${name}” is a document of the type ${document.type}, and no ${type}.`);
  const own = Object.entries(document).filter(([member]) => !COMMON.includes(member));
  return Object.fromEntries(own) as JsonObject; // documents are JSON
}

/** A role and a domain go by their names as well. */
async function versionNamed(client: Client, type: DocumentTypeName, name: string): Promise<DocumentId> {
  const id = documentIdSchema.safeParse(name);
  if (id.success) return id.data;
  if (type === 'role') return (await roleNamed(client, name)).id;
  if (type !== 'domain') return documentNamed(client, name);
  const { source } = await client.read(`/domains/${await domainNamed(name, client)}`, domainSchema);
  return documentNamed(client, source.id);
}
