import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  cleanUp,
  ensureBuilt,
  freePort,
  newFolder,
  runCommand,
  type Served,
  startServer,
} from '../server/cli/support.ts';
import { eventually } from '../support/instances.ts';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const OURS = 'npm run -s folkmoot -- ';
const START = /^npm start(?: -- )?(.*)$/;

/** Blocks that other tests run, or that need what is not here: npm's registry, and Docker. */
const ELSEWHERE = /npm ci|npm run demo|docker compose|cp -a data backup/;
/** They sign, and there is no terminal to ask at. */
const SIGNING =
  /^(init|login|circle join|resource add|decide|propose|respond|object|offer|accept|import maintainers) /;

/** A block of commands, as it stands under its heading. */
interface Block {
  readonly heading: string;
  readonly lines: readonly string[];
}

describe('the commands of the README, in its order', () => {
  let folder: string;
  let replaced: readonly (readonly [string, string])[];
  const env: Record<string, string> = {};
  const found: Record<string, string> = {};
  let running: readonly Served[] = [];
  let bundled: readonly string[] | null = null;

  beforeAll(async () => {
    await ensureBuilt();
    folder = await newFolder();
    const ports = [String(await freePort()), String(await freePort())] as const;
    Object.assign(env, { FOLKMOOT_DATA: join(folder, 'data'), FOLKMOOT_HOME: join(folder, 'home') });
    replaced = [
      ['4180', ports[0]],
      ['4181', ports[1]],
      ['./second', join(folder, 'second')],
      ['decision.json', join(folder, 'decision.json')],
      ['agreement.json', join(folder, 'agreement.json')],
    ];
    running = [await startServer(['--port', ports[0]], env)];
  }, 180_000);
  afterAll(cleanUp, 60_000);

  const blocks = blocksOf(README).filter(({ lines }) => !ELSEWHERE.test(lines.join('\n')));

  test('are those of every chapter that has some', () => {
    expect(blocks.map(({ heading }) => heading)).toEqual([
      'Found a commons',
      'Found a commons',
      'Found a commons',
      'Decide together',
      'Share with another commons',
      'Share with another commons',
      'Share with another commons',
      'Share with another commons',
      'Import a register',
    ]);
  });

  test.for(blocks.map(({ heading, lines }) => [heading, lines[0] ?? '', lines] as const))(
    '%s: %s …',
    { timeout: 180_000 },
    async ([, , lines]) => {
      const servers = lines.filter((line) => START.test(line));
      if (servers.length > 0) await Promise.all(running.map((server) => server.stop()));
      for (const line of lines) {
        if (!START.test(line)) await type(line);
      }
      if (servers.length > 0) running = await Promise.all(servers.map(serve));
    },
  );

  async function type(line: string): Promise<void> {
    const [, name, value] = /^export (\w+)="(.*)"$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) {
      env[name] = filledIn(value);
      return;
    }
    expect(line.startsWith(OURS), line).toBe(true);
    const words = wordsOf(filledIn(line.slice(OURS.length)));
    const args = SIGNING.test(`${words.join(' ')} `) ? [...words, '--yes'] : words;
    let ran = await runCommand(args, env);
    // What the other commons has to say or to sign comes a moment later: people type again, too.
    await eventually(line, async () => {
      if (ran.status === 0) return true;
      if (ran.status === 3 && bundled !== null) await runCommand(bundled, env);
      else if (ran.status !== 1) throw new Error('it was typed wrong');
      ran = await runCommand(args, env);
      return ran.status === 0;
    }).catch((cause) => {
      throw new Error(`${line} ended with ${ran.status}: ${ran.stdout}${ran.stderr}`, { cause });
    });
    if (words[0] === 'bundle') bundled = args;
    learn(ran.stdout);
    if (/^(offer|accept)$/.test(words[0] ?? '')) await eventually(`both see it: ${line}`, bothSeeTheSame);
  }

  /** People look at `agreements` before they answer. */
  async function bothSeeTheSame(): Promise<boolean> {
    const [ours, theirs] = await Promise.all(['ana', 'ben'].map(negotiationAt));
    return ours !== undefined && ours === theirs;
  }

  async function negotiationAt(profile: string): Promise<string | undefined> {
    const { stdout } = await runCommand(['agreements', '--profile', profile, '--json'], env);
    const { agreements } = JSON.parse(stdout) as {
      readonly agreements: readonly { readonly terms: string; readonly events: readonly unknown[] }[];
    };
    return agreements.map(({ terms, events }) => `${terms} ${events.length}`)[0];
  }

  function serve(line: string): Promise<Served> {
    const words = wordsOf(filledIn(START.exec(line)?.[1] ?? ''));
    const port = replaced[0]?.[1] ?? '';
    return startServer(words.includes('--port') ? words : ['--port', port, ...words], env);
  }

  /** What a person would copy from what they read. */
  function learn(printed: string): void {
    found.ID = /^id: (\S+)$/m.exec(printed)?.[1] ?? found.ID ?? '';
    found.NEGOTIATION = /^negotiation: (\S+)$/m.exec(printed)?.[1] ?? found.NEGOTIATION ?? '';
    found.CODE = /--invitation=(\S+)/.exec(printed)?.[1] ?? found.CODE ?? '';
  }

  function filledIn(text: string): string {
    const filled = text.replaceAll(/\b(ID|NEGOTIATION|CODE)\b/g, (name) => found[name] ?? name);
    return replaced.reduce((line, [given, ours]) => line.replaceAll(given, ours), filled);
  }
});

function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let heading = '';
  for (const part of markdown.split(/^(?=## |```)/m)) {
    heading = /^## (.*)/.exec(part)?.[1] ?? heading;
    const [, body] = /^```sh\n(.*)$/s.exec(part) ?? [];
    if (body === undefined) continue;
    const lines = body.split('\n').map(withoutComment);
    blocks.push({ heading, lines: lines.filter((line) => line !== '') });
  }
  return blocks;
}

function withoutComment(line: string): string {
  return line.replace(/(?:^|\s+)#.*$/, '').trim();
}

/** As a shell takes a line: words, and what stands between double quotes. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/(?:"[^"]*"|[^\s"])+/g)].map(([word]) => word.replaceAll('"', ''));
}
