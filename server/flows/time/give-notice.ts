import type { Notice } from '../../../protocol/documents/notice.ts';
import type { Ref } from '../../../protocol/ids.ts';
import { DAY_SECONDS, formatMillis, type Millis, SECOND } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { actAsCommons } from '../acts/commons-act.ts';
import type { Committer } from '../log/committer.ts';
import { documentIn } from '../record/document-in.ts';
import { readKnown } from '../record/read-document.ts';
import { takeTurn } from './turn.ts';

/** Longer than any matter lasts: then nobody looks at it again. */
const REMEMBERED_MS = 400 * DAY_SECONDS * SECOND;

/** Something that happened by derivation. */
export interface Event {
  readonly about: Ref;
  readonly event: Notice['event'];
  readonly happenedAt: Millis;
  /** Of an escalation path. */
  readonly step?: number;
  /** Of a matter that people are asked about. */
  readonly phase?: NonNullable<Notice['phase']>;
}

/** Notices that are looked through, newest first, for one that somebody logged and had no time to write down. */
const LOOKED_THROUGH = 100;

/**
 * Logs that something happened by itself, so that feeds and calendars show it; once, and it gives nobody anything.
 *
 * Of several processes one takes the turn. One that was killed between the log and its note of it has logged it all the
 * same: so whoever comes after it looks there first. Spec §4.
 */
export async function giveNotice(context: Context, committer: Committer, given: Event): Promise<void> {
  const { about, event, happenedAt, step, phase } = given;
  const { records } = context.store;
  const key = `${about.id} ${event} ${happenedAt}`;
  if ((await records.get('notice', key)) !== null || !(await takeTurn(context, `notice ${key}`))) return;
  if (!(await isLogged(context, given))) {
    const concerned = await documentIn(context.store, await context.commons(), about.id);
    // Spec §16.
    const audience = concerned?.audience ?? 'members';
    await actAsCommons(context, committer, 'notice', {
      ...{ audience, about, event, happenedAt: formatMillis(happenedAt) },
      ...(step === undefined ? {} : { step }),
      ...(phase === undefined ? {} : { phase }),
    });
  }
  await records.add('notice', key, {}, (await context.now()) + REMEMBERED_MS);
}

async function isLogged({ store, commons }: Context, { about, event, happenedAt }: Event): Promise<boolean> {
  const home = await commons();
  const [thread] = await store.threads(home, { names: ['notice'] });
  if (thread === undefined) return false;
  const from = Math.max(0, thread.n - LOOKED_THROUGH);
  const indices = await store.threadIndices(home, 'notice', thread.last + 1, from);
  return (await store.entries(home, { at: indices })).some((entry) => {
    const document = readKnown(entry)?.document;
    return (
      document?.type === 'notice' &&
      document.about.id === about.id &&
      document.event === event &&
      document.happenedAt === formatMillis(happenedAt)
    );
  });
}
