import type { JsonObject } from '../../../../protocol/canonical.ts';
import { setRoot } from '../../../../protocol/governance/set-items.ts';
import { saltOf, subjectOf } from '../../people.ts';
import { domainBody } from '../documents/samples.ts';

export interface SetInput {
  /** Counted pages of the set's thread in log order; `n` is how many entries it had before. */
  readonly pages: readonly {
    readonly n: number;
    readonly page: number;
    readonly root: string;
    readonly items: readonly string[];
  }[];
  readonly root: string;
  readonly count: number;
  /** Entries of the thread when the set was adopted; null for a set of the charter. */
  readonly adoptedAt: number | null;
}

export interface SetCase {
  readonly id: string;
  readonly rule: string;
  readonly what: string;
  /** Whether the set has items. */
  readonly valid: boolean;
  readonly input: SetInput;
}

/** Four items, sorted by their subjects. */
export const ITEMS: Readonly<Record<string, JsonObject>> = Object.fromEntries(
  ['one', 'two', 'three', 'four']
    .map((label) => ({
      subject: subjectOf(`item ${label}`),
      salt: saltOf(`item ${label}`),
      ...domainBody,
      title: { en: label },
    }))
    .sort((a, b) => (a.subject < b.subject ? -1 : 1))
    .map((item, index) => [`item ${index}`, item]),
);

const NAMES = Object.keys(ITEMS);
const rootOf = (names: readonly string[]) => setRoot(names.map((name) => ITEMS[name] ?? {}));
const ROOT = rootOf(NAMES);
const [A, B, C, D] = NAMES as [string, string, string, string]; // four of them

export function setVectors() {
  return {
    description:
      'Items of a set (Spec §4.6, §5.5). `items` are the items by name. In each case `input.pages` are the counted pages in the set’s thread, in log order, ' +
      'with how many entries `n` the thread had before each, and the names of its items. A set with `input.root` and `input.count` was adopted when the thread had ' +
      '`input.adoptedAt` entries (null: by the charter). Where `valid`, its items are all four, in their order; otherwise it has none.',
    items: ITEMS,
    cases: [...whole(), ...broken(), ...later()],
  };
}

function whole(): SetCase[] {
  return [
    set('R-4.16', true, 'one-page', 'one page', [[A, B, C, D]]),
    set('R-4.16', true, 'two-pages', 'two pages', [
      [A, B],
      [C, D],
    ]),
    set('R-4.16', true, 'four-pages', 'a page for each', [[A], [B], [C], [D]]),
    {
      ...set('R-4.16', true, 'any-order', 'pages logged in another order', []),
      input: input([page(0, 2, [C, D]), page(1, 1, [A, B])]),
    },
    {
      ...set('R-4.16', true, 'twice', 'a page logged twice: the first is taken', []),
      input: input([page(0, 1, [A, B]), page(1, 2, [C, D]), page(2, 2, [C])]),
    },
    {
      ...set('R-4.16', true, 'behind', 'a page behind the last one that is needed', []),
      input: input([page(0, 1, [A, B, C, D]), page(1, 2, [A])]),
    },
    {
      ...set('R-4.16', true, 'other-root', 'pages of another set under the same subject', []),
      input: input([{ ...page(0, 1, [A]), root: rootOf([A]) }, page(1, 1, [A, B]), page(2, 2, [C, D])]),
    },
  ];
}

function broken(): SetCase[] {
  return [
    set('R-4.16', false, 'missing-page', 'a missing page', [[A, B]]),
    {
      ...set('R-4.16', false, 'gap', 'page 2 is missing', []),
      input: input([page(0, 1, [A, B]), page(1, 3, [C, D])]),
    },
    set('R-4.16', false, 'unsorted', 'items in another order', [
      [B, A],
      [C, D],
    ]),
    set('R-4.16', false, 'item-twice', 'an item twice', [
      [A, A],
      [B, C],
    ]),
    set('R-4.16', false, 'more', 'more items than counted', [[A, B, C, D]], { count: 3 }),
    set('R-4.16', false, 'fewer', 'fewer items than counted', [[A, B, C, D]], { count: 5 }),
    set('R-4.16', false, 'another-root', 'items that do not give the root', [[A, B, C]], { count: 3 }),
    {
      ...set('R-4.16', false, 'first-bad', 'a page logged twice, the first of which is wrong', []),
      input: input([page(0, 1, [A, B, C]), page(1, 1, [A, B]), page(2, 2, [C, D])]),
    },
  ];
}

function later(): SetCase[] {
  const pages = [page(0, 1, [A, B]), page(1, 2, [C, D])];
  const adopted = (id: string, valid: boolean, what: string, adoptedAt: number | null): SetCase => ({
    ...{ id, rule: 'R-5.15', what, valid },
    input: { ...input(pages), adoptedAt },
  });
  return [
    adopted('before', true, 'pages logged before the adoption', 2),
    adopted('one-late', false, 'a page logged after it', 1),
    adopted('all-late', false, 'all pages logged after it', 0),
    adopted('charter', true, 'a set of the charter: its pages come later', null),
  ];
}

function set(
  rule: string,
  valid: boolean,
  id: string,
  what: string,
  pages: readonly (readonly string[])[],
  more: Partial<SetInput> = {},
): SetCase {
  return {
    id,
    rule,
    what,
    valid,
    input: { ...input(pages.map((items, n) => page(n, n + 1, items))), ...more },
  };
}

function input(pages: SetInput['pages']): SetInput {
  return { pages, root: ROOT, count: NAMES.length, adoptedAt: pages.length };
}

function page(n: number, number: number, items: readonly string[]) {
  return { n, page: number, root: ROOT, items };
}
