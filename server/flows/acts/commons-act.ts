import { composeDocument, type Fields } from '../../../protocol/documents/compose.ts';
import type { DocumentTypeName } from '../../../protocol/documents/document.ts';
import { parseEnvelope } from '../../../protocol/envelope/parse.ts';
import { signEnvelope } from '../../../protocol/envelope/sign.ts';
import { verifyEnvelope } from '../../../protocol/envelope/verify.ts';
import type { NotCountedCode } from '../../../protocol/governance/codes.ts';
import { sentenceOf } from '../../../protocol/governance/verdict.ts';
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
> & { readonly subject?: Subject };

/** What may pass without anybody deciding anew: a stock has room again as soon as another promise ends. */
const WAITING = ['over-capacity'] as const satisfies readonly NotCountedCode[];

/**
 * Signs a document with the commons' key and logs it, if the rules still yield it under the head lock. Spec §4 [R-4.1].
 *
 * A commons signature carries no authority: whoever recomputes gets the same document, or it does not count.
 *
 * @returns null where somebody else did it already, or the matter moved on.
 * @throws {ProtocolError} `unavailable` where the rules may yield it later.
 */
export async function actAsCommons<Type extends DocumentTypeName>(
  context: Context,
  committer: Committer,
  type: Type,
  fields: ActFields<Type>,
  attachments: Attachments = new Map(),
): Promise<StoredEntry | null> {
  const { envelope, document } = await signAct(context, await context.keyring(), type, fields);
  const verified = await verifyEnvelope(parseEnvelope(envelope), context.verify);
  const { placed } = await committer.commit({ verified, document, attachments, mustCount: true });
  if (placed.kind !== 'refused') return placed.entry;
  if (placed.problem.type === 'conflict') {
    const { code } = placed.problem.extensions;
    const waits = WAITING.find((known) => known === code);
    if (waits === undefined) return null;
    throw new ProtocolError('unavailable', sentenceOf(waits), { code: waits }, { cause: placed.problem });
  }
  throw new ProtocolError('internal', `The commons' own ${type} was refused.`, {}, { cause: placed.problem });
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
