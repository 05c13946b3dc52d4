import type { ProtocolError } from '../../protocol/problem.ts';
import { problemDocument } from '../../protocol/problem-document.ts';
import { issueWords } from '../issue-words.ts';

/** Where a command writes: words for people, or one JSON value for machines. */
export interface Output {
  readonly json: boolean;
  /** The result: with `--json` the value, else the lines. */
  readonly result: (value: unknown, lines: () => readonly string[]) => void;
  /** A note or a step under way; only people see it. */
  readonly say: (line: string) => void;
  /** Progress that overwrites itself on a terminal, and is silent elsewhere. */
  readonly progress: (line: string) => void;
  /** What went wrong, and what to do about it where there is a way. */
  readonly problem: (error: ProtocolError, hint?: string | null) => void;
}

/** Results go to stdout, everything else to stderr, so that a pipe gets the result alone. */
export function createOutput(json: boolean): Output {
  const terminal = process.stderr.isTTY === true;
  let overwriting = false;
  const clear = () => {
    if (overwriting) process.stderr.write('\r\u001b[K');
    overwriting = false;
  };
  return {
    json,
    say(line) {
      if (json) return;
      clear();
      process.stderr.write(`${line}\n`);
    },
    result(value, lines) {
      clear();
      process.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : `${lines().join('\n')}\n`);
    },
    progress(line) {
      if (json || !terminal) return;
      process.stderr.write(`\r\u001b[K${line}`);
      overwriting = true;
    },
    problem(error, hint = null) {
      clear();
      if (json) {
        process.stdout.write(`${JSON.stringify(problemDocument(error), null, 2)}\n`);
        return;
      }
      process.stderr.write(`folkmoot: ${error.message}\n`);
      const places = issueWords(error.extensions.issues);
      for (const place of places ?? []) process.stderr.write(`  ${place}\n`);
      for (const [name, value] of Object.entries(error.extensions)) {
        if (!isWords(name, value)) continue; // for programs; the sentence says it
        if (places !== null && ISSUE_MEMBERS.has(name)) continue;
        process.stderr.write(`  ${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}\n`);
      }
      if (hint !== null) process.stderr.write(`${hint}\n`);
    },
  };
}

/** Members of a problem that name places: said in words above. */
const ISSUE_MEMBERS: ReadonlySet<string> = new Set(['issues', 'at', 'expected']);

/** Whether a person can read a member of a problem. */
function isWords(name: string, value: unknown): boolean {
  if (name === 'expected') return typeof value === 'string';
  return name !== 'owed';
}
