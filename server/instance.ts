import { createQuota } from '../federation/peers/quota.ts';
import type { VerifySignature } from '../protocol/identity/signature.ts';
import type { Scid } from '../protocol/ids.ts';
import { ProtocolError } from '../protocol/problem.ts';
import type { Context, Random, Settings } from './context.ts';
import { foundedCommons } from './flows/founding/found.ts';
import { type Committer, createCommitter } from './flows/log/committer.ts';
import { createOwnHistory } from './flows/log/own-history.ts';
import { ownDid } from './flows/record/own-did.ts';
import type { Sealer } from './keys/key-file.ts';
import { type Keyring, loadKeyring } from './keys/keyring.ts';
import type { signerOf } from './keys/node-sign.ts';
import { verifyWithNode } from './keys/node-verify.ts';
import type { Logger } from './logger.ts';
import type { Outbound } from './outbound/outbound.ts';
import { systemRandom } from './random.ts';
import type { Store } from './store/store.ts';

/** Senders whose share is remembered at a time: members, peers, and their hosts. */
const SENDERS_MAX = 20_000;

/** What an instance is made of; tests put other parts in. */
export interface InstanceParts {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly outbound: Outbound;
  readonly logger: Logger;
  readonly settings: Settings;
  readonly effects?: Effects;
}

/** What comes from the system, unless a simulation brings its own. */
export interface Effects {
  readonly verify: VerifySignature;
  readonly random: Random;
  readonly signerOf: typeof signerOf;
}

/** One commons' server without its sockets: everything that flows need, and the committer that writes its log. */
export interface Instance {
  readonly context: Context;
  readonly committer: Committer;
  readonly sealer: Sealer;
  /** Called after something was logged; whoever waits for that listens here. */
  readonly onLogged: (listener: () => void) => void;
}

export function createInstance(parts: InstanceParts): Instance {
  const { store, sealer, outbound, logger, settings, effects } = parts;
  let known: Scid | null = null;
  let keys: { readonly versionId: string; readonly loaded: Promise<Keyring> } | null = null;
  const listeners: (() => void)[] = [];

  const context: Context = {
    store,
    outbound,
    logger,
    settings,
    verify: effects?.verify ?? verifyWithNode,
    history: createOwnHistory(),
    random: effects?.random ?? systemRandom,
    quota: createQuota(SENDERS_MAX),
    now: store.now,
    // Looked up until there is one: a founding by another process shows without a restart.
    async commons() {
      known ??= await foundedCommons({ store });
      if (known === null) {
        throw new ProtocolError(
          'not-founded',
          'This instance holds no commons yet; found one with `folkmoot init`.',
        );
      }
      return known;
    },
    async keyring() {
      // Another process may have changed the keys: those of the version in force are the ones that sign.
      const version = await ownDid(context);
      if (version === null) throw new ProtocolError('unavailable', 'The DID of this commons is missing.');
      if (keys?.versionId !== version.versionId) {
        const { versionId } = version;
        keys = { versionId, loaded: loadKeyring(store.records, sealer, version, effects?.signerOf) };
      }
      try {
        return await keys.loaded;
      } catch (error) {
        keys = null; // the next one tries again
        throw error;
      }
    },
  };
  const committer = createCommitter(context, () => {
    for (const listener of listeners) listener();
  });
  return {
    context,
    committer,
    sealer,
    onLogged: (listener) => {
      listeners.push(listener);
    },
  };
}
