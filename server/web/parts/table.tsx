import type { Child, FC } from 'hono/jsx';

export interface Column {
  readonly label: string;
  /** On a narrow screen `brief` stands in one line with the other brief ones, and `long` below its label. */
  readonly kind?: 'text' | 'number' | 'brief' | 'long';
}

/** Cells of one row; the first one names the row. */
export type Row = readonly Child[];

/**
 * A table that the stylesheet turns into a list of cards where the screen is narrow: there each cell says its column.
 */
export const Table: FC<{
  caption: Child;
  columns: readonly Column[];
  rows: readonly Row[];
}> = ({ caption, columns, rows }) => (
  <table>
    <caption>{caption}</caption>
    <thead>
      <tr>
        {columns.map(({ label, kind }) => (
          <th scope="col" class={kind ?? 'text'}>
            {label}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map((cells) => (
        <tr>
          {cells.map((cell, position) => {
            const column = columns[position];
            const common = { class: column?.kind ?? 'text', 'data-label': column?.label ?? '' };
            return position === 0 ? (
              <th scope="row" {...common}>
                {cell}
              </th>
            ) : (
              <td {...common}>
                <div class="cell">{cell}</div>
              </td>
            );
          })}
        </tr>
      ))}
    </tbody>
  </table>
);
