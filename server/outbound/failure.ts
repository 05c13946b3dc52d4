import { ProtocolError } from '../../protocol/problem.ts';

/** Why a peer did not give a usable answer: the member `reason` of a `peer-unreachable` problem. */
export type FailureReason = keyof typeof SENTENCES;

const SENTENCES = {
  dns: 'The name of the peer does not resolve.',
  connect: 'The peer does not accept a connection.',
  tls: 'The TLS handshake with the peer failed.',
  timeout: 'The peer did not answer in time.',
  aborted: 'The request was given up before the peer answered.',
  closed: 'The peer closed the connection before its answer was complete.',
  protocol: 'The answer of the peer is not valid HTTP.',
  encoding: 'The answer of the peer is encoded although identity was asked for.',
  'media-type': 'The answer of the peer is not of a media type that was asked for.',
  'too-large': 'The answer of the peer exceeds the limit.',
  redirect: 'The peer redirects to where this request does not follow.',
} as const;

const REFUSALS = {
  scheme: 'Plain HTTP is used to listed private peers alone.',
  name: 'The host is not a name of the public Internet.',
  address: 'The host does not lead to public addresses alone.',
  redirect: 'A redirect into the private network is not followed.',
} as const;

/** The problem of a peer that gave no usable answer; `cause` is for the log alone. */
export function peerUnreachable(reason: FailureReason, cause?: unknown): ProtocolError {
  return new ProtocolError('peer-unreachable', SENTENCES[reason], { reason }, { cause });
}

/** The problem of an address that is refused before any socket. It names no address: that would map our network. */
export function addressRefused(reason: keyof typeof REFUSALS): ProtocolError {
  return new ProtocolError('address-refused', REFUSALS[reason], { reason });
}

/**
 * What a failed exchange says to the caller: fixed sentences, and nothing of the error itself.
 *
 * @throws the error itself where it is no failure of the peer but a defect of the caller.
 */
export function failureOf(error: unknown): ProtocolError {
  if (error instanceof ProtocolError) return error;
  const code = codeOf(error);
  if (code === '' || DEFECTS.has(code)) throw error;
  return peerUnreachable(REASONS.find(([pattern]) => pattern.test(code))?.[1] ?? 'connect', error);
}

/** Codes of undici for arguments that no peer can cause. */
const DEFECTS: ReadonlySet<string> = new Set([
  'UND_ERR_INVALID_ARG',
  'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_NOT_SUPPORTED',
]);

/** Error codes of Node, OpenSSL and undici; the first match wins. */
const REASONS: readonly (readonly [RegExp, FailureReason])[] = [
  [/^(ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/, 'timeout'],
  [/^UND_ERR_HEADERS_OVERFLOW$/, 'too-large'],
  [/^UND_ERR_(DESTROYED|CLOSED|ABORT|ABORTED)$/, 'aborted'],
  [/^(HPE_.*|UND_ERR_RES_CONTENT_LENGTH_MISMATCH)$/, 'protocol'],
  [/^(UND_ERR_SOCKET|ECONNRESET|EPIPE)$/, 'closed'],
  [/^(ENOTFOUND|EAI_.*)$/, 'dns'],
  [/^(ERR_TLS_|ERR_SSL_|ERR_OSSL_|CERT_|CRL_|UNABLE_TO_|ERROR_IN_|DEPTH_ZERO_|SELF_SIGNED_)/, 'tls'],
  [/^(HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE)|PATH_LENGTH_EXCEEDED|EPROTO)$/, 'tls'],
];

/** Whatever the network or a peer causes carries a code; undici's parser leaves it out at times. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if (error.name === 'HTTPParserError') return 'HPE_';
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
