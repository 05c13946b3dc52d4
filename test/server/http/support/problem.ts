import { expect } from 'vitest';
import { PROBLEMS, type ProblemType, problemUri } from '../../../../protocol/problem.ts';

/** A problem document (RFC 9457) with whatever helps to go on. */
export interface ProblemDocument {
  readonly type: string;
  readonly status: number;
  readonly detail: string;
  readonly [extension: string]: unknown;
}

const TYPES = new Map(
  (Object.keys(PROBLEMS) as ProblemType[]).map((type) => [problemUri(type), PROBLEMS[type]]),
);
/** One sentence, and nothing of the inside: no stack, no path of a file, no statement of a database. */
const SENTENCE = /^[A-Z`"][^\n]*[.?]$/;
const INSIDE =
  /\bat \w+ \(|node_modules|\.ts\b|\.js\b|select |insert into|DrizzleQueryError|TypeError|undefined/i;

/** The problem that an answer carries: of a known type, whose status it bears, in one sentence. */
export function readProblem(status: number, contentType: string | null, text: string): ProblemDocument {
  expect(contentType).toBe('application/problem+json');
  const problem = JSON.parse(text) as ProblemDocument;
  const kind = TYPES.get(problem.type);
  expect(problem).toMatchObject({
    status,
    title: kind?.title,
    retryable: kind?.retryable,
    detail: expect.stringMatching(SENTENCE),
  });
  expect(kind?.status).toBe(status);
  expect(['string', 'object']).toContain(typeof problem.expected);
  expect(Object.keys(problem.expected ?? {}).length, text).toBeGreaterThan(0);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).not.toBe(500);
  expect(text).not.toMatch(INSIDE);
  return problem;
}

export async function problemOf(answer: Response): Promise<ProblemDocument> {
  return readProblem(answer.status, answer.headers.get('content-type'), await answer.text());
}
