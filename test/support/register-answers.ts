import { type NaiveSection, naiveOwners } from './naive-maintainers.ts';

/** What `/register/path` says of one owner. */
export interface OwnerAnswer {
  readonly title: Readonly<Record<string, string>>;
  readonly status: string;
  readonly specificity: readonly [number, number, number];
  readonly owner: {
    readonly kind: string;
    readonly people: readonly { readonly name: string; readonly email: string | null }[];
  };
}

/** An owner, reduced to what two readings of one file must have in common. */
export interface Named {
  readonly title: string;
  readonly depth: number;
  readonly emails: readonly string[];
}

/** Who owns a path by the naive reading of the file: sections, depths and maintainers' addresses, in order. */
export function naiveAnswer(sections: readonly NaiveSection[], path: string): Named[] {
  return naiveOwners(sections, path).map(({ at, depth }) => {
    const { name, tags } = sections[at] ?? { name: '', tags: [] };
    const people = tags.flatMap(([tag, value]) => (tag === 'M' ? emailsIn(value) : []));
    return { title: name.trim(), depth, emails: [...new Set(people)] };
  });
}

/** The same of an answer of the server, without domains that no file brought. */
export function servedAnswer(owners: readonly OwnerAnswer[]): Named[] {
  return owners
    .filter(({ owner }) => owner.kind === 'seats' || owner.kind === 'none')
    .map(({ title, specificity, owner }) => ({
      title: title.en ?? '',
      depth: specificity[0],
      emails: owner.people.map(({ email }) => (email ?? '').toLowerCase()),
    }));
}

/** Every name that the file gives to an address. */
export function namesByEmail(sections: readonly NaiveSection[]): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  for (const { tags } of sections) {
    for (const [tag, value] of tags) {
      if (tag !== 'M' && tag !== 'R') continue;
      for (const email of emailsIn(value)) {
        names.set(email, (names.get(email) ?? new Set()).add(value));
      }
    }
  }
  return names;
}

function emailsIn(value: string): string[] {
  return (value.match(/[^\s<>()",;]+@[^\s<>()",;]+/g) ?? []).map((email) => email.toLowerCase());
}

/**
 * Paths that patterns of the file cover, and near misses of each, evenly spread over it.
 *
 * @param most how many at the most.
 */
export function pathsOf(sections: readonly NaiveSection[], most: number): string[] {
  const filled = sections.flatMap(({ tags }) =>
    tags.flatMap(([tag, value]) => {
      if (tag === 'N') return [`lib/${value.replace(/[^A-Za-z0-9]+/g, '-')}/x.c`];
      if (tag !== 'F' && tag !== 'X') return [];
      const path = value
        .replace(/\\?\*/g, 'x1')
        .replace(/\?/g, 'q')
        .replace(/\[\^?(.)[^\]]*\]/g, '$1');
      return [path.endsWith('/') ? `${path}sub/file.c` : path];
    }),
  );
  const all = [...new Set(filled.flatMap((path) => [path, `${path}.orig`, `old/${path}`]))];
  const step = Math.max(1, Math.ceil(all.length / most));
  return all.filter((_, place) => place % step === 0);
}
