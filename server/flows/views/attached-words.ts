import { textOf } from '../../../protocol/bytes.ts';
import type { JsonValue } from '../../../protocol/canonical.ts';
import { type AttachedText, textSchema } from '../../../protocol/documents/common.ts';
import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { HashText } from '../../../protocol/ids.ts';
import { SALT_BYTES } from '../../../protocol/limits.ts';
import { formatMillis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import type { Place, Trace } from '../../store/store.ts';
import { groundText } from '../../web/words.ts';
import { erasureOf } from '../privacy/erasure-of.ts';
import { readKnown } from '../record/read-document.ts';

/** `2026-05-04` */
const DAY_CHARACTERS = 10;

/** Words attached to documents, by their hash, as far as they are here. The reader must be allowed to see the documents. */
export async function wordsIn(
  context: Context,
  documents: readonly FolkmootDocument[],
): Promise<Record<string, string>> {
  return attachedWords(context, attachedTexts(documents as unknown as JsonValue)); // documents were parsed from JSON
}

/** The words of one attachment, or that they were erased; null where they never came. */
export async function wordsOf(context: Context, { attachment }: AttachedText): Promise<string | null> {
  return (await attachedWords(context, [attachment]))[attachment] ?? null;
}

async function attachedWords(context: Context, hashes: readonly HashText[]): Promise<Record<string, string>> {
  const found = await context.store.attachments(hashes);
  const words = [...found].flatMap(([hash, bytes]) => {
    const text = textOf(bytes.subarray(SALT_BYTES));
    return text === null ? [] : [[hash, text] as const];
  });
  const missing = hashes.filter((hash) => !found.has(hash));
  return Object.fromEntries([...words, ...(await erasedWords(context, missing))]);
}

/** What stands in the place of words that were erased, by their hash. Spec §16. */
export async function erasedWords(
  context: Context,
  hashes: readonly HashText[],
): Promise<ReadonlyMap<HashText, string>> {
  const words = new Map<HashText, string>();
  const { store } = context;
  for (const [hash, trace] of hashes.length === 0 ? [] : await store.traces(hashes)) {
    const erasedBy = await erasureHere(context, trace);
    if (erasedBy === null) continue;
    const [entry] = await store.entries(erasedBy.log, { at: [erasedBy.index] });
    const document = entry === undefined ? undefined : readKnown(entry)?.document;
    const day = entry === undefined ? '' : ` on ${formatMillis(entry.at).slice(0, DAY_CHARACTERS)}`;
    const why = document?.type === 'erasure' ? `: ${groundText(document.ground)}` : '';
    words.set(hash as HashText, `[This text was erased${day}${why}.]`); // they were asked for by hash
  }
  return words;
}

/** The erasure that words went with which a document of our log names. Spec §16. */
async function erasureHere({ store, commons }: Context, trace: Trace): Promise<Place | null> {
  if (trace.erasedBy.length === 0) return null;
  const home = await commons();
  const at = trace.namedBy.filter(({ log }) => log === home).map(({ index }) => index);
  for (const entry of await store.entries(home, { at })) {
    const place = erasureOf(trace, home, readKnown(entry)?.document.commons ?? home);
    if (place !== null) return place;
  }
  return null;
}

/** Hashes of all attached words; what is no text (evidence) is left out. */
function attachedTexts(value: JsonValue): readonly HashText[] {
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap((inner: JsonValue) => attachedTexts(inner));
  const text = textSchema.safeParse(value);
  if (text.success) return text.data.media === 'application/json' ? [] : [text.data.attachment];
  return Object.values(value).flatMap((inner) => (inner === undefined ? [] : attachedTexts(inner)));
}
