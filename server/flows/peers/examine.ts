import { textOf } from '../../../protocol/bytes.ts';
import { parseCanonical } from '../../../protocol/canonical.ts';
import { RULES_VERSION } from '../../../protocol/documents/common.ts';
import { parseDocument } from '../../../protocol/documents/parse-document.ts';
import { parseEnvelope } from '../../../protocol/envelope/parse.ts';
import { verifyEnvelope } from '../../../protocol/envelope/verify.ts';
import { extendsHistory, resolveDidLog, splitDidLog } from '../../../protocol/identity/did-log.ts';
import type { DidVersion } from '../../../protocol/identity/did-version.ts';
import { publicKeyOf } from '../../../protocol/identity/multikey.ts';
import { logOrigin } from '../../../protocol/ids.ts';
import { BATCH_BYTES_MAX } from '../../../protocol/limits.ts';
import { NOTE_BYTES_MAX } from '../../../protocol/log/note.ts';
import { type OpenedCheckpoint, openCheckpoint } from '../../../protocol/log/open-checkpoint.ts';
import { verifierKey } from '../../../protocol/log/vkey.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import { parseLogPage } from './log-page.ts';
import { findPeer } from './peer-record.ts';
import { peerMode, standingNow } from './rules.ts';
import { assertSameHistory } from './same-history.ts';

/** One step on the way to a peer. Spec §18 [R-18.16]. */
export interface Step {
  readonly step: string;
  /** `note` says something that is neither good nor bad; a step is `skipped` where one before it failed. */
  readonly verdict: 'pass' | 'fail' | 'note' | 'skipped';
  readonly ms: number;
  readonly detail: string;
  /** The type of the problem, where one stopped it. */
  readonly problem: string | null;
}

const STEP_MS_MAX = 15_000;
const DID_LOG_BYTES_MAX = 8 * 1024 * 1024;
const DESCRIPTION_BYTES_MAX = 128 * 1024;
const VIEW_BYTES_MAX = 1024 * 1024;

/**
 * Goes the whole way to a commons at an address, as adding and following it would, and says of each step what came of it.
 * Nothing of it is kept, and nothing is believed for later. Spec §18 [R-18.16].
 */
export async function examine(context: Context, address: string): Promise<readonly Step[]> {
  const steps: Step[] = [];
  let current: DidVersion | null = null;
  let checkpoint: OpenedCheckpoint | null = null;
  let isStopped = false;

  async function run(
    step: string,
    needs: boolean,
    work: () => Promise<string>,
    failure: 'fail' | 'note' = 'fail',
  ) {
    if (isStopped) {
      steps.push({ step, verdict: 'skipped', ms: 0, detail: 'A step before it failed.', problem: null });
      return;
    }
    const started = performance.now();
    const since = () => Math.round(performance.now() - started);
    try {
      steps.push({ step, verdict: 'pass', detail: await work(), ms: since(), problem: null });
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      steps.push({ step, verdict: failure, detail: wordsOf(error), ms: since(), problem: error.type });
      isStopped = needs;
    }
  }

  let origin = '';
  await run('address', true, async () => {
    origin = originOf(address);
    return `The origin is ${origin}.`;
  });
  await run(
    'look-up',
    true,
    async () => `It leads to ${(await context.outbound.lookUp(origin)).join(', ')}.`,
  );
  let lines: readonly string[] = [];
  await run('identity: fetch', true, async () => {
    const text = await textAt(context, `${origin}/.well-known/did.jsonl`, DID_LOG_BYTES_MAX);
    lines = splitDidLog(text);
    return `A DID log of ${lines.length} version${lines.length === 1 ? '' : 's'} came, ${text.length} characters.`;
  });
  await run('identity: verify', true, async () => {
    const now = await context.now();
    current = (await resolveDidLog(lines, { now, verify: context.verify })).at(-1) ?? null;
    if (current === null) throw new ProtocolError('did-invalid', 'The DID log is empty.');
    if (current.baseUrl !== origin) {
      throw new ProtocolError('did-invalid', `The DID names another address: ${current.baseUrl}.`);
    }
    return `It is ${current.scid}; each version is signed by a key that the one before announced.`;
  });
  const found = () => {
    if (current === null) throw new TypeError('steps after the identity have one');
    return current;
  };
  await run('identity: compare', true, async () => compareKnown(context, found(), lines));
  await run('description', false, async () => describeOf(context, origin, found()));
  await run('checkpoint', true, async () => {
    const note = await textAt(context, `${origin}/log/checkpoint`, NOTE_BYTES_MAX);
    const key = publicKeyOf(found().keys.log.key);
    if (key === null) throw new ProtocolError('key-unsound', 'The DID has no sound checkpoint key.');
    const log = verifierKey(logOrigin(found().scid), 'note', key);
    checkpoint = await openCheckpoint(note, { log, witnesses: [] }, context.verify);
    await assertSameHistory(context, found().scid, checkpoint, note);
    return `Its log has ${checkpoint.size} entries, signed by the checkpoint key, in the history that we know.`;
  });
  await run('log', false, async () => {
    const after = Math.max(-1, (checkpoint?.size ?? 0) - 2);
    const text = await textAt(context, `${origin}/log/entries?after=${after}&limit=1`, BATCH_BYTES_MAX);
    const page = parseLogPage(parseCanonical(new TextEncoder().encode(text), { bytesMax: BATCH_BYTES_MAX }));
    return `The last page of its log has ${page.entries.length} entry of ${page.commons === found().scid ? 'this' : 'another'} log.`;
  });
  await run('standing', false, async () => standingWords(context, found()));
  await run('acquaintance', false, async () => acquaintance(context, origin), 'note');
  return steps;
}

async function compareKnown(
  context: Context,
  { scid }: DidVersion,
  lines: readonly string[],
): Promise<string> {
  const record = await context.store.records.get('peer-did', scid);
  if (!Array.isArray(record?.lines)) return 'It is new to us.';
  if (!extendsHistory(record.lines.map(String), lines)) {
    throw new ProtocolError('did-invalid', 'It takes back, or changes, versions that it published before.');
  }
  const more = lines.length - record.lines.length;
  return more === 0 ? 'It is as we know it.' : `It goes on where we know it: ${more} more.`;
}

async function describeOf(context: Context, origin: string, { scid, keys }: DidVersion): Promise<string> {
  const bytes = new TextEncoder().encode(
    await textAt(context, `${origin}/.well-known/folkmoot`, DESCRIPTION_BYTES_MAX),
  );
  const { kid, content } = await verifyEnvelope(parseEnvelope(bytes), context.verify);
  const document = parseDocument(content);
  if (document.type !== 'description' || document.commons !== scid || kid.author !== scid) {
    throw new ProtocolError('wrong-log', 'What it shows is no description of this commons.');
  }
  if (!keys.document.includes(kid.key)) {
    throw new ProtocolError(
      'key-not-in-force',
      'The description is signed by a key that the DID does not have.',
    );
  }
  const { protocolVersions, documentTypes, peerPolicy } = document;
  if (!protocolVersions.includes(RULES_VERSION)) {
    throw new ProtocolError(
      'unsupported',
      `It speaks the versions ${protocolVersions.join(', ')}; we ${RULES_VERSION}.`,
    );
  }
  return `Signed by its document key: it speaks version ${protocolVersions.join(', ')}, ${documentTypes.length} types of documents, and is ${peerPolicy}.`;
}

async function standingWords(context: Context, { scid, baseUrl }: DidVersion): Promise<string> {
  const { standing, rule } = await standingNow(context, { commons: scid, baseUrl });
  const mode = await peerMode(context.store);
  const known =
    (await findPeer(context.store, scid)) === null ? 'It is no peer of ours yet' : 'It is a peer of ours';
  const why =
    rule === null ? `nothing is said of it, and we are ${mode}` : `${standing}, as said of ${rule.target}`;
  return `${known}: ${why}.`;
}

async function acquaintance(context: Context, origin: string): Promise<string> {
  const text = await textAt(context, `${origin}/peers`, VIEW_BYTES_MAX);
  const home = await context.commons();
  if (text.includes(JSON.stringify(home))) return 'It knows us.';
  throw new ProtocolError(
    'not-found',
    'It does not list us among its peers: nothing that we push is taken there.',
  );
}

async function textAt({ outbound }: Context, url: string, bytesMax: number): Promise<string> {
  const { status, body } = await outbound.fetch(url, { method: 'GET', bytesMax, totalMs: STEP_MS_MAX });
  const text = textOf(body);
  if (status === 200 && text !== null) return text;
  throw new ProtocolError(
    'peer-unreachable',
    `The answer is ${status === 200 ? 'no text' : `status ${status}`}.`,
  );
}

function originOf(address: string): string {
  if (!URL.canParse(address)) throw new ProtocolError('malformed', 'This is no address: https://… is one.');
  return new URL(address).origin;
}

function wordsOf({ message, extensions }: ProtocolError): string {
  const { reason, fault } = extensions;
  const more = [reason, fault].filter((word) => typeof word === 'string');
  return more.length === 0 ? message : `${message} (${more.join(', ')})`;
}
