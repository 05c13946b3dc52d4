import type { Subject } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { parseTime } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { proposalHref } from '../../web/hrefs.ts';
import { MATTER_STATES } from '../../web/proposal-words.ts';
import { capital } from '../../web/words.ts';
import { publicOnly } from '../acts/export-bundle.ts';
import { type ProposalView, proposalView } from '../views/proposal-view.ts';
import type { FeedItem } from './feed-view.ts';
import type { PublicEntry } from './look-back.ts';

/**
 * A matter as it stands, in the place of all its versions; null where its present version is not for everybody.
 * Spec §19.
 */
export async function matterItem(context: Context, { document }: PublicEntry): Promise<FeedItem | null> {
  const view = await shownMatter(context, document.subject);
  if (view === null) return null;
  const { subject, what, by, driver, explanation, domain } = view;
  const publishedAt = parseTime(view.at) ?? 0; // a view writes times itself
  return {
    id: `urn:uuid:${subject}`,
    href: proposalHref(subject),
    title: capital(what.join('; ')),
    by,
    text: [
      `${MATTER_STATES[view.state].short}. Put forward by ${by} in “${domain.title}”.`,
      ...(driver === null ? [] : [driver]),
      ...explanation,
    ],
    publishedAt,
    updatedAt: await updatedAt(context, subject, publishedAt),
  };
}

async function shownMatter(context: Context, subject: Subject): Promise<ProposalView | null> {
  try {
    return await proposalView(context, subject, publicOnly);
  } catch (error) {
    if (error instanceof ProtocolError && error.type === 'not-found') return null;
    throw error;
  }
}

/** When it was last put in other words, opened, decided or withdrawn: what people answer meanwhile is no news of it. */
async function updatedAt(context: Context, subject: Subject, publishedAt: number): Promise<number> {
  const home = await context.commons();
  const [thread] = await context.store.threads(home, { names: [subject] });
  const state = thread?.state;
  if (state?.kind !== 'proposal') return publishedAt;
  const { versions, opening, decided, withdrawnBy } = state;
  const ended = withdrawnBy === null ? [] : await context.store.entries(home, { ids: [withdrawnBy] });
  const said = [...versions, ...decided.filter(({ status }) => status !== 'not-counted'), ...ended];
  return Math.max(publishedAt, opening?.at ?? 0, ...said.map(({ at }) => at));
}
