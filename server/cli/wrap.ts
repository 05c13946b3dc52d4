/** A text in lines of at most so many columns, cut at blanks; a word that is longer than a line keeps one to itself. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > columns) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** Longer lines are hard to read, however wide the terminal is. */
const READABLE_COLUMNS = 100;

/** How wide text for people may be; without end where no terminal shows it, so that a line stays one for other programs. */
export function readableColumns(): number {
  if (process.stdout.isTTY !== true) return Number.POSITIVE_INFINITY;
  return Math.min(READABLE_COLUMNS, process.stdout.columns);
}
