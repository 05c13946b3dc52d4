import type { Decision } from '../../../protocol/documents/decision.ts';
import type { DomainBody } from '../../../protocol/documents/domain-fields.ts';
import type { Outcome } from '../../../protocol/documents/outcome.ts';
import { constraintsInForce } from '../../../protocol/governance/constraints/in-force.ts';
import { inForce } from '../../../protocol/governance/in-force.ts';
import { FINDINGS, type FindingCode } from '../../../protocol/governance/lint/findings.ts';
import { lintDomain } from '../../../protocol/governance/lint/lint-domain.ts';
import { contentOf } from '../../../protocol/governance/view.ts';
import type { Millis } from '../../../protocol/time.ts';
import { askFreely } from '../record/current.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/** What is wrong now with the domain by which somebody decided. Spec §5, §9. */
export interface RightFinding {
  readonly code: FindingCode;
  readonly severity: 'error' | 'warning';
  readonly sentence: string;
}

/**
 * The version that is in force now is looked at; of an item of a set the one that was decided by.
 *
 * @param body null where it is not for this reader: then nothing is told of it.
 */
export async function whyFindings(
  record: StoredRecord,
  { domain }: Decision | Outcome,
  body: DomainBody | null,
  now: Millis,
): Promise<readonly RightFinding[]> {
  if (body === null) return [];
  const found = await askFreely(record, (view) => {
    const current = inForce(view, domain.subject);
    const held = constraintsInForce(view, now).flatMap((id) => {
      const constraint = contentOf(view, id, 'constraint');
      return constraint === null ? [] : [{ id, constraint }];
    });
    const latest = current === null ? null : contentOf(view, current.id, 'domain');
    // What has ended is nobody's right any more, and has no faults.
    if (latest === null && domain.set === undefined) return [];
    return lintDomain(view, { subject: domain.subject, body: latest ?? body }, now, held);
  });
  return [...new Set(found.map(({ code }) => code))].map((code) => ({ code, ...FINDINGS[code] }));
}
