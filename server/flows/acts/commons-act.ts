import type { Audience } from '../../../protocol/documents/common.ts';
import { composeDocument, type Fields } from '../../../protocol/documents/compose.ts';
import type { DocumentTypeName } from '../../../protocol/documents/document.ts';
import { parseEnvelope } from '../../../protocol/envelope/parse.ts';
import { signEnvelope } from '../../../protocol/envelope/sign.ts';
import { verifyEnvelope } from '../../../protocol/envelope/verify.ts';
import type { Subject } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { formatMillis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import type { Keyring } from '../../keys/keyring.ts';
import type { StoredEntry } from '../../store/store.ts';
import type { Committer } from '../log/committer.ts';
import type { Attachments } from './submit.ts';

/** What an act of the commons says; the common fields follow. */
export type ActFields<Type extends DocumentTypeName> = Omit<
  Fields<Type>,
  'type' | 'commons' | 'author' | 'issuedAt' | 'audience' | 'salt' | 'subject'
> & { readonly subject?: Subject; readonly audience?: Audience };

/** The entry, or the code by which the rules do not yield it as things stand. */
export type Yielded =
  | { readonly entry: StoredEntry; readonly code?: never }
  | { readonly entry: null; readonly code: string };

/**
 * Signs a document with the commons' key and logs it, if the rules still yield it under the head lock. Spec §4 [R-4.1].
 *
 * A commons signature carries no authority: whoever recomputes gets the same document, or it does not count.
 *
 * @returns null where somebody else did it already, or the matter moved on.
 */
export async function actAsCommons<Type extends DocumentTypeName>(
  context: Context,
  committer: Committer,
  type: Type,
  fields: ActFields<Type>,
  attachments?: Attachments,
): Promise<StoredEntry | null> {
  return (await tryAsCommons(context, committer, type, fields, attachments)).entry;
}

/** As `actAsCommons`, for whoever goes by the reason why not. */
export async function tryAsCommons<Type extends DocumentTypeName>(
  context: Context,
  committer: Committer,
  type: Type,
  fields: ActFields<Type>,
  attachments: Attachments = new Map(),
): Promise<Yielded> {
  const keyring = await context.keyring();
  const { envelope, document } = await signAct(context, keyring, type, fields);
  const verified = await verifyEnvelope(parseEnvelope(envelope), context.verify);
  const { placed } = await committer.commit({ verified, document, attachments, mustCount: true });
  if (placed.kind !== 'refused') return { entry: placed.entry };
  const { problem } = placed;
  // The keys changed between signing and logging: those of now sign it.
  if (problem.type === 'key-not-in-force' && (await context.keyring()).document.key !== keyring.document.key)
    return tryAsCommons(context, committer, type, fields, attachments);
  if (problem.type === 'conflict') return { entry: null, code: String(problem.extensions.code) };
  throw new ProtocolError('internal', `The commons' own ${type} was refused.`, {}, { cause: problem });
}

/** A document that the commons' key has signed, not logged yet. */
export async function signAct<Type extends DocumentTypeName>(
  { random, now }: Pick<Context, 'random' | 'now'>,
  { commons, document: { key, sign } }: Pick<Keyring, 'commons' | 'document'>,
  type: Type,
  fields: ActFields<Type>,
) {
  const common = {
    type,
    commons,
    author: commons,
    subject: random.subject(),
    issuedAt: formatMillis(await now()),
    audience: 'public',
    salt: random.salt(),
  };
  const { payload, document } = composeDocument<Type>({ ...common, ...fields } as unknown as Fields<Type>); // checked by composing
  return { document, envelope: await signEnvelope({ payload, author: commons, key, sign }) };
}
