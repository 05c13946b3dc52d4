import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Root of the repository. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export interface TextFile {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** Files of the repository that match, by path. */
export function filesOf(...patterns: readonly string[]): readonly TextFile[] {
  return globSync([...patterns], { cwd: ROOT })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(`${ROOT}/${path}`, 'utf8') }));
}

/** Source of the program. */
export function sourceFiles(): readonly TextFile[] {
  return filesOf('{protocol,federation,server}/**/*.{ts,tsx}');
}

export function testFiles(): readonly TextFile[] {
  return filesOf('test/**/*.ts');
}
