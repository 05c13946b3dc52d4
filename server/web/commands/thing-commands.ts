import type { CircleView } from '../../flows/views/circles-view.ts';
import type { DomainView } from '../../flows/views/domain-view.ts';
import type { MeetingView } from '../../flows/views/meetings-view.ts';
import type { RoleView } from '../../flows/views/roles-view.ts';
import { hashOf } from '../hrefs.ts';
import { type Possible, possibleIn } from './possible.ts';

/** What members can do under a domain, and about it. */
export function domainCommands({ subject, body, owner, source }: DomainView): readonly Possible[] {
  const isAlone = body.rung === 'delegation' && owner.kind === 'role';
  const gives = body.scope.effects.includes('transfer');
  return possibleIn(
    {
      who: 'Everybody:',
      lines: [
        gives
          ? 'propose --give "1 of …" --to "…" --reason "…"'
          : `propose --text "…" --domain ${subject} --reason "…"`,
      ],
    },
    {
      who: 'Whoever holds the role that owns it:',
      lines: !isAlone
        ? []
        : [
            gives
              ? 'decide --give "1 of …" --to "…" --reason "…"'
              : `decide --text "…" --domain ${subject} --reason "…"`,
          ],
    },
    {
      who: 'Whoever is named by a seat that is empty:',
      lines: owner.people.some(({ claimed }) => !claimed) ? [`claim ${subject} --evidence "…"`] : [],
    },
    {
      who: 'Whoever says who decides what:',
      lines:
        source.kind === 'set'
          ? []
          : [`domain change ${subject} --rationale "…" --reason "…"`, `domain end ${subject} --reason "…"`],
    },
  );
}

/** What members can do about a role: who holds it, and what it is. */
export function roleCommands({ subject, selection, terms, calls }: RoleView): readonly Possible[] {
  const held = terms.map(({ id }) => hashOf(id));
  return possibleIn(
    {
      who: 'Everybody whom it serves:',
      lines: [
        ...(selection === 'appoint' ? [] : [`propose --select ${subject} --reason "…"`]),
        ...held.map((term) => `propose --recall ${term} --reason "…"`),
        ...(calls.length > 0 ? [] : [`call open ${subject} --words "…"`]),
      ],
    },
    {
      who: 'Whoever holds it:',
      lines: terms.some(({ state }) => state === 'held')
        ? [`delegate "…" --until 14d --role ${subject}`]
        : [],
    },
    {
      who: 'Whoever grants roles:',
      lines: [
        ...(selection === 'appoint' ? [`mandate give "…" --role ${subject} --reason "…"`] : []),
        ...held.map((term) => `decide --suspend ${term} --reason "…"`),
      ],
    },
    {
      who: 'Whoever says what roles there are:',
      lines: [`role change ${subject} --purpose "…" --reason "…"`, `role end ${subject} --reason "…"`],
    },
  );
}

/** What members can do about a circle. */
export function circleCommands({ subject, status }: CircleView): readonly Possible[] {
  return possibleIn(
    {
      who: 'Its members:',
      lines: [`meeting call --circle ${subject} --at 4d --about "…"`],
    },
    { who: 'Everybody:', lines: [`matter raise "…" --to ${subject}`] },
    {
      who: 'Whoever says what circles there are:',
      lines: [
        `circle join ${subject} "…" --reason "…"`,
        `circle leave ${subject} "…" --reason "…"`,
        `circle change ${subject} --aim "…" --reason "…" --propose`,
        ...(status === 'resting' ? [] : [`circle end ${subject} --reason "…"`]),
      ],
    },
  );
}

/** What members can do about a meeting, before and after it. Spec §14. */
export function meetingCommands({
  subject,
  isOver,
  calledOff,
  agenda,
  takesMinutes,
  minutes,
}: MeetingView): readonly Possible[] {
  if (calledOff !== null) return [];
  const recorded = new Set(minutes.flatMap(({ matters }) => matters.map(({ proposal }) => proposal)));
  return possibleIn(
    {
      who: 'Whoever called it or leads it:',
      lines: isOver ? [] : [`meeting change ${subject} --at 6d`, `meeting call-off ${subject} --because "…"`],
    },
    {
      who: 'Everybody in the circle:',
      lines: isOver
        ? []
        : [
            `propose --meeting ${subject} --text "…" --domain "…" --reason "…"`,
            `proxy "…" --meeting ${subject}`,
          ],
    },
    {
      who: 'Whoever takes the minutes, or stands in for them:',
      lines: takesMinutes
        ? [
            `meeting minutes ${subject} --there "…" --there "…" --text "…"`,
            ...agenda.flatMap(({ matter }) =>
              matter === null || recorded.has(matter.proposal)
                ? []
                : [
                    `meeting minutes ${subject} --there "…" --there "…" --proposal ${matter.proposal} --said "…=consent"`,
                  ],
            ),
          ]
        : [],
    },
    {
      who: 'Somebody else who was there:',
      lines: minutes.filter(({ confirmBy }) => confirmBy !== null).map(({ id }) => `confirm ${hashOf(id)}`),
    },
    {
      who: 'Whoever was heard wrongly, for 48 hours:',
      lines: minutes
        .filter(({ canBeDisowned }) => canBeDisowned)
        .flatMap(({ id, matters }) =>
          matters.map(({ proposal }) => `meeting disown ${hashOf(id)} --proposal ${proposal} --words "…"`),
        ),
    },
  );
}
