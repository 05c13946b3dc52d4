import { type ProposalShown, proposalsSchema } from '../../client/views.ts';
import { shortId } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { heldFact } from '../held-fact.ts';
import { nextCommand } from '../invocation.ts';
import { proposalNamed } from '../proposal-named.ts';
import type { Cli } from '../run-cli.ts';
import { addServerOptions, type ServerOptions, withServer } from '../session.ts';
import { tableLines } from '../table.ts';

export function addProposalsCommand(cli: Cli): void {
  const command = cli.program
    .command('proposals')
    .description('what has been put forward and is not decided yet')
    .argument('[proposal]', 'only this one, with all that was said');
  addServerOptions(command).action((name: string | undefined, options: ServerOptions) =>
    proposals(cli, name, options),
  );
  addExample(command, 'proposals', 'proposals ID');
}

async function proposals(cli: Cli, name: string | undefined, options: ServerOptions): Promise<void> {
  const output = cli.output(options);
  await withServer(options, output, async ({ client }) => {
    if (name !== undefined) {
      const shown = await proposalNamed(client, name);
      output.result(shown, () => proposalLines(shown, options));
      return;
    }
    const answer = await client.read('/proposals', proposalsSchema);
    const rows = answer.proposals.map(({ id, state, closesAt, what }) => [
      shortId(id),
      state,
      closesAt ?? '',
      what.join('; '),
    ]);
    output.result(answer, () =>
      rows.length === 0
        ? ['Nothing is open.']
        : tableLines(['id', 'state', 'answers until', 'what'], rows, true),
    );
  });
}

function proposalLines(shown: ProposalShown, options: ServerOptions): readonly string[] {
  const facts = [
    ['id', shortId(shown.id)],
    ['by', shown.by],
    ...shown.texts.map((words) => ['text', words]),
    ['why', shown.driver ?? '(not shown here)'],
    ...shown.alternatives.map((words) => ['alternative', words]),
    ['domain', `${shown.domain.title} (${shown.domain.rung})`],
    [
      'state',
      shown.step === null ? shown.state : `${shown.state} (step ${shown.step} of its escalation path)`,
    ],
    ...(shown.recused.length === 0 ? [] : [['stand aside', shown.recused.join(', ')]]),
    ...(shown.referrals === 0 ? [] : [['handed on', `${shown.referrals} times`]]),
    ...(shown.standing === null ? [] : [['its decision', shown.standing]]),
    ...(shown.closesAt === null ? [] : [['answers until', shown.closesAt]]),
    ...(shown.deadline === null ? [] : [['at an end by', shown.deadline]]),
    ...(shown.counts === null ? [] : [['answered', `${shown.counts.responders} of ${shown.counts.roster}`]]),
    ...(shown.unmet.length === 0 ? [] : [['in the way', shown.unmet.join(', ')]]),
    ...(shown.hindrance === null ? [] : [['cannot go on', shown.hindrance.sentence]]),
    ...(shown.hindrance?.until == null ? [] : [['tried until', shown.hindrance.until]]),
    ...(shown.announced === null ? [] : [['announced', `decided no sooner than ${shown.announced.until}`]]),
    ...(shown.announced?.challenges ?? []).map((id) => ['suspended by', shortId(id)]),
    ...(shown.asked?.secret === true ? [['secret', 'two tellers count (tally --help)']] : []),
    ...shown.tallies.map(({ by, counts: { yes, no, abstain } }) => [
      `counted by ${by}`,
      `${yes} yes, ${no} no, ${abstain} abstained`,
    ]),
    ...(shown.selection === null ? [] : [['phase', shown.selection.phase]]),
    ...(shown.selection?.candidates ?? []).map(({ name, nominations, answer, approvals, chosen }) => [
      `for ${name}`,
      `${nominations} nominated, ${answer}${approvals === null ? '' : `, ${approvals} approve`}${chosen ? ', chosen' : ''}`,
    ]),
    ...(shown.selection?.none == null ? [] : [['none of these', String(shown.selection.none)]]),
    ...(shown.support === null ? [] : [['asked for', `${shown.support.given} of ${shown.support.needed}`]]),
    ...(shown.opensIn === null ? [] : [['opens in', `the meeting of ${shown.opensIn.startsAt}`]]),
    ...shown.meetings.map(heldFact),
    ...shown.answers.map(({ by, value, text }) => [by, text === null ? value : `${value}: ${text}`]),
    ...shown.advice.map(({ by, stance, text, id }) => [
      `advice of ${by}`,
      `${stance}: ${text ?? '(not shown here)'} [${shortId(id)}]`,
    ]),
    ...shown.objections.map(({ by, ground, fate, argument, id }) => [
      `objection of ${by}`,
      `${ground} (${fate}): ${argument ?? '(not shown here)'} [${shortId(id)}]`,
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
