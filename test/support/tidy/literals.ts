/** A text that stands in a source, with a mark in the place of each value that is put into it. */
export interface Literal {
  readonly text: string;
  /** Where its first quote stands. */
  readonly at: number;
}

/** What stands in the place of a value. */
export const VALUE = '\u0000';

/**
 * Texts in quotes or backticks, in the order of their ends, those inside of values too. Good for our own sources alone: it knows no
 * expression that looks like a text, but ends one without backticks at its line.
 */
export function literalsIn(source: string): readonly Literal[] {
  const found: Literal[] = [];

  /** From behind a quote to behind the closing one. */
  function text(from: number, quote: string): number {
    let at = from;
    let words = '';
    while (at < source.length && source[at] !== quote && (quote === '`' || source[at] !== '\n')) {
      if (source[at] === '\\') {
        words += source[at + 1] ?? '';
        at += 2;
      } else if (quote === '`' && source.startsWith('${', at)) {
        words += VALUE;
        at = code(at + 2, '}');
      } else {
        words += source[at] ?? '';
        at += 1;
      }
    }
    if (source[at] === quote) found.push({ text: words, at: from - 1 });
    return at + 1;
  }

  /** From behind an opening brace, or the beginning, to behind the closing one, or the end. */
  function code(from: number, end: '}' | null): number {
    let at = from;
    while (at < source.length) {
      const one = source[at] ?? '';
      if (one === end) return at + 1;
      if (source.startsWith('//', at) && source[at - 1] !== ':') at = endOf('\n', at);
      else if (source.startsWith('/*', at)) at = endOf('*/', at);
      else if (one === "'" || one === '"' || one === '`') at = text(at + 1, one);
      else if (one === '{') at = code(at + 1, '}');
      else at += 1;
    }
    return at;
  }

  function endOf(what: string, from: number): number {
    const at = source.indexOf(what, from);
    return at < 0 ? source.length : at + what.length;
  }

  code(0, null);
  return found;
}
