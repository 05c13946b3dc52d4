import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../config.ts';
import { type RunningServer, serve } from '../serve.ts';

/** Names of the two servers: every browser takes them for this machine. */
const NAMES = ['a', 'b'] as const;
/** A free port may be taken by somebody else before we listen on it. */
const ATTEMPTS_MAX = 5;

/** Two servers in one temporary folder. */
export interface Stage {
  readonly folder: string;
  readonly servers: readonly [RunningServer, RunningServer];
  /** Stops the servers and removes all that they wrote. */
  readonly clear: () => Promise<void>;
}

/**
 * Starts two servers on free loopback ports, each with a database of its own, in a new temporary folder.
 *
 * @throws {ProtocolError} in one sentence what is in the way; then nothing is left behind.
 */
export async function openStage(): Promise<Stage> {
  for (let attempt = 1; ; attempt++) {
    const folder = await mkdtemp(join(tmpdir(), 'folkmoot-demo-'));
    // Under root the databases run as another user, who has to pass through.
    await chmod(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
    const started = await startServers(folder);
    const running = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const [a, b] = running;
    if (a !== undefined && b !== undefined) {
      return { folder, servers: [a, b], clear: () => clear(folder, running) };
    }
    await clear(folder, running);
    const failed = started.find((one) => one.status === 'rejected');
    if (!isPortTaken(failed?.reason) || attempt === ATTEMPTS_MAX) throw failed?.reason;
  }
}

async function startServers(folder: string): Promise<PromiseSettledResult<RunningServer>[]> {
  const ports = await freePorts(NAMES.length);
  const origins = NAMES.map((name, place) => `http://${name}.localhost:${ports[place]}`);
  return Promise.allSettled(
    NAMES.map((name, place) =>
      serve(
        readConfig({
          PORT: String(ports[place]),
          FOLKMOOT_DATA: join(folder, name),
          FOLKMOOT_ORIGIN: origins[place],
          FOLKMOOT_PRIVATE_PEERS: origins.join(' '),
          FOLKMOOT_LOG_LEVEL: 'silent',
        }),
        () => undefined,
      ),
    ),
  );
}

/** Ports that are free now; all are held until each has its own. */
async function freePorts(count: number): Promise<number[]> {
  const probes = await Promise.all(Array.from({ length: count }, () => listenAnywhere()));
  await Promise.all(probes.map(({ close }) => close()));
  return probes.map(({ port }) => port);
}

function listenAnywhere(): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      resolve({
        port: typeof address === 'object' && address !== null ? address.port : 0,
        close: () => new Promise((closed) => probe.close(() => closed())),
      });
    });
  });
}

function isPortTaken(error: unknown): boolean {
  const { cause } = error instanceof Error ? error : {};
  return cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
}

async function clear(folder: string, servers: readonly RunningServer[]): Promise<void> {
  await Promise.allSettled(servers.map((server) => server.stop()));
  for (const name of NAMES) {
    // Where the temporary folder is closed to the database's user, the database lies elsewhere and is named here.
    const elsewhere = await readFile(join(folder, name, 'postgres-location'), 'utf8').catch(() => '');
    if (elsewhere.trim() !== '') await rm(elsewhere.trim(), { recursive: true, force: true });
  }
  await rm(folder, { recursive: true, force: true });
}
