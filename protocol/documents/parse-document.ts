import { compareText } from '../bytes.ts';
import type { JsonObject, JsonValue } from '../canonical.ts';
import { type DocumentId, type HashText, hashTextSchema, isDocumentId, isScid } from '../ids.ts';
import { ATTACHMENTS_MAX } from '../limits.ts';
import { ProtocolError } from '../problem.ts';
import { schemaIssues } from '../schema-issues.ts';
import type { DocumentType } from './define.ts';
import { DOCUMENT_TYPES, type FolkmootDocument, isKnownType } from './document.ts';

/**
 * JSON payload → typed document: schema, `refs`, signer kind. Spec §4.
 *
 * @throws {ProtocolError} `unsupported` for an unknown type or version, `malformed` or `too-large` otherwise.
 */
export function parseDocument(content: JsonObject): FolkmootDocument {
  const { type, v } = content;
  // [R-2.5e]
  if (typeof type !== 'string')
    throw new ProtocolError('malformed', '`type` must be a string.', { at: 'type', expected: 'string' });
  if (!isKnownType(type)) {
    throw new ProtocolError('unsupported', `The document type ${JSON.stringify(type)} is not known here.`, {
      type,
      expected: { type: Object.keys(DOCUMENT_TYPES) },
    });
  }
  if (v !== 1) {
    throw new ProtocolError('unsupported', `Version ${JSON.stringify(v)} of ${type} is not known here.`, {
      type,
      v,
      expected: { v: 1 },
    });
  }
  const parsed = DOCUMENT_TYPES[type].schema.safeParse(content);
  if (!parsed.success) {
    throw new ProtocolError(
      'malformed',
      `The ${type} does not have the required fields.`,
      schemaIssues(parsed.error),
    );
  }
  const document = parsed.data as FolkmootDocument; // the schema of this type has just accepted it
  checkRefs(content, document);
  checkSigner(document);
  checkAttachments(document);
  return document;
}

/** All document ids that a payload names outside of `refs`, sorted, each once. Spec §2. */
export function refsOf(content: JsonObject): DocumentId[] {
  const found = new Set<DocumentId>();
  for (const [member, value] of Object.entries(content)) {
    if (member !== 'refs') collectIds(value, found);
  }
  return [...found].sort(compareText);
}

/** Attachments that must come with a document: the hashes that its texts name, sorted, each once. Spec §2. */
export function attachmentsOf(document: FolkmootDocument): HashText[] {
  const found = new Set<HashText>();
  collectAttachments(document, found);
  return [...found].sort(compareText);
}

function checkRefs(content: JsonObject, document: FolkmootDocument): void {
  const expected = refsOf(content);
  if (expected.length !== document.refs.length || expected.some((id, index) => id !== document.refs[index])) {
    throw new ProtocolError(
      'malformed',
      '`refs` must list every id that the document names, sorted, each once.',
      {
        expected,
      },
    );
  }
}

function checkSigner(document: FolkmootDocument): void {
  const { signer: known } = DOCUMENT_TYPES[document.type] as unknown as DocumentType<string, never>; // its own row
  const signer = typeof known === 'function' ? known(document as never) : known;
  const byCommons = isScid(document.author);
  if (signer === 'participant' && byCommons) {
    throw new ProtocolError('malformed', `A ${document.type} is signed by a person, not by the commons.`, {
      at: 'author',
      expected: 'the subject of a participant',
    });
  }
  if (signer === 'commons' && !byCommons) {
    throw new ProtocolError('malformed', `A ${document.type} is signed by the commons, not by a person.`, {
      at: 'author',
      expected: document.commons,
    });
  }
  if (byCommons && document.author !== document.commons) {
    throw new ProtocolError(
      'malformed',
      'A commons signs for itself: `author` and `commons` must be the same.',
      { at: 'author', expected: document.commons },
    );
  }
}

function checkAttachments(document: FolkmootDocument): void {
  if (attachmentsOf(document).length > ATTACHMENTS_MAX) {
    throw new ProtocolError('too-large', `A document names at most ${ATTACHMENTS_MAX} attachments.`, {
      limit: ATTACHMENTS_MAX,
    });
  }
}

function collectIds(value: JsonValue, found: Set<DocumentId>): void {
  if (typeof value === 'string') {
    if (isDocumentId(value)) found.add(value);
  } else if (Array.isArray(value)) {
    for (const item of value) collectIds(item, found);
  } else if (value !== null && typeof value === 'object') {
    for (const member of Object.values(value)) collectIds(member, found);
  }
}

function collectAttachments(value: unknown, found: Set<HashText>): void {
  if (Array.isArray(value)) {
    for (const item of value) collectAttachments(item, found);
  } else if (value !== null && typeof value === 'object') {
    for (const [member, inner] of Object.entries(value)) {
      if (member === 'attachment') {
        const hash = hashTextSchema.safeParse(inner);
        if (hash.success) found.add(hash.data);
      } else {
        collectAttachments(inner, found);
      }
    }
  }
}
