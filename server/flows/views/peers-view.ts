import type { PeerMode, Standing } from '../../../federation/peers/standing.ts';
import type { Scid } from '../../../protocol/ids.ts';
import { formatMillis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import type { CursorState } from '../../store/cursors.ts';
import { depositPeers } from '../deposits/deposit-peers.ts';
import { listDeposits } from '../deposits/deposit-record.ts';
import { owedBy } from '../deposits/take-deposits.ts';
import { capabilitiesOf } from '../peers/learn.ts';
import { listMisconduct, misconductWords } from '../peers/misconduct.ts';
import { listPeers } from '../peers/peer-record.ts';
import { peerMode, standingNow } from '../peers/rules.ts';
import { hasTwoHistories } from '../peers/same-history.ts';
import { type WaitingView, waitingView } from '../peers/waiting.ts';
import { endOf } from '../record/ended.ts';
import { type RuleView, rulesView } from './peer-rules-view.ts';

export interface PeerView {
  readonly commons: string;
  readonly name: string;
  readonly baseUrl: string;
  /** Entries of its log that we mirror, of ours that it has taken, and of ours that it has cosigned. */
  readonly mirrored: number;
  readonly pushed: number;
  readonly cosigned: number;
  readonly addedAt: string;
  readonly lastError: string | null;
  /** Whether our log is still pushed there: not to one that was away for too long, nor to one that wants no more. */
  readonly following: CursorState;
  readonly nextAttemptAt: string;
  readonly standing: Standing;
  /** What members say of it to everybody. */
  readonly publicNote: string;
  /** Members can leave there what this commons does not take. Spec §21. */
  readonly keepsDeposits: boolean;
  /** What we keep for it that its log has not taken, as far as we know; and what it keeps for us and has not handed out. */
  readonly keptForIt: number;
  readonly owedToUs: number;
  /** Negotiations of which not all that it logged has entered our log, and what they wait for. Spec §10. */
  readonly waiting: readonly WaitingView[];
  /** It introduced itself, and no member has added it since. */
  readonly introduced: boolean;
  /** The protocol version that both speak; null before it was seen. */
  readonly level: number | null;
  /** Types of documents that it does not know. */
  readonly unsupported: readonly string[];
  /** When its commons ended; null while it goes on. */
  readonly endedAt: string | null;
  /** What it showed that cannot be right, in words. */
  readonly misconduct: readonly string[];
}

export interface PeersView {
  readonly peers: readonly PeerView[];
  /** Entries of our own record. */
  readonly entries: number;
  readonly mode: PeerMode;
  /** What is said of commons and hosts: to members all of it, to others what has a public note. */
  readonly rules: readonly RuleView[];
}

const TWO_HISTORIES = 'It signed two histories of its log.';

/** Spec §18: members see every rule, others what is said to everybody. */
export async function peersView(context: Context, isMember: boolean): Promise<PeersView> {
  const { store } = context;
  const peers = await listPeers(store);
  const misconduct = await listMisconduct(context);
  const keepers = await depositPeers(store);
  const deposits = await listDeposits(context);
  const waiting = await waitingView(store);
  const home = await context.commons();
  const cursors = new Map((await store.cursors.list('peer')).map((cursor) => [cursor.key, cursor]));
  return {
    peers: await Promise.all(
      peers.map(async (peer) => {
        const { standing, rule } = await standingNow(context, peer);
        const { level, unsupported } = await capabilitiesOf(store, peer.commons);
        const cursor = cursors.get(peer.commons);
        const kept = misconduct.filter(({ commons }) => commons === peer.commons);
        const words = [...new Set(kept.map(({ kind }) => misconductWords(kind)))];
        return {
          commons: peer.commons,
          name: peer.name,
          baseUrl: peer.baseUrl,
          mirrored: (await store.head(peer.commons))?.size ?? 0,
          pushed: (cursor?.after ?? -1) + 1,
          cosigned: peer.cosigned,
          addedAt: formatMillis(peer.addedAt),
          lastError: cursor?.lastError ?? peer.lastError,
          following: cursor?.state ?? 'ended',
          nextAttemptAt: formatMillis(cursor?.dueAt ?? peer.nextPullAt),
          standing,
          publicNote: rule?.publicNote ?? '',
          keepsDeposits: keepers.includes(peer.commons),
          keptForIt: deposits.filter((one) => one.for === peer.commons && one.home === null).length,
          owedToUs: (await owedBy(context, peer.commons)).length,
          waiting: waiting(peer.commons),
          introduced: peer.introduced,
          level: level === 0 ? null : level,
          unsupported,
          endedAt: await endedAt(context, peer.commons),
          misconduct: (await hasTwoHistories(context, peer.commons)) ? [...words, TWO_HISTORIES] : words,
        };
      }),
    ),
    entries: (await store.head(home))?.size ?? 0,
    mode: await peerMode(store),
    rules: (await rulesView(context))
      .filter(({ publicNote }) => isMember || publicNote !== '')
      .map((rule) => (isMember ? rule : { ...rule, reason: '', note: '', by: '' })),
  };
}

async function endedAt(context: Context, commons: Scid): Promise<string | null> {
  const end = await endOf(context, commons);
  return end === null ? null : formatMillis(end);
}
