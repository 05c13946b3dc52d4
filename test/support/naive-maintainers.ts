/**
 * A second reading of the MAINTAINERS grammar, for comparison: line by line as get_maintainer.pl reads it, every glob
 * turned into a RegExp, every section tried for every path. It shares no code with the project, on purpose.
 */

/** One section as the naive reader sees it. `depth` is null where no pattern of it matches. */
export interface NaiveSection {
  readonly name: string;
  readonly tags: readonly (readonly [tag: string, value: string])[];
  readonly depthOf: (path: string) => number | null;
}

/** Every run of tag lines with the line above it; text that no tags follow is dropped, as are all blank lines. */
export function naiveSections(text: string): NaiveSection[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const found: { name: string; tags: [string, string][] }[] = [];
  for (let i = 0; i < lines.length; i++) {
    const above = lines[i - 1] ?? '';
    const line = lines[i] ?? '';
    const tag = /^([A-Z]):\s*(.*)/.exec(line);
    if (tag === null) continue;
    if (!/^[A-Z]:/.test(above)) found.push({ name: above.replace(/\s+/g, ' '), tags: [] });
    found[found.length - 1]?.tags.push([tag[1] ?? '', (tag[2] ?? '').trimEnd()]);
  }
  return found.map((section) => ({ ...section, depthOf: depthIn(section.tags) }));
}

/** Sections that own the path: their numbers in the file, the deepest first, equals in the file's order. */
export function naiveOwners(
  sections: readonly NaiveSection[],
  path: string,
): { at: number; depth: number }[] {
  const owners: { at: number; depth: number }[] = [];
  sections.forEach((section, at) => {
    const depth = section.depthOf(path);
    if (depth !== null) owners.push({ at, depth });
  });
  return owners.sort((a, b) => (a.depth === b.depth ? a.at - b.at : b.depth - a.depth));
}

function depthIn(tags: readonly [string, string][]): (path: string) => number | null {
  const exclusions = tags.filter(([tag]) => tag === 'X').map(([, value]) => globToRegExp(value));
  const rules = tags.flatMap(([tag, value]): [RegExp, number][] => {
    if (tag === 'F') return [[globToRegExp(value), depthOfGlob(value)]];
    if (tag === 'N')
      return [[value.startsWith('(?i)') ? new RegExp(value.slice(4), 'iu') : new RegExp(value, 'u'), 0]];
    return [];
  });
  return (path) => {
    if (exclusions.some((exclusion) => exclusion.test(path))) return null;
    const depths = rules.filter(([rule]) => rule.test(path)).map(([, depth]) => depth);
    return depths.length === 0 ? null : Math.max(...depths);
  };
}

/** The kernel's tool knows no escape: its one `\*` covers there what `*` covers. */
function globToRegExp(glob: string): RegExp {
  const source = glob
    .replace('\\*', '*')
    .replace(/[.+(){}|$]/g, (character) => `\\${character}`)
    .replace('[^', '[^/')
    .replace(/\*/g, '[^/]*')
    .replace(/\?/g, '[^/]');
  if (glob.endsWith('/')) return new RegExp(`^${source}.`, 'su');
  const below = /[*?[]/.test(glob) ? '' : '(?:/.*)?';
  return new RegExp(`^${source}${below}$`, 'su');
}

function depthOfGlob(glob: string): number {
  if (glob[0] === '*') return -1;
  let depth = glob[glob.length - 1] === '/' ? 0 : 1;
  for (const character of glob) if (character === '/') depth++;
  return depth;
}
