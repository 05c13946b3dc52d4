import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FolkmootDocument } from '../../../../protocol/documents/document.ts';
import type { Answer } from '../../../../protocol/documents/response.ts';
import { evaluate } from '../../../../protocol/governance/ladder/evaluate.ts';
import { unnamedAmong, withRecorded } from '../../../../protocol/governance/meetings/recorded.ts';
import { COUNTED } from '../../../../protocol/governance/verdict.ts';
import type { JudgedEntry } from '../../../../protocol/governance/view.ts';
import { type DocumentId, type Subject, subjectSchema } from '../../../../protocol/ids.ts';
import { formatMillis, SECOND } from '../../../../protocol/time.ts';
import { createScript, DAY, entryId, HOUR, OPENED, seats } from '../../../support/rules/matter-script.ts';

const ROSTER = seats(6);
const STARTS = OPENED + 4 * DAY;
const CONFIRMED = STARTS + 2 * HOUR;
const WEEK = { openSeconds: (7 * DAY) / SECOND, deadlineSeconds: (30 * DAY) / SECOND };
const ATTENDANCE = { num: 2, den: 3 };

/** What each person does: says something in the room, by name or counted; signs something themself; disowns. */
interface Behaves {
  readonly present: boolean;
  readonly inRoom: 'named' | 'counted' | 'silent';
  readonly signs: 'before' | 'meanwhile' | 'after' | 'never';
  readonly disowns: boolean;
}
const behaviour: fc.Arbitrary<Behaves> = fc.record({
  present: fc.boolean(),
  inRoom: fc.constantFrom('named', 'counted', 'silent'),
  signs: fc.constantFrom('before', 'meanwhile', 'after', 'never'),
  disowns: fc.boolean(),
});
const room = fc.array(behaviour, { minLength: ROSTER.length, maxLength: ROSTER.length });

const MOMENTS = { before: OPENED + DAY, meanwhile: STARTS + HOUR, after: CONFIRMED + HOUR } as const;

/** The thread of a matter with one meeting, its minutes written as the rules allow. */
function threadOf(people: readonly Behaves[], closes: boolean) {
  const script = createScript();
  const version = script.entries[0]?.id as DocumentId; // the script begins with it
  const content = new Map<DocumentId, FolkmootDocument>();
  const who = (place: number) => ROSTER[place] as Subject; // as many as there are
  const signing = (when: Behaves['signs'], value: Answer) => {
    for (const [place, { signs }] of people.entries())
      if (signs === when && when !== 'never') script.answer(who(place), value, MOMENTS[when]);
  };
  const add = (id: DocumentId, at: number, status: 'counted' | 'pending', document: object) => {
    const typed = document as FolkmootDocument; // what is read of it is there
    content.set(id, typed);
    const verdict = { ...COUNTED, status };
    script.entries.push({
      ...{ index: script.entries.length, at, id, key: 'z6Mk' as never, document: typed, verdict },
    });
  };

  signing('before', 'concern');
  signing('meanwhile', 'concern');
  const proposal = { subject: subjectSchema.parse(ROSTER[0]), id: version };
  const meeting = entryId('the meeting');
  content.set(meeting, { type: 'meeting', startsAt: formatMillis(STARTS) } as FolkmootDocument); // no more is read
  const there = people.flatMap(({ present }, place) => (present ? [who(place)] : []));
  const named = people.flatMap(({ present, inRoom }, place) =>
    present && inRoom === 'named' ? [{ by: who(place), value: 'consent' as const }] : [],
  );
  const spoken = new Set(
    people.flatMap(({ signs }, place) => (signs === 'before' || signs === 'meanwhile' ? [who(place)] : [])),
  );
  const answers = named.length === 0 ? {} : { answers: named };
  const countable = unnamedAmong({ attendance: there }, { proposal, ...answers }, ROSTER, spoken);
  const wanted = people.filter(({ present, inRoom }) => present && inRoom === 'counted').length;
  const consent = Math.min(wanted, countable.length);
  const counted = consent === 0 ? {} : { counted: { consent } };
  const matter = { proposal, ...answers, ...counted, ...(closes ? { closes: true } : {}) };
  const minutes = entryId('the minutes');
  add(minutes, CONFIRMED - HOUR, 'pending', {
    ...{ type: 'minutes', meeting: { id: meeting }, attendance: there, matters: [matter] },
  });
  const without: readonly JudgedEntry[] = [...script.entries];
  add(entryId('the confirmation'), CONFIRMED, 'counted', {
    ...{ type: 'confirmation', of: { id: minutes }, minutes: { changes: [] } },
  });
  for (const [place, { present, disowns }] of people.entries())
    if (present && disowns)
      add(entryId(`disowned ${place}`), CONFIRMED, 'counted', {
        ...{ type: 'disavowal', author: who(place), minutes },
      });
  signing('after', 'abstain');
  return { entries: script.entries, without, content };
}

function evaluated(
  { content }: ReturnType<typeof threadOf>,
  entries: readonly JudgedEntry[],
  asOf = CONFIRMED + 2 * HOUR,
) {
  const view = { content: (id: DocumentId) => content.get(id) as FolkmootDocument }; // all that is named is there
  const proposal = subjectSchema.parse(ROSTER[0]);
  const { thread, held } = withRecorded(view, entries, { proposal, roster: ROSTER, attendance: ATTENDANCE });
  const frozen = {
    ...{ openedAt: OPENED, rung: 'consent' as const, roster: ROSTER, held, silence: () => 0 },
    parameters: { consent: { ...WEEK, quorum: 'two-thirds' as const } },
  };
  return evaluate(thread, frozen, asOf);
}

describe('§14 [R-14.7], [R-14.8] whatever minutes say', () => {
  test('nobody is heard twice', () => {
    fc.assert(
      fc.property(room, fc.boolean(), (people, closes) => {
        const told = threadOf(people, closes);
        const { counts } = evaluated(told, told.entries);
        expect(counts.responders).toBeLessThanOrEqual(ROSTER.length);
        expect(Object.values(counts.answers).reduce((sum, count) => sum + count, 0)).toBe(counts.responders);
      }),
    );
  });

  test('what people sign in the meeting or afterwards is what they are heard with', () => {
    fc.assert(
      fc.property(room, (people) => {
        const told = threadOf(people, true);
        const { answers } = evaluated(told, told.entries).counts;
        expect(answers.abstain ?? 0).toBe(people.filter(({ signs }) => signs === 'after').length);
        const meanwhile = people.filter(({ signs }) => signs === 'meanwhile').length;
        expect(answers.concern ?? 0).toBeGreaterThanOrEqual(meanwhile);
      }),
    );
  });

  test('nothing is left of it where nobody confirms it, or everybody disowns it', () => {
    fc.assert(
      fc.property(room, (people) => {
        const told = threadOf(
          people.map((person) => ({ ...person, disowns: true })),
          true,
        );
        const all = evaluated(told, told.entries);
        const { without } = told;
        const after = told.entries.filter(({ document }) => document.type === 'response');
        const none = evaluated(told, [...without, ...after.filter(({ index }) => index >= without.length)]);
        expect(all.counts).toEqual(none.counts);
      }),
    );
  });

  test('it is never closed sooner than 48 hours after the confirmation', () => {
    fc.assert(
      fc.property(room, fc.boolean(), (people, closes) => {
        const told = threadOf(people, closes);
        expect(evaluated(told, told.entries).closesAt).toBeGreaterThanOrEqual(CONFIRMED + 48 * HOUR);
      }),
    );
  });
});
