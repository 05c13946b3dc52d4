/** One fixed problem type. `status` is what HTTP answers; `retryable` says whether the same request can succeed later. */
interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly retryable: boolean;
}

/** Every problem that the protocol knows (RFC 9457). The table is rendered into spec §11. */
export const PROBLEMS = {
  malformed: { status: 400, title: 'The input does not have the required form.', retryable: false },
  'not-canonical': {
    status: 400,
    title: 'The payload is not in canonical form (RFC 8785).',
    retryable: false,
  },
  'too-large': { status: 413, title: 'The input exceeds a limit.', retryable: false },
  'too-deep': { status: 400, title: 'The JSON is nested too deeply.', retryable: false },
  'key-unsound': { status: 400, title: 'The public key is not safe to use.', retryable: false },
  'signature-invalid': { status: 401, title: 'The signature does not verify.', retryable: false },
  'key-not-in-force': { status: 401, title: 'The key is not in force for this author.', retryable: false },
  'unknown-author': { status: 401, title: 'The author is not known to this log.', retryable: false },
  unauthenticated: { status: 401, title: 'The request is not signed as required.', retryable: false },
  forbidden: { status: 403, title: 'The sender may not do this.', retryable: false },
  'invitation-required': { status: 403, title: 'A newcomer needs an unused invitation.', retryable: false },
  'too-slow': { status: 408, title: 'The request did not arrive in time.', retryable: true },
  'header-too-large': { status: 431, title: 'The head of the request exceeds a limit.', retryable: false },
  'not-found': { status: 404, title: 'There is no such thing here.', retryable: false },
  'method-not-allowed': { status: 405, title: 'The address knows no such method.', retryable: false },
  conflict: { status: 409, title: 'The state changed or does not allow this.', retryable: false },
  'future-cursor': { status: 409, title: 'The cursor lies ahead of the log.', retryable: false },
  ended: { status: 410, title: 'The commons has ended; its log takes nothing more.', retryable: false },
  erased: { status: 410, title: 'The content was erased; its hash remains.', retryable: false },
  'media-type': { status: 415, title: 'The content type is not the one required.', retryable: false },
  incomplete: { status: 422, title: 'Something that belongs to the document is missing.', retryable: false },
  unsupported: { status: 422, title: 'The type or version is not known here.', retryable: false },
  'wrong-log': { status: 422, title: 'The document does not belong into this log.', retryable: false },
  'did-invalid': { status: 422, title: 'The DID log does not verify.', retryable: false },
  'log-invalid': { status: 422, title: 'The log, proof or checkpoint does not verify.', retryable: false },
  'over-quota': { status: 429, title: 'Too much in too short a time.', retryable: true },
  internal: { status: 500, title: 'The server failed.', retryable: true },
  'peer-unreachable': { status: 502, title: 'The peer did not answer as required.', retryable: true },
  'address-refused': {
    status: 422,
    title: 'The address is not one that this server connects to.',
    retryable: false,
  },
  'not-founded': { status: 409, title: 'This instance holds no commons yet.', retryable: false },
  'clock-unsound': {
    status: 503,
    title: 'The clock cannot be trusted; the log is read-only.',
    retryable: true,
  },
  unavailable: { status: 503, title: 'The server cannot do this just now.', retryable: true },
} as const satisfies Record<string, ProblemKind>;

export type ProblemType = keyof typeof PROBLEMS;

/** What a problem says beyond its type: JSON values that help the caller to go on. */
export type ProblemExtensions = Readonly<Record<string, unknown>>;

/** The only error that rules and flows throw on bad input. Mapped to HTTP once, at the edge. */
export class ProtocolError extends Error {
  readonly type: ProblemType;
  readonly extensions: ProblemExtensions;

  constructor(type: ProblemType, detail: string, extensions: ProblemExtensions = {}, options?: ErrorOptions) {
    super(detail, options);
    this.name = 'ProtocolError';
    this.type = type;
    this.extensions = extensions;
  }
}

/** The URI of a problem type, the same at every instance. */
export function problemUri(type: ProblemType): string {
  return `urn:folkmoot:problem:${type}`;
}
