import { type InnerList, serializeInnerList, serializeItem } from 'structured-headers';
import { refuse } from './refusal.ts';

/** The parts of a request that a signature can cover. */
export interface CoverableRequest {
  readonly method: string;
  /** Host in lower case, with the port unless it is the scheme's own (RFC 9421 §2.2.3). */
  readonly authority: string;
  /** Not decoded; `/` where empty (RFC 9421 §2.2.6). */
  readonly path: string;
  /** With its `?`, which stands alone where there is no query (RFC 9421 §2.2.7). */
  readonly query: string;
  /** Field values by name in lower case; what occurred several times is joined by `, ` (RFC 9421 §2.1). */
  readonly fields: ReadonlyMap<string, string>;
}

const DERIVED: ReadonlyMap<string, (request: CoverableRequest) => string> = new Map([
  ['@method', (request: CoverableRequest) => request.method],
  ['@authority', (request: CoverableRequest) => request.authority],
  ['@path', (request: CoverableRequest) => request.path],
  ['@query', (request: CoverableRequest) => request.query],
]);

/** A value with a line break could pass for further lines of the base (RFC 9421 §2.5). */
const LINE = /^[\t\x20-\x7e]*$/;

/**
 * The text that is signed (RFC 9421 §2.5), for any fields and the four derived components of this table. Spec §10.
 *
 * @param input covered components, and the signature's parameters in the order in which they were sent.
 * @throws {ProtocolError} `unauthenticated`: `components` where one is unknown, repeated, absent or not one line.
 */
export function signatureBase(request: CoverableRequest, input: InnerList): string {
  const lines = input[0].map(([name, parameters]) => {
    if (typeof name !== 'string' || parameters.size > 0) {
      refuse('components', 'A covered component is not a plain name.');
    }
    return `${serializeItem(name)}: ${componentValue(request, name)}`;
  });
  const names = new Set(input[0].map(([name]) => name));
  if (names.size !== lines.length) refuse('components', 'A component is covered twice.');
  return [...lines, `"@signature-params": ${serializeInnerList(input)}`].join('\n');
}

function componentValue(request: CoverableRequest, name: string): string {
  const value = name.startsWith('@') ? DERIVED.get(name)?.(request) : request.fields.get(name);
  if (value === undefined) refuse('components', 'A covered component is not in the request.');
  if (!LINE.test(value)) refuse('components', 'A covered component is not one line of ASCII.');
  return value;
}
