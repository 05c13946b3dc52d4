import { textOf } from '../../../protocol/bytes.ts';
import { extendsHistory, resolveDidLog, splitDidLog } from '../../../protocol/identity/did-log.ts';
import type { DidVersion } from '../../../protocol/identity/did-version.ts';
import type { Scid } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import { findPeer, type Peer, updatePeer } from './peer-record.ts';

/** A DID log of five hundred long lines. */
const DID_LOG_BYTES_MAX = 8 * 1024 * 1024;
/** Discovery is a question to a stranger: it gets as long as a person waits. */
const DISCOVERY_MS_MAX = 15_000;

/**
 * Makes another commons a peer, by the address of its instance: its DID log is fetched and verified, and the SCID in it
 * is what we know it by from now on. Spec §10.
 *
 * @throws {ProtocolError} `malformed`, `address-refused`, `peer-unreachable`, `did-invalid`; `conflict` where it is us.
 */
export async function addPeer(context: Context, address: string): Promise<Peer> {
  const origin = originOf(address);
  const { current, lines } = await fetchDid(context, origin);
  if (current.baseUrl !== origin) {
    throw new ProtocolError('did-invalid', 'The DID names another address than the one that serves it.', {
      served: origin,
      named: current.baseUrl,
    });
  }
  if (current.scid === (await context.commons())) {
    throw new ProtocolError('conflict', 'This is our own commons.', { commons: current.scid });
  }
  const known = await findPeer(context.store, current.scid);
  const now = await context.now();
  const peer: Peer = {
    commons: current.scid,
    baseUrl: origin,
    name: known?.name ?? current.host,
    addedAt: known?.addedAt ?? now,
    pushed: known?.pushed ?? -1,
    received: known?.received ?? -1,
    cosigned: known?.cosigned ?? 0,
    failures: 0,
    nextAttemptAt: now,
    pullFailures: 0,
    nextPullAt: now,
    lastError: null,
  };
  await remember(context, current.scid, lines);
  await context.store.records.put('peer', current.scid, peer);
  return peer;
}

/**
 * Fetches a peer's DID log again: it may only have grown. Where its newest version names another address, the peer has
 * moved there. Spec §1, §10.
 *
 * @returns the peer where it is now.
 */
export async function refreshDid(context: Context, peer: Peer): Promise<Peer> {
  const { current, lines } = await fetchDid(context, peer.baseUrl, peer.commons);
  await remember(context, peer.commons, lines);
  const { baseUrl } = current;
  if (baseUrl !== peer.baseUrl) await updatePeer(context.store, peer.commons, { baseUrl });
  return { ...peer, baseUrl };
}

/** A DID log, verified, that goes on where the known one ends. */
async function fetchDid(
  context: Context,
  origin: string,
  expectedScid?: Scid,
): Promise<{ readonly current: DidVersion; readonly lines: readonly string[] }> {
  const { status, body } = await context.outbound.fetch(`${origin}/.well-known/did.jsonl`, {
    method: 'GET',
    bytesMax: DID_LOG_BYTES_MAX,
    totalMs: DISCOVERY_MS_MAX,
  });
  const text = textOf(body);
  if (status !== 200 || text === null) {
    throw new ProtocolError('peer-unreachable', 'There is no Folkmoot instance at this address.', {
      origin,
      status,
    });
  }
  const lines = splitDidLog(text);
  const versions = await resolveDidLog(lines, {
    now: await context.now(),
    verify: context.verify,
    ...(expectedScid === undefined ? {} : { expectedScid }),
  });
  const current = versions.at(-1);
  if (current === undefined) throw new ProtocolError('did-invalid', 'The DID log is empty.', { origin });
  const before = await context.store.records.get('peer-did', current.scid);
  if (Array.isArray(before?.lines) && !extendsHistory(before.lines.map(String), lines)) {
    throw new ProtocolError('did-invalid', 'The DID log does not go on where the known one ends.', {
      commons: current.scid,
    });
  }
  return { current, lines };
}

async function remember({ store }: Context, commons: Scid, lines: readonly string[]): Promise<void> {
  await store.records.put('peer-did', commons, { lines });
}

function originOf(address: string): string {
  try {
    return new URL(address).origin;
  } catch (cause) {
    throw new ProtocolError(
      'malformed',
      'A peer is named by its address, https://…',
      { address, expected: { url: 'https://<host>' } },
      { cause },
    );
  }
}
