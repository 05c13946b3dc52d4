import type { Standing } from '../../../federation/peers/standing.ts';
import { formatMillis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { keeperChanges } from '../deposits/deposit-peers.ts';
import { listPeers } from '../peers/peer-record.ts';
import { listRules, modeNow } from '../peers/rules.ts';

/** What is said of a commons or a host, as it holds now. */
export interface RuleView {
  readonly target: string;
  readonly standing: Standing;
  readonly reason: string;
  readonly note: string;
  readonly publicNote: string;
  readonly until: string | null;
  readonly by: string;
  readonly at: string;
}

/** Something that a member changed about peers. Spec §18. */
export interface PeerChange {
  readonly at: string;
  /** Subject of the member. */
  readonly by: string;
  /** An SCID, a host, or `mode`. */
  readonly target: string;
  /** A standing, a mode, or `lifted`. */
  readonly to: string;
  readonly reason: string;
  readonly note: string;
  readonly publicNote: string;
  readonly until: string | null;
}

/** Rules that hold: neither lifted nor over. */
export async function rulesView(context: Context): Promise<readonly RuleView[]> {
  const now = await context.now();
  return (await listRules(context.store)).flatMap(({ before: _, ...rule }) =>
    rule.standing === null || (rule.until !== null && rule.until <= now)
      ? []
      : [{ ...rule, standing: rule.standing, until: timeOf(rule.until), at: formatMillis(rule.at) }],
  );
}

/** Every change, newest first: of rules, of the mode. Those of one moment as they came. */
export async function peerChangesView(context: Context): Promise<readonly PeerChange[]> {
  const { store } = context;
  const ofRules = (await listRules(store)).flatMap(({ target, before, ...now }) =>
    [...before, now].map((said) => ({
      at: said.at,
      by: said.by,
      target,
      to: said.standing ?? 'lifted',
      reason: said.reason,
      note: said.note,
      publicNote: said.publicNote,
      until: timeOf(said.until),
    })),
  );
  const mode = await modeNow(store);
  const ofMode = (mode === null ? [] : [...mode.before, mode]).map(({ at, by, mode: to }) => ({
    at,
    by,
    target: 'mode',
    to,
    reason: '',
    note: '',
    publicNote: '',
    until: null,
  }));
  const added = (await listPeers(store)).flatMap(({ addedAt, addedBy, commons, introduced }) =>
    addedBy === null && !introduced
      ? []
      : [
          {
            at: addedAt,
            by: addedBy ?? '',
            target: commons,
            to: introduced ? 'introduced itself' : 'added',
            reason: '',
            note: '',
            publicNote: '',
            until: null,
          },
        ],
  );
  const ofDeposits = (await keeperChanges(store)).map(({ commons, keeps, by, at }) => ({
    at,
    by,
    target: commons,
    to: keeps ? 'keeps deposits' : 'keeps no deposits',
    reason: '',
    note: '',
    publicNote: '',
    until: null,
  }));
  return [...ofRules, ...ofMode, ...ofDeposits, ...added]
    .sort((a, b) => b.at - a.at)
    .map((change) => ({ ...change, at: formatMillis(change.at) }));
}

function timeOf(millis: number | null): string | null {
  return millis === null ? null : formatMillis(millis);
}
