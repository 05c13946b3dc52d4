import type { Hono } from 'hono';
import { createApp } from '../../../../server/app.ts';
import { found } from '../../../../server/flows/founding/found.ts';
import { createInstance, type Instance } from '../../../../server/instance.ts';
import { createLogger } from '../../../../server/logger.ts';
import type { Outbound } from '../../../../server/outbound/outbound.ts';
import type { Store } from '../../../../server/store/store.ts';
import { person } from '../../../support/people.ts';

/** A commons whose every effect is noted: what is written to its store, and what goes out. */
export interface WatchedCommons {
  readonly instance: Instance;
  readonly app: Hono;
  readonly origin: string;
  readonly founder: ReturnType<typeof person>;
  /** What was written and sent since the last look. */
  readonly effects: () => readonly string[];
}

const ORIGIN = 'https://moot.example.org';

export async function foundWatched(base: Store): Promise<WatchedCommons> {
  const seen: string[] = [];
  const instance = createInstance({
    store: watched(base, seen),
    sealer: {
      seal: (_name, secret) => Buffer.from(secret).toString('base64url'),
      unseal: (_name, sealed) => Uint8Array.from(Buffer.from(sealed, 'base64url')),
    },
    outbound: deaf(seen),
    logger: createLogger('silent'),
    settings: { origin: ORIGIN, contact: null, clock: 'system' },
  });
  const { context, committer, sealer } = instance;
  const founder = person('founder of a watched commons');
  const wish = {
    name: 'Watched',
    purpose: 'To see what moves.',
    language: 'en',
    timeZone: 'UTC',
    founders: [{ subject: founder.author, pseudonym: 'Ana', key: founder.key }],
  } as const;
  await found(context, committer, sealer, wish, { sign: founder.sign });
  const app = createApp(instance, {
    onReceived: () => seen.push('received'),
    onPeerAdded: () => seen.push('peer added'),
    isStopping: () => false,
  });
  return { instance, app, origin: ORIGIN, founder, effects: () => seen.splice(0) };
}

/** The store as it is, noting what is written. */
function watched(base: Store, seen: string[]): Store {
  const { records } = base;
  const note = (what: string) => {
    seen.push(what);
  };
  return {
    ...base,
    transact: (log, work) =>
      base.transact(log, (tx) =>
        work({
          ...tx,
          append: (batch) => {
            note(`append ${batch.entries.length}`);
            return tx.append(batch);
          },
          putCheckpoint: (checkpoint) => {
            note(`checkpoint ${checkpoint.size}`);
            return tx.putCheckpoint(checkpoint);
          },
        }),
      ),
    records: {
      ...records,
      put: (kind, key, value) => {
        note(`put ${kind}`);
        return records.put(kind, key, value);
      },
      add: (kind, key, value, expiresAt) => {
        note(`add ${kind}`);
        return records.add(kind, key, value, expiresAt);
      },
      remove: (kind, key) => {
        note(`remove ${kind}`);
        return records.remove(kind, key);
      },
    },
  };
}

/** Nothing goes out in these tests; who tries is noted. */
function deaf(seen: string[]): Outbound {
  const refuse = async (url: string) => {
    seen.push(`fetch ${url}`);
    throw new Error('nothing goes out in this test');
  };
  return { fetch: refuse, stream: refuse, lookUp: refuse, close: async () => undefined };
}
