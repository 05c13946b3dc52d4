import { composeDocument, type Fields } from '../../../protocol/documents/compose.ts';
import {
  DOCUMENT_TYPES,
  type DocumentTypeName,
  type FolkmootDocument,
  isKnownType,
} from '../../../protocol/documents/document.ts';
import type { Verified } from '../../../protocol/envelope/verify.ts';
import type { Admitted } from '../../../protocol/governance/admit.ts';
import type { NotCountedCode } from '../../../protocol/governance/codes.ts';
import type { DocumentId, HashText, Multikey, Scid, Subject } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { formatMillis, type Millis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import type { StoredVerdict } from '../../store/store.ts';
import { currentRecord, currentRef } from '../record/current.ts';
import { didVersionsOf } from '../record/did-versions.ts';
import { assertGoesOn } from '../record/ended.ts';
import type { MayRead } from '../record/evidence-source.ts';
import { readerFor } from '../record/may-read.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { roomSentence } from '../views/room-sentence.ts';
import { actionNote } from './action-note.ts';
import { adoptionNote } from './adoption-note.ts';
import { audienceOf } from './audience.ts';
import { awayNote } from './away-note.ts';
import { type Blinded, blind } from './blind.ts';
import { claimNote } from './claim-note.ts';
import { closingNote } from './closing-note.ts';
import { completeFields } from './complete-fields.ts';
import { erasedNote } from './erased-note.ts';
import { expandFields } from './expand.ts';
import { fallsNote } from './falls-note.ts';
import { type Idle, idleIn } from './idle.ts';
import { ifHere } from './if-here.ts';
import { inNameNote } from './in-name-note.ts';
import { noticeNote } from './notice-note.ts';
import { openMattersNote } from './open-matters-note.ts';
import { openingNote } from './opening-note.ts';
import { provisionalNote } from './provisional-note.ts';
import { ratificationNote } from './ratification-note.ts';
import { refusalSentence } from './refusal-sentence.ts';
import { sameEffectNote } from './same-effect-note.ts';
import { summarise } from './summary.ts';
import { terminateNote } from './terminate-note.ts';
import { vacancyNote } from './vacancy-note.ts';
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
  /** That it would count and nothing would come of it; a client asks for more than a yes before it signs such a thing. */
  readonly idle: Idle | null;
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
  assertGoesOn(await didVersionsOf(context, home, context.store));
  const { mayRead } = await readerFor(context, drafter.author);
  const blinded = await blind(context, home, wish, mayRead);
  try {
    return await draftBlind({ context, home, drafter, type, mayRead }, blinded);
  } catch (error) {
    throw withCode(blinded.problem(error));
  }
}

/** What cannot be drafted at all has the code that the rules would give. Spec §11. */
function withCode(error: unknown): unknown {
  if (!(error instanceof ProtocolError) || error.extensions.code !== undefined) return error;
  const code = PROBLEM_CODES[error.type];
  return code === undefined
    ? error
    : new ProtocolError(error.type, error.message, { ...error.extensions, code }, { cause: error.cause });
}

const PROBLEM_CODES: Readonly<Record<string, NotCountedCode>> = {
  'not-found': 'unknown-reference',
  forbidden: 'no-right',
};

async function draftBlind(
  { context, home, drafter, type, mayRead }: Omit<DraftContext, 'record' | 'now'>,
  { wish, named }: Blinded<object>,
): Promise<Draft> {
  const now = await context.now();
  const record = await currentRecord(context, home);
  const { fields, attachments } = await expandFields(wish, {
    random: context.random,
    currentRef: (subject) => currentRef(record, subject),
  });
  const drafting = { context, record, home, now, drafter, type, mayRead };
  const completed = await completeFields(drafting, fields as Wish); // an object, as checked above
  const whole = {
    type,
    commons: home,
    author: drafter.author,
    subject: context.random.subject(),
    issuedAt: formatMillis(now),
    audience: await audienceOf(drafting, completed),
    salt: context.random.salt(),
    ...completed,
  } as unknown as Fields<DocumentTypeName>; // composing checks every field
  const { id, payload, document } = composeDocument(whole);
  const { verdict } = await foresee(record, await sizeOf(context, home), now, drafter, {
    id,
    payload,
    document,
  });
  const code = verdict.refusal?.code ?? null;
  const asNamed = composeDocument(named(whole));
  return {
    id: asNamed.id,
    type,
    payload: asNamed.payload,
    attachments,
    summary: named(await summarise({ context, record, mayRead }, document, attachments)),
    warning: await sentencesOf(
      () => warningFor(context, record, document),
      () => actionNote(record, document),
      () => openingNote(record, document),
      () => ratificationNote(record, document, now),
      () => provisionalNote(record, document),
      () => closingNote(record, document, now),
      () => openMattersNote(context, record, document),
      () => fallsNote(record, document, now),
      () => awayNote(context, record, document, now, mayRead),
      () => vacancyNote(record, document, now, mayRead),
      () => adoptionNote(record, document, now),
      () => sameEffectNote(context, record, document, mayRead),
      () => noticeNote(record, document, now),
      () => inNameNote(record, document, now),
      () => erasedNote(context, record, document, now),
      () => claimNote(context, record, document, mayRead),
      () => terminateNote(record, document, now),
    ),
    idle: named(await ifHere(() => idleIn({ context, record, mayRead }, document), null)),
    verdict: {
      status: verdict.status,
      code,
      detail: named(verdict.refusal?.detail ?? null),
      sentence:
        verdict.refusal === undefined
          ? null
          : ((await ifHere(() => roomSentence(record, mayRead, verdict.refusal ?? null), null)) ??
            (await refusalSentence(document, verdict.refusal, (named) => record.document(named)))),
    },
  };
}

/** A note that looks at what is not logged yet says nothing. */
async function sentencesOf(...notes: readonly (() => Promise<string | null>)[]): Promise<string | null> {
  const said: string[] = [];
  for (const note of notes) {
    const words = await ifHere(note, null);
    if (words !== null) said.push(words);
  }
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
