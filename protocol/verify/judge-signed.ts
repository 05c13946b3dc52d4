import type { ThreadName } from '../documents/define.ts';
import { judge } from '../governance/judge.ts';
import { isKeyInForce } from '../governance/key-in-force.ts';
import { MissingEvidence, type Need } from '../governance/missing.ts';
import type { Check, Verdict } from '../governance/verdict.ts';
import type { Entry, RuleView } from '../governance/view.ts';

/**
 * Whether the key that signed an entry was in force at its position; a need where that cannot be told. A foreign
 * document's key is judged in its own commons' log.
 */
export type Signer = 'in-force' | 'not-in-force' | 'foreign' | Need;

/** An entry is judged only once it is known who signed it: a document under an unknown key is nobody's. Spec §9. */
export function judgeSigned(
  entry: Entry,
  view: RuleView,
  doubtOf: (name: ThreadName) => Need | undefined,
): { readonly verdict: Verdict; readonly signer: Signer } {
  const signer = signerOf(entry, view);
  const verdict = traced(judge(entry, view), doubtOf);
  if (typeof signer === 'string') return { verdict, signer };
  const key: Check = { level: 'V2', name: 'key', result: 'unresolved', missing: signer };
  const missing = [signer, ...(verdict.missing ?? [])];
  return { verdict: { status: 'unresolved', checks: [key, ...verdict.checks], missing }, signer };
}

function signerOf(entry: Entry, view: RuleView): Signer {
  if (entry.document.commons !== view.home) return 'foreign';
  try {
    return isKeyInForce(entry, view) ? 'in-force' : 'not-in-force';
  } catch (error) {
    if (error instanceof MissingEvidence) return error.need;
    throw error;
  }
}

/** Where a usage thread does not reach far enough back, the reason for that is what is missing. */
function traced(verdict: Verdict, doubtOf: (name: ThreadName) => Need | undefined): Verdict {
  if (verdict.status !== 'unresolved') return verdict;
  const cause = (need: Need): Need =>
    need.kind === 'thread' && isUsage(need.name) ? (doubtOf(need.name) ?? need) : need;
  return {
    ...verdict,
    checks: verdict.checks.map((check) =>
      check.result === 'unresolved' ? { ...check, missing: cause(check.missing) } : check,
    ),
    missing: (verdict.missing ?? []).map(cause),
  };
}

/** A domain's usage counts by periods. Spec §9. */
export function isUsage(name: string): boolean {
  return name.startsWith('usage:');
}
