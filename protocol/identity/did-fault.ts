import type * as z from 'zod';
import { ProtocolError } from '../problem.ts';

/** A reason helps a reader; it must not carry the input back whole. */
const REASON_CHARACTERS_MAX = 200;

/** What is wrong with a DID log; carried as `fault` by the problem `did-invalid`. Spec §1. */
export type DidFault =
  | 'form'
  | 'method'
  | 'number'
  | 'time'
  | 'future'
  | 'scid'
  | 'hash'
  | 'proof'
  | 'rotation'
  | 'portability'
  | 'deactivated'
  | 'document'
  | 'keys'
  | 'statement';

export function didInvalid(fault: DidFault, detail: string, options?: ErrorOptions): ProtocolError {
  return new ProtocolError('did-invalid', detail, { fault }, options);
}

/** The same for what a schema refused: its first reason, and where. */
export function didMisformed(fault: DidFault, detail: string, error: z.ZodError): ProtocolError {
  const [issue] = error.issues;
  const reason = `${issue?.message} at ${issue?.path.join('.')}`
    .slice(0, REASON_CHARACTERS_MAX)
    .toWellFormed();
  return didInvalid(fault, `${detail}: ${reason}`);
}
