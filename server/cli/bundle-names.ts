import { fromBase64url } from '../../protocol/bytes.ts';
import { type JsonObject, parseCanonical } from '../../protocol/canonical.ts';
import { parseDocument } from '../../protocol/documents/parse-document.ts';
import type { Scid } from '../../protocol/ids.ts';
import { DOCUMENT_BYTES_MAX } from '../../protocol/limits.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import type { Bundle, BundleLog } from '../../protocol/verify/bundle.ts';
import type { Report } from '../../protocol/verify/report.ts';
import { anyLanguage } from '../any-language.ts';

/**
 * What the commons of a bundle call themselves, as far as it shows their charters: entry 0 of a log.
 *
 * @param report a log with a fault in it names nobody.
 */
export function namesIn({ logs }: Bundle, { faults }: Report): Readonly<Record<Scid, string>> {
  const blamed = new Set(faults.map(({ commons }) => commons));
  const names: Record<Scid, string> = {};
  for (const log of logs) {
    const name = blamed.has(log.commons) ? null : nameIn(log);
    if (name !== null) names[log.commons] = name;
  }
  return names;
}

function nameIn({ commons, entries }: BundleLog): string | null {
  const payload = fromBase64url(entries.find(({ index }) => index === 0)?.envelope?.payload ?? '');
  if (payload === null || payload.length === 0) return null;
  try {
    const content: JsonObject = parseCanonical(payload, { bytesMax: DOCUMENT_BYTES_MAX });
    const document = parseDocument(content);
    return document.type === 'charter' && document.commons === commons ? anyLanguage(document.name) : null;
  } catch (error) {
    if (error instanceof ProtocolError) return null; // of another version, say
    throw error;
  }
}
