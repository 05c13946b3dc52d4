import type { Opening } from '../../documents/opening.ts';
import { type CircleRung, isCircleRung } from '../../documents/response.ts';
import type { Ladder, MeetingTerms } from '../../documents/rung.ts';
import type { Share } from '../../documents/threshold.ts';
import { DAY_SECONDS, SECOND } from '../../time.ts';

/** Whoever was not there may object, and whoever was may disown, for so long after the minutes were confirmed. Spec §14. */
export const DISOWN_TIME = 48 * 3600 * SECOND;
/** A meeting is put off by no more than this: what waits for it must be opened some day. Spec §14. */
export const MOVED_MOST = 30 * DAY_SECONDS * SECOND;
/** Later than this nobody remembers who said what. Spec §14. */
export const MINUTES_TIME = 7 * DAY_SECONDS * SECOND;
/** Notice where the parameters say nothing. Spec §14. */
const NOTICE_SECONDS = 3 * DAY_SECONDS;
/** Attendance where the parameters say nothing. Spec §14. */
const ATTENDANCE = { num: 2, den: 3 };

/** By what a meeting can close a matter of this rung. Spec §14. */
export function meetingTerms(rung: CircleRung, parameters: Ladder): MeetingTerms {
  const given = parameters[rung];
  if (given?.meeting !== undefined) return given.meeting;
  // What is hard to undo, or decided by numbers, is announced for as long as it would be open.
  const noticeSeconds = rung === 'consent' ? NOTICE_SECONDS : (given?.openSeconds ?? NOTICE_SECONDS);
  return { noticeSeconds, attendance: ATTENDANCE };
}

/** Who must be there for a meeting to close a matter; where a role decides none does. Spec §14. */
export function attendanceOf({ rung, parameters }: Pick<Opening, 'rung' | 'parameters'>): Share {
  return isCircleRung(rung) ? meetingTerms(rung, parameters).attendance : ATTENDANCE;
}
