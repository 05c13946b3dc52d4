import { ProtocolError } from '../../protocol/problem.ts';
import { ALGORITHM, COVERED_COMPONENTS, LABEL, LIFETIME_SECONDS_MAX, TAG } from './profile.ts';

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

/** How a request is signed: whoever is refused can read here what to do. Spec §10, [R-10.3], [R-10.5]. */
const SIGNED = {
  signature: 'RFC 9421',
  digest: 'RFC 9530',
  label: LABEL,
  algorithms: [ALGORITHM],
  components: COVERED_COMPONENTS,
  parameters: ['created', 'expires', 'nonce', 'alg', 'keyid', 'tag'],
  keyid: '<subject or SCID>#<Multikey>',
  tag: TAG,
  lifetimeSecondsMax: LIFETIME_SECONDS_MAX,
};

/**
 * @param more what the sender needs to go on, such as our time.
 * @throws {ProtocolError} `unauthenticated`, always.
 */
export function refuse(
  reason: RefusalReason,
  sentence: string,
  more: Readonly<Record<string, string | number>> = {},
): never {
  throw new ProtocolError('unauthenticated', sentence, { reason, ...more, expected: SIGNED });
}
