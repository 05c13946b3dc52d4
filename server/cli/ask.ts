import { createInterface } from 'node:readline/promises';
import { ProtocolError } from '../../protocol/problem.ts';
import { UsageError } from './usage-error.ts';

export interface AskOptions {
  readonly yes?: boolean;
  readonly json?: boolean;
}

/**
 * Before anything is drafted: whether there is a way to get the person's word for signing it.
 *
 * @throws {UsageError} where nobody can be asked and nobody said yes beforehand.
 */
export function assertCanAgree({ yes, json }: AskOptions, what = 'This signs with your key'): void {
  if (yes === true || json === true || isTerminal()) return;
  throw new UsageError(`${what}, and there is no terminal to ask at: add --yes (or --json).`);
}

/**
 * Asks the person before their key signs.
 *
 * @throws {ProtocolError} `forbidden` where they say no, or press Ctrl-C.
 */
export async function askToSign(
  { yes, json }: AskOptions,
  words = 'Sign this with your key?',
): Promise<void> {
  if (yes === true || json === true) return;
  const said = await question(`${words} [y/N] `);
  if (/^y(es)?$/i.test(said.trim())) return;
  throw new ProtocolError('forbidden', 'Nothing was signed.');
}

async function question(words: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const interrupted = new AbortController();
  terminal.once('SIGINT', () => interrupted.abort());
  terminal.once('close', () => interrupted.abort());
  try {
    return await terminal.question(words, { signal: interrupted.signal });
  } catch {
    process.stderr.write('\n');
    return 'no'; // Ctrl-C or Ctrl-D
  } finally {
    terminal.close();
  }
}

function isTerminal(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}
