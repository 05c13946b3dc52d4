import Table from 'cli-table3';

/** Lines without borders: columns line up, and a pipe can still cut them. */
const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};
/** Where no terminal says how wide it is. */
const WIDTH_DEFAULT = 120;

/** Rows below their headings, one line each unless a width is given for their last column. */
export function tableLines(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  wrapLast = false,
): readonly string[] {
  const table = new Table({
    head: [...head],
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    ...(wrapLast ? { wordWrap: true, colWidths: widths(head, rows) } : {}),
  });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

/** The last column takes what the others leave of the line. */
function widths(head: readonly string[], rows: readonly (readonly string[])[]): number[] {
  const natural = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const others = natural.slice(0, -1);
  const taken = others.reduce((sum, width) => sum + width + 2, 0);
  return [...others, Math.max(20, (process.stdout.columns ?? WIDTH_DEFAULT) - taken)];
}
