import type { JsonObject } from '../../../../protocol/canonical.ts';
import { subjectOf } from '../../people.ts';
import { type PayloadCase, payloadOf, refused, taken } from './payload-case.ts';
import { ANA, BEN, idOf, ref, say } from './samples.ts';

const matter = (more: JsonObject): JsonObject => ({ proposal: ref('proposal'), ...more });
const recorded = (...matters: JsonObject[]) => payloadOf('minutes', { matters });
const advice = { by: ANA, stance: 'for', text: say('Soon.') };
const objection = { by: ANA, ground: 'harms-aim', argument: say('It is dear.'), resolvedBy: say('Half.') };

/** What a meeting, its minutes and what names them demand of their members. Chapter 14. */
export function meetingCases(): PayloadCase[] {
  return [...notices(), ...records(), ...named()];
}

function notices(): PayloadCase[] {
  return [
    refused('R-14.2', 'meeting-no-agenda', 'a meeting about nothing', payloadOf('meeting', { agenda: [] })),
    refused(
      'R-14.2',
      'meeting-empty-item',
      'an item without anything',
      payloadOf('meeting', { agenda: [{}] }),
    ),
    taken(
      'R-14.2',
      'meeting-text-item',
      'an item that is a text alone',
      payloadOf('meeting', { agenda: [{ about: say('The summer.') }] }),
    ),
  ];
}

function records(): PayloadCase[] {
  const eight = Array.from({ length: 8 }, (_, place) => ({ proposal: ref(`proposal ${place}`) }));
  return [
    taken('R-14.3', 'minutes-seven', 'seven matters', recorded(...eight.slice(0, 7))),
    refused('R-14.3', 'minutes-eight', 'eight matters', recorded(...eight)),
    refused(
      'R-14.3',
      'minutes-nobody',
      'a meeting to which nobody came',
      payloadOf('minutes', { attendance: [] }),
    ),
    refused(
      'R-14.3',
      'minutes-person-twice',
      'somebody who came twice',
      payloadOf('minutes', { attendance: [ANA, BEN, ANA] }),
    ),
    refused(
      'R-14.3',
      'minutes-matter-twice',
      'one matter twice',
      recorded(matter({}), matter({ closes: true })),
    ),
    refused(
      'R-14.3',
      'minutes-two-answers',
      'two answers of one person',
      recorded(
        matter({
          answers: [
            { by: ANA, value: 'consent' },
            { by: ANA, value: 'abstain' },
          ],
        }),
      ),
    ),
    refused(
      'R-14.3',
      'minutes-answer-and-objection',
      'an answer and an objection of one person',
      recorded(matter({ answers: [{ by: ANA, value: 'consent' }], objections: [objection] })),
    ),
    taken(
      'R-14.3',
      'minutes-ballots-and-advice',
      'a ballot for none of these, and advice of the same person',
      recorded(matter({ ballots: [{ by: ANA, approves: [] }], advice: [advice] })),
    ),
    refused(
      'R-14.3',
      'minutes-ballot-and-answer',
      'a ballot and an answer of one person',
      recorded(matter({ answers: [{ by: ANA, value: 'consent' }], ballots: [{ by: ANA, approves: [BEN] }] })),
    ),
    refused(
      'R-14.3',
      'minutes-ballot-twice-for-one',
      'a ballot with somebody on it twice',
      recorded(matter({ ballots: [{ by: ANA, approves: [BEN, BEN] }] })),
    ),
    refused(
      'R-14.3',
      'minutes-advice-twice',
      'two words of advice of one person',
      recorded(matter({ advice: [advice, { ...advice, stance: 'against' }] })),
    ),
    refused('R-14.3', 'minutes-count-of-none', 'a count of nothing', recorded(matter({ counted: {} }))),
    refused(
      'R-14.3',
      'minutes-ended-twice',
      'one objection ended twice',
      recorded(
        matter({
          ended: [
            { by: ANA, objection: idOf('objection'), fate: 'withdrawn' },
            { by: ANA, objection: idOf('objection'), fate: 'resolved-by-review' },
          ],
        }),
      ),
    ),
    refused(
      'R-14.3',
      'minutes-tested-twice',
      'one objection tested twice by one person',
      recorded(
        matter({
          tests: [
            { by: ANA, objection: idOf('objection'), argumentMade: true, reason: say('There is one.') },
            { by: ANA, objection: idOf('objection'), argumentMade: false, reason: say('There is none.') },
          ],
        }),
      ),
    ),
  ];
}

function named(): PayloadCase[] {
  const changes = [subjectOf('meeting'), subjectOf('proposal')].sort();
  return [
    taken(
      'R-14.4',
      'proposal-opens-in',
      'a proposal for a meeting',
      payloadOf('proposal', { opensIn: ref('meeting') }),
    ),
    taken(
      'R-14.4',
      'opening-in-meeting',
      'an opening in a meeting',
      payloadOf('opening', { meeting: ref('meeting') }),
    ),
    taken(
      'R-14.5',
      'confirmation-of-minutes',
      'a confirmation of minutes',
      payloadOf('confirmation', { of: ref('minutes'), minutes: { changes } }),
    ),
    refused(
      'R-14.5',
      'confirmation-of-no-thread',
      'one that names no thread',
      payloadOf('confirmation', { of: ref('minutes'), minutes: { changes: [] } }),
    ),
    refused(
      'R-14.5',
      'confirmation-of-register',
      'one that names a thread by a word',
      payloadOf('confirmation', { of: ref('minutes'), minutes: { changes: ['register'] } }),
    ),
    taken(
      'R-14.7',
      'outcome-by-minutes',
      'an outcome that rests on minutes',
      payloadOf('outcome', { minutes: [idOf('minutes')] }),
    ),
    refused(
      'R-14.7',
      'outcome-by-no-minutes',
      'an outcome that rests on no minutes',
      payloadOf('outcome', { minutes: [] }),
    ),
  ];
}
