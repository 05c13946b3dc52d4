import type { Command } from 'commander';
import type { JsonObject } from '../../protocol/canonical.ts';
import type { ThingType } from '../../protocol/documents/adoptable.ts';
import { adoptableOf } from '../../protocol/documents/adoptable-of.ts';
import type { DocumentOf, FolkmootDocument } from '../../protocol/documents/document.ts';
import type { DocumentId, Subject } from '../../protocol/ids.ts';
import type { Client } from '../client/client.ts';
import { readLogged } from '../client/log.ts';
import { assertCanAgree } from './ask.ts';
import { decidedLines } from './commands/decide.ts';
import { putForward, stepsOf } from './proposal-steps.ts';
import { orPropose } from './propose-hint.ts';
import type { MemberSession } from './session.ts';
import {
  addSigningOptions,
  type Logged,
  loggedLines,
  type SigningOptions,
  signAndLog,
} from './sign-and-log.ts';
import { UsageError } from './usage-error.ts';

/** Options of every command that changes what is in force. */
export interface AdoptOptions extends SigningOptions {
  readonly reason: string;
  readonly propose?: boolean;
}

/** What every document has, and a new version gets anew. */
const COMMON = ['type', 'v', 'commons', 'author', 'issuedAt', 'salt', 'refs', 'supersedes'];

export function addAdoptOptions(command: Command): Command {
  command
    .requiredOption('--reason <words>', 'why')
    .option('--propose', 'put it before the circle that owns such things, in place of deciding it');
  return addSigningOptions(command);
}

/**
 * Drafts a version of a thing, and decides or proposes that it is adopted: two signatures, which is said before the first.
 *
 * @param more members of the adoption that do not follow from the draft.
 * @throws {ProtocolError} `conflict` where nobody can decide it alone: then nothing was signed.
 */
export async function draftAndAdopt(
  session: MemberSession,
  options: AdoptOptions,
  type: ThingType,
  wish: JsonObject,
  more: JsonObject = {},
): Promise<void> {
  if (options.reason.trim() === '') throw new UsageError('--reason needs words.');
  assertCanAgree(options);
  const { client, output } = session;
  const verb = options.propose === true ? 'proposal' : 'decision';
  await assertDecidable(client, options, type, wish);
  output.say(
    `Two signatures: the first under the draft of the ${type}, the second under the ${verb} that adopts it.`,
  );
  const drafted = await signAndLog(session, options, type, wish);
  const document = await readLogged(client, drafted.id);
  const adopts = { ...adoptableOf(document as DocumentOf<ThingType>, drafted.id), ...more }; // as it was just drafted
  await settle(session, options, { op: 'adopt', adopts }, { subject: document.subject, [type]: drafted });
}

/** Decides or proposes that something in force ends. */
export async function endThing(
  session: MemberSession,
  options: AdoptOptions,
  type: ThingType,
  thing: { readonly subject: Subject; readonly id: DocumentId },
  more: JsonObject = {},
): Promise<void> {
  assertCanAgree(options);
  const { subject, id } = thing;
  await settle(session, options, { op: 'end', type, ...more, thing: { subject, id } }, { subject });
}

/** The own fields of the version in force: what is not said anew stays. */
export async function fieldsInForce(client: Client, type: ThingType, id: DocumentId): Promise<JsonObject> {
  const document = await readLogged(client, id);
  if (document.type !== type) throw new UsageError(`This is a ${document.type}, and no ${type}.`);
  return ownFields(document);
}

/** What a new version says anew where nothing else is said; who may read it stays as it was. */
export function ownFields(document: FolkmootDocument): JsonObject {
  const own = Object.entries(document).filter(([name]) => !COMMON.includes(name));
  return Object.fromEntries(own) as JsonObject; // documents are JSON
}

async function settle(
  session: MemberSession,
  options: AdoptOptions,
  operation: JsonObject,
  said: { readonly subject: string; readonly [type: string]: unknown },
): Promise<void> {
  const { client, output } = session;
  const asProposal = options.propose === true;
  const put = () =>
    signAndLog(session, options, asProposal ? 'proposal' : 'decision', {
      operations: [operation],
      ...(asProposal ? { driver: { say: options.reason } } : { reason: { say: options.reason } }),
      alternatives: [],
    });
  const logged = await (asProposal ? put() : orPropose(PROPOSE, put));
  const lines = asProposal ? await proposedLines(client, options, logged) : decidedLines(logged, options);
  output.result({ ...said, [logged.type]: logged, verdict: logged.verdict }, () => lines);
}

async function proposedLines(client: Client, options: AdoptOptions, logged: Logged) {
  return loggedLines(logged, stepsOf(options, await putForward(client, logged), logged.short));
}

/** Asked before anything is signed, by a decision that nobody signs: a draft that nobody could adopt is of no use. */
async function assertDecidable(
  client: Client,
  { propose }: AdoptOptions,
  type: ThingType,
  wish: JsonObject,
): Promise<void> {
  const drafted = await client.draft(type, wish);
  if (propose === true) return;
  const adopts = {
    ...{ type, subject: String(wish.subject), id: drafted.id },
    ...(type === 'mandate' ? { role: (wish.role as { subject: string }).subject } : {}), // as every mandate names it
  };
  await orPropose(PROPOSE, () =>
    client.draft('decision', {
      operations: [{ op: 'adopt', adopts }],
      reason: { say: 'x' },
      alternatives: [],
    }),
  );
}

const PROPOSE = 'With --propose it is put forward, for whoever decides it.';
