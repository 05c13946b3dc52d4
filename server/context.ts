import type { Quota } from '../federation/peers/quota.ts';
import type { VerifySignature } from '../protocol/identity/signature.ts';
import type { Scid, Subject } from '../protocol/ids.ts';
import type { Millis } from '../protocol/time.ts';
import type { OwnHistory } from './flows/log/own-history.ts';
import type { Keyring } from './keys/keyring.ts';
import type { Logger } from './logger.ts';
import type { Outbound } from './outbound/outbound.ts';
import type { Store } from './store/store.ts';

/** What flows act with: every effect that they have comes in here. */
export interface Context {
  readonly store: Store;
  /** @throws {ProtocolError} `not-founded` */
  readonly commons: () => Promise<Scid>;
  readonly keyring: () => Promise<Keyring>;
  readonly verify: VerifySignature;
  /** Whether our own log may be written to. */
  readonly history: OwnHistory;
  /** The database's clock, or the simulated one of a test or scenario. */
  readonly now: () => Promise<Millis>;
  readonly outbound: Outbound;
  readonly logger: Logger;
  readonly random: Random;
  /** What this process grants to each sender. */
  readonly quota: Quota;
  readonly settings: Settings;
}

export interface Random {
  /** 16 bytes in base64url. */
  readonly salt: () => string;
  /** A fresh UUIDv7. */
  readonly subject: () => Subject;
  readonly bytes: (count: number) => Uint8Array;
}

/** What the operator decided. */
export interface Settings {
  /** Canonical origin: identity and links come from here, never from a request. */
  readonly origin: string;
  readonly contact: string | null;
  readonly clock: 'system' | 'simulated';
}
