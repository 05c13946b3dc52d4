import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { namesSchema, paragraphsSchema } from '../../protocol/documents/common.ts';
import { constraint } from '../../protocol/documents/constraint.ts';
import type { FoundingConstraint } from '../flows/founding/minimal-template.ts';
import { UsageError } from './usage-error.ts';

/** Values that a commons begins with are few. */
const CONSTRAINTS_MAX = 16;

const listSchema = z
  .array(
    z.strictObject({
      title: namesSchema,
      value: paragraphsSchema,
      hard: z.boolean(),
      rule: constraint.schema.shape.rule,
    }),
  )
  .max(CONSTRAINTS_MAX);

/**
 * Constraints that a commons is founded with, from a file of JSON: as documents have them, without the common members.
 *
 * @throws {UsageError}
 */
export function foundingConstraints(file: string | undefined): readonly FoundingConstraint[] {
  if (file === undefined) return [];
  const parsed = listSchema.safeParse(read(file));
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new UsageError(`--constraints takes a list of {title, value, hard, rule}: ${issues.join('; ')}.`);
}

function read(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new UsageError(
      `--constraints takes a file of JSON, and “${file}” cannot be read as one.`,
      {},
      { cause },
    );
  }
}
