import { cpSync, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What the compiler leaves behind: files that the built server reads at run time. */
const ASSETS = ['server/db/migrations', 'server/importers/example-register.txt', 'server/web/assets'];

const root = fileURLToPath(new URL('..', import.meta.url));
for (const asset of ASSETS) {
  if (existsSync(`${root}/${asset}`))
    cpSync(`${root}/${asset}`, `${root}/dist/${asset}`, { recursive: true });
}
