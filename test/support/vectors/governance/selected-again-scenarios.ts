import type { Ladder } from '../../../../protocol/documents/rung.ts';
import { DAY_SECONDS } from '../../../../protocol/time.ts';
import { mandateFields } from '../../example-things.ts';
import type { LoggedEntry } from '../../log-builder.ts';
import type { Wishes, World } from '../../rules/world.ts';
import { say } from '../../rules/world.ts';
import type { Scenario } from './scenario.ts';
import { createSelection, row } from './selection-scenarios.ts';

const VOTE = {
  vote: {
    openSeconds: 7 * DAY_SECONDS,
    quorum: { num: 1, den: 2 },
    threshold: { num: 1, den: 2, cmp: 'gt', base: 'responders' },
  },
} as const satisfies Ladder;
const WISHES: Wishes = { charterLadder: VOTE };

/** A call of 10 January, at noon, for just as long as it has to be open. */
const CALLED_UNTIL = '2026-01-17T12:00:00Z';
const DECIDE = '2026-01-20T12:00:00Z';
const CLOSE = '2026-01-27T12:00:00Z';

/** Whether Cem was looked for by a call, who came, and whether the outcome names it. */
interface Called {
  readonly call?: 'nobody' | 'somebody';
  readonly named?: true;
}

/**
 * Cem has spoken for the one term that is allowed, and is selected again: role, its adoption, term, its adoption, perhaps a
 * call and an answer, proposal, roster, opening, nomination, term, yes, two ballots, outcome.
 */
const again = (called: Called) => async (world: World) => {
  const selection = await createSelection(world, 'approval', {
    weight: 'light',
    maxConsecutiveTerms: 1,
    termSeconds: 92 * DAY_SECONDS,
  });
  const { log, own, people } = world;
  const { role, put, open, nominate, stand, vote, grant, matter, at } = selection;
  const first = mandateFields(
    own('first'),
    role,
    people.cem.author,
    '2025-12-01T00:00:00Z',
    '2026-03-01T00:00:00Z',
  );
  const { entry } = await log.append('mandate', people.cem, first);
  await world.structureDecides('first term', [grant({ subject: first.subject, id: entry.id })]);
  const call = called.call === undefined ? null : await callOut(world, called.call, role);
  const proposal = await put();
  const opening = await open(proposal, { rung: 'vote', parameters: VOTE });
  await nominate(people.ana, proposal, people.cem);
  const term = await stand(people.cem, proposal);
  at(DECIDE);
  await vote(people.ana, proposal, people.cem);
  await vote(people.ben, proposal, people.cem);
  at(CLOSE);
  const counts = { roster: 4, base: 4, responders: 2, decisive: 2, answers: {}, objections: 0 };
  await matter.outcome(
    proposal,
    opening,
    { counts, selection: { candidates: [row(people.cem, 1, true, 2)], none: 0 } },
    {
      binding: {
        operations: [grant(term, called.named === true && call !== null ? { call: call.entry.id } : {})],
      },
    },
  );
};

async function callOut(
  { log, own, people }: World,
  found: 'nobody' | 'somebody',
  role: Awaited<ReturnType<typeof createSelection>>['role'],
): Promise<LoggedEntry> {
  const call = await log.append('call', people.ana, {
    subject: own('call'),
    role,
    closesAt: CALLED_UNTIL,
    text: say('Who speaks for us next?'),
  });
  const answers = found === 'nobody' ? people.cem : people.dia;
  await log.append('call-answer', answers, { subject: own('answer'), role, call: call.entry.id });
  return call;
}

/** Whatever comes before the outcome. */
const until = (entries: number) => Array(entries).fill('counted').join(' ');

/** Beyond the most terms in a row by a selection (Spec §§15.5, 15.7). */
export const SELECTED_AGAIN_SCENARIOS: readonly Scenario[] = [
  {
    id: 'selected-again',
    rule: 'R-15.46',
    what: 'beyond the most terms in a row, and the outcome names the call that found nobody else',
    wishes: WISHES,
    words: `${until(14)} counted`,
    play: again({ call: 'nobody', named: true }),
  },
  {
    id: 'selected-again-unnamed',
    rule: 'R-15.46',
    what: 'and the outcome does not name it',
    wishes: WISHES,
    words: `${until(14)} binding-differs`,
    play: again({ call: 'nobody' }),
  },
  {
    id: 'selected-again-without-a-call',
    rule: 'R-15.34',
    what: 'and nobody else was looked for',
    wishes: WISHES,
    words: `${until(12)} terms-exceeded`,
    play: again({}),
  },
  {
    id: 'selected-again-though-somebody-came',
    rule: 'R-15.34',
    what: 'and somebody else had answered the call',
    wishes: WISHES,
    words: `${until(14)} terms-exceeded`,
    play: again({ call: 'somebody' }),
  },
  {
    id: 'selected-again-by-a-call-that-found-somebody',
    rule: 'R-15.46',
    what: 'and the outcome names it',
    wishes: WISHES,
    words: `${until(14)} binding-differs`,
    play: again({ call: 'somebody', named: true }),
  },
];
