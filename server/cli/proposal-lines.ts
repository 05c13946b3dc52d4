import type { ProposalShown } from '../client/proposal-views.ts';
import { shortId } from './document-names.ts';
import { heldFact } from './held-fact.ts';
import { nextCommand } from './invocation.ts';
import type { ServerOptions } from './session.ts';
import { tableLines } from './table.ts';

/** One proposal with all that was said to it. */
export function proposalLines(shown: ProposalShown, options: ServerOptions): readonly string[] {
  const facts = [
    ['id', shortId(shown.id)],
    ['by', shown.by],
    ...shown.texts.map((words) => ['text', words]),
    ['why', shown.driver ?? '(not shown here)'],
    ...shown.alternatives.map((words) => ['alternative', words]),
    ['domain', `${shown.domain.title} (${shown.way.rung})`],
    [
      'state',
      shown.step === null ? shown.state : `${shown.state} (step ${shown.step} of its escalation path)`,
    ],
    ...(shown.phase === null ? [] : [['phase', shown.phase]]),
    ...(shown.secondFrom === null ? [] : [['asked again from', shown.secondFrom]]),
    ...(shown.recused.length === 0 ? [] : [['stand aside', shown.recused.join(', ')]]),
    ...(shown.referrals === 0 ? [] : [['handed on', `${shown.referrals} of 2 times`]]),
    ...(shown.standing === null ? [] : [['its decision', shown.standing]]),
    ...(shown.closesAt === null ? [] : [['answers until', shown.closesAt]]),
    ...(shown.deadline === null ? [] : [['at an end by', shown.deadline]]),
    ...(shown.counts === null ? [] : [['answered', `${shown.counts.responders} of ${shown.counts.roster}`]]),
    ...(shown.unmet.length === 0 ? [] : [['in the way', shown.unmet.join(', ')]]),
    ...(shown.quorum.length === 0 ? [] : [['quorum', quorumWords(shown.quorum)]]),
    ...(shown.hindrance === null ? [] : [['cannot go on', shown.hindrance.sentence]]),
    ...(shown.hindrance?.until == null ? [] : [['tried until', shown.hindrance.until]]),
    ...(shown.announced === null ? [] : [['announced', `decided no sooner than ${shown.announced.until}`]]),
    ...shown.challenges.flatMap(({ id, by, ground, argument, resolvedBy }) => [
      [`suspended by ${by}`, `${ground}: ${argument ?? '(not shown here)'} [${shortId(id)}]`],
      ['  what would settle it', resolvedBy ?? '(not shown here)'],
    ]),
    ...(shown.asked?.secret === true ? [['secret', 'two tellers count (tally --help)']] : []),
    ...shown.tallies.map(({ by, counts: { yes, no, abstain } }) => [
      `counted by ${by}`,
      `${yes} yes, ${no} no, ${abstain} abstained`,
    ]),
    ...(shown.selection === null ? [] : [['phase', shown.selection.phase]]),
    ...(shown.selection?.candidates ?? []).map((candidate) => [`for ${candidate.name}`, standing(candidate)]),
    ...(shown.selection?.none == null ? [] : [['none of these', String(shown.selection.none)]]),
    ...(shown.support === null ? [] : [['asked for', `${shown.support.given} of ${shown.support.needed}`]]),
    ...(shown.opensIn === null ? [] : [['opens in', `the meeting of ${shown.opensIn.startsAt}`]]),
    ...shown.meetings.map(heldFact),
    ...shown.answers.map(({ by, value, text, through, uncounted }) => [
      by,
      `${text === null ? value : `${value}: ${text}`}${WAYS[through ?? ''] ?? ''}${UNCOUNTED[uncounted ?? ''] ?? ''}`,
    ]),
    ...shown.advice.map(({ by, stance, text, id }) => [
      `advice of ${by}`,
      `${stance}: ${text ?? '(not shown here)'} [${shortId(id)}]`,
    ]),
    ...shown.aside.map(({ by, guest, stance, text }) => [
      `${stance === null ? 'question' : 'advice'} of ${by}`,
      `${stance === null ? '' : `${stance}: `}${text ?? '(not shown here)'}${guest ? ' (a guest)' : ''}`,
    ]),
    ...shown.links.map(({ id, from, for: person, guest, until, standing }) => [
      `link from ${from}`,
      `for ${person ?? `${guest ?? '(not shown here)'} (a guest)`}, ${standing === 'open' ? `until ${until}` : standing} [${shortId(id)}]`,
    ]),
    ...shown.versions.flatMap(({ id, integrates }) =>
      integrates.map((one) => [
        'changed',
        `to meet the objection of ${one.by} [${shortId(one.id)}] by version [${shortId(id)}]`,
      ]),
    ),
    ...shown.objections.flatMap(({ by, ground, fate, argument, id, claims, offers, lapsesAt }) => [
      [`objection of ${by}`, `${ground} (${fate}): ${argument ?? '(not shown here)'} [${shortId(id)}]`],
      ...offers.map(({ version, at }) => ['  offered a change', `${at} [${shortId(version)}]`]),
      ...(lapsesAt === null ? [] : [['  lapses', `${lapsesAt}, unless its author says something`]]),
      ...claims.map(({ words, finds }) => ['  claims', `${words} (${finds ?? 'not recomputed yet'})`]),
    ]),
  ];
  return [
    shown.what.join('; '),
    '',
    ...tableLines(['', ''], facts, true).slice(1),
    ...(shown.decision === null
      ? []
      : ['', `Who decided it, and why: ${nextCommand(options, `why ${shortId(shown.decision)}`)}`]),
  ];
}

/** What it still asks for, in one sentence: how many answer, and how many of them agree. */
function quorumWords(quorum: ProposalShown['quorum']): string {
  return `${quorum.map(({ of, needed, given }) => `${given} of ${needed} ${of}`).join(' and ')} that are needed`;
}

function standing({
  nominations,
  answer,
  approvals,
  chosen,
  needsCall,
}: NonNullable<ProposalShown['selection']>['candidates'][number]): string {
  return [
    `${nominations} nominated`,
    answer,
    ...(approvals === null ? [] : [`${approvals} approve`]),
    ...(chosen ? ['chosen'] : []),
    ...(needsCall ? ['can go on only once a call has found nobody else (call open)'] : []),
  ].join(', ');
}

/** Why an answer is not among those that are counted. */
const UNCOUNTED: Readonly<Record<string, string>> = {
  objection: ' (not counted: their objection stands)',
  'asked-anew': ' (not counted: people were asked anew since)',
};

/** By what an answer came that its author did not sign with a key of their own. */
const WAYS: Readonly<Record<string, string>> = {
  link: ' (by a link)',
  instance: ' (by a key that the instance holds)',
  minutes: ' (as minutes have it)',
};
