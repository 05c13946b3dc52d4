/** How a section is looked after; `unstated` where it says nothing, `other` where it says something of its own. */
export type SectionStatus =
  | 'supported'
  | 'maintained'
  | 'odd-fixes'
  | 'orphan'
  | 'obsolete'
  | 'other'
  | 'unstated';

const STATUSES: readonly (readonly [begins: string, status: SectionStatus])[] = [
  ['supported', 'supported'],
  ['maintained', 'maintained'],
  ['odd fixes', 'odd-fixes'],
  ['orphan', 'orphan'],
  ['obsolete', 'obsolete'],
];

/**
 * The status that a free text begins with, whatever its case. `Orphan / Obsolete` is an orphan: that nobody looks after
 * it is what decision-rights need to know. `Externally maintained` is `other`: nobody does so here.
 */
export function parseStatus(text: string): SectionStatus {
  const words = text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');
  for (const [begins, status] of STATUSES) {
    if (words.startsWith(begins) && !/^\p{L}/u.test(words.slice(begins.length))) return status;
  }
  return words === '' ? 'unstated' : 'other';
}
