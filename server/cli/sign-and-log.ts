import type { Command } from 'commander';
import { canonicalBytes, type JsonObject } from '../../protocol/canonical.ts';
import type { DocumentId } from '../../protocol/ids.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import type { ClientDraft, ClientVerdict } from '../client/client.ts';
import { idleWords, verdictWords } from '../client/verdict-words.ts';
import { type AskOptions, askToSign } from './ask.ts';
import { shortId } from './document-names.ts';
import { commandLine, shellWord } from './invocation.ts';
import { addServerOptions, type MemberSession, type ServerOptions } from './session.ts';
import { userPath } from './values.ts';
import { writeWhole } from './write-whole.ts';

/** Options of every command that signs something. */
export interface SigningOptions extends ServerOptions, AskOptions {
  readonly anyway?: boolean;
  readonly audience?: string;
  readonly keep?: string;
}

/** What was signed, and what became of it. */
export interface Logged {
  readonly id: DocumentId;
  /** The id as the command line prints and takes it. */
  readonly short: string;
  readonly type: string;
  readonly index: number;
  readonly at: string;
  readonly summary: string;
  /** What was told before signing. */
  readonly warning: string | null;
  /** That nothing comes of it, and why; null where something does. */
  readonly idle: ClientDraft['idle'];
  readonly verdict: ClientVerdict;
}

export function addSigningOptions(command: Command): Command {
  return addServerOptions(command)
    .option(
      '--audience <who>',
      'who may read it: public, members, or circle:SUBJECT (default: as what it is about)',
    )
    .option(
      '--keep <file>',
      'write what was signed to this file, too: where the server does not take it, it can be left with another',
    )
    .option('--yes', 'sign without asking')
    .option('--anyway', 'sign even what would not count');
}

/**
 * A member's act from wish to log entry: drafted by the server, shown, agreed to, signed here, logged.
 *
 * @throws {ProtocolError} `conflict` for what would not count or come to nothing, unless `--anyway`; `forbidden` where the person says no.
 */
export async function signAndLog(
  session: MemberSession,
  options: SigningOptions,
  type: string,
  wish: JsonObject,
): Promise<Logged> {
  const { client, output } = session;
  const { audience } = options;
  const drafted = await client.draft(type, audience === undefined ? wish : { ...wish, audience });
  output.say(drafted.summary);
  assertWouldCount(drafted, options);
  output.say(verdictWords(drafted.verdict, false));
  if (drafted.idle !== null) output.say(`Warning: ${idleWords(drafted.idle, false)}`);
  if (drafted.warning !== null) output.say(`Warning: ${drafted.warning}`);
  await askToSign(options);
  const [placed] = await submitOrKeep(session, options, drafted);
  if (placed === undefined) throw new ProtocolError('unavailable', 'The server did not say what it logged.');
  const { id, index, at, verdict } = placed;
  return {
    id,
    short: shortId(id),
    type,
    index,
    at,
    summary: drafted.summary,
    warning: drafted.warning,
    idle: drafted.idle,
    verdict,
  };
}

/** Types of problems that say nothing about what was signed: the server was not there, or failed. */
const SAYS_NOTHING: ReadonlySet<string> = new Set(['unavailable', 'internal', 'peer-unreachable']);

/** What was signed and not taken can be left with another commons. Spec §21. */
async function submitOrKeep(
  { client }: MemberSession,
  { keep }: SigningOptions,
  drafted: ClientDraft,
): ReturnType<MemberSession['client']['submitSigned']> {
  const body = await client.sign([drafted]);
  if (keep !== undefined) await writeWhole(keep, canonicalBytes(body));
  try {
    return await client.submitSigned(body);
  } catch (error) {
    if (!(error instanceof ProtocolError) || !SAYS_NOTHING.has(error.type)) throw error;
    const file = keep ?? `folkmoot-${shortId(drafted.id)}.json`;
    await writeWhole(file, canonicalBytes(body));
    const next = commandLine(`deposit --file ${shellWord(file)} --with URL`);
    throw new ProtocolError(
      error.type,
      `${error.message} What you signed is in ${file}: leave it with a commons that keeps it for yours: ${next}`,
      { ...error.extensions, file: userPath(file) },
      { cause: error },
    );
  }
}

/**
 * What is said of something that was just logged.
 *
 * @param next what can be done now; nothing follows from what does not count, so it is left out there.
 */
export function loggedLines(
  { type, index, short, idle, verdict }: Logged,
  next: readonly string[] = [],
): readonly string[] {
  const facts = [
    `The ${type} ${type === 'minutes' ? 'are' : 'is'} entry ${index} of the log. ${verdictWords(verdict, true)}`,
    `id: ${short}`,
  ];
  if (verdict.status === 'not-counted') return facts;
  return [...facts, ...(idle === null ? [] : [idleWords(idle, true)]), ...next];
}

function assertWouldCount({ verdict, idle }: ClientDraft, { anyway }: SigningOptions): void {
  if (anyway === true) return;
  const no = verdict.status === 'not-counted' ? verdict : idle;
  if (no === null) return;
  const words = no === idle ? idleWords(idle, false) : verdictWords(verdict, false);
  throw new ProtocolError('conflict', `${words} Nothing was signed; --anyway signs it nevertheless.`, {
    code: no.code,
    ...no.detail,
  });
}
