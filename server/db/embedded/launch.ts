import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { program } from './binaries.ts';
import { clusterOf, type Site, SUPERUSER, SYNC_METHOD } from './cluster.ts';
import { DATABASE } from './database.ts';
import { replaceFile } from './replace-file.ts';
import { spawnOptions } from './run-as.ts';
import { makeSocketFolder, SOCKET_PORT } from './socket-folder.ts';
import { userName } from './system-user.ts';

/** A PostgreSQL that we started: `output` answers null while it runs, and what it wrote once it has ended. */
export interface Launched {
  output(): Promise<string | null>;
}

/** The log is put aside at a start when it has grown past this, in place of the one put aside before. */
const LOG_BYTES_MAX = 10 * 1024 * 1024;

/**
 * Starts PostgreSQL: in a session of its own, so that Ctrl-C at our terminal does not reach it before we have shut
 * down; writing into a file, so that it outlives us; and without keeping our process alive.
 */
export async function launchPostmaster(site: Site): Promise<Launched> {
  await writeAccessRules(site);
  const args = ['-D', clusterOf(site), ...(await settings(site))];
  const log = await openLog(site.location);
  const { size } = await log.stat();
  let ended: string | null = null;
  const child = spawn(program(site.binaries, 'postgres'), args, {
    ...spawnOptions(site.runAs),
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  child.once('error', (error) => {
    ended = error.message;
  });
  child.once('exit', (code, signal) => {
    ended = `it ended with ${signal ?? code}`;
  });
  child.unref();
  await log.close();
  return { output: async () => ended && ((await readLog(site.location, size)) || ended) };
}

/** The kernel tells who connects (peer): root and the database's own user may. Over TCP a password tells. */
async function writeAccessRules(site: Site): Promise<void> {
  const rule = site.overTcp
    ? 'host all all 127.0.0.1/32 scram-sha-256'
    : `local all ${SUPERUSER},${DATABASE} peer map=${DATABASE}`;
  const uids = new Set([0, site.runAs?.uid ?? process.getuid?.() ?? 0]);
  let identities = '';
  for (const uid of uids) {
    const name = await userName(uid);
    for (const role of [SUPERUSER, DATABASE])
      if (name !== null) identities += `${DATABASE} "${name}" ${role}\n`;
  }
  await replaceFile(hbaFile(site), `${rule}\n`, 0o644);
  await replaceFile(identFile(site), identities, 0o644);
}

/** On the command line, so that they hold whatever the files say; everything else is the owner's to tune there. */
async function settings(site: Site): Promise<string[]> {
  const address = site.overTcp
    ? { listen_addresses: '127.0.0.1', port: await freePort(), unix_socket_directories: '' }
    : { listen_addresses: '', port: SOCKET_PORT, unix_socket_directories: await makeSocketFolder(site) };
  const all = {
    ...address,
    unix_socket_permissions: '0700',
    hba_file: hbaFile(site),
    ident_file: identFile(site),
    // what was acknowledged is durable
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    // after a crash
    recovery_init_sync_method: SYNC_METHOD,
    // standard error is our file; a line every five minutes would be all that is in it
    logging_collector: 'off',
    log_checkpoints: 'off',
  };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function hbaFile(site: Site): string {
  return join(site.location, 'pg_hba.conf');
}

function identFile(site: Site): string {
  return join(site.location, 'pg_ident.conf');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0));
    });
  });
}

function logFile(location: string): string {
  return join(location, 'postgres.log');
}

/** O_NOFOLLOW: under root the location may be another user's, who could lay a link there. */
async function openLog(location: string) {
  const path = logFile(location);
  const size = (await stat(path).catch(() => null))?.size ?? 0;
  if (size > LOG_BYTES_MAX) await rename(path, `${path}.old`);
  const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW = 0 } = constants;
  return await open(path, O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW, 0o600);
}

async function readLog(location: string, start: number): Promise<string> {
  return (await readFile(logFile(location))).subarray(start).toString().trim();
}
