import { expect } from 'vitest';
import { toBase64url } from '../../../protocol/bytes.ts';
import { canonicalBytes, type JsonObject } from '../../../protocol/canonical.ts';
import type { Author } from '../../../protocol/ids.ts';
import { systemRandom } from '../../../server/random.ts';
import { signRequest } from '../../../server/request-signature/sign-request.ts';
import { createMemoryStore } from '../../../server/store/memory/memory-store.ts';
import { type ProblemDocument, problemOf } from '../../server/http/support/problem.ts';
import { foundWatched, type WatchedCommons } from '../../server/http/support/watched-commons.ts';
import { pageOf } from '../../support/network/scripted-peer.ts';
import type { TestKey } from '../../support/people.ts';
import { type SmallCommons, smallCommons } from '../../support/verify/small-commons.ts';

/** What an attack runs against: a commons whose every effect is noted, with one peer. */
export interface Attacked extends WatchedCommons {
  readonly peer: SmallCommons;
}

/** The peer is known by its DID alone: nothing was fetched, and nothing of its log is here yet. */
export async function attacked(): Promise<Attacked> {
  const commons = await foundWatched(createMemoryStore(Date.now));
  const peer = await smallCommons('small');
  peer.log.setClock('2026-01-10T12:00:00.000Z');
  await befriend(commons, peer, 'https://small.example.org');
  return { ...commons, peer };
}

export async function befriend(
  { instance, effects }: Pick<WatchedCommons, 'instance' | 'effects'>,
  { log, line }: SmallCommons,
  baseUrl: string,
): Promise<void> {
  const { records } = instance.context.store;
  await records.put('peer', log.commons, {
    commons: log.commons,
    baseUrl,
    name: 'Small',
    addedAt: 0,
    pushed: -1,
    received: -1,
    cosigned: 0,
    failures: 0,
    nextAttemptAt: 0,
    lastError: null,
  });
  await records.put('peer-did', log.commons, { lines: [line] });
  effects();
}

/** No answer to an attack may cost more than this of a processor, however busy the machine is. */
const ANSWER_CPU_MS_MAX = 1000;

/**
 * Sends what is to be refused, and looks at everything that must not happen: nothing is logged, no cursor moves, nothing
 * goes out, the answer comes at once, is a problem of the table in one sentence, and says nothing of the inside.
 *
 * @param keeps what may be written all the same: the nonce of a signature that was good.
 */
export async function repelled(
  { effects }: Pick<WatchedCommons, 'effects'>,
  send: () => Response | Promise<Response>,
  keeps: readonly string[] = [],
): Promise<ProblemDocument> {
  effects();
  const before = process.cpuUsage();
  const answer = await send();
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(ANSWER_CPU_MS_MAX);
  const problem = await problemOf(answer);
  expect(effects()).toEqual(keeps);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  return problem;
}

/** The name of a problem's type. */
export const nameOf = ({ type }: ProblemDocument): string => type.slice('urn:folkmoot:problem:'.length);

/** What a signer can get wrong. */
export interface Wrong {
  readonly author?: Author;
  readonly key?: TestKey;
  readonly method?: 'GET' | 'POST';
  readonly destination?: string;
  readonly origin?: string;
  readonly type?: string;
  readonly skewSeconds?: number;
  readonly body?: Uint8Array;
  /** Of the header fields, before they are sent. */
  readonly change?: (headers: Record<string, string>) => Record<string, string>;
}

/** A request by the founder, unless somebody else is named. Sending it twice is a replay. */
export async function signed(
  { instance, app, founder, origin }: WatchedCommons,
  path: string,
  wrong: Wrong = {},
): Promise<() => Promise<Response>> {
  const method = wrong.method ?? 'POST';
  const body = method === 'GET' ? new Uint8Array() : (wrong.body ?? new TextEncoder().encode('{}'));
  const { key, sign } = wrong.key ?? founder;
  const headers = await signRequest(
    {
      method,
      url: new URL(path, wrong.origin ?? origin),
      body,
      destination: (wrong.destination ?? (await instance.context.commons())) as Awaited<
        ReturnType<typeof instance.context.commons>
      >, // also a wrong one
    },
    { author: wrong.author ?? founder.author, key, sign },
    Math.floor(Date.now() / 1000) + (wrong.skewSeconds ?? 0),
    systemRandom.bytes(16),
  );
  const sent = { ...headers, 'content-type': wrong.type ?? 'application/json' };
  return async () =>
    app.request(`${origin}${path}`, {
      method,
      headers: wrong.change?.(sent) ?? sent,
      ...(method === 'GET' ? {} : { body: Uint8Array.from(body) }),
    });
}

/** Documents as they are submitted. */
export async function submitted(
  { app, origin }: WatchedCommons,
  ...documents: readonly unknown[]
): Promise<Response> {
  return app.request(`${origin}/documents`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: Uint8Array.from(canonicalBytes({ documents } as JsonObject)), // a test sends whatever is JSON
  });
}

/** An envelope with any header, signed all the same. */
export async function envelopeWith(
  header: string,
  payload: Uint8Array,
  sign: TestKey['sign'],
): Promise<Record<string, string>> {
  const text = (bytes: Uint8Array) => toBase64url(bytes);
  const parts = { payload: text(payload), protected: text(new TextEncoder().encode(header)) };
  const signature = await sign(new TextEncoder().encode(`${parts.protected}.${parts.payload}`));
  return { ...parts, signature: text(signature) };
}

/** The body of an honest push of the peer's log. */
export async function honestPage({ peer }: Pick<Attacked, 'peer'>): Promise<Uint8Array> {
  return canonicalBytes((await pageOf(peer, -1)) as unknown as JsonObject); // a page holds JSON values only
}
