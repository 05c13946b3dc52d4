import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Files that pages load, with the media type that they are served as. */
const FILES = { 'folkmoot.css': 'text/css; charset=utf-8', 'favicon.svg': 'image/svg+xml' } as const;
type FileName = keyof typeof FILES;

/** Characters of the hash in a name: enough that a changed file never has an old name. */
const HASH_CHARACTERS = 16;

/** One file as it is served: under a name that changes with its content, so that it may be kept for ever. */
export interface Asset {
  readonly path: string;
  readonly type: string;
  readonly content: string;
}

/** Read once, at start; the files lie beside this module, in the sources and in the built server. */
export const STYLESHEET = load('folkmoot.css');
export const ICON = load('favicon.svg');

const byPath = new Map([STYLESHEET, ICON].map((asset) => [asset.path, asset]));

/** The file of an address, or null; a name of an older content is gone. */
export function findAsset(path: string): Asset | null {
  return byPath.get(path) ?? null;
}

function load(name: FileName): Asset {
  const content = readFileSync(new URL(`./assets/${name}`, import.meta.url), 'utf8');
  const hash = createHash('sha256').update(content).digest('hex').slice(0, HASH_CHARACTERS);
  const [stem, extension] = name.split('.');
  return { path: `/assets/${stem}.${hash}.${extension}`, type: FILES[name], content };
}
