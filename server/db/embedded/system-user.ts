import { appendFile, readFile } from 'node:fs/promises';
import { ProtocolError } from '../../../protocol/problem.ts';
import { type RunAs, run } from './run-as.ts';

type SystemUser = NonNullable<RunAs>;

/** The machine's register of users, as far as it is needed here. */
export interface UserRegister {
  readonly platform: NodeJS.Platform;
  /** By name or by number; null when there is no such user. */
  lookUp(user: string): Promise<SystemUser | null>;
  /** Runs a program of the system; false when it fails or does not exist. */
  run(command: string, args: readonly string[]): Promise<boolean>;
  read(file: string): Promise<string>;
  append(file: string, text: string): Promise<void>;
}

/** Whom PostgreSQL runs as when we are root; the customary name, so that an administrator recognises it. */
const NAME = 'postgres';
/** How systems make a user without log-in: shadow-utils, the same where the group exists already, and busybox. */
const MAKERS: readonly (readonly [string, ...string[]])[] = [
  [
    'useradd',
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir',
    '/',
    '--shell',
    '/bin/false',
    NAME,
  ],
  [
    'useradd',
    '--system',
    '--gid',
    NAME,
    '--no-create-home',
    '--home-dir',
    '/',
    '--shell',
    '/bin/false',
    NAME,
  ],
  ['addgroup', '-S', NAME],
  ['adduser', '-S', '-D', '-H', '-h', '/', '-s', '/bin/false', '-G', NAME, NAME],
];
/** System users are numbered below 1000 (login.defs); the lowest hundred is handed out by the distributions. */
const SYSTEM_IDS = { first: 999, last: 100 } as const;

/**
 * The user `postgres`, made if need be: by the system's own tools, else by a line in /etc/passwd and /etc/group.
 *
 * @throws {ProtocolError} `unavailable` when the user is missing and cannot be made.
 */
export async function ensurePostgresUser(register: UserRegister = machine): Promise<SystemUser> {
  const found = await register.lookUp(NAME);
  if (found !== null) return found;
  let failure: unknown;
  if (register.platform === 'linux') {
    for (const [command, ...args] of MAKERS) {
      if (!(await register.run(command, args))) continue;
      const made = await register.lookUp(NAME);
      if (made !== null) return made;
    }
    try {
      await appendUser(register);
    } catch (error) {
      failure = error;
    }
    const made = await register.lookUp(NAME);
    if (made !== null) return made;
  }
  throw new ProtocolError(
    'unavailable',
    'PostgreSQL refuses to run as root and the user postgres could not be made: make it, or start as an ordinary user.',
    {},
    { cause: failure },
  );
}

/** The name of a user by number, as PostgreSQL's peer authentication will see it; null when it has none. */
export async function userName(uid: number, register: UserRegister = machine): Promise<string | null> {
  return (await register.lookUp(String(uid)))?.name ?? null;
}

const machine: UserRegister = {
  platform: process.platform,
  async lookUp(user) {
    const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
    // getent also asks what else the system is set up with (LDAP and its like)
    return findUser(passwd, user) ?? findUser((await run('getent', ['passwd', user], null)).output, user);
  },
  run: async (command, args) => (await run(command, args, null)).ok,
  read: (file) => readFile(file, 'utf8').catch(() => ''),
  append: (file, text) => appendFile(file, text),
};

/** A line has name:password:uid:gid:comment:home:shell (passwd(5)). */
function findUser(passwd: string, user: string): SystemUser | null {
  for (const line of passwd.split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (name && uid && gid && (name === user || uid === user))
      return { name, uid: Number(uid), gid: Number(gid) };
  }
  return null;
}

/** One append a file: whoever reads at the same time sees the whole line or none. `*` admits no password. */
async function appendUser(register: UserRegister): Promise<void> {
  const passwd = await register.read('/etc/passwd');
  const group = await register.read('/etc/group');
  const own = group.split('\n').find((line) => line.startsWith(`${NAME}:`));
  const id = freeId(passwd, group);
  const gid = own === undefined ? id : Number(own.split(':')[2]);
  if (own === undefined) await register.append('/etc/group', `${lineEnd(group)}${NAME}:*:${id}:\n`);
  await register.append('/etc/passwd', `${lineEnd(passwd)}${NAME}:*:${id}:${gid}:PostgreSQL:/:/bin/false\n`);
}

function freeId(passwd: string, group: string): number {
  const taken = new Set(`${passwd}\n${group}`.split('\n').map((line) => Number(line.split(':')[2])));
  for (let id = SYSTEM_IDS.first; id >= SYSTEM_IDS.last; id--) if (!taken.has(id)) return id;
  throw new Error('no number is free for a system user');
}

function lineEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? '' : '\n';
}
