import { concatBytes, fromBase64url, utf8 } from '../../../protocol/bytes.ts';
import type { AttachedText } from '../../../protocol/documents/common.ts';
import { type HashText, hashTextOf, type Ref, type Subject, subjectSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Random } from '../../context.ts';

/** What expanding needs from outside. */
export interface ExpandSource {
  readonly random: Random;
  /** The version of a thing that is in force, by its subject; null where there is none. */
  readonly currentRef: (subject: Subject) => Promise<Ref | null>;
}

export interface Expanded {
  readonly fields: unknown;
  readonly attachments: ReadonlyMap<HashText, Uint8Array>;
}

/**
 * Fills the two short forms that a draft's fields may use at any depth: `{say: "words"}` becomes a salted attachment,
 * `{ref: "<subject>"}` the version in force. Spec §10.
 *
 * @throws {ProtocolError} `malformed` where a short form is not well made; `not-found` where nothing is in force.
 */
export async function expandFields(fields: unknown, source: ExpandSource): Promise<Expanded> {
  const attachments = new Map<HashText, Uint8Array>();

  async function expand(value: unknown): Promise<unknown> {
    if (Array.isArray(value)) return Promise.all(value.map(expand));
    if (value === null || typeof value !== 'object') return value;
    if ('say' in value) return attach(value);
    if ('ref' in value) return refer(value.ref);
    const members = await Promise.all(
      Object.entries(value).map(async ([name, inner]) => [name, await expand(inner)] as const),
    );
    return Object.fromEntries(members);
  }

  function attach(value: {
    readonly say: unknown;
    readonly media?: unknown;
    readonly language?: unknown;
  }): AttachedText {
    if (typeof value.say !== 'string' || value.say.trim() === '' || !value.say.isWellFormed()) {
      throw new ProtocolError('malformed', 'A text must not be empty.');
    }
    const salt = fromBase64url(source.random.salt()) ?? new Uint8Array(0);
    const bytes = concatBytes(salt, utf8(value.say));
    const attachment = hashTextOf(bytes);
    attachments.set(attachment, bytes);
    return {
      attachment,
      bytes: bytes.length,
      media: value.media === 'text/markdown' ? 'text/markdown' : 'text/plain',
      ...(typeof value.language === 'string' ? { language: value.language } : {}),
    };
  }

  async function refer(value: unknown): Promise<Ref> {
    const subject = subjectSchema.safeParse(value);
    if (!subject.success) throw new ProtocolError('malformed', 'A `ref` names a subject.', { ref: value });
    const ref = await source.currentRef(subject.data);
    if (ref === null)
      throw new ProtocolError('not-found', 'Nothing with this subject is in force.', { ref: value });
    return ref;
  }

  return { fields: await expand(fields), attachments };
}
