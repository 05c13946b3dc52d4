import type { Scid } from '../../../protocol/ids.ts';
import { formatMillis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { endOf } from '../record/ended.ts';
import type { MayRead } from '../record/evidence-source.ts';
import { ownDid } from '../record/own-did.ts';
import { type DecisionSummary, summariseDecision } from './decision-summary.ts';
import { homeView } from './home-view.ts';
import { registerRecord } from './register-record.ts';

/** Decisions that the page lists, the newest; all are in the archive. */
const DECISIONS_MAX = 1000;
/** Entries that are read in one go. */
const STEP = 500;

/** What stands in the place of a commons that is not served any more. Spec §20. */
export interface ArchiveView {
  readonly name: Readonly<Record<string, string>>;
  readonly purpose: Readonly<Record<string, string>>;
  readonly commons: Scid;
  /** Where it was last. */
  readonly address: string | null;
  readonly foundedAt: string | null;
  /** Null where the commons goes on: then this is a copy as of `madeAt`. */
  readonly endedAt: string | null;
  readonly madeAt: string;
  readonly entries: number;
  /** The newest first. */
  readonly decisions: readonly DecisionSummary[];
}

export async function archiveView(context: Context, mayRead: MayRead): Promise<ArchiveView> {
  const { name, purpose, commons, foundedAt, entries } = await homeView(context);
  const end = await endOf(context, commons);
  return {
    name,
    purpose,
    commons,
    address: (await ownDid(context))?.baseUrl ?? null,
    foundedAt,
    endedAt: end === null ? null : formatMillis(end),
    madeAt: formatMillis(await context.now()),
    entries,
    decisions: await decisionsIn(context, entries, mayRead),
  };
}

async function decisionsIn(context: Context, size: number, mayRead: MayRead): Promise<DecisionSummary[]> {
  const home = await context.commons();
  const record = await registerRecord(context);
  const found: DecisionSummary[] = [];
  for (let end = size; end > 0 && found.length < DECISIONS_MAX; end -= STEP) {
    const first = Math.max(0, end - STEP);
    const entries = await context.store.entries(home, { after: first - 1, limit: end - first });
    for (const entry of entries.toReversed()) {
      const decision = await summariseDecision(context, record, entry, mayRead);
      if (decision?.verdict?.status === 'counted' && found.length < DECISIONS_MAX) found.push(decision);
    }
  }
  return found;
}
