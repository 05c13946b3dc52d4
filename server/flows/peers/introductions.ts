import * as z from 'zod';
import { resolveDidLog, splitDidLog } from '../../../protocol/identity/did-log.ts';
import { type DidVersion, readDidVersion } from '../../../protocol/identity/did-version.ts';
import { type Scid, scidSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { addPeer, learnVersions } from './add-peer.ts';
import { findPeer, listPeers } from './peer-record.ts';
import { hostOf, registrableHost } from './registrable-host.ts';
import { peerMode, standingNow } from './rules.ts';

/** A DID log in an introduction: many rotations; the whole of a very old one is fetched later. */
const LINES_MAX = 64;
const LINE_CHARACTERS_MAX = 16 * 1024;
/** Commons that introduced themselves from below one registered name. A city with more asks a member to add them. */
const PER_HOST_MAX = 16;
/** Commons that introduced themselves, in all; each costs a row and a request a minute. */
const INTRODUCED_MAX = 1000;
/** What comes before a signature can be checked: proving DID logs costs more than reading them. */
const ALL = { burst: 60, perSecond: 1 };
/** A commons that is not found where it said within this time may introduce itself again. */
const WAITING_MS = (DAY_SECONDS / 24) * SECOND;

const WAITING = 'introduction';
const waitingSchema = z.strictObject({ commons: scidSchema, baseUrl: z.url(), at: z.int() });
const wishSchema = z.strictObject({ did: z.string().max(LINES_MAX * LINE_CHARACTERS_MAX) });

/** Who introduces itself, by a good DID log. */
export interface Introduction {
  readonly lines: readonly string[];
  /** The newest version. */
  readonly current: DidVersion;
}

/**
 * Whoever introduces itself brings its DID log along: it certifies itself, so nothing has to be fetched to know who signed
 * the request. Spec §18.
 *
 * @throws {ProtocolError} `forbidden` in closed mode where it is no peer; `over-quota`, `malformed`, `did-invalid`.
 */
export async function readIntroduction(context: Context, body: unknown): Promise<Introduction> {
  const parsed = wishSchema.safeParse(body);
  const text = parsed.success ? parsed.data.did : '';
  const lines = text.endsWith('\n') ? splitDidLog(text) : [];
  const known = await knownAs(context, lines);
  if (known === null) await assertOpen(context);
  if (lines.length === 0 || lines.length > LINES_MAX) {
    throw new ProtocolError('malformed', 'An introduction brings a DID log.', {
      expected: { did: 'the text of did.jsonl', linesMax: LINES_MAX },
    });
  }
  const now = await context.now();
  const retryAfter = context.quota.take(`introductions ${known ?? ''}`, ALL, now);
  if (retryAfter !== null) {
    throw new ProtocolError('over-quota', 'Too many commons introduce themselves just now.', { retryAfter });
  }
  const current = (await resolveDidLog(lines, { now, verify: context.verify })).at(-1);
  if (current === undefined) throw new ProtocolError('did-invalid', 'The DID log is empty.');
  return { lines, current };
}

/** The peer that a DID log says it is of, if it is one: strangers who crowd in must not keep it from being heard. */
async function knownAs({ store }: Context, [first = '']: readonly string[]): Promise<Scid | null> {
  try {
    return (await findPeer(store, readDidVersion(first, []).version.scid))?.commons ?? null;
  } catch (error) {
    if (error instanceof ProtocolError) return null; // it is found out, and counted, as a stranger's
    throw error;
  }
}

/** @throws {ProtocolError} `forbidden` in closed mode. */
async function assertOpen({ store }: Pick<Context, 'store'>): Promise<void> {
  if ((await peerMode(store)) === 'open') return;
  throw new ProtocolError('forbidden', 'This commons knows only peers that its members add.', {
    expected: { peerPolicy: 'open' },
  });
}

/**
 * Takes an introduction whose request was verified: of a peer how its DID goes on; one that is none is looked into later,
 * not while the request waits. Spec §18, [R-18.8], [R-18.17].
 *
 * @throws {ProtocolError} `forbidden` where it is blocked, `over-quota` where its host has enough, `did-invalid`.
 */
export async function takeIntroduction(
  context: Context,
  {
    current,
    lines,
  }: Pick<Introduction, 'lines'> & { readonly current: Pick<DidVersion, 'scid' | 'baseUrl'> },
): Promise<'known' | 'waiting'> {
  const { store } = context;
  const { scid, baseUrl } = current;
  const peers = await listPeers(store);
  const peer = peers.find(({ commons }) => commons === scid);
  if (peer !== undefined) await learnVersions(context, peer, current, lines);
  if (peer !== undefined || scid === (await context.commons())) return 'known';
  if ((await standingNow(context, { commons: scid, baseUrl })).standing === 'block') {
    throw new ProtocolError('forbidden', 'This commons takes nothing from yours at present.', {
      expected: { sender: 'a commons that is not blocked' },
    });
  }
  const waiting = await listWaiting(context);
  if (waiting.some(({ commons }) => commons === scid)) return 'waiting';
  const all = [...peers.filter(({ introduced }) => introduced), ...waiting];
  const near = registrableHost(hostOf(baseUrl));
  const neighbours = all.filter((peer) => registrableHost(hostOf(peer.baseUrl)) === near);
  if (neighbours.length >= PER_HOST_MAX || all.length >= INTRODUCED_MAX) {
    throw new ProtocolError('over-quota', 'Enough commons introduced themselves from there.', {
      retryAfter: WAITING_MS / SECOND,
      expected: { introducedPerHost: PER_HOST_MAX, introduced: INTRODUCED_MAX },
    });
  }
  const at = await context.now();
  await store.records.add(WAITING, scid, { commons: scid, baseUrl, at }, at + WAITING_MS);
  return 'waiting';
}

/** Looks for each commons that introduced itself where it says that it is; one that is there becomes a peer. */
export async function confirmIntroductions(context: Context): Promise<number> {
  let added = 0;
  for (const { commons, baseUrl } of await listWaiting(context)) {
    // Taken away first: what fails, or kills us, is not asked for again until it introduces itself anew.
    await context.store.records.remove(WAITING, commons);
    if ((await peerMode(context.store)) !== 'open') continue;
    try {
      await addPeer(context, baseUrl, { introduced: commons });
      added++;
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      context.logger.warn(
        { peer: commons, problem: error.type },
        'a commons is not where it says that it is',
      );
    }
  }
  return added;
}

async function listWaiting({ store }: Context): Promise<readonly { commons: Scid; baseUrl: string }[]> {
  return (await store.records.list(WAITING)).map(({ value }) => waitingSchema.parse(value));
}
