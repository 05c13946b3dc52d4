import { expect, onTestFinished } from 'vitest';
import { ProtocolError } from '../../../../protocol/problem.ts';
import type { OutboundLimits } from '../../../../server/outbound/limits.ts';
import { createOutbound, type Outbound, type OutboundOptions } from '../../../../server/outbound/outbound.ts';
import type { Lookup } from '../../../../server/outbound/vetted-addresses.ts';
import type { LoopbackServer } from './servers.ts';

/** A client that ends with its test. */
export function openOutbound(options: Partial<OutboundOptions> = {}): Outbound {
  const outbound = createOutbound({ privatePeers: [], ...options });
  onTestFinished(() => outbound.close());
  return outbound;
}

/** A generous GET and POST: what stops a test's request is the rule under test, not these. */
export const GET = { method: 'GET', bytesMax: 1_000_000, totalMs: 20_000 } as const;
export const POST = {
  method: 'POST',
  bytesMax: 1_000_000,
  totalMs: 20_000,
  body: Buffer.from('{}'),
} as const;

/** A resolver that knows these names, and counts. */
export function resolver(names: Readonly<Record<string, readonly string[]>>): Lookup & { asked: string[] } {
  const asked: string[] = [];
  const lookup: Lookup = async (name) => {
    asked.push(name);
    const addresses = names[name];
    if (addresses === undefined) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    return addresses.map((address) => ({ address }));
  };
  return Object.assign(lookup, { asked });
}

/** A resolver that never answers: whoever waits for it waits for ever. */
export function silentResolver(): Lookup & { asked: string[] } {
  const asked: string[] = [];
  const lookup: Lookup = (name) => {
    asked.push(name);
    return new Promise(() => {});
  };
  return Object.assign(lookup, { asked });
}

/** The problem that a promise ends with; anything else fails the test. */
export async function problemOf(promise: Promise<unknown>): Promise<ProtocolError> {
  const outcome = await promise.then(
    () => 'no error at all',
    (error: unknown) => error,
  );
  if (!(outcome instanceof ProtocolError)) expect.fail(`not a problem: ${String(outcome)}`);
  return outcome;
}

/** Type and reason of a problem, as `peer-unreachable timeout`. */
export async function reasonOf(promise: Promise<unknown>): Promise<string> {
  const { type, extensions } = await problemOf(promise);
  return 'reason' in extensions ? `${type} ${extensions.reason}` : type;
}

/** A client that may reach this server alone, and the server's URL. */
export function reach(server: LoopbackServer, limits: Partial<OutboundLimits> = {}): [Outbound, string] {
  const origin = `http://127.0.0.1:${server.port}`;
  return [openOutbound({ privatePeers: [origin], limits }), `${origin}/`];
}
