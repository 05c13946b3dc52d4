import { canonicalBytes, type JsonObject, type JsonValue } from '../../../../protocol/canonical.ts';
import { LEAF_BYTES_MAX } from '../../../../protocol/limits.ts';
import { subjectOf } from '../../people.ts';
import type { VectorCase, VectorFile } from '../document-case.ts';
import { idOf } from '../documents/samples.ts';

/** Nothing more is expected than that a text is a leaf, or is not. */
type LeafCase = VectorCase<Readonly<Record<string, never>>>;

const KEYS = Array.from({ length: 20 }, (_, index) => subjectOf(`thread ${index}`)).sort();
const at = (index: number, n = 1, prev = 4) => ({ key: KEYS[index] ?? '', n, prev });
const positions = (count: number) => Array.from({ length: count }, (_, index) => at(index));

const LEAF = {
  at: '2026-01-10T12:00:00.000Z',
  doc: idOf('a decision'),
  reads: [at(2), at(3)],
  sig: 'A'.repeat(86),
  threads: [at(0), at(1, 0, -1)],
  type: 'decision',
};

export function leafVectors(): VectorFile<Readonly<Record<string, never>>> {
  return {
    description:
      'Leaves (Spec §3.2). `input.text` is what is hashed into the tree. Where `valid`, it is a leaf by its form; ' +
      'otherwise a reader refuses it (`log-invalid`).',
    cases: [...form(), ...members(), ...order(), ...sizes()],
  };
}

function form(): LeafCase[] {
  return [
    taken('R-3.2', 'leaf', 'a leaf', LEAF),
    taken('R-3.2', 'first', 'the first leaf of a log', { ...LEAF, reads: [], threads: [at(0, 0, -1)] }),
    taken('R-3.2', 'opaque', 'the leaf of a document that is not public', { ...LEAF, type: 'opaque' }),
    taken('R-3.2', 'no-threads', 'a leaf that changes no thread', { ...LEAF, threads: [] }),
    taken('R-3.2', 'unknown-type', 'a leaf of a type that these rules do not know', {
      ...LEAF,
      type: 'horoscope',
    }),
    taken('R-3.2', 'hidden-key', 'a hidden thread, and its usage', {
      ...LEAF,
      threads: [
        { key: '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU', n: 1, prev: 4 },
        { key: 'usage:47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU', n: 1, prev: 4 },
      ],
    }),
    refusedText('R-3.2', 'space', 'a space', ` ${textOf(LEAF)}`),
    refusedText(
      'R-3.2',
      'order',
      'members in another order',
      JSON.stringify(Object.fromEntries(Object.entries(LEAF).toReversed())),
    ),
    refusedText('R-3.2', 'list', 'a list', '[]'),
    refusedText('R-3.2', 'nothing', 'no bytes', ''),
  ];
}

function members(): LeafCase[] {
  const bad: readonly (readonly [id: string, what: string, change: JsonObject])[] = [
    ['more', 'a member too many', { index: 3 }],
    ['at-seconds', '`at` without decimals', { at: '2026-01-10T12:00:00Z' }],
    ['at-day', '`at` on a day that does not exist', { at: '2026-02-30T12:00:00.000Z' }],
    ['at-offset', '`at` with an offset', { at: '2026-01-10T12:00:00.000+00:00' }],
    ['doc-hash', 'a bare hash as `doc`', { doc: '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU' }],
    ['sig-short', 'a signature of 63 bytes', { sig: 'A'.repeat(84) }],
    ['sig-bits', 'a signature with unused bits that are not zero', { sig: `${'A'.repeat(85)}B` }],
    ['sig-padding', 'a signature with padding', { sig: `${'A'.repeat(86)}==` }],
    ['type-empty', 'no type', { type: '' }],
    ['type-long', 'a type of 65 characters', { type: 'a'.repeat(65) }],
    ['key-empty', 'a thread without a key', { threads: [{ key: '', n: 1, prev: 4 }] }],
    ['key-long', 'a key of 129 characters', { threads: [{ key: 'a'.repeat(129), n: 1, prev: 4 }] }],
    ['position-more', 'a position with a member too many', { threads: [{ ...at(0), last: 5 }] }],
    ['n-negative', 'a negative `n`', { threads: [at(0, -1, 4)] }],
    ['prev-below', '`prev` below −1', { threads: [at(0, 0, -2)] }],
    ['n-text', '`n` as text', { threads: [{ ...at(0), n: '1' }] }],
    ['threads-null', '`threads` null', { threads: null }],
  ];
  return [
    ...Object.keys(LEAF).map((member) => {
      const { [member as keyof typeof LEAF]: _, ...rest } = LEAF; // one of its own members
      return refused('R-3.2', `without-${member}`, `without \`${member}\``, rest);
    }),
    ...bad.map(([id, what, change]) => refused('R-3.2', id, what, { ...LEAF, ...change })),
  ];
}

function order(): LeafCase[] {
  const threads = (...list: JsonValue[]) => ({ ...LEAF, threads: list });
  return [
    taken('R-3.3', 'sorted', 'positions sorted by key', { ...LEAF, threads: [at(0), at(1)], reads: [at(2)] }),
    refused('R-3.3', 'unsorted', 'positions in another order', threads(at(1), at(0))),
    refused('R-3.3', 'reads-unsorted', 'reads in another order', { ...LEAF, reads: [at(3), at(2)] }),
    refused('R-3.3', 'twice', 'a thread twice', threads(at(0), at(0))),
    refused('R-3.3', 'both', 'a thread that is changed and read', { ...LEAF, reads: [at(0), at(3)] }),
    refused('R-3.3', 'n-without-prev', 'entries, and no last one', threads(at(0, 1, -1))),
    refused('R-3.3', 'prev-without-n', 'no entries, and a last one', threads(at(0, 0, 0))),
    taken('R-3.3', 'prev-zero', 'one entry, at index 0', threads(at(0, 1, 0))),
  ];
}

function sizes(): LeafCase[] {
  /** Keys of 128 characters that sort before one another. */
  const wide = (count: number, from: number) =>
    Array.from({ length: count }, (_, index) => ({
      key: String(from + index).padStart(128, '0'),
      n: 1,
      prev: 4,
    }));
  const full = { ...LEAF, threads: wide(8, 0), reads: wide(15, 100) };
  const fill = LEAF_BYTES_MAX - canonicalBytes(full).length;
  const bytes = fill - ',{"key":"","n":1,"prev":4}'.length;
  /** 128 characters that take so many bytes. */
  const keyOf = (length: number) => {
    const [three, two] = [Math.floor((length - 128) / 2), length % 2];
    return '9'.repeat(128 - three - two) + 'ü'.repeat(two) + '€'.repeat(three);
  };
  const last = (length: number) => ({ key: keyOf(length), n: 1, prev: 4 });
  return [
    taken('R-3.2', 'threads-most', 'eight threads', { ...LEAF, threads: positions(8), reads: [] }),
    refused('R-3.2', 'threads-more', 'nine threads', { ...LEAF, threads: positions(9), reads: [] }),
    taken('R-3.2', 'reads-most', '16 reads', { ...LEAF, threads: [], reads: positions(16) }),
    refused('R-3.2', 'reads-more', '17 reads', { ...LEAF, threads: [], reads: positions(17) }),
    taken('R-3.2', 'bytes-most', '4,096 bytes', { ...full, reads: [...wide(15, 100), last(bytes)] }),
    refused('R-3.2', 'bytes-more', '4,097 bytes', {
      ...full,
      reads: [...wide(15, 100), last(bytes + 1)],
    }),
  ];
}

function taken(rule: string, id: string, what: string, leaf: JsonObject): LeafCase {
  return { id, rule, what, valid: true, input: { text: textOf(leaf) }, expected: {} };
}

function refused(rule: string, id: string, what: string, leaf: JsonObject): LeafCase {
  return refusedText(rule, `no-${id}`, what, textOf(leaf));
}

function refusedText(rule: string, id: string, what: string, text: string): LeafCase {
  return { id, rule, what, valid: false, input: { text }, expected: {} };
}

function textOf(leaf: JsonObject): string {
  return new TextDecoder().decode(canonicalBytes(leaf));
}
