import { calendarLinkSchema, calendarSchema } from '../../client/subscription-views.ts';
import { addExample } from '../examples.ts';
import type { Cli } from '../run-cli.ts';
import { addServerOptions, type ServerOptions, withMember, withServer } from '../session.ts';
import { tableLines } from '../table.ts';
import { UsageError } from '../usage-error.ts';
import { userPath } from '../values.ts';
import { writeWhole } from '../write-whole.ts';

interface CalendarOptions extends ServerOptions {
  readonly output?: string;
  readonly link?: true;
  readonly endLink?: true;
}

export function addCalendarCommand(cli: Cli): void {
  const command = cli.program
    .command('calendar')
    .description('meetings, ends of what is being asked, and what falls due, as far as you may see it')
    .option('-o, --output <file>', 'write it as iCalendar, such as moot.ics')
    .option(
      '--link',
      'make a secret link, by which a program that keeps calendars sees what you see; the one before ends',
    )
    .option('--end-link', 'end that link');
  addServerOptions(command).action((options: CalendarOptions) => calendar(cli, options));
  addExample(command, 'calendar', 'calendar -o moot.ics', 'calendar --link');
}

function calendar(cli: Cli, options: CalendarOptions): Promise<void> {
  const wishes = [options.output, options.link, options.endLink].filter((wish) => wish !== undefined);
  if (wishes.length > 1) throw new UsageError('Say one of --output, --link and --end-link.');
  if (options.link === true) return makeLink(cli, options);
  if (options.endLink === true) return endLink(cli, options);
  return options.output === undefined ? list(cli, options) : write(cli, options, options.output);
}

async function list(cli: Cli, options: CalendarOptions): Promise<void> {
  const output = cli.output(options);
  await withServer(options, output, async ({ client }) => {
    const answer = await client.read('/calendar', calendarSchema);
    const rows = answer.entries.map(({ at, title, place, isCalledOff }) => [
      at,
      `${isCalledOff ? 'CALLED OFF: ' : ''}${title}`,
      place ?? '',
    ]);
    output.result(answer, () =>
      rows.length === 0 ? ['Nothing is to come.'] : tableLines(['at', 'what', 'where'], rows, true),
    );
  });
}

async function write(cli: Cli, options: CalendarOptions, file: string): Promise<void> {
  const output = cli.output(options);
  await withServer(options, output, async ({ client }) => {
    const bytes = await client.getBytes('/calendar.ics');
    await writeWhole(file, bytes);
    output.result({ file: userPath(file), bytes: bytes.length }, () => [`${file}: ${bytes.length} bytes.`]);
  });
}

async function makeLink(cli: Cli, options: CalendarOptions): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async ({ client }) => {
    const answer = calendarLinkSchema.parse(await client.post('/calendar-links', {}));
    output.result(answer, () => [
      answer.url,
      'Whoever has this link sees the times that you see: show it to nobody. It is shown this once.',
    ]);
  });
}

async function endLink(cli: Cli, options: CalendarOptions): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async ({ client }) => {
    const answer = await client.post('/calendar-links/end', {});
    output.result(answer, () => ['There is no link to your calendar any more.']);
  });
}
