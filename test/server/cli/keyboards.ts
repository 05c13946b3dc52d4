import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { vi } from 'vitest';
import { sha256 } from '../../../protocol/hash.ts';
import type { Millis } from '../../../protocol/time.ts';
import { createApp } from '../../../server/app.ts';
import { publishIfBehind } from '../../../server/flows/log/publish-checkpoint.ts';
import { listen } from '../../../server/http/listen.ts';
import { type MemoryInstance, memoryInstance } from '../../support/memory-instance.ts';
import { cleanUp, freePort, newFolder, type Problem, type Ran, runHere } from './support.ts';

/** Somebody who types: as `Device`, all of it in this very process. */
export interface Keyboard {
  readonly home: string;
  readonly run: (...args: readonly string[]) => Promise<Ran>;
  /** As `run` with `--json`; it must succeed. */
  readonly json: <T = Record<string, unknown>>(...args: readonly string[]) => Promise<T>;
  /** It must fail with the status. */
  readonly problem: (status: number, ...args: readonly string[]) => Promise<Problem>;
}

/** People at keyboards, and an instance whose time the test moves: days of waiting take none. */
export interface Keyboards {
  readonly at: MemoryInstance;
  readonly origin: string;
  readonly people: readonly Keyboard[];
  /** One more device without any key. */
  readonly another: () => Promise<Keyboard>;
  /** As `MemoryInstance.pass`, for the keyboards as well. */
  readonly pass: (millis: Millis) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Founded by the named people, each of whom has a keyboard. Only the clock is a false one. */
export async function keyboardsFor(names: readonly string[], start: Millis): Promise<Keyboards> {
  vi.useFakeTimers({ toFake: ['Date'], now: start });
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const at = await memoryInstance(names, start, origin);
  const app = createApp(at.instance, HOOKS);
  const listening = await listen('127.0.0.1', port, (request, env) => app.fetch(request, env));

  async function another(): Promise<Keyboard> {
    const home = join(await newFolder(), 'home');
    async function run(...args: readonly string[]): Promise<Ran> {
      const ran = await runHere(args, home);
      await at.happen();
      await publishIfBehind(at.instance.context);
      return ran;
    }
    const expecting = async (status: number, args: readonly string[]) => {
      const ran = await run(...args, '--json');
      if (ran.status === status) return JSON.parse(ran.stdout);
      throw new Error(`${args.join(' ')} ended with ${ran.status}: ${ran.stdout}${ran.stderr}`);
    };
    return {
      home,
      run,
      json: async <T>(...args: readonly string[]) => (await expecting(0, args)) as T,
      problem: async (status, ...args) => (await expecting(status, args)) as Problem,
    };
  }

  async function known(name: string, index: number): Promise<Keyboard> {
    const keyboard = await another();
    const { author, key } = at.people[index] ?? {};
    const file = {
      v: 1,
      key,
      seed: Buffer.from(sha256(Buffer.from(`folkmoot test key ${name} in memory`))).toString('base64url'),
      identity: { server: origin, commons: at.commons, subject: author, pseudonym: name },
    };
    await mkdir(join(keyboard.home, 'profiles'), { recursive: true });
    const path = join(keyboard.home, 'profiles', `${name.toLowerCase()}.json`);
    await writeFile(path, JSON.stringify(file), { mode: 0o600 });
    return keyboard;
  }

  return {
    at,
    origin,
    people: await Promise.all(names.map(known)),
    another,
    pass: async (millis) => {
      await at.pass(millis);
      vi.setSystemTime(at.now());
    },
    stop: async () => {
      await listening.close();
      vi.useRealTimers();
      await cleanUp();
    },
  };
}

const HOOKS = { onReceived: () => undefined, onPeerAdded: () => undefined, isStopping: () => false };
