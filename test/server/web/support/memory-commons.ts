import type { JsonObject } from '../../../../protocol/canonical.ts';
import { signEnvelope } from '../../../../protocol/envelope/sign.ts';
import type { DocumentId, Scid, Subject } from '../../../../protocol/ids.ts';
import { type AppHooks, createApp } from '../../../../server/app.ts';
import { submit } from '../../../../server/flows/acts/submit.ts';
import { draft } from '../../../../server/flows/drafts/draft.ts';
import { found } from '../../../../server/flows/founding/found.ts';
import { createInstance, type Instance } from '../../../../server/instance.ts';
import { createLogger } from '../../../../server/logger.ts';
import { createOutbound } from '../../../../server/outbound/outbound.ts';
import { systemRandom } from '../../../../server/random.ts';
import { signRequest } from '../../../../server/request-signature/sign-request.ts';
import { createMemoryStore } from '../../../../server/store/memory/memory-store.ts';
import { person } from '../../../support/people.ts';

/** A commons on the memory store, its founder and its pages: no socket and no database. */
export interface MemoryCommons {
  readonly instance: Instance;
  readonly commons: Scid;
  readonly founder: ReturnType<typeof person>;
  readonly get: (
    path: string,
    accept?: string,
    headers?: Readonly<Record<string, string>>,
    method?: 'GET' | 'HEAD',
  ) => Promise<Response>;
  /** As a browser asks. */
  readonly page: (path: string) => Promise<{ readonly status: number; readonly html: string }>;
  /** As a program asks. */
  readonly json: (path: string) => Promise<JsonObject>;
  /** As the founder's own device asks. */
  readonly signed: (path: string) => Promise<Response>;
  /** Drafts, signs and logs, whatever the verdict. */
  readonly act: (
    type: string,
    fields: JsonObject,
  ) => Promise<{ readonly id: DocumentId; readonly subject: Subject }>;
}

/** What a browser sends with an address that a person typed. */
export const BROWSER_ACCEPT = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8';

export const ORIGIN = 'https://moot.example.org';

const HOOKS: AppHooks = {
  onReceived: () => undefined,
  onPeerAdded: () => undefined,
  isStopping: () => false,
};

/** An instance that holds no commons yet. */
export function openMemoryInstance(): Instance {
  let now = Date.parse('2026-03-02T09:00:00Z');
  // A clock of its own: a second passes between two looks.
  const store = createMemoryStore(() => {
    now += 1000;
    return now;
  });
  return createInstance({
    store,
    sealer: openSealer,
    outbound: createOutbound({ privatePeers: [] }),
    logger: createLogger('silent'),
    settings: { origin: ORIGIN, contact: null, clock: 'simulated' },
  });
}

/** Nothing is secret in a test. */
const openSealer = {
  seal: (_name: string, secret: Uint8Array) => Buffer.from(secret).toString('base64url'),
  unseal: (_name: string, sealed: string) => Uint8Array.from(Buffer.from(sealed, 'base64url')),
};

export function askerOf(instance: Instance) {
  const app = createApp(instance, HOOKS);
  const get = async (
    path: string,
    accept?: string,
    headers: Readonly<Record<string, string>> = {},
    method: 'GET' | 'HEAD' = 'GET',
  ): Promise<Response> =>
    app.request(path, { method, headers: { ...headers, ...(accept === undefined ? {} : { accept }) } });
  return {
    get,
    page: async (path: string) => {
      const answer = await get(path, BROWSER_ACCEPT);
      return { status: answer.status, html: await answer.text() };
    },
    json: async (path: string) => (await (await get(path)).json()) as JsonObject, // every view is one object
  };
}

export async function foundInMemory(
  wish: {
    readonly name?: string;
    readonly purpose?: string;
    readonly pseudonym?: string;
    readonly founders?: number;
  } = {},
): Promise<MemoryCommons> {
  const instance = openMemoryInstance();
  const { context, committer, sealer } = instance;
  const founder = person('founder in memory');
  const others = Array.from({ length: (wish.founders ?? 1) - 1 }, (_, index) =>
    person(`founder ${index + 2}`),
  );
  const commons = await found(
    context,
    committer,
    sealer,
    {
      name: wish.name ?? 'Green Yard',
      purpose: wish.purpose ?? 'To look after the yard together.',
      language: 'en',
      timeZone: 'Europe/Vienna',
      founders: [
        { subject: founder.author, pseudonym: wish.pseudonym ?? 'Ana', key: founder.key },
        ...others.map(({ author, key }, index) => ({
          subject: author,
          pseudonym: `Founder ${index + 2}`,
          key,
        })),
      ],
    },
    { sign: founder.sign },
  );

  async function act(type: string, fields: JsonObject) {
    const { author, key, sign } = founder;
    const drafted = await draft(context, { author, key }, type, fields);
    const envelope = await signEnvelope({ payload: drafted.payload, author, key, sign });
    await submit(context, committer, envelope, drafted.attachments);
    const { subject } = JSON.parse(Buffer.from(drafted.payload).toString()) as { subject: Subject };
    return { id: drafted.id, subject };
  }

  const app = createApp(instance, HOOKS);
  async function signed(path: string): Promise<Response> {
    const { author, key, sign } = founder;
    const headers = await signRequest(
      { method: 'GET', url: new URL(path, ORIGIN), body: new Uint8Array(0), destination: commons },
      { author, key, sign },
      Math.floor((await context.now()) / 1000),
      systemRandom.bytes(16),
    );
    return app.request(path, { headers });
  }

  return { instance, commons, founder, act, signed, ...askerOf(instance) };
}
