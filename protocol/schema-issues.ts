import type * as z from 'zod';

/** Schema issues that one answer lists: the first ones are what the caller can mend. */
const ISSUES_SHOWN_MAX = 10;
/** A word of the input in an answer helps a reader; it must not carry the input back whole. */
const WORD_CHARACTERS_MAX = 64;

/** What a schema refused, as members of a problem: the first place and what is expected there, then all. Spec §11. */
export function schemaIssues({ issues }: z.ZodError) {
  const shown = issues.slice(0, ISSUES_SHOWN_MAX).map((issue) => ({
    at: issue.path.map(String).join('.').toWellFormed(),
    expected: expectedBy(issue),
  }));
  const [first] = shown;
  return { at: first?.at ?? '', expected: first?.expected ?? '', issues: shown };
}

function expectedBy(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'int' ? 'integer' : issue.expected;
    case 'invalid_value':
      return `one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'invalid_format':
      return issue.format;
    case 'unrecognized_keys':
      return `no member ${issue.keys.map(wordOf).join(', ')}`;
    case 'too_small':
      return `${sizeOf(issue)} at least ${issue.minimum}`;
    case 'too_big':
      return `${sizeOf(issue)} at most ${issue.maximum}`;
    case 'invalid_union':
      return [
        ...new Set(issue.errors.flatMap(([first]) => (first === undefined ? [] : [expectedBy(first)]))),
      ].join(', or ');
    default:
      return issue.message.toWellFormed();
  }
}

function sizeOf({ origin }: { readonly origin: string }): string {
  return origin === 'number' || origin === 'int' ? 'number' : `length of ${origin}`;
}

function wordOf(word: string): string {
  return JSON.stringify(word.slice(0, WORD_CHARACTERS_MAX).toWellFormed());
}
