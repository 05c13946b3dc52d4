import { type LookupFunction, Socket } from 'node:net';
import { vi } from 'vitest';

/** One attempt of this process to open a TCP connection: all addresses that it could go to. */
export interface Attempt {
  readonly addresses: readonly string[];
  readonly port: number;
}

interface ConnectOptions {
  readonly host: string;
  readonly port: number | string;
  readonly lookup?: LookupFunction;
}

const realConnect = Socket.prototype.connect;

/**
 * Watches every socket that this process opens, and plays the public Internet: what goes to a public address in `hosts`
 * (`address:port` → loopback port) arrives at that port. Any other public address refuses the connection.
 */
export function watchSockets(hosts: ReadonlyMap<string, number> = new Map()): {
  readonly attempts: Attempt[];
} {
  const attempts: Attempt[] = [];
  vi.spyOn(Socket.prototype, 'connect').mockImplementation(function (this: Socket, ...args: unknown[]) {
    const [options, callback] = argumentsOf(args);
    const addresses = addressesOf(options);
    const port = Number(options.port);
    attempts.push({ addresses, port });
    if (addresses.every((address) => address === '::1' || address.startsWith('127.'))) {
      return Reflect.apply(realConnect, this, args);
    }
    const arrival = hosts.get(`${addresses[0]}:${port}`);
    if (arrival === undefined) {
      return this.destroy(Object.assign(new Error('nobody there'), { code: 'ECONNREFUSED' }));
    }
    const { lookup: _, ...rest } = options;
    return Reflect.apply(realConnect, this, [{ ...rest, host: '127.0.0.1', port: arrival }, callback]);
  });
  return { attempts };
}

/** Node passes (options, callback), or both in one array. */
function argumentsOf(args: unknown[]): [ConnectOptions, unknown] {
  const [options, callback] = Array.isArray(args[0]) ? args[0] : args;
  return [options as ConnectOptions, callback]; // undici calls net.connect and tls.connect with options alone
}

function addressesOf({ host, lookup }: ConnectOptions): string[] {
  const addresses: string[] = [];
  if (lookup === undefined) return [host];
  lookup(host, { all: true }, (_error, found) => {
    if (Array.isArray(found)) addresses.push(...found.map(({ address }) => address));
  });
  return addresses;
}
