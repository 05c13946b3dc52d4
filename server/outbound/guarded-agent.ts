import type { LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import type { JudgedAddress } from './address.ts';
import { startDeadline } from './deadline.ts';
import type { OutboundLimits } from './limits.ts';
import { parseTarget } from './target.ts';
import { type Lookup, vettedAddresses } from './vetted-addresses.ts';

/** What decides where a socket may go. */
export interface Guard {
  readonly peers: ReadonlySet<string>;
  readonly lookup: Lookup;
  readonly limits: OutboundLimits;
}

/** undici's pool of connections, every socket of which goes to an address that the guard has vetted. */
export function createGuardedAgent(guard: Guard): Agent {
  const { limits } = guard;
  return new Agent({
    connect: (options, callback) => connect(guard, options, callback),
    connections: limits.connectionsPerOrigin,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: limits.idleMs,
    keepAliveMaxTimeout: limits.idleMaxMs,
    maxHeaderSize: limits.headerBytesMax,
    // Every request brings a deadline of its own.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

/** The guard repeats all checks for each connection: it relies on no caller, and names may have moved since. */
function connect(guard: Guard, options: buildConnector.Options, callback: buildConnector.Callback): void {
  vetConnection(guard, options).then(
    (addresses) => open(guard.limits, options, addresses, callback),
    (error: Error) => callback(error, null),
  );
}

async function vetConnection(
  guard: Guard,
  options: buildConnector.Options,
): Promise<readonly JudgedAddress[]> {
  const target = parseTarget(`${options.protocol}//${options.host ?? options.hostname}`, guard.peers);
  // getaddrinfo cannot be cancelled; a late answer is dropped.
  const deadline = startDeadline(guard.limits.connectMs);
  try {
    return await deadline.race(vettedAddresses(target, guard.lookup));
  } catch (error) {
    throw deadline.failure(error);
  } finally {
    deadline.stop();
  }
}

function open(
  limits: OutboundLimits,
  options: buildConnector.Options,
  addresses: readonly JudgedAddress[],
  callback: buildConnector.Callback,
): void {
  const connector = buildConnector({
    // Node asks this instead of the resolver: there is no second look-up that could answer differently.
    lookup: pinnedLookup(addresses),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: ATTEMPT_MS,
    timeout: limits.connectMs,
    allowH2: false,
    // Said aloud because an environment variable can turn the default off.
    rejectUnauthorized: true,
  });
  connector(options, callback);
}

/** Time for one of several addresses before the next is tried: Node's 250 ms cuts off peers on slow lines. */
const ATTEMPT_MS = 1000;

function pinnedLookup(addresses: readonly JudgedAddress[]): LookupFunction {
  return (_name, options, callback) => {
    const first = addresses[0];
    if (options.all) callback(null, [...addresses]);
    else if (first) callback(null, first.address, first.family);
  };
}
