import { existsSync, readdirSync, readFileSync } from 'node:fs';

const ROOT = new URL('../../../../shared/data/vectors/', import.meta.url);

/** Public vectors that lie beside the repository, not in it: a test that needs them is skipped where they are absent. */
export interface SharedFolder {
  readonly present: boolean;
  /** For the title of a test, which then says why it was skipped. */
  readonly note: string;
  readonly bytes: (file: string) => Uint8Array;
  readonly json: (file: string) => ReturnType<typeof JSON.parse>;
  readonly files: (under?: string) => readonly string[];
}

export function sharedFolder(name: string): SharedFolder {
  const folder = new URL(`${name}/`, ROOT);
  const at = (file: string) => new URL(file.replaceAll('#', '%23'), folder);
  const present = existsSync(folder);
  if (!present) console.warn(`SKIPPED: ../shared/data/vectors/${name} is missing`);
  return {
    present,
    note: present ? '' : ` — SKIPPED: ../shared/data/vectors/${name} is missing`,
    bytes: (file) => Uint8Array.from(readFileSync(at(file))),
    json: (file) => JSON.parse(readFileSync(at(file), 'utf8')),
    files: (under = '.') => (present ? readdirSync(new URL(under, folder)).sort() : []),
  };
}
