import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Public vectors that lie beside the repository, not in it.
 *
 * @returns null, after saying so, where they are absent.
 */
export function readVectors<T>(name: string): T | null {
  const path = fileURLToPath(new URL(`../../../../../shared/data/vectors/ssrf/${name}`, import.meta.url));
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'));
  console.warn(
    `SKIPPED: ../shared/data/vectors/ssrf/${name} is missing; these tests ran on our own tables alone.`,
  );
  return null;
}
