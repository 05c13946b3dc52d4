import type { Notice } from '../../../protocol/documents/notice.ts';
import type { Ref } from '../../../protocol/ids.ts';
import { DAY_SECONDS, formatMillis, type Millis, SECOND } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { actAsCommons } from '../acts/commons-act.ts';
import type { Committer } from '../log/committer.ts';
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
}

/**
 * Logs that something happened by itself, so that feeds and calendars show it; once, and it gives nobody anything.
 * Spec §4.
 */
export async function giveNotice(
  context: Context,
  committer: Committer,
  { about, event, happenedAt, step }: Event,
): Promise<void> {
  const { records } = context.store;
  const key = `${about.subject} ${event} ${happenedAt}`;
  if ((await records.get('notice', key)) !== null || !(await takeTurn(context, `notice ${key}`))) return;
  const fields = { about, event, happenedAt: formatMillis(happenedAt) };
  await actAsCommons(context, committer, 'notice', step === undefined ? fields : { ...fields, step });
  await records.add('notice', key, {}, (await context.now()) + REMEMBERED_MS);
}
