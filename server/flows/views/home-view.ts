import type { Charter } from '../../../protocol/documents/charter.ts';
import { ratifyUntil } from '../../../protocol/governance/provisional.ts';
import type { DocumentId, Scid } from '../../../protocol/ids.ts';
import { formatMillis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { publicOnly } from '../acts/export-bundle.ts';
import { askFreely, currentRecord } from '../record/current.ts';
import { documentIn } from '../record/document-in.ts';
import { type Counts, countsOf } from './counts.ts';
import { type DecisionSummary, summariseDecision } from './decision-summary.ts';
import { registerRecord } from './register-record.ts';

/** Entries at the end of the log that are looked through for decisions, and decisions that are shown. */
const LOOKED_THROUGH = 500;
const DECISIONS_SHOWN = 10;

/** The front page: who we are and what we decided last. */
export interface HomeView {
  readonly commons: Scid;
  readonly origin: string;
  readonly name: Readonly<Record<string, string>>;
  readonly purpose: Readonly<Record<string, string>>;
  /** The charter in force; null before there is one. */
  readonly charter: DocumentId | null;
  readonly founded: boolean;
  /** When the last founder confirmed; null while one is missing. */
  readonly foundedAt: string | null;
  /** The members are still to ratify the charter: by when, and whether that is over. Spec §4. */
  readonly provisional: { readonly until: string; readonly overdue: boolean } | null;
  readonly founders: readonly { readonly pseudonym: string; readonly confirmed: boolean }[];
  readonly values: readonly Pick<Charter['values'][number], 'title' | 'sentence'>[];
  readonly entries: number;
  readonly counts: Counts;
  readonly decisions: readonly DecisionSummary[];
}

/** @throws {ProtocolError} `not-founded` */
export async function homeView(context: Context): Promise<HomeView> {
  const { store, settings } = context;
  const commons = await context.commons();
  const [thread] = await store.threads(commons, { names: ['charter'] });
  const state = thread?.state?.kind === 'charter' ? thread.state : null;
  const charter = state === null ? null : await documentIn(store, commons, state.inForce);
  const size = (await store.head(commons))?.size ?? 0;
  const foundedIndex = state?.foundedAt ?? null;
  const [foundedBy] = foundedIndex === null ? [] : await store.entries(commons, { at: [foundedIndex] });
  return {
    commons,
    origin: settings.origin,
    name: charter?.type === 'charter' ? charter.name : {},
    purpose: charter?.type === 'charter' ? charter.purpose : {},
    charter: state?.inForce ?? null,
    founded: foundedIndex !== null,
    foundedAt: foundedBy === undefined ? null : formatMillis(foundedBy.at),
    provisional: await provisionalUntil(context),
    founders: (state?.founders ?? []).map(({ subject, pseudonym }) => ({
      pseudonym,
      confirmed: state?.confirmed.includes(subject) ?? false,
    })),
    values: charter?.type === 'charter' ? charter.values.map(shownValue) : [],
    entries: size,
    counts: await countsOf(context),
    decisions: await latestDecisions(context, size),
  };
}

/** By when the members are to ratify the charter; null where it is theirs, or not all have founded it yet. Spec §4. */
export async function provisionalUntil(context: Context): Promise<HomeView['provisional']> {
  const record = await currentRecord(context, await context.commons());
  const until = await askFreely(record, ratifyUntil);
  return until === null ? null : { until: formatMillis(until), overdue: (await context.now()) >= until };
}

function shownValue({ title, sentence }: Charter['values'][number]): HomeView['values'][number] {
  return sentence === undefined ? { title } : { title, sentence };
}

async function latestDecisions(context: Context, size: number): Promise<DecisionSummary[]> {
  const home = await context.commons();
  const record = await registerRecord(context);
  const entries = await context.store.entries(home, {
    after: Math.max(-1, size - LOOKED_THROUGH - 1),
    limit: LOOKED_THROUGH,
  });
  const found: DecisionSummary[] = [];
  for (const entry of entries.toReversed()) {
    const decision = await summariseDecision(context, record, entry, publicOnly);
    if (decision !== null) found.push(decision);
    if (found.length === DECISIONS_SHOWN) break;
  }
  return found;
}
