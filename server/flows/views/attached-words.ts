import { textOf } from '../../../protocol/bytes.ts';
import type { JsonValue } from '../../../protocol/canonical.ts';
import { type AttachedText, textSchema } from '../../../protocol/documents/common.ts';
import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { HashText } from '../../../protocol/ids.ts';
import { SALT_BYTES } from '../../../protocol/limits.ts';
import type { Context } from '../../context.ts';

/** Words attached to documents, by their hash, as far as they are here. The reader must be allowed to see the documents. */
export async function wordsIn(
  context: Context,
  documents: readonly FolkmootDocument[],
): Promise<Record<string, string>> {
  return attachedWords(context, attachedTexts(documents as unknown as JsonValue)); // documents were parsed from JSON
}

/** The words of one attachment; null where they were erased, or never came. */
export async function wordsOf(context: Context, { attachment }: AttachedText): Promise<string | null> {
  return (await attachedWords(context, [attachment]))[attachment] ?? null;
}

async function attachedWords(context: Context, hashes: readonly HashText[]): Promise<Record<string, string>> {
  const found = await context.store.attachments(hashes);
  return Object.fromEntries(
    [...found].flatMap(([hash, bytes]) => {
      const text = textOf(bytes.subarray(SALT_BYTES));
      return text === null ? [] : [[hash, text]];
    }),
  );
}

/** Hashes of all attached words; what is no text (evidence) is left out. */
function attachedTexts(value: JsonValue): readonly HashText[] {
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap((inner: JsonValue) => attachedTexts(inner));
  const text = textSchema.safeParse(value);
  if (text.success) return text.data.media === 'application/json' ? [] : [text.data.attachment];
  return Object.values(value).flatMap((inner) => (inner === undefined ? [] : attachedTexts(inner)));
}
