import { Command, CommanderError } from 'commander';
import { ProtocolError } from '../../protocol/problem.ts';
import { EXIT } from './exit.ts';
import { commandIn, withoutFalseOptions } from './false-options.ts';
import { hintFor } from './hints.ts';
import { commandLine } from './invocation.ts';
import { createOutput, type Output } from './output.ts';
import { refuseRepeats } from './repeats.ts';
import { withUsage } from './usage.ts';
import { UsageError } from './usage-error.ts';

/** What every command gets: where to write, and how to end. */
export interface Cli {
  readonly program: Command;
  readonly output: (options: { readonly json?: boolean }) => Output;
  /** Ends with another status than 0, once the command is through. */
  readonly endWith: (status: number) => void;
}

/** In the order in which a newcomer needs them. Each is read only when it is used: `verify` loads no server. */
const COMMANDS: Readonly<Record<string, (cli: Cli) => Promise<void>>> = {
  serve: async (cli) => (await import('./commands/serve.ts')).addServeCommand(cli),
  init: async (cli) => (await import('./commands/init.ts')).addInitCommand(cli),
  login: async (cli) => (await import('./commands/login.ts')).addLoginCommand(cli),
  invite: async (cli) => (await import('./commands/invite.ts')).addInviteCommand(cli),
  confirm: async (cli) => (await import('./commands/confirm.ts')).addConfirmCommand(cli),
  whoami: async (cli) => (await import('./commands/whoami.ts')).addWhoamiCommand(cli),
  register: async (cli) => (await import('./commands/register.ts')).addRegisterCommand(cli),
  lint: async (cli) => (await import('./commands/lint.ts')).addLintCommand(cli),
  who: async (cli) => (await import('./commands/who.ts')).addWhoCommand(cli),
  me: async (cli) => (await import('./commands/me.ts')).addMeCommand(cli),
  circle: async (cli) => (await import('./commands/circle.ts')).addCircleCommand(cli),
  domain: async (cli) => (await import('./commands/domain.ts')).addDomainCommand(cli),
  role: async (cli) => (await import('./commands/role.ts')).addRoleCommand(cli),
  mandate: async (cli) => (await import('./commands/mandate.ts')).addMandateCommand(cli),
  charter: async (cli) => (await import('./commands/charter.ts')).addCharterCommand(cli),
  resource: async (cli) => (await import('./commands/resource.ts')).addResourceCommand(cli),
  budget: async (cli) => (await import('./commands/budget.ts')).addBudgetCommand(cli),
  constraint: async (cli) => (await import('./commands/constraint.ts')).addConstraintCommand(cli),
  agent: async (cli) => (await import('./commands/agent.ts')).addAgentCommand(cli),
  matter: async (cli) => (await import('./commands/matter.ts')).addMatterCommand(cli),
  propose: async (cli) => (await import('./commands/propose.ts')).addProposeCommand(cli),
  proposals: async (cli) => (await import('./commands/proposals.ts')).addProposalsCommand(cli),
  amend: async (cli) => (await import('./commands/amend.ts')).addAmendCommand(cli),
  'take-up': async (cli) => (await import('./commands/take-up.ts')).addTakeUpCommand(cli),
  advise: async (cli) => (await import('./commands/advise.ts')).addAdviseCommand(cli),
  respond: async (cli) => (await import('./commands/respond.ts')).addRespondCommand(cli),
  link: async (cli) => (await import('./commands/link.ts')).addLinkCommand(cli),
  tally: async (cli) => (await import('./commands/tally.ts')).addTallyCommand(cli),
  proxy: async (cli) => (await import('./commands/proxy.ts')).addProxyCommand(cli),
  roles: async (cli) => (await import('./commands/roles.ts')).addRolesCommand(cli),
  claim: async (cli) => (await import('./commands/claim.ts')).addClaimCommand(cli),
  nominate: async (cli) => (await import('./commands/nominate.ts')).addNominateCommand(cli),
  stand: async (cli) => (await import('./commands/stand.ts')).addStandCommand(cli),
  approve: async (cli) => (await import('./commands/approve.ts')).addApproveCommand(cli),
  support: async (cli) => (await import('./commands/support.ts')).addSupportCommand(cli),
  refer: async (cli) => (await import('./commands/refer.ts')).addReferCommand(cli),
  recuse: async (cli) => (await import('./commands/recuse.ts')).addRecuseCommand(cli),
  delegate: async (cli) => (await import('./commands/delegate.ts')).addDelegateCommand(cli),
  handover: async (cli) => (await import('./commands/handover.ts')).addHandoverCommand(cli),
  call: async (cli) => (await import('./commands/call.ts')).addCallCommand(cli),
  meeting: async (cli) => (await import('./commands/meeting.ts')).addMeetingCommand(cli),
  challenge: async (cli) => (await import('./commands/challenge.ts')).addChallengeCommand(cli),
  question: async (cli) => (await import('./commands/question.ts')).addQuestionCommand(cli),
  rule: async (cli) => (await import('./commands/rule.ts')).addRuleCommand(cli),
  emergency: async (cli) => (await import('./commands/emergency.ts')).addEmergencyCommand(cli),
  action: async (cli) => (await import('./commands/action.ts')).addActionCommand(cli),
  done: async (cli) => (await import('./commands/done.ts')).addDoneCommand(cli),
  object: async (cli) => (await import('./commands/object.ts')).addObjectCommand(cli),
  'test-objection': async (cli) =>
    (await import('./commands/test-objection.ts')).addTestObjectionCommand(cli),
  withdraw: async (cli) => (await import('./commands/withdraw.ts')).addWithdrawCommand(cli),
  act: async (cli) => (await import('./commands/act.ts')).addActCommand(cli),
  erase: async (cli) => (await import('./commands/erase.ts')).addEraseCommand(cli),
  erasures: async (cli) => (await import('./commands/erasures.ts')).addErasuresCommand(cli),
  decide: async (cli) => (await import('./commands/decide.ts')).addDecideCommand(cli),
  why: async (cli) => (await import('./commands/why.ts')).addWhyCommand(cli),
  bundle: async (cli) => (await import('./commands/bundle.ts')).addBundleCommand(cli),
  deposit: async (cli) => (await import('./commands/deposit.ts')).addDepositCommand(cli),
  disclose: async (cli) => (await import('./commands/disclose.ts')).addDiscloseCommand(cli),
  verify: async (cli) => (await import('./commands/verify.ts')).addVerifyCommand(cli),
  watch: async (cli) => (await import('./commands/watch.ts')).addWatchCommand(cli),
  calendar: async (cli) => (await import('./commands/calendar.ts')).addCalendarCommand(cli),
  webhook: async (cli) => (await import('./commands/webhook.ts')).addWebhookCommand(cli),
  peer: async (cli) => (await import('./commands/peer.ts')).addPeerCommand(cli),
  offer: async (cli) => (await import('./commands/offer.ts')).addOfferCommand(cli),
  accept: async (cli) => (await import('./commands/accept.ts')).addAcceptCommand(cli),
  reject: async (cli) => (await import('./commands/reject.ts')).addRejectCommand(cli),
  ask: async (cli) => (await import('./commands/ask.ts')).addAskCommand(cli),
  answer: async (cli) => (await import('./commands/answer.ts')).addAnswerCommand(cli),
  delivered: async (cli) => (await import('./commands/delivered.ts')).addDeliveredCommand(cli),
  received: async (cli) => (await import('./commands/received.ts')).addReceivedCommand(cli),
  terminate: async (cli) => (await import('./commands/terminate.ts')).addTerminateCommand(cli),
  agreements: async (cli) => (await import('./commands/agreements.ts')).addAgreementsCommand(cli),
  import: async (cli) => (await import('./commands/import.ts')).addImportCommand(cli),
  rebuild: async (cli) => (await import('./commands/rebuild.ts')).addRebuildCommand(cli),
  keys: async (cli) => (await import('./commands/keys.ts')).addKeysCommand(cli),
  move: async (cli) => (await import('./commands/move.ts')).addMoveCommand(cli),
  retire: async (cli) => (await import('./commands/retire.ts')).addRetireCommand(cli),
  archive: async (cli) => (await import('./commands/archive.ts')).addArchiveCommand(cli),
  config: async (cli) => (await import('./commands/config.ts')).addConfigCommand(cli),
  demo: async (cli) => (await import('./commands/demo.ts')).addDemoCommand(cli),
};

/**
 * Runs the command line.
 *
 * @param argv as in `process.argv`.
 * @returns the exit status: 0 done, 1 failed, 2 wrong usage or configuration, 3 unresolved (`verify` alone).
 */
export async function runCli(argv: readonly string[]): Promise<number> {
  let status: number = EXIT.done;
  const json = argv.includes('--json');
  const program = new Command('folkmoot')
    .description('Publish, verify and share decisions between commons.')
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .addHelpText('after', helpAfter());
  const cli: Cli = {
    program,
    output: (options) => createOutput(options.json === true),
    endWith: (given) => {
      status = given;
    },
  };
  await addCommands(cli, argv);
  refuseRepeats(program);
  try {
    await program.parseAsync(withoutFalseOptions(argv, program));
    return status;
  } catch (error) {
    return statusOf(withUsage(error, commandIn(argv.slice(2), program)), createOutput(json));
  }
}

/** The command that is named; all of them for help, and to say which one may be meant. */
export async function addCommands(cli: Cli, argv: readonly string[] = []): Promise<void> {
  const [, , named = ''] = argv;
  const wanted = Object.hasOwn(COMMANDS, named) ? COMMANDS[named] : undefined;
  for (const add of wanted === undefined ? Object.values(COMMANDS) : [wanted]) await add(cli);
}

function statusOf(error: unknown, output: Output): number {
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
  if (error instanceof ProtocolError) {
    const hint = error.cause instanceof CommanderError ? 'Ask for --help.' : hintFor(error);
    output.problem(error, hint);
    return error instanceof UsageError ? EXIT.usage : EXIT.failed;
  }
  throw error;
}

function helpAfter(): string {
  return `
A first half hour, with the server running in another terminal (npm start):
  ${commandLine('init --name "Water co-op" --founder Ana')}
  ${commandLine('resource add Work --kind hours --unit minute --quantity 6000')}
  ${commandLine('decide --give "120 of Work" --to "the school garden" --reason "They asked us."')}
  ${commandLine('why ID')}
  ${commandLine('bundle ID -o decision.json')}
  ${commandLine('verify decision.json')}
Each command explains itself: ${commandLine('decide --help')}
Ids: what is printed is the hash of a document; its first characters do, 8 or more, where no other begins so.`;
}
