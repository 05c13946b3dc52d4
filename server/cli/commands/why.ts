import { subjectSchema } from '../../../protocol/ids.ts';
import { anyLanguage } from '../../any-language.ts';
import { type AgreementShown, agreementSchema, type Why, whySchema } from '../../client/views.ts';
import { agreementLines } from '../agreement-lines.ts';
import { documentOrNegotiation, shortId } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { heldFact } from '../held-fact.ts';
import { nextCommand } from '../invocation.ts';
import type { Cli } from '../run-cli.ts';
import { addServerOptions, type ServerOptions, withServer } from '../session.ts';
import { tableLines } from '../table.ts';

export function addWhyCommand(cli: Cli): void {
  const command = cli.program
    .command('why')
    .description(
      'who decided something, by what right, and why; of a negotiation: how it stands, and what is missing',
    )
    .argument(
      '<id>',
      'id of a decision, or name of a negotiation; a beginning of at least 8 characters does',
    );
  addServerOptions(command).action((decision: string, options: ServerOptions) => why(cli, decision, options));
  addExample(command, 'why ID');
}

async function why(cli: Cli, decision: string, options: ServerOptions): Promise<void> {
  const output = cli.output(options);
  await withServer(options, output, async ({ client }) => {
    const id = await documentOrNegotiation(client, decision);
    const negotiation = subjectSchema.safeParse(id);
    if (negotiation.success) {
      const shown = await client.read(`/agreements/${negotiation.data}`, agreementSchema);
      output.result(shown, () => [...agreementLines(shown, options), ...decisionLines(shown, options)]);
      return;
    }
    output.progress('The server recomputes it from its evidence …');
    const answer = await client.read(`/why/${encodeURIComponent(id)}`, whySchema);
    output.result(answer, () => whyLines(answer, options));
  });
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

/** How it stands, and what people did about it since. */
function lifeFacts(life: Why['life']): readonly (readonly [string, string])[] {
  if (life === null) return [];
  const asked = (name: string, questions: typeof life.challenges) =>
    questions.map(
      ({ id, by, text, state, ruling }) =>
        [name, `${by}: ${text ?? '(not shown here)'} (${ruling ?? state}) [${shortId(id)}]`] as const,
    );
  return [
    ['stands', life.suspended ? `${life.standing}, suspended until that is settled` : life.standing],
    ...asked('challenge', life.challenges),
    ...asked('question', life.requests),
    ...life.actions.map(({ id, owner, what, dueAt, result, overdue }) => {
      const state = result ?? (overdue ? `overdue since ${dueAt}` : `until ${dueAt}`);
      return ['to do', `${owner}: ${what ?? '(not shown here)'} (${state}) [${shortId(id)}]`] as const;
    }),
  ];
}

function whyLines(answer: Why, options: ServerOptions): readonly string[] {
  const { who, role, domain, reason, alternatives, chain, levels, singleHistory } = answer;
  const facts = [
    ['id', shortId(answer.id)],
    ['logged', answer.at],
    ['by', role === null ? who.name : `${who.name}, ${role.name} from ${role.from} until ${role.until}`],
    ['domain', `${domain.title} (${domain.rung})`],
    ['result', answer.result],
    ['reason', reason ?? '(not shown here)'],
    ...alternatives.map((words) => ['alternative', words]),
    ...answer.meetings.map(heldFact),
    ['review', answer.reviewAt],
    ...(answer.expiresAt === null ? [] : [['expires', answer.expiresAt]]),
    ...lifeFacts(answer.life),
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
    '',
    'Recomputed from the evidence:',
    ...Object.entries(levels).map(([level, { result, reason: said }]) => `  ${level} ${result}: ${said}`),
    singleHistory.result === 'pass'
      ? '  single history: vouched for by witnesses that you trust'
      : `  single history: ${singleHistory.unknown} witnesses, none that you said you trust`,
    `Take the evidence with you: ${nextCommand(options, `bundle ${shortId(answer.id)} -o decision.json`)}`,
  ];
}
