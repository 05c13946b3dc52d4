import { isAddressedTo, negotiationOf } from '../../../federation/peers/addressed.ts';
import { saysYesTo } from '../../../protocol/agreement/judge.ts';
import type { Acceptance } from '../../../protocol/documents/acceptance.ts';
import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { attachmentsOf } from '../../../protocol/documents/parse-document.ts';
import { type HashText, hashTextOf, type Scid } from '../../../protocol/ids.ts';
import { ATTACHMENT_BYTES_MAX, SALT_BYTES } from '../../../protocol/limits.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { parseBundle } from '../../../protocol/verify/bundle.ts';
import { isGood, reachedLevels } from '../../../protocol/verify/report.ts';
import { verifyParsed } from '../../../protocol/verify/verify-bundle.ts';
import type { Context } from '../../context.ts';
import type { StoredEntry } from '../../store/store.ts';
import type { Committer } from '../log/committer.ts';
import { didVersionsOf } from '../record/did-versions.ts';
import { documentIn } from '../record/document-in.ts';
import { rememberForeign } from '../record/foreign-verdict.ts';
import { readDocument } from '../record/read-document.ts';
import { type Peer, updatePeer } from './peer-record.ts';

/** Mirrored entries that are looked at in one go. */
const STEP = 100;
/** An attachment is fetched from the peer that names it, while others wait. */
const ATTACHMENT_MS_MAX = 20_000;

/**
 * Takes what a peer logged for us out of its mirror into our own log, in its order. Spec §10.
 *
 * By a durable cursor, and each document once for ever: loss, repetition and crashes change nothing.
 */
export async function receiveFrom(context: Context, committer: Committer, peer: Peer): Promise<void> {
  const { store } = context;
  let after = peer.received;
  for (;;) {
    const entries = await store.entries(peer.commons, { after, limit: STEP });
    if (entries.length === 0) return;
    for (const entry of entries) await receive(context, committer, peer, entry);
    after = entries.at(-1)?.index ?? after;
    await updatePeer(store, peer.commons, { received: after });
  }
}

async function receive(
  context: Context,
  committer: Committer,
  peer: Peer,
  entry: StoredEntry,
): Promise<void> {
  const read = readKnown(entry);
  if (read === null) return;
  const { document, verified } = read;
  const home = await context.commons();
  const negotiation = negotiationOf(document);
  const [known] = negotiation === null ? [] : await context.store.threads(home, { names: [negotiation] });
  if (document.commons !== peer.commons || !isAddressedTo(document, home, () => known !== undefined)) return;

  const attachments = await fetchAttachments(context, peer, document);
  const counts =
    (await isAuthentic(context, peer.commons, entry)) &&
    (document.type !== 'acceptance' || (await hasEvidence(context, document, attachments)));
  await rememberForeign(context.store, entry.id, counts);
  const { placed } = await committer.commit({ verified, document, attachments, mustCount: false });
  if (placed.kind === 'refused') {
    context.logger.warn(
      { peer: peer.commons, id: entry.id, problem: placed.problem.type },
      'a peer’s document was refused',
    );
  }
}

/** Types that we do not know stay in the mirror. */
function readKnown(entry: StoredEntry) {
  try {
    return readDocument(entry);
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}

/** The peer's own document key had signed it, and was in force at its place in the peer's log. */
async function isAuthentic(context: Context, peer: Scid, entry: StoredEntry): Promise<boolean> {
  if (entry.document === null || entry.document.author !== peer) return false;
  const versions = await didVersionsOf(context, peer, context.store);
  let keys: readonly string[] = [];
  for (const [id, version] of versions) {
    const index = await context.store.indexOf(peer, id);
    if (index !== null && index < entry.index) keys = version.keys.document;
  }
  return keys.includes(entry.document.key);
}

/**
 * An acceptance is good for us by its evidence alone: the bundle of its decision, verified to the level that the terms
 * demand, and a decision that says yes to just these terms. Spec §8.
 */
async function hasEvidence(
  context: Context,
  acceptance: Acceptance,
  attachments: ReadonlyMap<HashText, Uint8Array>,
): Promise<boolean> {
  const home = await context.commons();
  const terms = await documentIn(context.store, home, acceptance.terms);
  const salted = attachments.get(acceptance.evidence.bundle.attachment);
  if (terms?.type !== 'terms' || salted === undefined) return false;
  try {
    const bundle = parseBundle(salted.subarray(SALT_BYTES));
    const { target } = bundle;
    if (target.commons !== acceptance.commons || target.id !== acceptance.decision.id) return false;
    const report = await verifyParsed(bundle, { verify: context.verify, now: await context.now() });
    const reached = reachedLevels(terms.fields.requires).every((level) => isGood(report.levels[level]));
    const decided = bundle.logs
      .filter(({ commons }) => commons === target.commons)
      .flatMap(({ entries }) => entries.filter(({ leaf }) => leaf.doc === target.id));
    return reached && decided.some((shown) => decidesFor(shown, acceptance, terms));
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    context.logger.warn(
      { acceptance: acceptance.subject, problem: error.type },
      'the evidence of an acceptance cannot be read',
    );
    return false;
  }
}

type ShownEntry = ReturnType<typeof parseBundle>['logs'][number]['entries'][number];
type Terms = Extract<FolkmootDocument, { readonly type: 'terms' }>;

/** The decision in the evidence, whose bytes the report has verified, says yes to the terms. */
function decidesFor(shown: ShownEntry, acceptance: Acceptance, terms: Terms): boolean {
  if (shown.envelope === undefined) return false;
  const content: unknown = JSON.parse(Buffer.from(shown.envelope.payload, 'base64url').toString());
  const operations =
    (content as { binding?: { operations?: Parameters<typeof saysYesTo>[0][] } }).binding?.operations ?? [];
  return operations.some((operation) =>
    saysYesTo(operation, acceptance.subject, acceptance.terms, terms.fields),
  );
}

/** Attachments that the document names and we do not have, from the peer that logged it. */
async function fetchAttachments(
  context: Context,
  peer: Peer,
  document: FolkmootDocument,
): Promise<ReadonlyMap<HashText, Uint8Array>> {
  const named = attachmentsOf(document);
  const known = await context.store.attachments(named);
  const found = new Map(known);
  for (const hash of named) {
    if (found.has(hash)) continue;
    const { status, body } = await context.outbound.fetch(`${peer.baseUrl}/attachments/${hash}`, {
      method: 'GET',
      bytesMax: ATTACHMENT_BYTES_MAX,
      totalMs: ATTACHMENT_MS_MAX,
    });
    if (status !== 200 || hashTextOf(body) !== hash) {
      throw new ProtocolError(
        'peer-unreachable',
        'The peer does not give an attachment that its document names.',
        {
          peer: peer.commons,
          hash,
        },
      );
    }
    found.set(hash, body);
  }
  return found;
}
