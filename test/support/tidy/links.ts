import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT, type TextFile } from './tree.ts';

const LINK = /(?<!!)\[[^\]\n]*\]\(([^)\s]+)\)/g;
const FENCE = /^```[\s\S]*?^```/gm;

/** Links of a Markdown file to files of the repository, or to a heading in one, that lead nowhere. */
export function deadLinks({ path, text }: TextFile): readonly string[] {
  return [...text.replaceAll(FENCE, '').matchAll(LINK)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => !leadsSomewhere(path, text, target))
    .map((target) => `${target} in ${path}`);
}

function leadsSomewhere(from: string, text: string, target: string): boolean {
  const [file = '', heading] = target.split('#');
  const path = join(ROOT, dirname(from), file);
  if (file !== '' && !existsSync(path)) return false;
  return heading === undefined || headingsOf(file === '' ? text : readFileSync(path, 'utf8')).has(heading);
}

function headingsOf(markdown: string): ReadonlySet<string> {
  const headings = markdown.replaceAll(FENCE, '').match(/^#+ .*$/gm) ?? [];
  return new Set(headings.map((heading) => anchorOf(heading.replace(/^#+ /, ''))));
}

/** Anchor of a heading as code hosts make it: small letters, no punctuation, hyphens for blanks. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}
