import { extendsHistory, joinDidLog, resolveDidLog } from '../../../protocol/identity/did-log.ts';
import type { DidVersion } from '../../../protocol/identity/did-version.ts';
import type { Scid, Subject } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import type { Store } from '../../store/store.ts';
import { DID_PATH, fetchDidLines } from './did-cache.ts';
import { keepMisconduct } from './misconduct.ts';
import { findPeer, followOurs, type Peer, updatePeer } from './peer-record.ts';
import { standingNow } from './rules.ts';

/**
 * Makes another commons a peer, by the address of its instance: its DID log is fetched and verified, and the SCID in it
 * is what we know it by from now on. Spec §10.
 *
 * @param more the commons that introduced itself as being there, or the member who adds it.
 * @throws {ProtocolError} `malformed`, `address-refused`, `peer-unreachable`, `did-invalid`; `conflict` where it is us, or
 *   is blocked.
 */
export async function addPeer(
  context: Context,
  address: string,
  { introduced, by }: { readonly introduced?: Scid; readonly by?: Subject } = {},
): Promise<Peer> {
  const origin = originOf(address);
  await assertNotBlocked(context, { commons: introduced ?? null, baseUrl: origin });
  const { current, lines } = await fetchDid(context, `${origin}${DID_PATH}`, introduced);
  if (current.baseUrl !== origin) {
    throw new ProtocolError('did-invalid', 'The DID names another address than the one that serves it.', {
      served: origin,
      named: current.baseUrl,
    });
  }
  await assertGoesOn(context, current.scid, await knownLines(context.store, current.scid), lines);
  if (current.scid === (await context.commons())) {
    throw new ProtocolError('conflict', 'This is our own commons.', { commons: current.scid });
  }
  await assertNotBlocked(context, { commons: current.scid, baseUrl: origin });
  const known = await findPeer(context.store, current.scid);
  const now = await context.now();
  const anew = {
    baseUrl: origin,
    addedBy: known?.addedBy ?? by ?? null,
    pullFailures: 0,
    nextPullAt: now,
    introduced: introduced !== undefined && (known?.introduced ?? true),
    lastError: null,
  };
  const peer: Peer = {
    commons: current.scid,
    name: current.host,
    addedAt: now,
    received: -1,
    cosigned: 0,
    shown: 1,
    heldBack: false,
    ...known,
    ...anew,
  };
  await remember(context, current.scid, lines);
  await followOurs(context, peer); // first: a peer without a cursor would never hear of us
  if (!(await context.store.records.add('peer', current.scid, peer))) {
    await updatePeer(context.store, current.scid, anew);
  }
  return peer;
}

/**
 * Fetches a peer's DID log again: it may only have grown. Where its newest version names another address, the peer has
 * moved there. Spec §1, §10.
 *
 * @returns the peer where it is now.
 */
export async function refreshDid(context: Context, peer: Peer): Promise<Peer> {
  const { current, lines } = await fetchDid(context, `${peer.baseUrl}${DID_PATH}`, peer.commons);
  await assertGoesOn(context, peer.commons, await knownLines(context.store, peer.commons), lines);
  return goOn(context, peer, current, lines);
}

/**
 * Somebody shows how a peer's DID log goes on: it certifies itself, so that nobody at its host is asked. Spec §18.
 *
 * @param lines a good log, which ends with the current version.
 * @returns whether it goes on from what is known.
 * @throws {ProtocolError} `did-invalid` where it does not go on where the known one ends.
 */
export async function learnVersions(
  context: Context,
  peer: Peer,
  current: Pick<DidVersion, 'baseUrl'>,
  lines: readonly string[],
): Promise<boolean> {
  const known = await knownLines(context.store, peer.commons);
  if (extendsHistory(lines, known)) return false; // what was on its way for long, or again
  await assertGoesOn(context, peer.commons, known, lines);
  await goOn(context, peer, current, lines);
  return true;
}

async function goOn(
  context: Context,
  peer: Peer,
  { baseUrl }: Pick<DidVersion, 'baseUrl'>,
  lines: readonly string[],
): Promise<Peer> {
  await remember(context, peer.commons, lines);
  const moved = { ...peer, baseUrl };
  if (baseUrl !== peer.baseUrl) {
    await followOurs(context, moved);
    await updatePeer(context.store, peer.commons, { baseUrl });
  }
  return moved;
}

/** A commons or a host that members block is not asked for anything. Spec §18. */
async function assertNotBlocked(
  context: Context,
  named: { readonly commons: Scid | null; readonly baseUrl: string },
): Promise<void> {
  const { standing, rule } = await standingNow(context, named);
  if (standing !== 'block') return;
  throw new ProtocolError('conflict', 'Members of this commons have blocked it; lift that first.', {
    target: rule?.target ?? '',
  });
}

/** A DID log that verifies; what is known of it besides is not asked. */
export async function fetchDid(
  context: Context,
  url: string,
  expectedScid?: Scid,
): Promise<{ readonly current: DidVersion; readonly lines: readonly string[] }> {
  const lines = await fetchDidLines(context, url);
  const versions = await resolveDidLog(lines, {
    now: await context.now(),
    verify: context.verify,
    ...(expectedScid === undefined ? {} : { expectedScid }),
  });
  const current = versions.at(-1);
  if (current === undefined) throw new ProtocolError('did-invalid', 'The DID log is empty.', { url });
  return { current, lines };
}

/** Rollback and fork are kept as proof. */
async function assertGoesOn(
  context: Context,
  commons: Scid,
  known: readonly string[],
  lines: readonly string[],
): Promise<void> {
  if (extendsHistory(known, lines)) return;
  const evidence = { shown: joinDidLog(lines), known: joinDidLog(known) };
  await keepMisconduct(context, commons, 'identity-rollback', evidence);
  throw new ProtocolError('did-invalid', 'The DID log does not go on where the known one ends.', { commons });
}

/** Of two that are fetched at once the older may come last: what is known only grows. */
async function remember({ store }: Context, commons: Scid, lines: readonly string[]): Promise<void> {
  await store.transact(commons, async () => {
    if (extendsHistory(await knownLines(store, commons), lines))
      await store.records.put('peer-did', commons, { lines });
  });
}

/** The DID log of a peer as it is known here; empty where no such peer is known. */
export async function knownLines(
  { records }: Pick<Store, 'records'>,
  commons: Scid,
): Promise<readonly string[]> {
  const known = await records.get('peer-did', commons);
  return Array.isArray(known?.lines) ? known.lines.map(String) : [];
}

function originOf(address: string): string {
  try {
    return new URL(address).origin;
  } catch (cause) {
    throw new ProtocolError(
      'malformed',
      'A peer is named by its address, such as https://commons.example.org.',
      { address, expected: { url: 'https://<host>' } },
      { cause },
    );
  }
}
