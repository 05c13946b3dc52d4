import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Files that pages load, with the media type that they are served as. */
const FILES = {
  'folkmoot.css': 'text/css; charset=utf-8',
  'favicon.svg': 'image/svg+xml',
  'start.js': 'text/javascript; charset=utf-8',
  'member.js': 'text/javascript; charset=utf-8',
} as const;
type FileName = keyof typeof FILES;

/** Characters of the hash in a name: enough that a changed file never has an old name. */
const HASH_CHARACTERS = 16;

/** One file as it is served: under a name that changes with its content, so that it may be kept for ever. */
export interface Asset {
  readonly path: string;
  readonly type: string;
  readonly content: string;
}

/** Read once, at start. Scripts are made by `npm run build`; the other files lie beside this module. */
export const STYLESHEET = load('folkmoot.css');
export const ICON = load('favicon.svg');
export const START_SCRIPT = load('start.js');
export const MEMBER_SCRIPT = load('member.js');

const byPath = new Map([STYLESHEET, ICON, START_SCRIPT, MEMBER_SCRIPT].map((asset) => [asset.path, asset]));

/** The file of an address, or null; a name of an older content is gone. */
export function findAsset(path: string): Asset | null {
  return byPath.get(path) ?? null;
}

function load(name: FileName): Asset {
  const content = contentOf(name);
  const hash = createHash('sha256').update(content).digest('hex').slice(0, HASH_CHARACTERS);
  const [stem, extension] = name.split('.');
  return { path: `/assets/${stem}.${hash}.${extension}`, type: FILES[name], content };
}

function contentOf(name: FileName): string {
  try {
    return readFileSync(new URL(`${folderOf(name)}${name}`, import.meta.url), 'utf8');
  } catch (cause) {
    throw new Error(`${name} is not there: \`npm run build\` makes it.`, { cause });
  }
}

/** The sources have no scripts that a browser runs: those of the built server are served then, too. */
function folderOf(name: FileName): string {
  const isSource = import.meta.url.endsWith('.ts');
  return isSource && name.endsWith('.js') ? '../../dist/server/web/assets/' : './assets/';
}
