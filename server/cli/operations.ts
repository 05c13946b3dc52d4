import { type Command, Option } from 'commander';
import type * as z from 'zod';
import type { JsonObject, JsonValue } from '../../protocol/canonical.ts';
import { type AdoptedThing, type ThingType, thingTypeSchema } from '../../protocol/documents/adoptable.ts';
import { adoptableOf } from '../../protocol/documents/adoptable-of.ts';
import type { DocumentOf } from '../../protocol/documents/document.ts';
import { ERASURE_GROUNDS } from '../../protocol/documents/erasure.ts';
import { authorSchema, hashTextOf, type Ref, type Subject, subjectSchema } from '../../protocol/ids.ts';
import { DOCUMENT_BYTES_MAX } from '../../protocol/limits.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import type { Client } from '../client/client.ts';
import { readLogged } from '../client/log.ts';
import { type DomainSummary, registerSchema, resourcesSchema } from '../client/views.ts';
import { AMOUNT_FORM, amountIn, parseAmount } from './amounts.ts';
import { documentNamed } from './document-names.ts';
import { DURING_FORM, withTimes } from './during.ts';
import { erasesFrom } from './erases-from.ts';
import { withRuledOn } from './ruled-on.ts';
import { addSeatOptions, type SeatOptions, seatOperations } from './seat-operations.ts';
import { UsageError } from './usage-error.ts';
import { collect, readWholeFile } from './values.ts';

/** What is to be decided, as options. */
export interface OperationOptions extends SeatOptions {
  readonly give?: readonly string[];
  readonly to?: string;
  readonly budget?: string;
  readonly during?: string;
  readonly change?: readonly string[];
  readonly title?: string;
  readonly content?: string;
  readonly text?: string;
  readonly adopt?: readonly string[];
  readonly waiveHandover?: string;
  readonly byCall?: string;
  readonly end?: readonly string[];
  readonly erase?: readonly string[];
  readonly ground?: string;
  readonly whole?: boolean;
  readonly operations?: string;
  readonly domain?: string;
}

/** A file whose hash is decided, read into memory: a film or a disk image is decided by a list of its parts. */
const CONTENT_BYTES_MAX = 256 * 1024 * 1024;

/** Names of options that say what is to be decided. */
const SAYING = [
  'give',
  'change',
  'text',
  'adopt',
  'end',
  'erase',
  'select',
  'recall',
  'suspend',
  'operations',
] as const;

export function addOperationOptions(command: Command): Command {
  return addSeatOptions(command)
    .option('--give <amount>', `give from our stock, as ${AMOUNT_FORM}; repeatable`, collect)
    .option('--to <whom>', 'who gets it: in words, or the SCID of a commons, or the subject of a participant')
    .option('--budget <name>', 'the budget that it is drawn on, by title or subject')
    .option('--during <time>', `of what is used for a time: from when until when, as ${DURING_FORM}`)
    .option('--change <path>', 'change what lies under a path; repeatable', collect)
    .option('--title <words>', 'what the change is')
    .option('--content <file>', 'the change itself: its SHA-256 is decided')
    .option('--adopt <id>', 'put a logged draft into force; repeatable', collect)
    .option(
      '--waive-handover <words>',
      'with --adopt of a term: its holder begins without a handover, and why',
    )
    .option('--by-call <id>', 'with --adopt of a term: the call that found nobody else')
    .option('--end <id>', 'end what is in force by this version; repeatable', collect)
    .option('--erase <id>', 'delete the words of a document for good; repeatable', collect)
    .option('--whole', 'of --erase: the whole document, where nothing rests on it')
    .addOption(new Option('--ground <ground>', 'of --erase: why').choices([...ERASURE_GROUNDS]))
    .option('--text <words>', 'agree on a text that changes nothing else; needs --domain')
    .option('--operations <file>', 'anything else: a JSON array of operations; - is standard input')
    .option(
      '--domain <name>',
      'the domain, by title or subject (default: the one that owns what is decided)',
    );
}

/** Whether the options say what is to be decided at all. */
export function saysOperations(options: OperationOptions): boolean {
  return SAYING.some((name) => options[name] !== undefined);
}

/**
 * Options → the operations of a draft, in its short forms.
 *
 * @throws {UsageError} where the options say nothing, or only half of something.
 */
export async function operationsFrom(
  options: OperationOptions,
  client: Client,
): Promise<readonly JsonValue[]> {
  assertNoHalves(options);
  if (!saysOperations(options)) {
    throw new UsageError(
      'Say what is to be decided: --give … --to …, --change … --title … --content …, --adopt …, --end …, --erase …, --select …, --recall …, --suspend …, --text …, or --operations ….',
    );
  }
  const operations = [
    ...(await transfers(options, client)),
    ...(await changes(options)),
    ...(await adoptions(options, client)),
    ...(await endings(options, client)),
    ...(await seatOperations(options, client)),
    ...(await erasures(options, client)),
    ...texts(options),
    ...(await others(options, client)),
  ];
  return operations;
}

/** The domain that the options name, by subject; nothing where the effects shall choose it. */
export async function domainFrom(
  { domain }: OperationOptions,
  client: Client,
): Promise<{ readonly domain?: Subject }> {
  return domain === undefined ? {} : { domain: await domainNamed(domain, client) };
}

/** @throws {ProtocolError} `not-found`; {UsageError} where several domains bear the title. */
export async function domainNamed(text: string, client: Client): Promise<Subject> {
  const subject = subjectSchema.safeParse(text);
  if (subject.success) return subject.data;
  const { domains } = await client.read(`/register?limit=500&q=${encodeURIComponent(text)}`, registerSchema);
  const wanted = text.toLowerCase();
  const exact = domains.filter(({ title }) =>
    Object.values(title).some((known) => known.toLowerCase() === wanted),
  );
  const found: readonly DomainSummary[] = exact.length > 0 ? exact : domains;
  const [first, second] = found;
  if (first === undefined) throw new ProtocolError('not-found', `No domain in force is called “${text}”.`);
  if (second === undefined) return first.subject;
  throw new UsageError(`Several domains fit “${text}”: give the whole title, or the subject.`, {
    domains: found.slice(0, 10).map(({ subject, title }) => `${subject} ${Object.values(title)[0]}`),
  });
}

/** An option that only tells more of another one says nothing alone. */
function assertNoHalves({
  give,
  to,
  budget,
  during,
  change,
  title,
  content,
  erase,
  ground,
  whole,
}: OperationOptions): void {
  if (give === undefined && to !== undefined) throw new UsageError('--to goes with --give.');
  if (give === undefined && during !== undefined) throw new UsageError('--during goes with --give.');
  if (give === undefined && budget !== undefined) throw new UsageError('--budget goes with --give.');
  if (erase === undefined && (ground !== undefined || whole === true)) {
    throw new UsageError('--ground and --whole go with --erase.');
  }
  if (change === undefined && (title !== undefined || content !== undefined)) {
    throw new UsageError('--title and --content go with --change.');
  }
}

async function transfers(
  { give, to, budget, during }: OperationOptions,
  client: Client,
): Promise<JsonObject[]> {
  if (give === undefined) return [];
  const amounts = give.map((text) => parseAmount(text, '--give'));
  if (to === undefined || to.trim() === '') throw new UsageError('--give needs --to: who gets it.');
  const { resources, budgets } = await client.read('/resources', resourcesSchema);
  const drawn = budget === undefined ? {} : { budget: budgetIn(budget, budgets) };
  const party = authorSchema.safeParse(to);
  const given = amounts.map((text) => amountIn(text, resources, 'ours'));
  return withTimes(given, during).map(({ resource, quantity, interval }) => ({
    op: 'transfer',
    resource: { subject: resource.subject, id: resource.id },
    quantity,
    ...(interval === undefined ? {} : { interval }),
    ...drawn,
    to: party.success ? { party: party.data } : { named: { say: to } },
  }));
}

/** The budget that an agreement is drawn on, as a member of its operation. */
export async function drawnOn(
  client: Client,
  name: string | undefined,
): Promise<{ readonly budget?: JsonObject }> {
  if (name === undefined) return {};
  const { budgets } = await client.read('/resources', resourcesSchema);
  return { budget: { ...budgetIn(name, budgets) } };
}

function budgetIn(name: string, budgets: z.infer<typeof resourcesSchema>['budgets']): Ref {
  const wanted = name.toLowerCase();
  const [found, other] = budgets.filter(
    ({ subject, title }) =>
      subject === name || Object.values(title).some((known) => known.toLowerCase() === wanted),
  );
  if (found === undefined || other !== undefined)
    throw new UsageError(`--budget takes one budget in force by its title or subject, not “${name}”.`);
  return { subject: found.subject, id: found.id };
}

async function changes({ change, title, content }: OperationOptions): Promise<JsonObject[]> {
  if (change === undefined) return [];
  if (title === undefined || content === undefined) {
    throw new UsageError('--change needs --title (what it is) and --content (the file that holds it).');
  }
  const bytes = await readWholeFile(content, '--content', CONTENT_BYTES_MAX);
  return [{ op: 'change', paths: [...change], content: hashTextOf(bytes), title }];
}

async function adoptions(options: OperationOptions, client: Client): Promise<JsonObject[]> {
  const { adopt = [], waiveHandover, byCall } = options;
  const call = byCall === undefined ? {} : { call: await documentNamed(client, byCall) };
  const term = { ...call, ...(waiveHandover === undefined ? {} : { waiver: { say: waiveHandover } }) };
  return Promise.all(
    adopt.map(async (text) => {
      const thing = await thingNamed(text, client, '--adopt');
      return { op: 'adopt', adopts: { ...thing, ...(thing.type === 'mandate' ? term : {}) } };
    }),
  );
}

async function endings({ end = [] }: OperationOptions, client: Client): Promise<JsonObject[]> {
  return Promise.all(
    end.map(async (text) => {
      const { subject, id, type, ...of } = await thingNamed(text, client, '--end');
      const role = 'role' in of ? { role: of.role } : {};
      return { op: 'end', type, ...role, thing: { subject, id } };
    }),
  );
}

async function erasures(
  { erase, ground, whole = false }: OperationOptions,
  client: Client,
): Promise<JsonObject[]> {
  if (erase === undefined) return [];
  if (ground === undefined) throw new UsageError('--erase needs --ground: why it goes.');
  return [{ op: 'erase', erases: await erasesFrom(client, erase, { whole }), ground }];
}

async function thingNamed(text: string, client: Client, name: string): Promise<AdoptedThing> {
  const id = await documentNamed(client, text);
  const document = await readLogged(client, id);
  const type = thingTypeSchema.safeParse(document.type);
  if (type.success) {
    return adoptableOf(document as DocumentOf<ThingType>, id); // of one of the types just asked for
  }
  throw new UsageError(
    `${name} takes a ${thingTypeSchema.options.join(', ')}; “${text}” is a document of the type ${document.type}.`,
  );
}

function texts({ text, domain }: OperationOptions): JsonObject[] {
  if (text === undefined) return [];
  if (domain === undefined)
    throw new UsageError('--text needs --domain: a text has no effect that would choose one.');
  if (text.trim() === '') throw new UsageError('--text needs words.');
  return [{ op: 'resolve', text: { say: text } }];
}

async function others({ operations }: OperationOptions, client: Client): Promise<JsonValue[]> {
  if (operations === undefined) return [];
  const text = new TextDecoder().decode(await readWholeFile(operations, '--operations', DOCUMENT_BYTES_MAX));
  const listed = listIn(text);
  if (listed === null || listed.length === 0)
    throw new UsageError(`--operations takes a JSON array of operations; ${operations} holds none.`);
  return Promise.all(listed.map((operation) => withRuledOn(client, operation)));
}

function listIn(text: string): readonly JsonValue[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? (value as JsonValue[]) : null; // just parsed from JSON
  } catch {
    return null;
  }
}
