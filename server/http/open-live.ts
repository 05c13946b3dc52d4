import { isScid } from '../../protocol/ids.ts';
import type { Context } from '../context.ts';
import { createLiveHub, type LiveHub } from '../flows/live/hub.ts';
import { findPeer } from '../flows/peers/peer-record.ts';
import { standingNow } from '../flows/peers/rules.ts';
import { readerFor } from '../flows/record/may-read.ts';
import { isRequestKey } from './sender.ts';

/** The event streams of this process, each with the rights that its signer has just now. Spec §19. */
export function openLive(context: Context): LiveHub {
  return createLiveHub(context, async (signer) => {
    if (signer !== null && !(await isRequestKey(context, signer.author, signer.key))) return null;
    if (signer !== null && isScid(signer.author)) {
      const peer = await findPeer(context.store, signer.author);
      if (peer === null || (await standingNow(context, peer)).standing === 'block') return null;
    }
    return (await readerFor(context, signer?.author ?? null)).mayRead;
  });
}
