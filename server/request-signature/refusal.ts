import { ProtocolError } from '../../protocol/problem.ts';

/** Why a request does not count as signed: the member `reason` of the problem document. Spec §10. */
export type RefusalReason =
  | 'field-missing'
  | 'field-repeated'
  | 'field-too-long'
  | 'input-malformed'
  | 'label'
  | 'components'
  | 'parameters'
  | 'algorithm'
  | 'tag'
  | 'created-in-future'
  | 'lifetime'
  | 'expired'
  | 'nonce-malformed'
  | 'nonce-used'
  | 'keyid-malformed'
  | 'key-unknown'
  | 'method'
  | 'target'
  | 'destination'
  | 'digest-malformed'
  | 'digest-mismatch'
  | 'signature-malformed'
  | 'signature-invalid';

/**
 * @param more what the sender needs to go on, such as our time.
 * @throws {ProtocolError} `unauthenticated`, always.
 */
export function refuse(
  reason: RefusalReason,
  sentence: string,
  more: Readonly<Record<string, string | number>> = {},
): never {
  throw new ProtocolError('unauthenticated', sentence, { reason, ...more });
}
