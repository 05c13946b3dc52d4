import { toBase64url } from '../../../protocol/bytes.ts';
import type { JsonObject } from '../../../protocol/canonical.ts';
import { canonicalBytes } from '../../../protocol/canonical.ts';
import type { Charter } from '../../../protocol/documents/charter.ts';
import { signEnvelope } from '../../../protocol/envelope/sign.ts';
import type { DocumentId } from '../../../protocol/ids.ts';
import { draft } from '../../../server/flows/drafts/draft.ts';
import { documentIn } from '../../../server/flows/record/document-in.ts';
import { settleDue } from '../../../server/flows/time/settle-proposal.ts';
import type { Node } from './network.ts';

/** A new version of the charter is put forward: the circle of one is asked. @returns the proposal. */
export async function askAboutCharter(node: Node) {
  const { context } = node.instance;
  const [entry] = await context.store.entries(node.commons, { after: -1, limit: 1 });
  const charter = entry === undefined ? null : await documentIn(context.store, node.commons, entry.id);
  if (entry === undefined || charter?.type !== 'charter') throw new TypeError('the commons is founded');
  const { values, founders, languages, timeZone, ladder, exitTerms, replant, adopts, purpose, subject } =
    charter as Charter;
  const changed = { values, founders, languages, timeZone, ladder, exitTerms, replant, adopts, purpose };
  const version = { ...changed, subject, name: { en: 'Another name' }, supersedes: entry.id };
  const { id } = await node.act('charter', version as unknown as JsonObject); // what was logged is JSON
  const put = await node.act('proposal', {
    driver: { say: 'The name says what we do no longer.' },
    operations: [{ op: 'adopt', adopts: { type: 'charter', subject, id } }],
  });
  await node.react();
  return put;
}

/** What somebody signs and nobody has logged, as a request brings it. */
export async function signUnlogged(node: Node, type: string, fields: JsonObject) {
  const { author, key, sign } = node.founder;
  const drafted = await draft(node.instance.context, { author, key }, type, fields);
  const envelope = await signEnvelope({ payload: drafted.payload, author, key, sign });
  const document: JsonObject = JSON.parse(new TextDecoder().decode(envelope));
  const attachments = Object.fromEntries(
    [...drafted.attachments].map(([hash, bytes]) => [hash, toBase64url(bytes)]),
  );
  return { id: drafted.id, body: { documents: [document], attachments } };
}

export async function post(node: Node, path: string, body: JsonObject) {
  const answer = await node.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: Uint8Array.from(canonicalBytes(body)),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

/** What the commons owes by now, and what time has brought. */
export async function goOn(node: Node): Promise<void> {
  await node.react();
  await settleDue(node.instance.context, node.instance.committer);
}

/** The newest document of a type in a log. */
export async function latest(node: Node, type: string, log = node.commons) {
  const { store } = node.instance.context;
  for (const entry of (await store.entries(log, { after: -1, limit: 10_000 })).toReversed()) {
    const document = entry.document === null ? null : await documentIn(store, log, entry.id);
    if (document?.type === type) return { entry, document, id: entry.id as DocumentId };
  }
  return null;
}
