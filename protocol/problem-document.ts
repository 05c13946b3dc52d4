import { EXPECTED } from './expected.ts';
import { PROBLEMS, type ProtocolError, problemUri } from './problem.ts';

/** A problem as a program reads it (RFC 9457). The one place where it is written. Spec §11, [R-11.8]. */
export function problemDocument({
  type,
  message,
  extensions,
}: Pick<ProtocolError, 'type' | 'message' | 'extensions'>) {
  const { title, status, retryable } = PROBLEMS[type];
  return {
    expected: EXPECTED[type],
    ...extensions,
    type: problemUri(type),
    title,
    status,
    detail: message,
    retryable,
  };
}
