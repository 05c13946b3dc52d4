import { wrap } from '../cli/wrap.ts';

/** Tells a story in numbered steps. */
export interface Narrator {
  /** Begins a step: its number and what happens, then why. */
  readonly step: (number: number, title: string, ...paragraphs: readonly string[]) => void;
  /** A paragraph. */
  readonly say: (text: string) => void;
  /** Something that was found: it stands out from the words around it. */
  readonly show: (label: string, value: string) => void;
  /** A line as it is, for addresses and commands. */
  readonly line: (text: string) => void;
}

/** Short enough to read, on the narrowest terminal. */
const COLUMNS = 78;
const LABEL_COLUMNS = 12;

/** A narrator that writes lines of at most 78 columns. */
export function createNarrator(write: (line: string) => void): Narrator {
  const paragraph = (text: string, indent: string) => {
    for (const line of wrap(text, COLUMNS - indent.length)) write(`${indent}${line}`);
  };
  return {
    step(number, title, ...paragraphs) {
      write('');
      write(`${number}. ${title}`);
      for (const text of paragraphs) paragraph(text, '   ');
    },
    say: (text) => paragraph(text, '   '),
    show(label, value) {
      const [first = '', ...rest] = wrap(value, COLUMNS - LABEL_COLUMNS - 6);
      write(`     ${label.padEnd(LABEL_COLUMNS)} ${first}`);
      for (const line of rest) write(`     ${' '.repeat(LABEL_COLUMNS)} ${line}`);
    },
    line: write,
  };
}
