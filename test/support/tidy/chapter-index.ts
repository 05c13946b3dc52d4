import { anchorOf } from './links.ts';
import type { TextFile } from './tree.ts';

const HEADING = /^## (\d+\.\d+ .*)$/;
const RULE = /^- \*\*\[(R-\d+\.\d+[a-z]?)\]\*\*/;

/**
 * The index that belongs at the head of a chapter: a line for each section, with a link and the ranges of its rules.
 *
 * A range goes on as long as the numbers do: a rule with a letter belongs to the rule before it.
 */
export function chapterIndex({ text }: TextFile): string {
  const sections: { heading: string; rules: string[] }[] = [];
  for (const line of text.split('\n')) {
    const heading = HEADING.exec(line)?.[1];
    const rule = RULE.exec(line)?.[1];
    if (heading !== undefined) sections.push({ heading, rules: [] });
    if (rule !== undefined) sections.at(-1)?.rules.push(rule);
  }
  return sections
    .map(({ heading, rules }) => {
      const ranges = rangesOf(rules);
      return `- [${heading}](#${anchorOf(heading)})${ranges === '' ? '' : `: ${ranges}`}\n`;
    })
    .join('');
}

/** What a chapter has before its first section: the place of its index. */
export function headOf({ text }: TextFile): string {
  return text.slice(0, text.search(/^## /m));
}

function rangesOf(rules: readonly string[]): string {
  const sorted = [...rules].sort((a, b) => numberOf(a) - numberOf(b) || a.localeCompare(b));
  const ranges: string[][] = [];
  for (const rule of sorted) {
    const range = ranges.at(-1);
    const last = range?.at(-1);
    if (range !== undefined && last !== undefined && numberOf(rule) - numberOf(last) <= 1) range.push(rule);
    else ranges.push([rule]);
  }
  return ranges.map((range) => [...new Set([range.at(0), range.at(-1)])].join(' to ')).join(', ');
}

function numberOf(rule: string): number {
  return Number(/\.(\d+)/.exec(rule)?.[1]);
}
