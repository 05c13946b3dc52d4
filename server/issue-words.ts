import * as z from 'zod';

/** A place in what was sent, and what is expected there: members of a problem. Spec §11. */
const issuesSchema = z.array(z.object({ at: z.string(), expected: z.string() })).min(1);

/**
 * What is wrong with the form of what was sent, in words: one sentence for each place; null where a problem names none.
 *
 * @param issues the member `issues` of a problem.
 */
export function issueWords(issues: unknown): readonly string[] | null {
  const named = issuesSchema.safeParse(issues);
  return named.success
    ? named.data.map(({ at, expected }) => `${placeWords(at)}: ${expectedWords(expected)}`)
    : null;
}

/** `operations.0.quantity` is “the quantity of operation 1”, `endsAt` “ends at”. */
export function placeWords(at: string): string {
  const names: string[] = [];
  for (const part of at.split('.')) {
    const before = names.at(-1);
    if (/^\d+$/.test(part) && before !== undefined)
      names[names.length - 1] = `${before.replace(/s$/, '')} ${Number(part) + 1}`;
    else names.push(part.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
  }
  return names.toReversed().join(' of ');
}

/** What a form that programs check means for a person. */
const EXPECTED: Readonly<Record<string, string>> = {
  object: 'it is missing, or has another form',
  string: 'it is missing, or is no text',
  number: 'it takes a number',
  integer: 'it takes a whole number',
  boolean: 'it takes true or false',
  array: 'it takes a list',
  record: 'it takes words by language, such as {"en":"…"}',
  regex: 'it has another form',
};

function expectedWords(expected: string): string {
  const known = EXPECTED[expected];
  if (known !== undefined) return known;
  const [, what, range, count] = /^(?:length of (\w+)|number) (at least|at most) (\d+)$/.exec(expected) ?? [];
  if (range === undefined) return `it takes ${expected}`;
  const unit = what === undefined ? '' : what === 'string' ? ' characters' : ' of them';
  return `it takes ${what === undefined ? 'a number of ' : ''}${range} ${count}${unit}`;
}
