import { composeDocument, type Fields } from '../../../protocol/documents/compose.ts';
import type { DocumentTypeName } from '../../../protocol/documents/document.ts';
import { parseEnvelope } from '../../../protocol/envelope/parse.ts';
import { signEnvelope } from '../../../protocol/envelope/sign.ts';
import { verifyEnvelope } from '../../../protocol/envelope/verify.ts';
import type { Subject } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { formatMillis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import type { StoredEntry } from '../../store/store.ts';
import type { Committer } from '../log/committer.ts';
import type { Attachments } from './submit.ts';

/** What an act of the commons says; the common fields follow. */
export type ActFields<Type extends DocumentTypeName> = Omit<
  Fields<Type>,
  'type' | 'commons' | 'author' | 'issuedAt' | 'audience' | 'salt' | 'subject'
> & { readonly subject?: Subject };

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
  attachments: Attachments = new Map(),
): Promise<StoredEntry | null> {
  const { commons, document: signer } = await context.keyring();
  const common = {
    type,
    commons,
    author: commons,
    subject: context.random.subject(),
    issuedAt: formatMillis(await context.now()),
    audience: 'public',
    salt: context.random.salt(),
  };
  const { payload, document } = composeDocument<Type>({ ...common, ...fields } as unknown as Fields<Type>); // checked by composing
  const envelope = await signEnvelope({ payload, author: commons, key: signer.key, sign: signer.sign });
  const verified = await verifyEnvelope(parseEnvelope(envelope), context.verify);
  const { placed } = await committer.commit({ verified, document, attachments, mustCount: true });
  if (placed.kind !== 'refused') return placed.entry;
  if (placed.problem.type === 'conflict') return null;
  throw new ProtocolError('internal', `The commons' own ${type} was refused.`, {}, { cause: placed.problem });
}
