/** Limits of the outbound client. What differs per call (bytes, total time) is a parameter of the call. */

/** A URL longer than this is refused by common servers too; an origin with a path of ours has about 200. */
export const URL_CHARACTERS_MAX = 2048;

/** A host name without its trailing dot (RFC 1035 §2.3.4). */
export const HOST_CHARACTERS_MAX = 253;

/** Redirects that a GET follows: one to the canonical host, one to a new path, one to spare. */
export const REDIRECTS_MAX = 3;

export interface OutboundLimits {
  /** For the look-up, and again for TCP and TLS together: a dead peer must not hold a place in the pool for long. */
  readonly connectMs: number;
  /** Sockets to one origin; more requests wait, so that one slow peer never takes every descriptor. */
  readonly connectionsPerOrigin: number;
  /** An unused socket is closed after this time, and never later than `idleMaxMs`, whatever the peer asks for. */
  readonly idleMs: number;
  readonly idleMaxMs: number;
  /** All response headers together: ours take below 2 KiB; this is the default of Node's own server. */
  readonly headerBytesMax: number;
}

export const DEFAULT_LIMITS: OutboundLimits = {
  connectMs: 10_000,
  connectionsPerOrigin: 8,
  idleMs: 10_000,
  idleMaxMs: 30_000,
  headerBytesMax: 16 * 1024,
};
