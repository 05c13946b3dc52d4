import { writeFileSync } from 'node:fs';
import { archiveVectors } from './verification/archives.ts';
import { bundleVectors } from './verification/bundles.ts';

/* Writes the vectors of proof bundles, §9, and archives, §20: `node test/support/vectors/write-verification.ts`. */

const { bundles, ...ofBundles } = await bundleVectors();
write('09-bundles.json', 'bundles', bundles, ofBundles);
const { archives, ...ofArchives } = await archiveVectors();
write('20-archives.json', 'archives', archives, ofArchives);

/** One line a bundle or archive: they are long, and nobody reads them. */
function write(name: string, of: string, files: object, rest: object): void {
  const lines = Object.entries(files).map(
    ([key, file]) => `    ${JSON.stringify(key)}: ${JSON.stringify(file)}`,
  );
  const others = JSON.stringify(rest, null, 2).slice(1);
  const file = new URL(`../../../spec/vectors/${name}`, import.meta.url);
  writeFileSync(file, `{\n  "${of}": {\n${lines.join(',\n')}\n  },${others}\n`);
}
