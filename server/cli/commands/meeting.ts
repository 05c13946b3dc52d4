import { Option } from 'commander';
import { OBJECTION_GROUNDS } from '../../../protocol/documents/objection.ts';
import { subjectSchema } from '../../../protocol/ids.ts';
import { type MeetingShown, meetingsSchema } from '../../client/meeting-views.ts';
import { addChangeCommands } from '../change-meeting.ts';
import { circleSubject } from '../circle-named.ts';
import { documentNamed, shortId } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { commandLine, nextCommand } from '../invocation.ts';
import { meetingNamed } from '../meeting-named.ts';
import { type RecordedOptions, recordedMatter } from '../meeting-words.ts';
import { proposalNamed } from '../proposal-named.ts';
import { personNamed, roleNamed } from '../role-named.ts';
import type { Cli } from '../run-cli.ts';
import {
  addServerOptions,
  type MemberSession,
  type ServerOptions,
  withMember,
  withServer,
} from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { tableLines } from '../table.ts';
import { collect, moment, wholeNumber } from '../values.ts';

interface CallOptions extends SigningOptions {
  readonly at: string;
  readonly circle?: string;
  readonly proposal?: readonly string[];
  readonly about?: readonly string[];
  readonly where?: string;
  readonly ledBy?: string;
  readonly minutesBy?: string;
  readonly silent?: string;
}

interface MinutesOptions extends SigningOptions, RecordedOptions {
  readonly there: readonly string[];
  readonly guests?: string;
  readonly standsIn?: string;
  readonly proposal?: string;
  readonly text?: string;
}

interface DisownOptions extends SigningOptions {
  readonly proposal?: string;
  readonly words?: string;
}

export function addMeetingCommand(cli: Cli): void {
  const meeting = cli.program
    .command('meeting')
    .description(
      'decide in a room: call a circle together, write down what was said, say that it was otherwise',
    );

  const list = meeting.command('list').description('meetings to come, and those that were');
  addServerOptions(list).action((options: ServerOptions) => listMeetings(cli, options));
  addExample(list, 'meeting list');

  const call = meeting
    .command('call')
    .description('call a circle together; what is on the agenda early enough can be decided there')
    .requiredOption('--at <time>', 'when it begins: a time as 2027-05-31T18:00:00Z, or a span from now as 4d')
    .option(
      '--circle <circle>',
      'which circle, by name or subject (default: the one that is asked about the first proposal, else the first of the founding act)',
    )
    .option('--proposal <id>', 'a proposal on the agenda; repeatable', collect)
    .option('--about <words>', 'something else on the agenda; repeatable', collect)
    .option('--where <words>', 'where it is')
    .option('--led-by <person>', 'who leads it, by name or subject (default: you)')
    .option('--minutes-by <person>', 'who takes the minutes (default: you)')
    .option('--silent <role>', 'a role that must not be without anybody, and is: you come together about it');
  addSigningOptions(call).action((options: CallOptions) => callMeeting(cli, options));
  addExample(call, 'meeting call --at 4d --proposal ID --about "The summer." --minutes-by Ben');

  addChangeCommands(cli, meeting);

  const minutes = meeting
    .command('minutes')
    .description('write down who was there and what they said; somebody else who was there confirms it')
    .argument('<meeting>', 'its subject, or the id of its notice')
    .requiredOption('--there <person>', 'somebody who was there, by name or subject; repeatable', collect)
    .option('--guests <count>', 'how many more were there, without a voice')
    .option('--stands-in <why>', 'you stand in for whoever was to take the minutes, and was not there')
    .option('--text <words>', 'what else is to be kept')
    .option('--proposal <id>', 'the proposal that the following is about')
    .option(
      '--said <person=answer>',
      'what somebody said, as Ana=consent or "Ana=concern: Why."; repeatable',
      collect,
    )
    .option('--counted <answer=number>', 'how many gave an answer without their names; repeatable', collect)
    .option(
      '--ballot <person=people>',
      'in a selection by approval, of whom somebody approves, as "Ana=Cem, Dia" or Ana=none; repeatable',
      collect,
    )
    .option(
      '--advised <person=stance: words>',
      'what somebody advised, as "Ana=against: Why."; repeatable',
      collect,
    )
    .option('--objects <person>', 'somebody who objected; repeatable', collect)
    .addOption(
      new Option(
        '--ground <ground>',
        `what each objection rests on: ${OBJECTION_GROUNDS.join(', ')}`,
      ).argParser(collect),
    )
    .option('--argument <words>', 'the argument of each', collect)
    .option('--resolved-by <words>', 'what would resolve each', collect)
    .option(
      '--ends <person=objection>',
      'somebody who ended an objection of theirs, by its id; repeatable',
      collect,
    )
    .option('--rounds <count>', 'how often everybody was heard in turn')
    .option('--closes', 'the meeting closes the matter');
  addSigningOptions(minutes).action((name: string, options: MinutesOptions) =>
    writeMinutes(cli, name, options),
  );
  addExample(
    minutes,
    'meeting minutes SUBJECT --there Ana --there Ben --there Cem --proposal ID --said Ana=consent --counted consent=2 --closes',
  );

  const disown = meeting
    .command('disown')
    .description('say that you did not say what minutes have you say, or were not there; within 48 hours')
    .argument('<minutes>', 'their id, or at least 8 characters of its beginning')
    .option('--proposal <id>', 'in which matter, where they record several')
    .option('--words <words>', 'how it was');
  addSigningOptions(disown).action((name: string, options: DisownOptions) =>
    disownMinutes(cli, name, options),
  );
  addExample(disown, 'meeting disown ID --words "I was at home."');
}

async function listMeetings(cli: Cli, options: ServerOptions): Promise<void> {
  const output = cli.output(options);
  await withServer(options, output, async ({ client }) => {
    const answer = await client.read('/meetings', meetingsSchema);
    const rows = answer.meetings.map((meeting) => [
      meeting.startsAt,
      meeting.circle,
      meeting.minuteTaker,
      stateOf(meeting),
      meeting.subject,
    ]);
    output.result(answer, () =>
      rows.length === 0
        ? [`No meeting was called: ${nextCommand(options, 'meeting call --help')}`]
        : tableLines(['begins', 'circle', 'minutes by', 'now', 'subject'], rows, true),
    );
  });
}

function stateOf({ isOver, minutes, calledOff }: MeetingShown): string {
  if (calledOff !== null) return 'called off';
  if (!isOver) return 'to come';
  const [waits] = minutes.filter(({ confirmBy }) => confirmBy !== null);
  if (waits !== undefined) return `minutes ${shortId(waits.id)} to be confirmed`;
  return minutes.length === 0
    ? 'no minutes yet'
    : `minutes ${minutes.map(({ id }) => shortId(id)).join(', ')}`;
}

async function callMeeting(cli: Cli, options: CallOptions): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async (session) => {
    const { proposal = [], about = [], where, circle, ledBy, minutesBy, silent } = options;
    const proposals = await Promise.all(proposal.map((name) => proposalNamed(session.client, name)));
    const logged = await signAndLog(session, options, 'meeting', {
      startsAt: moment(options.at, '--at', Date.now()),
      agenda: [
        ...proposals.map(({ subject }) => ({ proposal: subject })),
        ...about.map((words) => ({ about: { say: words } })),
      ],
      ...(circle === undefined ? {} : { circle: await circleSubject(session.client, circle) }),
      ...(silent === undefined ? {} : { silent: (await roleNamed(session.client, silent)).subject }),
      ...(where === undefined ? {} : { place: { say: where } }),
      ...(await personIn(session, 'facilitator', ledBy)),
      ...(await personIn(session, 'minuteTaker', minutesBy)),
    });
    output.result(logged, () =>
      loggedLines(logged, [
        `A proposal that is to be opened there: ${commandLine(`propose --meeting ${logged.short} …`)}`,
        `Afterwards, whoever takes the minutes: ${commandLine(`meeting minutes ${logged.short} --help`)}`,
      ]),
    );
  });
}

async function writeMinutes(cli: Cli, name: string, options: MinutesOptions): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async (session) => {
    const person = (text: string) => personNamed(session.client, text);
    const { subject } = await meetingNamed(session.client, name);
    const logged = await signAndLog(session, options, 'minutes', {
      meeting: subject,
      attendance: await Promise.all(options.there.map(person)),
      ...(options.guests === undefined ? {} : { guests: wholeNumber(options.guests, '--guests', 0) }),
      ...(options.text === undefined ? {} : { text: { say: options.text } }),
      ...(options.standsIn === undefined ? {} : { standsIn: { say: options.standsIn } }),
      ...(options.proposal === undefined
        ? {}
        : {
            matters: [
              {
                proposal: (await proposalNamed(session.client, options.proposal)).subject,
                ...(await recordedMatter(options, session.client, person)),
              },
            ],
          }),
    });
    output.result(logged, () =>
      loggedLines(logged, [
        `Somebody else who was there confirms them within 72 hours: ${commandLine(`confirm ${logged.short}`)}`,
      ]),
    );
  });
}

async function disownMinutes(cli: Cli, name: string, options: DisownOptions): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async (session) => {
    const { proposal, words } = options;
    const logged = await signAndLog(session, options, 'disavowal', {
      minutes: await documentNamed(session.client, name),
      ...(proposal === undefined
        ? {}
        : { proposal: (await proposalNamed(session.client, proposal)).subject }),
      ...(words === undefined ? {} : { text: { say: words } }),
    });
    output.result(logged, () => loggedLines(logged));
  });
}

/** By subject as it stands: a member without a key has no name here. */
async function personIn(
  { client }: MemberSession,
  member: 'facilitator' | 'minuteTaker',
  text: string | undefined,
): Promise<Readonly<Record<string, string>>> {
  if (text === undefined) return {};
  const subject = subjectSchema.safeParse(text);
  return { [member]: subject.success ? subject.data : await personNamed(client, text) };
}
