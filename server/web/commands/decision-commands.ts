import type { WhyView } from '../../flows/views/why-view.ts';
import { hashOf } from '../hrefs.ts';
import { type Possible, possibleIn } from './possible.ts';

/** What members can do about a decision as it stands, by who can. Spec §6. */
export function decisionCommands({ id, verdict, life, domain, result }: WhyView): readonly Possible[] {
  const short = hashOf(id);
  if (verdict.status === 'pending')
    return possibleIn({
      who: 'Whoever else holds the role:',
      lines: life?.over === true ? [] : [`confirm ${short}`],
    });
  // What adopted nothing takes none of them. Spec §6.
  if (life === null || verdict.status !== 'counted' || result !== 'adopted') return [];
  const waiting = (questions: typeof life.challenges) =>
    (life.over ? [] : questions)
      .filter(({ state }) => state === 'open' || state === 'late')
      .map((question) => hashOf(question.id));
  const { veto } = life;
  const isAlone = domain.rung === 'delegation' || domain.rung === 'consultation';
  return possibleIn(
    {
      who: 'Everybody:',
      lines: [
        ...(life.takesChallenges ? [`challenge ${short} --help`] : []),
        ...(life.over ? [] : [`question ${short} --words "…"`, `action ${short} --what "…" --due 14d`]),
      ],
    },
    {
      who: 'Whoever has something to do for it:',
      lines: life.actions
        .filter(({ result }) => result === null)
        .map((action) =>
          action.number === null
            ? `done ${hashOf(action.id)} fulfilled --evidence "…"`
            : `done ${hashOf(action.id)} fulfilled --number ${action.number} --evidence "…"`,
        ),
    },
    {
      who: 'Whoever owns its domain:',
      lines: [
        ...waiting(life.challenges).flatMap((one) => [
          `rule ${one} upheld --words "…"`,
          `rule ${one} reversed --words "…"`,
        ]),
        ...waiting(life.requests).map((one) =>
          isAlone ? `rule ${one} interpreted --words "…"` : `rule ${one} interpreted --propose --words "…"`,
        ),
      ],
    },
    {
      who: 'Whoever may return it:',
      lines: veto === null || veto.over || life.over ? [] : [`rule ${short} vetoed --words "…"`],
    },
  );
}
