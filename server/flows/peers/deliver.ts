import * as z from 'zod';
import { textOf } from '../../../protocol/bytes.ts';
import { scidSchema } from '../../../protocol/ids.ts';
import { BATCH_DOCUMENTS_MAX } from '../../../protocol/limits.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import type { Cursor } from '../../store/cursors.ts';
import { publicOnly } from '../acts/export-bundle.ts';
import { attempt, type Hold } from '../delivery/attempt.ts';
import { readKnown } from '../record/read-document.ts';
import { confirmHistory } from './confirm-history.ts';
import { introduceTo, showVersions } from './introduce.ts';
import { learnUnsupported } from './learn.ts';
import { logPage, pageBytes } from './log-page.ts';
import { findPeer, type Peer } from './peer-record.ts';
import { sendToPeer } from './send.ts';
import { isFollowed } from './welcome.ts';
import { askForCosignature } from './witness.ts';

/** The receiver says what it has now; that is the cursor. */
const answerSchema = z.object({
  size: z.int().min(0),
  /** A word for each; whoever says none of use is believed about the size alone. */
  results: z.array(z.object({ index: z.int(), result: z.string() })).catch([]),
});

/** After a failure one entry goes first, as a question whether anybody is there. Spec §19. */
const PROBE_ENTRIES = 1;

/**
 * Pushes what is new in our log to a peer whose time has come, and asks for its cosignature. Spec §10.
 *
 * A push is a hint, the log is the truth: a dead peer costs one row that sleeps, and catches up from the log when it wakes.
 *
 * @param claimed its cursor, leased.
 * @param onCosigned told when the peer has cosigned: acts that wait for a witness can go on.
 */
export async function deliverTo(context: Context, claimed: Cursor, onCosigned: () => void): Promise<void> {
  await attempt(context, claimed, async (hold) => {
    const peer = await findPeer(context.store, scidSchema.parse(claimed.key));
    if (peer === null) return;
    try {
      await showVersions(context, peer);
      if (await isFollowed(context, peer)) await pushNew(context, peer, hold);
      if (await askForCosignature(context, peer)) onCosigned();
    } catch (error) {
      // A claim is no proof: the witnesses show what we have signed, or nothing.
      if (error instanceof ProtocolError && error.type === 'future-cursor') await confirmHistory(context);
      throw error;
    }
  });
}

async function pushNew(context: Context, peer: Peer, { cursor, reach }: Hold): Promise<void> {
  const home = await context.commons();
  let taken = cursor.after;
  let limit = cursor.attempts > 0 ? PROBE_ENTRIES : BATCH_DOCUMENTS_MAX;
  for (;;) {
    const size = (await context.store.head(home))?.size ?? 0;
    if (taken >= size - 1) return;
    const page = await logPage(context, home, taken, limit, publicOnly);
    const answer = await sendToPeer(context, peer, '/inbox', 'application/json', pageBytes(page));
    if (answer.status === 401) await introduceTo(context, peer);
    if (answer.status !== 202) {
      throw new ProtocolError('peer-unreachable', 'The peer does not take our log.', {
        status: answer.status,
        retryAfterMs: answer.retryAfterMs,
      });
    }
    const before = taken;
    taken = (await sizeIn(context, peer, answer.body, size)) - 1;
    await learnUnsupported(context, peer.commons, await unsupportedIn(context, answer.body));
    await reach(taken);
    if (taken <= before) return; // it wants nothing of this now: it pulls when it likes
    limit = BATCH_DOCUMENTS_MAX;
  }
}

/** Entries of our log that the peer says it has. */
async function sizeIn(context: Context, peer: Peer, body: Uint8Array, size: number): Promise<number> {
  const answer = answerSchema.safeParse(jsonIn(body));
  if (!answer.success) throw new ProtocolError('peer-unreachable', 'The peer’s answer to a push is none.');
  const latest = (await context.store.head(await context.commons()))?.size ?? size;
  if (answer.data.size <= latest) return answer.data.size;
  context.logger.error(
    { peer: peer.commons, claimed: answer.data.size, size: latest },
    'a peer says that it has more of our log than there is: was an older backup restored?',
  );
  throw new ProtocolError('future-cursor', 'The peer says that it has more of our log than there is.');
}

/** Types of our documents of which the peer says that it does not know them. */
async function unsupportedIn(context: Context, body: Uint8Array): Promise<readonly string[]> {
  const { results = [] } = answerSchema.safeParse(jsonIn(body)).data ?? {};
  const at = results.filter(({ result }) => result === 'unsupported').map(({ index }) => index);
  if (at.length === 0) return [];
  const entries = await context.store.entries(await context.commons(), {
    at: at.slice(0, BATCH_DOCUMENTS_MAX),
  });
  return entries.flatMap((entry) => readKnown(entry)?.document.type ?? []);
}

function jsonIn(body: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(body) ?? '');
  } catch {
    return null;
  }
}
