import type { TextFile } from './tree.ts';

const upTo = (letter: string, last: number) =>
  Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);

/** The attacks that a test must be named for. */
export const ATTACKS: readonly string[] = [
  ...upTo('S', 6),
  ...upTo('G', 14),
  ...upTo('P', 11),
  ...upTo('F', 4),
  'F6',
  'F7',
  'F11',
  ...upTo('C', 10),
];

/** What a test or a group of tests is called: the text after its opening bracket, or after the table of `each`. */
const TITLE =
  /(?:\b(?:describe|test|it)(?:\.[a-zA-Z]+)*\(|\)\()\s*(?:\n\s*)?('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`)/g;
const ID = /\b[SGPFC](?:1[0-9]|[1-9])\b/g;

/** The attacks that tests of a file are named for. */
export function attacksNamed({ text }: Pick<TextFile, 'text'>): ReadonlySet<string> {
  const titles = [...text.matchAll(TITLE)].map(([, title = '']) => title);
  return new Set(titles.flatMap((title) => title.match(ID) ?? []).filter((id) => ATTACKS.includes(id)));
}
