import { ProtocolError } from '../../../protocol/problem.ts';
import { addPeer } from '../../../server/flows/peers/add-peer.ts';
import { findPeer } from '../../../server/flows/peers/peer-record.ts';
import { SECOND_MS } from '../engine/units.ts';
import type { Run } from '../run.ts';
import type { Founding } from '../world/foundings.ts';
import type { Site } from '../world/site.ts';

/** Some meet before the trouble begins, and some in the midst of it. */
const EARLY = 0.8;
const AGAIN_MS = 10 * SECOND_MS;

/** Every commons adds every other one as a peer, again until it is done. */
export async function meet(run: Run): Promise<void> {
  const { sites, time, chance, plan } = run;
  for (const site of sites) {
    for (const other of sites) {
      if (other === site) continue;
      const delay = chance.happens(EARLY) ? 0 : chance.integer(0, plan.chaosMs);
      time.after(delay, () => void add(run, site, other.founding));
    }
  }
  await run.runFor(15 * SECOND_MS);
}

async function add(run: Run, site: Site, other: Founding): Promise<void> {
  const { time, chance, complain } = run;
  if ((await findPeer(site.store, other.commons)) !== null) return;
  time.after(AGAIN_MS, () => void add(run, site, other)); // a crash may drop this one
  const process = chance.pickAny(site.processes());
  if (process === null) return;
  try {
    await process.life.answer(() => addPeer(process.instance.context, other.origin));
    process.peerAdded();
  } catch (error) {
    if (!(error instanceof ProtocolError)) complain(`${process.name} adds a peer: ${error}`);
  }
}
