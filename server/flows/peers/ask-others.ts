import type { Scid } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import { fetchDid, learnVersions } from './add-peer.ts';
import { listPeers, type Peer } from './peer-record.ts';
import { standingNow } from './rules.ts';

/** Failures in a row after which a peer may have moved: a restart takes less than the minute that they take. */
const FAILURES_MIN = 3;
/** Peers that are asked after each failure; after the next one the next of them. */
const ASKED_AT_ONCE = 4;

/** Where an instance shows what it knows of the DID of another commons. Spec §18. */
export function didPathAtOthers(commons: Scid): string {
  return `/peers/${commons}/did.jsonl`;
}

/**
 * A peer that cannot be reached may have moved while nobody was here to be told: others may have been. Spec §18.
 *
 * @param failures in a row, with this one.
 * @returns whether another peer knows how its DID goes on.
 */
export async function askOthers(context: Context, missed: Peer, failures: number): Promise<boolean> {
  if (failures < FAILURES_MIN) return false;
  const others = (await listPeers(context.store)).filter(
    ({ commons, pullFailures }) => commons !== missed.commons && pullFailures === 0,
  );
  const first = (failures - FAILURES_MIN) * ASKED_AT_ONCE;
  const asked = others.length === 0 ? [] : rotated(others, first % others.length).slice(0, ASKED_AT_ONCE);
  for (const other of asked) {
    if ((await standingNow(context, other)).standing === 'block') continue;
    if (await isToldBy(context, missed, other)) return true;
  }
  return false;
}

/** What another peer says wrongly says nothing about the one that is missed. */
async function isToldBy(context: Context, missed: Peer, other: Peer): Promise<boolean> {
  try {
    const url = `${other.baseUrl}${didPathAtOthers(missed.commons)}`;
    const { current, lines } = await fetchDid(context, url, missed.commons);
    return await learnVersions(context, missed, current, lines);
  } catch (error) {
    if (error instanceof ProtocolError) return false;
    throw error;
  }
}

function rotated<T>(list: readonly T[], first: number): readonly T[] {
  return [...list.slice(first), ...list.slice(0, first)];
}
