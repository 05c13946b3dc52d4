import { enableCompileCache } from 'node:module';
import { basename, join, resolve } from 'node:path';

/**
 * Keeps what Node compiled: reading and compiling its modules takes most of a short command's time.
 *
 * The cache lies with the built program and in no folder that more people can write to: whoever could write there could
 * change the program itself.
 */
export function cacheCompiled(): void {
  const built = resolve(import.meta.dirname, '../..');
  if (basename(built) === 'dist') enableCompileCache(join(built, 'compile-cache'));
}
