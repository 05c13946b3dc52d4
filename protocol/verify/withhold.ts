import { fromBase64url, toBase64url } from '../bytes.ts';
import { canonicalBytes, type JsonObject, parseCanonical } from '../canonical.ts';
import { attachmentsOf, parseDocument } from '../documents/parse-document.ts';
import { parseEnvelope } from '../envelope/parse.ts';
import { hashTextOf } from '../ids.ts';
import { DOCUMENT_BYTES_MAX } from '../limits.ts';
import { ProtocolError } from '../problem.ts';
import type { Bundle, BundleEntry } from './bundle.ts';

/**
 * A bundle without some documents and attachments, named by id and hash: their leaves stay. Words that only withheld
 * documents name go with them. Spec §16.
 *
 * @throws {ProtocolError} `not-found` for a name of something that the bundle does not show.
 */
export function withhold(bundle: Bundle, names: readonly string[]): Bundle {
  const hidden = new Set(names);
  const shown = new Set<string>(Object.keys(bundle.attachments));
  for (const entry of entriesOf(bundle)) if (entry.envelope !== undefined) shown.add(docOf(entry));
  for (const kept of keptIn(bundle)) shown.add(idOf({ envelope: kept }) ?? '');
  const stray = names.find((name) => !shown.has(name));
  if (stray !== undefined)
    throw new ProtocolError('not-found', 'The bundle does not show this.', { name: stray });
  const logs = bundle.logs.map(({ deposited = [], ...log }) => ({
    ...log,
    ...keeping(deposited.filter((kept) => !hidden.has(idOf({ envelope: kept }) ?? ''))),
    entries: log.entries.map((entry): BundleEntry => {
      const { envelope, ...leaf } = entry;
      return envelope === undefined || hidden.has(docOf(entry)) ? leaf : entry;
    }),
  }));
  const named = namedIn({ ...bundle, logs });
  const attachments = Object.fromEntries(
    Object.entries(bundle.attachments).filter(([hash]) => named.has(hash) && !hidden.has(hash)),
  );
  return { ...bundle, logs, attachments };
}

/**
 * The bundle with what another one of the same matter shows beside it: all of it, or what is named. Spec §16.
 *
 * @throws {ProtocolError} `malformed` where the other shows something else under a leaf or a hash; `not-found` for a name
 * that it does not show.
 */
export function disclose(bundle: Bundle, from: Bundle, names: readonly string[] | null): Bundle {
  const wanted = names === null ? null : new Set(names);
  const envelopes = new Map<string, NonNullable<BundleEntry['envelope']>>();
  for (const entry of entriesOf(from)) {
    if (entry.envelope === undefined) continue;
    if (idOf(entry) !== docOf(entry)) throw other(docOf(entry));
    envelopes.set(docOf(entry), entry.envelope);
  }
  const kept = new Map(keptIn(from).map((one) => [idOf({ envelope: one }) ?? '', one]));
  const stray = names?.find(
    (name) => !envelopes.has(name) && !kept.has(name) && from.attachments[name] === undefined,
  );
  if (stray !== undefined) throw new ProtocolError('not-found', 'It does not show this.', { name: stray });
  const added = new Set<string>();
  const logs = bundle.logs.map(({ deposited = [], ...log }) => ({
    ...log,
    ...keeping(withKept(deposited, from, log.commons, wanted)),
    entries: log.entries.map((entry): BundleEntry => {
      const envelope = envelopes.get(docOf(entry));
      if (entry.envelope !== undefined || envelope === undefined) return entry;
      if (wanted !== null && !wanted.has(docOf(entry))) return entry;
      for (const hash of attachmentsIn({ ...entry, envelope })) added.add(hash);
      return { ...entry, envelope };
    }),
  }));
  const named = namedIn({ ...bundle, logs });
  const attachments: Bundle['attachments'] = { ...bundle.attachments };
  for (const [hash, text] of Object.entries(from.attachments)) {
    if (!named.has(hash) || attachments[hash] !== undefined) continue;
    if (wanted !== null && !wanted.has(hash) && !added.has(hash)) continue;
    const bytes = fromBase64url(text);
    if (bytes === null || hashTextOf(bytes) !== hash) throw other(hash);
    attachments[hash] = toBase64url(bytes);
  }
  return { ...bundle, logs, attachments };
}

type Kept = NonNullable<BundleEntry['envelope']>;

/** What logs keep for others. */
function keptIn({ logs }: Bundle): readonly Kept[] {
  return logs.flatMap(({ deposited = [] }) => deposited);
}

function keeping(deposited: readonly Kept[]) {
  return deposited.length === 0 ? {} : { deposited: [...deposited] };
}

/** What a log is shown to keep, with what the other bundle shows of that beside it. */
function withKept(
  deposited: readonly Kept[],
  from: Bundle,
  commons: string,
  wanted: ReadonlySet<string> | null,
): readonly Kept[] {
  const known = new Set(deposited.map((one) => idOf({ envelope: one })));
  const others = from.logs.find((log) => log.commons === commons)?.deposited ?? [];
  const added = others.filter((one) => {
    const id = idOf({ envelope: one });
    return id !== null && !known.has(id) && (wanted === null || wanted.has(id));
  });
  return [...deposited, ...added];
}

function entriesOf({ logs }: Bundle): readonly BundleEntry[] {
  return logs.flatMap(({ entries }) => entries);
}

/** Which document a leaf names. */
function docOf({ leaf }: BundleEntry): string {
  return typeof leaf.doc === 'string' ? leaf.doc : '';
}

function idOf({ envelope }: Pick<BundleEntry, 'envelope'>): string | null {
  return envelope === undefined ? null : parseEnvelope(canonicalBytes(envelope)).id;
}

/** Attachments that the shown documents name. The evidence of an acceptance is none of them. */
function namedIn(bundle: Bundle): ReadonlySet<string> {
  return new Set(entriesOf(bundle).flatMap(attachmentsIn));
}

function attachmentsIn({ envelope }: BundleEntry): readonly string[] {
  const payload = envelope === undefined ? null : fromBase64url(envelope.payload);
  if (payload === null) return [];
  try {
    const content: JsonObject = parseCanonical(payload, { bytesMax: DOCUMENT_BYTES_MAX });
    return attachmentsOf(parseDocument(content));
  } catch (error) {
    if (error instanceof ProtocolError) return []; // of another version, say
    throw error;
  }
}

function other(name: string): ProtocolError {
  return new ProtocolError('malformed', 'What is disclosed is not what the bundle names.', { name });
}
