import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildPathIndex, lookupPath, type PathIndex } from '../../../protocol/governance/scope/path-index.ts';
import { parseMaintainers } from '../../../server/importers/maintainers.ts';
import { personIdentity } from '../../../server/importers/maintainers-people.ts';
import type { MaintainersSection } from '../../../server/importers/maintainers-section.ts';
import { naiveOwners, naiveSections } from '../../support/naive-maintainers.ts';
import { EXAMPLE_PATHS, KERNEL_4_PATHS, KERNEL_6_PATHS } from './register-paths.ts';

const EXAMPLE = new URL('../../../server/importers/example-register.txt', import.meta.url);
const SHARED = new URL('../../../../shared/data/linux/', import.meta.url);

const KERNELS = [
  {
    file: 'MAINTAINERS.v6.18.2',
    counts: { sections: 3158, maintainerLines: 4139, people: 1939, withoutMaintainer: 210 },
    warnings: [
      '2126 name-in-section',
      '4282 unknown-status',
      '13711 several-statuses',
      '13712 several-statuses',
      '17762 pattern-repaired',
      '28416 unknown-status',
    ],
    paths: KERNEL_6_PATHS,
  },
  {
    file: 'MAINTAINERS.v4.15',
    counts: { sections: 1792, maintainerLines: 2341, people: 1250, withoutMaintainer: 99 },
    warnings: ['6664 address-missing', '13849 regex-refused', '15143 unknown-status', '2213 duplicate-name'],
    paths: KERNEL_4_PATHS,
  },
];

describe('our own register', () => {
  const { bytes, sections, index } = load(EXAMPLE);

  test('is clean but for one status, and has what a register can have', () => {
    expect(parseMaintainers(bytes).warnings).toMatchObject([{ line: 326, code: 'unknown-status' }]);
    expect(countsOf(sections)).toEqual({
      sections: 42,
      maintainerLines: 49,
      people: 17,
      withoutMaintainer: 3,
    });
    expect(sections.at(-1)).toMatchObject({ name: 'THE REST', paths: ['*', '*/'], status: 'other' });
  });

  test.each(EXAMPLE_PATHS)('§5 [R-5.31] $0 is owned as written down', (path, ...names) => {
    expect(ownerNames(sections, index, path)).toEqual(names);
  });

  test('§5 [R-5.31] agrees with the naive reader', () => {
    expectAgreement(bytes, sections, derivedPaths(sections));
  });
});

describe.each(KERNELS)('the kernel’s $file', ({ file, counts, warnings, paths }) => {
  const url = new URL(file, SHARED);
  if (!existsSync(url)) {
    console.warn(`SKIPPED: shared/data/linux/${file} is missing; only our own register is compared.`);
    test.skip(`SKIPPED: shared/data/linux/${file} is missing`, () => undefined);
    return;
  }
  const { bytes, sections, index } = load(url);

  test('has the sections, maintainers and people that were counted', () => {
    expect(countsOf(sections)).toEqual(counts);
  });

  test('has just the dirt that is known', () => {
    expect(parseMaintainers(bytes).warnings.map(({ line, code }) => `${line} ${code}`)).toEqual(warnings);
  });

  test.each(paths)('§5 [R-5.31] $0 is owned as written down', (path, ...names) => {
    expect(ownerNames(sections, index, path)).toEqual(names);
  });

  test('§5 [R-5.31] agrees with the naive reader', () => {
    const derived = derivedPaths(sections);
    const step = Math.ceil(derived.length / 1_200);
    expectAgreement(
      bytes,
      sections,
      derived.filter((_, index) => index % step === 0),
    );
  });
});

function load(url: URL) {
  const bytes = readFileSync(url);
  const { sections } = parseMaintainers(bytes);
  return { bytes, sections, index: indexOf(sections) };
}

function countsOf(sections: readonly MaintainersSection[]) {
  const listed = sections.flatMap(({ maintainers }) => maintainers);
  return {
    sections: sections.length,
    maintainerLines: listed.length,
    people: new Set(listed.map(personIdentity)).size,
    withoutMaintainer: sections.filter(({ maintainers }) => maintainers.length === 0).length,
  };
}

function indexOf(sections: readonly MaintainersSection[]) {
  return buildPathIndex(
    sections.map(({ paths, excludes }, number) => ({ key: String(number), paths, excludes })),
  );
}

function ownerNames(sections: readonly MaintainersSection[], index: PathIndex, path: string) {
  return lookupPath(index, path).map(({ key }) => sections[Number(key)]?.name);
}

/** Both give the same sections, depths and order for every path, by the sections' places in the file. */
function expectAgreement(
  bytes: Uint8Array,
  sections: readonly MaintainersSection[],
  paths: readonly string[],
): void {
  const naive = naiveSections(new TextDecoder().decode(bytes));
  expect(naive.map(({ name }) => name)).toEqual(sections.map(({ name }) => name));
  const index = indexOf(sections);
  let withSeveral = 0;
  for (const path of paths) {
    const owners = lookupPath(index, path).map(({ key, specificity }) => `${key}:${specificity}`);
    const expected = naiveOwners(naive, path).map(({ at, depth }) => `${at}:${depth}`);
    expect(owners, path).toEqual(expected);
    withSeveral += owners.length > 2 ? 1 : 0;
  }
  expect(paths.length).toBeGreaterThan(200);
  expect(withSeveral).toBeGreaterThan(paths.length / 10);
}

/** Paths that patterns and excludes cover, and near misses of each: longer names, one deeper, the folder itself. */
function derivedPaths(sections: readonly MaintainersSection[]): string[] {
  const patterns = sections.flatMap(({ paths, excludes }) => [...paths, ...excludes]);
  const all = patterns.flatMap((pattern) => {
    const isRegex = pattern.startsWith('regex:');
    const filled = isRegex
      ? `lib/${pattern.slice('regex:'.length).replace(/[^a-z0-9]+/g, '-')}/x.c`
      : pattern
          .replace(/\*/g, 'x1')
          .replace(/\?/g, 'q')
          .replace(/\[\^?(.)[^\]]*\]/g, '$1');
    const path = filled.endsWith('/') ? `${filled}sub/file.c` : filled;
    const folder = path.split('/').slice(0, -1).join('/');
    return [path, `${path}.orig`, `${path}/below.c`, `old/${path}`, ...(folder === '' ? [] : [folder])];
  });
  return [...new Set(all)];
}
