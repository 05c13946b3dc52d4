import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { EXPECTED } from '../../protocol/expected.ts';
import { NOT_COUNTED } from '../../protocol/governance/codes.ts';
import * as limits from '../../protocol/limits.ts';
import { NOTE_BYTES_MAX, NOTE_SIGNATURES_MAX } from '../../protocol/log/note.ts';
import { PROBLEMS, type ProblemType, ProtocolError, problemUri } from '../../protocol/problem.ts';
import { problemDocument } from '../../protocol/problem-document.ts';
import { BUNDLE_BYTES_MAX, BUNDLE_ENTRIES_MAX } from '../../protocol/verify/bundle.ts';
import { FAULTS } from '../../protocol/verify/fault.ts';
import { LEVELS } from '../../protocol/verify/report.ts';

/* Where one of these fails after a change of the code: `node test/support/vectors/write-tables.ts`, and format `spec/`. */

/** Rows of the table with these columns, each cell without its backticks. */
function tableIn(file: string, ...columns: string[]): string[][] {
  const lines = readFileSync(new URL(`../../spec/${file}`, import.meta.url), 'utf8').split('\n');
  const rows = lines.map((line) => cellsOf(line));
  const head = rows.findIndex(
    (row) => row.length === columns.length && columns.every((name, at) => row[at] === name),
  );
  const table = rows.slice(head + 2);
  return table.slice(
    0,
    table.findIndex((row) => row.length === 0),
  );
}

function cellsOf(line: string): string[] {
  if (!line.trim().startsWith('|')) return [];
  return line
    .trim()
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim().replaceAll('`', ''));
}

describe('§11 the tables are those of the code', () => {
  test('[R-11.2] problem types', () => {
    expect(tableIn('11-codes-and-problems.md', 'type', 'status', 'retryable', 'title')).toEqual(
      Object.entries(PROBLEMS).map(([type, { status, retryable, title }]) => [
        type,
        String(status),
        retryable ? 'yes' : 'no',
        title,
      ]),
    );
    expect(problemUri('not-found')).toBe('urn:folkmoot:problem:not-found');
  });

  test('[R-11.8] every problem type has what is expected, and a problem without a better word says it', () => {
    expect(tableIn('11-codes-and-problems.md', 'type', 'expected')).toEqual(
      Object.entries(EXPECTED).map(([type, expected]) => [type, JSON.stringify(expected)]),
    );
    expect(Object.keys(EXPECTED)).toEqual(Object.keys(PROBLEMS));
    for (const type of Object.keys(PROBLEMS) as ProblemType[]) {
      const { expected } = problemDocument(new ProtocolError(type, 'It is so.'));
      expect(Object.keys(expected).length, type).toBeGreaterThan(0);
      const better = problemDocument(new ProtocolError(type, 'It is so.', { expected: { better: 1 } }));
      expect(better.expected).toEqual({ better: 1 });
    }
  });

  test('[R-11.5] codes', () => {
    expect(tableIn('11-codes-and-problems.md', 'code', 'levels', 'sentence')).toEqual(
      Object.entries(NOT_COUNTED).map(([code, { levels, sentence }]) => [code, levels.join(', '), sentence]),
    );
  });

  test('a word is a problem or a code, never both', () => {
    const both = Object.keys(NOT_COUNTED).filter((code) => code in PROBLEMS && !SHARED.has(code));
    expect(both).toEqual([]);
  });

  test('[R-11.6] limits', () => {
    const said = tableIn('11-codes-and-problems.md', 'limit', 'value', 'why').map(([, value]) =>
      Number(value?.replaceAll(',', '')),
    );
    expect(said).toEqual([
      limits.DOCUMENT_BYTES_MAX,
      limits.BATCH_DOCUMENTS_MAX,
      limits.BATCH_BYTES_MAX,
      limits.JSON_DEPTH_MAX,
      limits.REFS_MAX,
      limits.THREADS_MAX,
      limits.READS_MAX,
      limits.LEAF_BYTES_MAX,
      limits.ATTACHMENT_BYTES_MAX,
      limits.ATTACHMENTS_MAX,
      limits.SALT_BYTES,
      BUNDLE_BYTES_MAX,
      BUNDLE_ENTRIES_MAX,
      NOTE_BYTES_MAX,
      NOTE_SIGNATURES_MAX,
    ]);
    expect(Object.keys(limits)).toHaveLength(11);
  });
});

describe('§9 the tables are those of the code', () => {
  test('[R-9.1] levels', () => {
    expect(tableIn('09-verification.md', 'level', 'question').map(([level]) => level)).toEqual([...LEVELS]);
  });

  test('[R-9.4] faults', () => {
    expect(tableIn('09-verification.md', 'fault', 'level', 'sentence')).toEqual(
      Object.entries(FAULTS).map(([fault, { level, sentence }]) => [fault, level, sentence]),
    );
  });
});

/** Said of a request that is refused, and of a document that was logged all the same. */
const SHARED: ReadonlySet<string> = new Set(['not-founded', 'did-invalid', 'conflict', 'unsupported']);
