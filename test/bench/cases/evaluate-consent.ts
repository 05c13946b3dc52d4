import { evaluate } from '../../../protocol/governance/ladder/evaluate.ts';
import { SECOND } from '../../../protocol/time.ts';
import { createScript, DAY, HOUR, OPENED, seats } from '../../support/rules/matter-script.ts';
import { type Case, medianOf } from '../figure.ts';

const PEOPLE = 500;
const OBJECTIONS = 50;

/** A large circle's matter: three versions, everybody's answers to two of them, fifty objections with their tests. */
export const evaluateConsentCase: Case = {
  name: 'evaluate',
  run: async () => {
    const roster = seats(PEOPLE);
    const script = createScript();
    for (const who of roster) script.answer(who, 'consent', OPENED + HOUR);
    const objections = roster.slice(0, OBJECTIONS).map((who) => script.object(who, OPENED + 2 * HOUR));
    for (const objection of objections)
      for (const who of roster.slice(-3)) script.test(who, objection, true, OPENED + 3 * HOUR);
    script.put('second', OPENED + DAY, objections.slice(0, 25));
    script.put('third', OPENED + 5 * DAY, objections);
    for (const who of roster) script.answer(who, 'concern', OPENED + 5 * DAY + HOUR);
    const frozen = {
      openedAt: OPENED,
      rung: 'consent',
      parameters: {
        consent: {
          openSeconds: (7 * DAY) / SECOND,
          deadlineSeconds: (40 * DAY) / SECOND,
          quorum: 'two-thirds',
        },
      },
      roster,
      silence: () => 0,
    } as const;
    const value = await medianOf(() => evaluate(script.entries, frozen, OPENED + 6 * DAY));
    const what = `evaluate consent: ${PEOPLE} people, 3 versions, ${OBJECTIONS} objections, ${script.entries.length} entries`;
    return [{ what, value, unit: 'ms', against: 'goal', most: 20 }];
  },
};
