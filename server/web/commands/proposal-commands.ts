import { ANSWERS, type Answer, isCircleRung } from '../../../protocol/documents/response.ts';
import { rungSchema } from '../../../protocol/documents/rung.ts';
import type { MatterState } from '../../flows/views/proposal-summary.ts';
import type { ProposalView } from '../../flows/views/proposal-view.ts';
import { hashOf } from '../hrefs.ts';
import { type Possible, possibleIn } from './possible.ts';

/** Nobody says anything to it any more. */
const ENDED: ReadonlySet<MatterState> = new Set([
  ...(['adopted', 'not-adopted', 'stalled', 'default', 'lapsed', 'withdrawn'] as const),
]);
/** Answers count. */
const ANSWERED: ReadonlySet<MatterState> = new Set(['open', 'integrating']);
/** Whoever holds a role decides. */
const DECIDED_ALONE: ReadonlySet<MatterState> = new Set(['waiting', 'ready']);
/** Handed on so often it goes its escalation path. Spec §6. */
const REFERRALS_MOST = 2;

/** What members can do about a matter as it stands, by who can. */
export function proposalCommands(view: ProposalView): readonly Possible[] {
  const { id, state, decision } = view;
  const short = hashOf(id);
  if (state === 'pending')
    return possibleIn({
      who: 'Whoever else holds the role:',
      lines: decision === null ? [] : [`confirm ${hashOf(decision)}`],
    });
  if (state === 'adopted') return [];
  if (ENDED.has(state))
    return possibleIn({
      who:
        state === 'withdrawn'
          ? 'Whoever puts it forward in the place of its author:'
          : 'Whoever puts it forward anew:',
      lines: [`take-up ${short}`],
    });
  const standing = view.objections.filter(({ fate }) => fate === 'standing');
  return possibleIn(
    { who: 'Whoever is asked:', lines: ANSWERED.has(state) ? answersTo(view, short) : [] },
    { who: 'Whoever holds the role that decides it:', lines: decides(view, short) },
    {
      who: 'Whoever wants to settle a challenge of it:',
      lines: view.challenges.flatMap((challenge) => [
        `rule ${hashOf(challenge.id)} upheld --words "…"`,
        `rule ${hashOf(challenge.id)} reversed --words "…"`,
      ]),
    },
    { who: 'Whoever should decide it, and finds that others should:', lines: handed(view, short) },
    {
      who: 'Whoever the role serves:',
      lines: state === 'waiting' && view.support !== null ? [`support ${short}`] : [],
    },
    { who: 'Everybody:', lines: said(view, short) },
    {
      who: 'Of an objection: its author, and whoever else is asked:',
      lines: standing.flatMap(({ id: objection, recorded, checked }) => [
        `withdraw ${hashOf(objection)} --resolved-by amendment`,
        ...(recorded || checked !== 'people'
          ? []
          : [`test-objection ${hashOf(objection)} no-argument --reason "…"`]),
      ]),
    },
    {
      who: 'Whoever put it forward:',
      lines: [
        `amend ${short} --explain "…"`,
        ...standing.map(
          ({ id: objection }) => `amend ${short} --integrates ${hashOf(objection)} --explain "…"`,
        ),
        `withdraw ${short}`,
      ],
    },
  );
}

function answersTo(view: ProposalView, short: string): readonly string[] {
  const { asked, domain, selection } = view;
  if (selection !== null) return selectionActs(selection, short);
  if (asked?.secret === true) return [`tally ${short} --for … --against …`];
  const rung = rungSchema.safeParse(asked?.rung ?? domain.rung);
  if (!rung.success || !isCircleRung(rung.data)) return [];
  const answers = ANSWERS[rung.data].map((answer) => `respond ${short} ${answer}${REASONS[answer] ?? ''}`);
  if (rung.data === 'consent') return [...answers, `object ${short} --help`];
  return rung.data === 'vote' && asked !== null && asked.proxies > 0
    ? [...answers, `respond ${short} yes --for "…"`, `proxy "…" --vote ${short} --until 30d`]
    : answers;
}

/** Until it is clear who stands people are named; then the circle consents to whoever is chosen, or approves of several. */
function selectionActs(
  { phase, method, candidates }: NonNullable<ProposalView['selection']>,
  short: string,
): readonly string[] {
  if (phase !== 'decide')
    return [`nominate ${short} "…" --reason "…"`, ...(candidates.length === 0 ? [] : [`stand ${short}`])];
  if (method === 'consent')
    return ANSWERS.consent.map((answer) => `respond ${short} ${answer}${REASONS[answer] ?? ''}`);
  return [
    ...(candidates.some(({ answer }) => answer === 'stands') ? [`approve ${short} "…"`] : []),
    `approve ${short} --none`,
  ];
}

/** With some answers people say why. */
const REASONS: Partial<Readonly<Record<Answer, string>>> = {
  concern: ' --reason "…"',
  'agree-with-reservation': ' --reason "…"',
  'stand-aside': ' --reason "…"',
  block: ' --ground value --reason "…"',
  pause: ' --reason "…"',
};

/** Whoever decides alone says something to each advice of those who were asked. Spec §6. */
function decides({ state, opensIn, advice, way }: ProposalView, short: string): readonly string[] {
  const isAlone = way.rung === 'delegation' || way.rung === 'consultation';
  if (!DECIDED_ALONE.has(state) || opensIn !== null || !isAlone) return [];
  const answers = (state === 'ready' ? advice : [])
    .map(({ id }) => ` --answer "${hashOf(id)} adopted …"`)
    .join('');
  return [`decide --proposal ${short} --reason "…"${answers}`];
}

function said({ state, announced, selection }: ProposalView, short: string): readonly string[] {
  return [
    ...(isAsked(state) ? [`advise ${short} neutral --words "…"`] : []),
    ...(ANSWERED.has(state) && takesWords(selection)
      ? [`link ${short} --guest "…"`, `link ${short} --help`]
      : []),
    `recuse ${short} --reason "…"`,
    ...(announced?.takesChallenges === true ? [`challenge ${short} --help`] : []),
  ];
}

/** Whoever should decide it says that it is somebody else's: of those who are asked, or in a role after asking. */
function handed({ state, referrals, step, way }: ProposalView, short: string): readonly string[] {
  const canBe = way.seats === null && isAsked(state) && step === null && referrals < REFERRALS_MOST;
  return canBe ? [`refer ${short} --to "…" --reason "…"`] : [];
}

/** On a selection nobody says more than advice until it is clear who stands, nor where ballots decide it. Spec §15. */
function takesWords(selection: ProposalView['selection']): boolean {
  return selection === null || (selection.phase === 'decide' && selection.method === 'consent');
}

/** It was opened: people are asked, by a circle or by whoever decides after asking. */
function isAsked(state: MatterState): boolean {
  return ANSWERED.has(state) || state === 'asking' || state === 'ready';
}
