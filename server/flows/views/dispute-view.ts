import { disputeOf } from '../../../protocol/agreement/dispute.ts';
import type { NegotiationState } from '../../../protocol/agreement/state.ts';
import type { EscalationStep, Terminal } from '../../../protocol/documents/escalation-path.ts';
import type { TermsFields } from '../../../protocol/documents/terms-fields.ts';
import type { DocumentId } from '../../../protocol/ids.ts';
import { formatMillis, type Millis } from '../../../protocol/time.ts';

/** Where a claim on a promise stands on the path that the parties agreed on. Spec §8. */
export interface DisputeView {
  readonly since: string;
  /** What is to be done now, from 1; null once the path has come to its end. */
  readonly step: {
    readonly number: number;
    readonly of: number;
    readonly mode: EscalationStep['mode'];
  } | null;
  /** When the next step comes; of a path that has ended, when that was. */
  readonly until: string;
  /** What holds at the end of the path, if nobody has settled it. */
  readonly fallback: Terminal['kind'] | null;
}

interface Claimed {
  readonly state: NegotiationState;
  readonly terms: DocumentId;
  readonly fields: TermsFields;
  /** Of the promise, from 0. */
  readonly place: number;
  readonly now: Millis;
}

/** @returns null while nothing is claimed of the promise. */
export function disputeView({ state, terms, fields, place, now }: Claimed): DisputeView | null {
  const dispute = disputeOf(state, { terms, fields, place }, now);
  if (dispute === null) return null;
  const { disputePath: path } = fields;
  const since = formatMillis(dispute.since);
  const fallback = path.at(-1)?.fallback?.kind ?? null;
  if (dispute.kind === 'ended')
    return { since, step: null, until: formatMillis(dispute.at), fallback: dispute.terminal.kind };
  const step = { number: dispute.number, of: path.length, mode: dispute.step.mode };
  return { since, step, until: formatMillis(dispute.until), fallback };
}
