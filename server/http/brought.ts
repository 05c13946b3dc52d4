import { fromBase64url } from '../../protocol/bytes.ts';
import { canonicalBytes, type JsonValue } from '../../protocol/canonical.ts';
import { type HashText, hashTextSchema } from '../../protocol/ids.ts';
import { BATCH_DOCUMENTS_MAX } from '../../protocol/limits.ts';
import { ProtocolError } from '../../protocol/problem.ts';

/** Signed documents that a request brings. @throws {ProtocolError} `malformed` */
export function envelopesIn(value: JsonValue | undefined): Uint8Array[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > BATCH_DOCUMENTS_MAX) {
    throw new ProtocolError('malformed', `\`documents\` lists 1 to ${BATCH_DOCUMENTS_MAX} envelopes.`, {
      at: 'documents',
      expected: { documents: 'envelopes (§2)', itemsMin: 1, itemsMax: BATCH_DOCUMENTS_MAX },
    });
  }
  return value.map((envelope: JsonValue) => canonicalBytes(envelope));
}

const ATTACHMENTS = '`attachments` maps hashes to content in base64url.';
const HASHED = { name: 'SHA-256 in base64url', value: 'base64url' };

/** Words that a request brings, by their hashes. @throws {ProtocolError} `malformed` */
export function attachmentsIn(value: JsonValue | undefined): ReadonlyMap<HashText, Uint8Array> {
  if (value === undefined) return new Map();
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new ProtocolError('malformed', ATTACHMENTS, { at: 'attachments', expected: HASHED });
  }
  return new Map(
    Object.entries(value).map(([name, text]) => {
      const hash = hashTextSchema.safeParse(name);
      const content = typeof text === 'string' ? fromBase64url(text) : null;
      if (!hash.success || content === null) {
        throw new ProtocolError('malformed', ATTACHMENTS, {
          at: `attachments.${name.slice(0, 64)}`,
          expected: HASHED,
        });
      }
      return [hash.data, content];
    }),
  );
}
