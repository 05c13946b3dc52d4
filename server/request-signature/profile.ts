/** What is fixed about a signed request: one mechanism, so one label, one algorithm, one set of components. Spec §10. */

/** The one member of Signature-Input and Signature (RFC 9421 §4). Spec §10. */
export const LABEL = 'folkmoot';
/** Says for which use the signature was made (RFC 9421 §7.2.5), so that none made for another counts. */
export const TAG = 'folkmoot';
export const ALGORITHM = 'ed25519';

/** Names the commons that the request is meant for, by its SCID. Spec §10. */
export const DESTINATION_FIELD = 'folkmoot-destination';
export const DIGEST_FIELD = 'content-digest';
export const INPUT_FIELD = 'signature-input';
export const SIGNATURE_FIELD = 'signature';

/** What every signature covers, in the order in which we write it. Spec §10. */
export const COVERED_COMPONENTS: readonly string[] = [
  '@method',
  '@authority',
  '@path',
  '@query',
  DIGEST_FIELD,
  DESTINATION_FIELD,
];

/** Longest time from `created` to `expires`: bounds how long a nonce must be remembered. Spec §10. */
export const LIFETIME_SECONDS_MAX = 300;
/** How far the sender's clock may be ahead: the bound that the log puts on its own clock. Spec §10. */
export const SKEW_SECONDS_MAX = 300;
/** Random bytes of a nonce: 128 bits do not meet by chance. Spec §10. */
export const NONCE_BYTES = 16;
/** Characters of one of the four fields: the longest that is valid has some 330. Spec §10. */
export const FIELD_CHARS_MAX = 512;
/** Characters of a request target: RFC 9110 §4.1 asks servers to take 8,000. Spec §10. */
export const TARGET_CHARS_MAX = 8000;
/** An Ed25519 signature (RFC 8032 §5.1.6). */
export const SIGNATURE_BYTES = 64;
