import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { toBase64url } from '../protocol/bytes.ts';
import { type Subject, subjectSchema } from '../protocol/ids.ts';
import { SALT_BYTES } from '../protocol/limits.ts';
import type { Random } from './context.ts';

/** The system's randomness. */
export const systemRandom: Random = {
  salt: () => toBase64url(randomBytes(SALT_BYTES)),
  subject: (): Subject => subjectSchema.parse(v7()),
  bytes: (count) => Uint8Array.from(randomBytes(count)),
};
