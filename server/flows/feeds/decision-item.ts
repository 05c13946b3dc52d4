import type { Decided } from '../../../protocol/governance/state.ts';
import type { DocumentId, Scid } from '../../../protocol/ids.ts';
import type { Millis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import type { Store } from '../../store/store.ts';
import { whyHref } from '../../web/hrefs.ts';
import { capital } from '../../web/words.ts';
import { publicOnly } from '../acts/export-bundle.ts';
import { currentRecord } from '../record/current.ts';
import { wordsOf } from '../views/attached-words.ts';
import { summariseDecision } from '../views/decision-summary.ts';
import type { FeedItem } from './feed-view.ts';
import type { PublicEntry } from './look-back.ts';

/** A decision that counts, and what became of it; null for one that does not. Spec §19. */
export async function decisionItem(
  context: Context,
  { entry, document }: PublicEntry,
): Promise<FeedItem | null> {
  if (document.type !== 'decision' && document.type !== 'outcome') return null;
  const home = await context.commons();
  const subject = document.proposal?.subject ?? document.subject;
  const [thread] = await context.store.threads(home, { names: [subject] });
  const state = thread?.state;
  if (state?.kind !== 'decision' && state?.kind !== 'proposal') return null;
  const decided = state.decided.find(({ id }) => id === entry.id);
  if (decided?.status !== 'counted') return null;
  const record = await currentRecord(context, home);
  const summary = await summariseDecision(context, record, entry, publicOnly);
  if (summary === null) return null;
  const reason = document.type === 'decision' ? await wordsOf(context, document.reason) : null;
  const head = headOf(decided);
  const what = summary.what.join('; ');
  return {
    id: entry.id,
    href: whyHref(entry.id),
    title: head === null ? capital(what) : `${head}: ${what}`,
    by: summary.by,
    text: [`Decided by ${summary.by}.`, ...(reason === null ? [] : [`Reason: ${reason}`])],
    publishedAt: entry.at,
    updatedAt: Math.max(entry.at, ...(await timesOf(context.store, home, decided))),
  };
}

/** What became of it since, or how it came out; nothing where it was adopted and stands. */
function headOf({ result, reversedBy, replacedBy }: Decided): string | null {
  if (reversedBy !== null) return 'Reversed';
  if (replacedBy !== null) return 'Replaced';
  if (result === 'not-adopted') return 'Turned down';
  return result === 'default' ? 'Ended by default' : null;
}

/** When the entries were logged that changed how it stands. */
async function timesOf(
  store: Pick<Store, 'entries'>,
  home: Scid,
  { confirmedBy, reversedBy, replacedBy }: Decided,
): Promise<readonly Millis[]> {
  const ids = [confirmedBy, reversedBy, replacedBy].filter((id): id is DocumentId => id !== null);
  return ids.length === 0 ? [] : (await store.entries(home, { ids })).map(({ at }) => at);
}
