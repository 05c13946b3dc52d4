import type { JsonObject } from '../../../protocol/canonical.ts';
import { signEnvelope } from '../../../protocol/envelope/sign.ts';
import type { Scid, Subject } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { type AppHooks, createApp } from '../../../server/app.ts';
import { submit } from '../../../server/flows/acts/submit.ts';
import { type Draft, draft } from '../../../server/flows/drafts/draft.ts';
import { found } from '../../../server/flows/founding/found.ts';
import { addPeer } from '../../../server/flows/peers/add-peer.ts';
import { deliverTo } from '../../../server/flows/peers/deliver.ts';
import { findPeer, updatePeer } from '../../../server/flows/peers/peer-record.ts';
import { takeFrom } from '../../../server/flows/peers/take-from.ts';
import { reactToLog } from '../../../server/flows/time/react.ts';
import { createInstance, type Instance } from '../../../server/instance.ts';
import { createLogger } from '../../../server/logger.ts';
import type { Outbound } from '../../../server/outbound/outbound.ts';
import { createMemoryStore } from '../../../server/store/memory/memory-store.ts';
import type { Store } from '../../../server/store/store.ts';
import { person } from '../people.ts';

/** What goes over the network: a test can look at it, change it, or answer in the receiver's place. */
export interface Message {
  readonly from: string;
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
}
export type Passing = (message: Message, pass: (message: Message) => Promise<Response>) => Promise<Response>;

/**
 * Instances on the memory store that reach each other without sockets, at a clock that the test moves. Nothing happens
 * by itself: the test lets each of them work.
 */
export interface Network {
  readonly found: (name: string) => Promise<Node>;
  /** The same commons, with its database, is served at another address from now on, and not at its former one. */
  readonly rehost: (node: Node, origin: string) => Node;
  /** Seconds that pass between two looks at the clock, and what is added at once. */
  readonly wait: (seconds: number) => void;
  readonly now: () => number;
  /** Somebody who answers at an origin and is no instance of ours. */
  readonly script: (origin: string, answer: (request: Request) => Promise<Response>) => void;
  /** From now on all messages pass through this. */
  readonly between: (passing: Passing) => void;
  /** From now on they pass as they are. */
  readonly heal: () => void;
  /** All messages so far: method, and path with query. */
  readonly seen: string[];
}

export interface Node {
  readonly name: string;
  readonly origin: string;
  readonly commons: Scid;
  readonly instance: Instance;
  readonly founder: ReturnType<typeof person>;
  /** A request as it comes in from outside. */
  readonly request: (path: string, init?: RequestInit) => Promise<Response>;
  readonly act: (
    type: string,
    fields: JsonObject,
  ) => Promise<Pick<Draft, 'id' | 'summary' | 'warning' | 'idle'> & { subject: Subject }>;
  readonly addPeer: (other: Pick<Node, 'origin'>) => Promise<void>;
  /** Pushes to a peer and asks for its cosignature, whether or not its time has come. */
  readonly deliver: (other: Pick<Node, 'commons'>) => Promise<void>;
  /** Pulls a peer's log and takes in what is for us, whether or not its time has come. */
  readonly take: (other: Pick<Node, 'commons'>) => Promise<void>;
  /** The commons does what it owes. */
  readonly react: () => Promise<void>;
}

export function createNetwork(): Network {
  let now = Date.parse('2026-03-02T09:00:00Z');
  let passing: Passing = (message, pass) => pass(message);
  const nodes = new Map<string, Node>();
  const scripts = new Map<string, (request: Request) => Promise<Response>>();
  const seen: string[] = [];

  async function pass({ method, url, headers, body }: Message): Promise<Response> {
    const node = nodes.get(url.origin);
    const script = scripts.get(url.origin);
    if (script !== undefined) {
      return script(new Request(url, { method, headers, ...(method === 'POST' ? { body } : {}) }));
    }
    if (node === undefined) throw new ProtocolError('peer-unreachable', 'There is nobody at this address.');
    return node.request(`${url.pathname}${url.search}`, {
      method,
      headers,
      ...(method === 'POST' ? { body } : {}),
    });
  }

  function outboundOf(from: string): Outbound {
    return {
      async fetch(address, request) {
        const url = new URL(address);
        seen.push(`${request.method} ${url.pathname}${url.search}`);
        const message: Message = {
          from,
          method: request.method,
          url,
          headers: new Headers(request.headers),
          body: Uint8Array.from(request.body ?? []),
        };
        const { status, headers, body } = await passing(message, pass).then(async (answer) => ({
          status: answer.status,
          headers: answer.headers,
          body: new Uint8Array(await answer.arrayBuffer()),
        }));
        if (body.length > request.bytesMax)
          throw new ProtocolError('peer-unreachable', 'The answer is too large.');
        return { status, headers, body, url: address };
      },
      stream: () => Promise.reject(new TypeError('nothing here streams')),
      lookUp: async () => ['192.0.2.1'],
      close: async () => undefined,
    };
  }

  async function foundNode(name: string): Promise<Node> {
    const origin = `https://${name}.example.org`;
    const store = createMemoryStore(() => {
      now += 10;
      return now;
    });
    const instance = instanceAt(name, origin, store);
    const { context, committer, sealer } = instance;
    const founder = person(`founder of ${name}`);
    const { author, key, sign } = founder;
    const commons = await found(
      context,
      committer,
      sealer,
      {
        name: `Commons ${name}`,
        purpose: 'To share what we have.',
        language: 'en',
        timeZone: 'UTC',
        founders: [{ subject: author, pseudonym: name, key }],
      },
      { sign },
    );
    return nodeOf({ name, origin, commons, instance, founder });
  }

  function instanceAt(name: string, origin: string, store: Store): Instance {
    return createInstance({
      store,
      sealer: openSealer,
      outbound: outboundOf(name),
      logger: createLogger('silent'),
      settings: { origin, contact: null, clock: 'simulated' },
    });
  }

  function nodeOf({
    name,
    origin,
    commons,
    instance,
    founder,
  }: Pick<Node, 'name' | 'origin' | 'commons' | 'instance' | 'founder'>): Node {
    const { context, committer } = instance;
    const { author, key, sign } = founder;
    const app = createApp(instance, HOOKS);
    const node: Node = {
      name,
      origin,
      commons,
      instance,
      founder,
      request: async (path, init) => app.request(`${origin}${path}`, init),
      async act(type, fields) {
        const drafted = await draft(context, { author, key }, type, fields);
        const envelope = await signEnvelope({ payload: drafted.payload, author, key, sign });
        await submit(context, committer, envelope, drafted.attachments);
        const { subject }: { readonly subject: Subject } = JSON.parse(
          Buffer.from(drafted.payload).toString(),
        );
        const { id, summary, warning, idle } = drafted;
        return { id, summary, warning, idle, subject };
      },
      addPeer: async (other) => {
        await addPeer(context, other.origin);
      },
      async deliver(other) {
        const head = await context.store.head(await context.commons());
        const [claimed] = await context.store.cursors.claim({
          kind: 'peer',
          key: other.commons,
          size: (head?.size ?? 0) + 1, // also where it has everything: then it is asked for its cosignature alone
          now: Number.MAX_SAFE_INTEGER - LEASE_MS,
          leaseMs: LEASE_MS,
          limit: 1,
          perHost: 1,
        });
        if (claimed !== undefined) await deliverTo(context, claimed, () => undefined);
      },
      async take(other) {
        await updatePeer(context.store, other.commons, { nextPullAt: 0 });
        await takeFrom(context, committer, other.commons);
      },
      react: () => reactToLog(context, committer),
    };
    nodes.set(origin, node);
    return node;
  }

  return {
    found: foundNode,
    rehost: (node, origin) => {
      nodes.delete(node.origin);
      const instance = instanceAt(node.name, origin, node.instance.context.store);
      return nodeOf({ ...node, origin, instance });
    },
    wait: (seconds) => {
      now += seconds * 1000;
    },
    now: () => now,
    script: (origin, answer) => {
      scripts.set(origin, answer);
    },
    between: (next) => {
      passing = next;
    },
    heal: () => {
      passing = (message, deliver) => deliver(message);
    },
    seen,
  };
}

/** What one instance remembers of another. */
export async function peerAt(node: Node, other: Pick<Node, 'commons'>) {
  const peer = await findPeer(node.instance.context.store, other.commons);
  const cursor = await node.instance.context.store.cursors.get('peer', other.commons);
  if (peer === null || cursor === null) throw new TypeError(`${node.name} does not know this peer`);
  const { after: pushed, attempts: failures, dueAt: nextAttemptAt, state } = cursor;
  return { ...peer, pushed, failures, nextAttemptAt, state, lastError: cursor.lastError ?? peer.lastError };
}

/** Any time: nobody else is there. */
const LEASE_MS = 1000;

const HOOKS: AppHooks = {
  onReceived: () => undefined,
  onPeerAdded: () => undefined,
  isStopping: () => false,
};

/** Nothing is secret in a test. */
const openSealer = {
  seal: (_name: string, secret: Uint8Array) => Buffer.from(secret).toString('base64url'),
  unseal: (_name: string, sealed: string) => Uint8Array.from(Buffer.from(sealed, 'base64url')),
};
