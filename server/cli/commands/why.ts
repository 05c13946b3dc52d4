import * as z from 'zod';
import { anyLanguage } from '../../any-language.ts';
import { proposalSchema } from '../../client/proposal-views.ts';
import { type AgreementShown, agreementSchema } from '../../client/views.ts';
import { type Why, whySchema } from '../../client/why-view.ts';
import { agreementLines } from '../agreement-lines.ts';
import { documentOrNegotiation, shortId } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { heldFact } from '../held-fact.ts';
import { nextCommand } from '../invocation.ts';
import { limitFacts } from '../limit-facts.ts';
import { proposalLines } from '../proposal-lines.ts';
import type { Cli } from '../run-cli.ts';
import { addServerOptions, type ServerOptions, withServer } from '../session.ts';
import { tableLines } from '../table.ts';

export function addWhyCommand(cli: Cli): void {
  const command = cli.program
    .command('why')
    .description(
      'who decided something, by what right, and why; of a negotiation, or a proposal that is not decided: how it stands, and what is missing',
    )
    .argument(
      '<id>',
      'id of a decision or a proposal, or name of a negotiation; a beginning of at least 8 characters does',
    );
  addServerOptions(command).action((decision: string, options: ServerOptions) => why(cli, decision, options));
  addExample(command, 'why ID');
}

async function why(cli: Cli, named: string, options: ServerOptions): Promise<void> {
  const output = cli.output(options);
  await withServer(options, output, async ({ client }) => {
    const name = await documentOrNegotiation(client, named);
    output.progress('The server recomputes it from its evidence …');
    const { view, lines } = await client.read(`/why/${encodeURIComponent(name)}`, answerSchema(options));
    output.result(view, lines);
  });
}

/** Of a decision who decided it; of a negotiation, and of a proposal that led to none yet, how it stands. Spec §9 [R-9.10a]. */
function answerSchema(options: ServerOptions) {
  return z.union([
    whySchema.transform((view) => ({ view, lines: () => whyLines(view, options) })),
    agreementSchema.transform((view) => ({
      view,
      lines: () => [...agreementLines(view, options), ...decisionLines(view, options)],
    })),
    proposalSchema.transform((view) => ({
      view,
      lines: () => ['Nothing has been decided on this proposal yet.', '', ...proposalLines(view, options)],
    })),
  ]);
}

function constraintLines({ constraints }: Why): readonly string[] {
  if (constraints.length === 0) return [];
  return [
    '',
    'Rules that bind every decision:',
    ...constraints.map(({ title, words, result, reason }) =>
      [`  ${result}: ${anyLanguage(title)}. ${words}`, ...(reason === null ? [] : [`(${reason})`])].join(' '),
    ),
  ];
}

/** A negotiation has no one decision: it names those of ours, each of which has a why of its own. */
function decisionLines({ events }: AgreementShown, options: ServerOptions): readonly string[] {
  const decisions = events.flatMap(({ decision }) => (decision === null ? [] : [decision]));
  return decisions.map((id) => `Who decided that, and why: ${nextCommand(options, `why ${shortId(id)}`)}`);
}

/** How it stands, and what people did about it since; what adopted nothing is not challenged. Spec §6 [R-6.61]. */
function lifeFacts(answer: Why): readonly (readonly [string, string])[] {
  const { life } = answer;
  if (life === null) return [];
  const asked = (name: string, questions: typeof life.challenges) =>
    questions.map(
      ({ id, by, text, state, ruling }) =>
        [name, `${by}: ${text ?? '(not shown here)'} (${ruling ?? state}) [${shortId(id)}]`] as const,
    );
  return [
    ['stands', life.suspended ? `${life.standing}, suspended until that is settled` : life.standing],
    ...(hasForce(answer) ? [['challenges', `taken until ${life.challengeUntil}`] as const] : []),
    ...(life.veto === null || !hasForce(answer) || (life.veto.over && life.veto.open.length === 0)
      ? []
      : [
          [
            'may be returned',
            `by ${life.veto.circle}, until ${life.veto.until}${life.veto.open.length === 0 ? '' : '; it is being asked'}`,
          ] as const,
        ]),
    ...asked('challenge', life.challenges),
    ...asked('question', life.requests),
    ...life.actions.map(({ id, owner, what, dueAt, result, overdue }) => {
      const state = result ?? (overdue ? `overdue since ${dueAt}` : `until ${dueAt}`);
      return ['to do', `${owner}: ${what ?? '(not shown here)'} (${state}) [${shortId(id)}]`] as const;
    }),
  ];
}

/** Who advised what and what became of it; who objected; how many said what. */
function saidFacts({
  advice,
  objections,
  counts,
  answers,
  answersWithheld,
  tallies,
  silent,
  emergencies,
  selection,
}: Why): readonly (readonly string[])[] {
  const { answers: ofEach = {}, ...whole } = counts ?? {};
  const numbers = [...Object.entries(whole), ...Object.entries(ofEach)].flatMap(([name, count]) =>
    typeof count === 'number' ? [`${name} ${count}`] : [],
  );
  return [
    ...(numbers.length === 0 ? [] : [['counted', numbers.join(', ')]]),
    ...selectionFacts(selection),
    ...answers.map(({ by, value, ground, text }) => [
      'answered',
      `${by}: ${value}${ground === null ? '' : ` (${ground})`}${text === null ? '' : `: ${text}`}`,
    ]),
    ...(answersWithheld === 0 ? [] : [['answered', `${answersWithheld} more, not for everybody`]]),
    ...tallies.map(({ by, counts: { yes, no, abstain } }) => [
      'tally',
      `${by}: ${yes} yes, ${no} no, ${abstain} abstained`,
    ]),
    ...advice.map(({ by, stance, text, answer, reason }) => {
      const words = `${by}, ${stance}: ${text ?? '(not shown here)'}`;
      return ['advice', answer === null ? words : `${words} → ${answer}: ${reason ?? '(not shown here)'}`];
    }),
    ...(silent.length === 0 ? [] : [['said nothing', silent.join(', ')]]),
    ...objections.flatMap(({ by, ground, argument, resolvedBy, fate, ended }) => [
      [
        'objection',
        `${by ?? 'somebody'}${ground === null ? '' : `, ${ground}`}: ${argument ?? '(not shown here)'} → ${fate}`,
      ],
      ...(resolvedBy === null ? [] : [['would be resolved', resolvedBy]]),
      ...(ended?.reason == null ? [] : [['taken back', ended.reason]]),
      ...(ended?.measure == null ? [] : [['reluctantly, by', ended.measure]]),
    ]),
    ...emergencies.flatMap(({ id, by, harm, did }) => [
      ['emergency', `${by}: ${did ?? '(not shown here)'} [${shortId(id)}]`],
      ['to avert', harm ?? '(not shown here)'],
    ]),
  ];
}

/** Nothing has force by what does not count, or says no. */
const hasForce = ({ verdict, result }: Why) => verdict.status === 'counted' && result === 'adopted';

/** From when until when, and when it is looked at again: also what is agreed for the case that nobody decides. */
function forceFacts(answer: Why): readonly (readonly [string, string])[] {
  const { verdict, result, effectiveAt, expiresAt, reviewAt } = answer;
  if (verdict.status === 'not-counted' || result === 'not-adopted') return [];
  const until = expiresAt === null ? '' : ` until ${expiresAt}`;
  return [
    ...(hasForce(answer) ? [['in force', `from ${effectiveAt}${until}`] as const] : []),
    ['review', reviewAt],
  ];
}

/** Who was named for a role, by whom and why; who approved of whom. */
function selectionFacts(selection: Why['selection']): readonly (readonly string[])[] {
  if (selection === null) return [];
  const { candidates, none, ballots } = selection;
  return [
    ...candidates.flatMap(({ name, nominations, approvals, chosen, reasons }) => [
      [
        chosen ? 'chosen' : 'nominated',
        `${name}, by ${nominations}${approvals === null ? '' : `; ${approvals} approve`}`,
      ],
      ...reasons.map(({ by, words }) => ['said why', `${by}, of ${name}: ${words}`]),
    ]),
    ...(none === null ? [] : [['none of these', String(none)]]),
    ...ballots.map(({ by, approves }) => [
      'approves',
      `${by}: ${approves.length === 0 ? 'none of these' : approves.join(', ')}`,
    ]),
  ];
}

/** By whom, in which role and term, and for whom where somebody acts for its holder. */
function byText({ who, role }: Why): string {
  if (role === null) return who.name;
  const { acting } = role;
  const until = acting === null || acting.until === null ? '' : ` (${acting.as} until ${acting.until})`;
  return `${who.name}, ${role.name} from ${role.from} until ${role.until}${until}`;
}

function whyLines(answer: Why, options: ServerOptions): readonly string[] {
  const { domain, way, reason, alternatives, chain, findings, levels, singleHistory } = answer;
  const facts = [
    ['id', shortId(answer.id)],
    ['logged', answer.at],
    ['by', byText(answer)],
    ...answer.signatures.map(({ name, at }) => ['signed', `${name}, ${at}`]),
    ['domain', `${domain.title} (${domain.rung})`],
    ...(way.rung === domain.rung ? [] : [['decided by', way.rung]]),
    ...way.notes.map((note) => ['how', note]),
    ['result', answer.result],
    ...(answer.proposal === null ? [] : [['put forward', answer.driver ?? '(not shown here)']]),
    ...answer.explanation.map(({ words }) => ['explained', words]),
    // A circle decided: the reasons are in its members' answers.
    ...(answer.counts === null || reason !== null ? [['reason', reason ?? '(not shown here)']] : []),
    ...alternatives.map((words) => ['alternative', words]),
    ...saidFacts(answer),
    ...answer.meetings.map(heldFact),
    ...limitFacts(answer),
    ...forceFacts(answer),
    ...lifeFacts(answer),
    ...(answer.reverses === null ? [] : [['reverses', shortId(answer.reverses)]]),
    ...(answer.replaces === null ? [] : [['takes the place of', shortId(answer.replaces)]]),
    ...(answer.reversedBy === null ? [] : [['reversed by', shortId(answer.reversedBy)]]),
    ...(answer.replacedBy === null ? [] : [['replaced by', shortId(answer.replacedBy)]]),
  ];
  return [
    answer.sentence,
    '',
    ...tableLines(['', ''], facts, true).slice(1),
    ...constraintLines(answer),
    '',
    'The chain of right, back to the founding act:',
    ...chain.map(({ id, what }) => `  ${shortId(id)}  ${what}`),
    ...findings.map(({ severity, sentence }) => `  now ${severity}: ${sentence}`),
    '',
    'Recomputed from the evidence:',
    ...Object.entries(levels).map(([level, { result, reason: said }]) => `  ${level} ${result}: ${said}`),
    singleHistory.result === 'pass'
      ? '  single history: vouched for by witnesses that you trust'
      : `  single history: ${singleHistory.unknown} witnesses, none that you said you trust`,
    `Take the evidence with you: ${nextCommand(options, `bundle ${shortId(answer.id)} -o decision.json`)}`,
  ];
}
