import type { RecordedMatter } from '../../../protocol/documents/minutes.ts';
import type { Subject } from '../../../protocol/ids.ts';
import type { Draft, LoggedEntry } from '../log-builder.ts';
import type { Signer } from '../people.ts';
import type { TestMatter } from './matter.ts';
import { refTo, say } from './world.ts';

/** When the meeting of the cases begins: four days after the matter is opened. */
export const BEGINS = '2026-01-14T18:00:00Z';
/** When its minutes are logged, when they are confirmed, and 48 hours later. */
export const WRITTEN = '2026-01-14T19:00:00Z';
export const CONFIRMED = '2026-01-14T20:00:00Z';
export const HELD = '2026-01-16T20:00:00Z';

type More<Type extends 'meeting' | 'minutes' | 'confirmation'> = Partial<Omit<Draft<Type>, 'type'>>;

/** A meeting about a matter, and what is written down of it: right, unless a case says otherwise. */
export function createMeeting({ world, P }: TestMatter) {
  const { log, own, people, things } = world;
  let count = 0;
  const next = (what: string) => own(`${what} ${++count}`);
  const M = own('M 1');

  /** Ana calls the circle; Ben writes. */
  const call = (proposal: LoggedEntry | null, more: More<'meeting'> = {}, by: Signer = people.ana) =>
    log.append('meeting', by, {
      subject: M,
      circle: things.circle,
      startsAt: BEGINS,
      agenda: [proposal === null ? { about: say('The summer.') } : { proposal: refTo(proposal) }],
      facilitator: people.ana.author,
      minuteTaker: people.ben.author,
      ...more,
    });

  /** Minutes of one matter; Ana, Ben and Cem were there. */
  const write = (
    meeting: LoggedEntry,
    proposal: LoggedEntry,
    said: Omit<RecordedMatter, 'proposal'>,
    more: More<'minutes'> = {},
    by: Signer = people.ben,
  ) =>
    log.append('minutes', by, {
      subject: next('minutes'),
      meeting: refTo(meeting),
      circle: things.circle.subject,
      attendance: subjectsOf(people.ana, people.ben, people.cem),
      matters: [{ proposal: refTo(proposal), ...said }],
      ...more,
    });

  const confirm = (minutes: LoggedEntry, by: Signer = people.cem, more: More<'confirmation'> = {}) =>
    log.append('confirmation', by, {
      subject: next('confirmation'),
      of: { subject: M, id: minutes.entry.id },
      minutes: { changes: minutes.leaf.threads.map(({ key }) => key as Subject) }, // public threads have their names as keys
      ...more,
    });

  const disown = (minutes: LoggedEntry, proposal: LoggedEntry, by: Signer) =>
    log.append('disavowal', by, {
      subject: next('disavowal'),
      proposal: refTo(proposal),
      minutes: minutes.entry.id,
    });

  return { call, write, confirm, disown, M, P };
}

export type TestMeeting = ReturnType<typeof createMeeting>;

export function subjectsOf(...people: readonly Signer[]): Subject[] {
  return people.map(({ author }) => author as Subject); // people, no commons
}

/** What each of them said. */
export function allSay(value: 'consent' | 'concern' | 'abstain' | 'pause', ...people: readonly Signer[]) {
  return subjectsOf(...people).map((by) => ({ by, value }));
}
