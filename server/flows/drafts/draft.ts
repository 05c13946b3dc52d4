import { composeDocument, type Fields } from '../../../protocol/documents/compose.ts';
import {
  DOCUMENT_TYPES,
  type DocumentTypeName,
  type FolkmootDocument,
  isKnownType,
} from '../../../protocol/documents/document.ts';
import type { Verified } from '../../../protocol/envelope/verify.ts';
import type { Admitted } from '../../../protocol/governance/admit.ts';
import { NOT_COUNTED } from '../../../protocol/governance/codes.ts';
import type { DocumentId, HashText, Multikey, Scid, Subject } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { formatMillis, type Millis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import type { StoredVerdict } from '../../store/store.ts';
import { currentRecord, currentRef } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import { readerFor } from '../record/may-read.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { actionNote } from './action-note.ts';
import { audienceOf } from './audience.ts';
import { completeFields } from './complete-fields.ts';
import { expandFields } from './expand.ts';
import { summarise } from './summary.ts';
import { warningFor } from './warning.ts';

/** Whoever asks for a draft: they will sign it with this key. */
export interface Drafter {
  readonly author: Subject;
  readonly key: Multikey;
}

/** A document ready to be signed, and what would become of it. Spec §10. */
export interface Draft {
  readonly id: DocumentId;
  readonly type: DocumentTypeName;
  /** The exact bytes to sign. */
  readonly payload: Uint8Array;
  readonly attachments: ReadonlyMap<HashText, Uint8Array>;
  /** What signing it means, in one sentence. */
  readonly summary: string;
  /** What a person should know before they sign, in a sentence or two. */
  readonly warning: string | null;
  /** What the rules would say if it were logged now; the answer can change until it is. */
  readonly verdict: StoredVerdict & { readonly sentence: string | null };
}

/**
 * Turns a member's wish into the bytes that they sign, and tells before they sign whether it would count.
 *
 * @param wish the type's own fields, with the short forms of `expandFields`; what follows from the log is filled in.
 * @throws {ProtocolError} `malformed`, `unsupported`, `not-found`, or what admission would refuse.
 */
export async function draft(
  context: Context,
  drafter: Drafter,
  type: unknown,
  wish: unknown,
): Promise<Draft> {
  if (!isKnownType(type))
    throw new ProtocolError('unsupported', 'The document type is not known here.', {
      type,
      expected: { type: Object.keys(DOCUMENT_TYPES) },
    });
  if (wish === null || typeof wish !== 'object' || Array.isArray(wish)) {
    throw new ProtocolError('malformed', 'The fields of a draft are one JSON object.', {
      at: 'fields',
      expected: 'object',
    });
  }
  const home = await context.commons();
  const now = await context.now();
  const record = await currentRecord(context, home);
  const { fields, attachments } = await expandFields(wish, {
    random: context.random,
    currentRef: (subject) => currentRef(record, subject),
  });
  const { mayRead } = await readerFor(context, drafter.author);
  const drafting = { context, record, home, now, drafter, type, mayRead };
  const completed = await completeFields(drafting, fields as Wish); // an object, as checked above
  const { id, payload, document } = composeDocument({
    type,
    commons: home,
    author: drafter.author,
    subject: context.random.subject(),
    issuedAt: formatMillis(now),
    audience: await audienceOf(drafting, completed),
    salt: context.random.salt(),
    ...completed,
  } as unknown as Fields<DocumentTypeName>); // composing checks every field
  const { verdict } = await foresee(record, await sizeOf(context, home), now, drafter, {
    id,
    payload,
    document,
  });
  const code = verdict.refusal?.code ?? null;
  return {
    id,
    type,
    payload,
    attachments,
    summary: await summarise({ context, record, mayRead }, document, attachments),
    warning: sentencesOf(await warningFor(context, record, document), await actionNote(record, document)),
    verdict: {
      status: verdict.status,
      code,
      detail: verdict.refusal?.detail ?? null,
      sentence: code === null ? null : NOT_COUNTED[code].sentence,
    },
  };
}

function sentencesOf(...notes: readonly (string | null)[]): string | null {
  const said = notes.filter((note) => note !== null);
  return said.length === 0 ? null : said.join(' ');
}

/** Fields of a draft after the short forms are gone; still unchecked. */
export type Wish = Readonly<Record<string, unknown>>;

/** What completing a draft can look at. */
export interface DraftContext {
  readonly context: Context;
  readonly record: StoredRecord;
  readonly home: Scid;
  readonly now: Millis;
  readonly drafter: Drafter;
  readonly type: DocumentTypeName;
  /** What the drafter may read: what they may not is as if it were not there. */
  readonly mayRead: MayRead;
}

async function sizeOf(context: Context, home: Scid): Promise<number> {
  return (await context.store.head(home))?.size ?? 0;
}

/** The verdict as if it were signed and logged now. A signature has no say in it, so none is needed. */
function foresee(
  record: StoredRecord,
  index: number,
  at: Millis,
  { author, key }: Drafter,
  composed: { readonly id: DocumentId; readonly payload: Uint8Array; readonly document: FolkmootDocument },
): Promise<Admitted> {
  const unsigned = {
    id: composed.id,
    kid: { author, key },
    payload: composed.payload,
    signature: new Uint8Array(64),
    content: {},
  } as unknown as Verified; // for foreseeing alone: it is never stored
  return record.foresee({ index, at, verified: unsigned, document: composed.document });
}
