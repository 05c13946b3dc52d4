import * as z from 'zod';
import { ProtocolError } from '../../problem.ts';
import { type Glob, matchesGlob, parseGlob } from './glob.ts';
import { exceedsBytes, parsePath } from './path.ts';
import { compileRegex, regexWeight } from './path-regex.ts';

/** One pattern in bytes of UTF-8: the kernel's longest has 88. With it the text of a regular expression is bounded. */
export const PATTERN_BYTES_MAX = 256;
/** Before a regular expression; anything else is a glob. */
export const REGEX_PREFIX = 'regex:';

/** A pattern that begins with "*" is a catch-all: it stands behind everything, regular expressions too. */
const CATCH_ALL_SPECIFICITY = -1;
/** A regular expression says nothing about depth: every glob with a fixed beginning stands before it. */
const REGEX_SPECIFICITY = 0;

/** Texts with control characters look like others. */
const CONTROL = /\p{Cc}/u;

/** A pattern over paths as domains list it: a glob, or `regex:` and a regular expression. Spec §5. */
export const pathPatternSchema = z
  .string()
  .superRefine((text, context) => {
    const parsed = parsePathPattern(text);
    if (typeof parsed !== 'string') context.addIssue({ code: 'custom', message: parsed.reason });
  })
  .brand('PathPattern');
export type PathPattern = z.infer<typeof pathPatternSchema>;

/** Why a text is no pattern, as one sentence. */
export interface PatternProblem {
  readonly reason: string;
}

/** A pattern taken apart, for matching more than once. */
export type CompiledPattern =
  | { readonly kind: 'glob'; readonly glob: Glob }
  | { readonly kind: 'regex'; readonly source: string };

/**
 * The text as a pattern, or why it is none. Spec §5.
 *
 * A pattern is its text: nothing is trimmed, folded or completed.
 */
export function parsePathPattern(text: string): PathPattern | PatternProblem {
  try {
    refuseBadText(text);
    if (text.startsWith(REGEX_PREFIX)) regexWeight(text.slice(REGEX_PREFIX.length));
    else parseGlob(text);
    return text as PathPattern; // read by its grammar just now
  } catch (error) {
    if (error instanceof ProtocolError) return { reason: error.message };
    throw error;
  }
}

/**
 * Whether the pattern covers the path. Spec §5.
 *
 * Takes the pattern apart at each call: for more than a few paths build an index.
 *
 * @throws {ProtocolError} `malformed` or `too-large` where `path` is none.
 */
export function matchesPath(pattern: PathPattern, path: string): boolean {
  const segments = parsePath(path);
  const compiled = compilePattern(pattern);
  return compiled.kind === 'glob'
    ? matchesGlob(compiled.glob, segments)
    : compileRegex(compiled.source).test(path);
}

/**
 * How much a pattern pins down; the larger goes first. Spec §5.
 *
 * The depth of get_maintainer.pl: −1 for a glob that begins with "*", 0 for a regular expression, else the number of
 * slashes, and one more where the glob does not end in one.
 */
export function specificityOf(pattern: PathPattern): number {
  if (pattern.startsWith(REGEX_PREFIX)) return REGEX_SPECIFICITY;
  if (pattern.startsWith('*')) return CATCH_ALL_SPECIFICITY;
  const slashes = pattern.split('/').length - 1;
  return pattern.endsWith('/') ? slashes : slashes + 1;
}

/** For the index, which takes each pattern apart once. */
export function compilePattern(pattern: PathPattern): CompiledPattern {
  return pattern.startsWith(REGEX_PREFIX)
    ? { kind: 'regex', source: pattern.slice(REGEX_PREFIX.length) }
    : { kind: 'glob', glob: parseGlob(pattern) };
}

function refuseBadText(text: string): void {
  if (text === '') throw new ProtocolError('malformed', 'The pattern is empty.');
  if (exceedsBytes(text, PATTERN_BYTES_MAX)) {
    throw new ProtocolError('too-large', `The pattern is longer than ${PATTERN_BYTES_MAX} bytes.`);
  }
  if (!text.isWellFormed()) throw new ProtocolError('malformed', 'The pattern has no form in UTF-8.');
  if (CONTROL.test(text)) throw new ProtocolError('malformed', 'The pattern holds a control character.');
}
