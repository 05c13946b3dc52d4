import type { Decision } from '../../../protocol/documents/decision.ts';
import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { Opening } from '../../../protocol/documents/opening.ts';
import type { Counts, Outcome } from '../../../protocol/documents/outcome.ts';
import type { Ladder, Rung } from '../../../protocol/documents/rung.ts';
import type { Threshold } from '../../../protocol/documents/threshold.ts';
import { answered } from '../../../protocol/governance/ladder/count-answers.ts';
import type { Subject } from '../../../protocol/ids.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { domainBodyIn } from './ruled-by.ts';

/** By which way something was decided, which need not be the one that its domain names. Spec §9. */
export interface WayView {
  readonly rung: Rung;
  /** What the opening froze for that rung; null where nobody was asked, or that is not for this reader. */
  readonly parameters: Ladder[Rung] | null;
  /** Adopted by what was declared for the case that there is no yes. Spec §6, §15. */
  readonly fallback: boolean;
  /** The step of the escalation path, from 1. */
  readonly step: number | null;
  /** What holds, where nobody has decided. */
  readonly byDefault: NonNullable<Outcome['byDefault']>['kind'] | null;
  /** How it differs from what the domain says, in sentences. */
  readonly notes: readonly string[];
}

/** @param domain the version by which it was decided; null where it is not here, or not for this reader. */
export async function wayOf(
  record: StoredRecord,
  document: Decision | Outcome,
  domain: FolkmootDocument | null,
  mayRead: MayRead,
): Promise<WayView> {
  const asked = document.type === 'outcome' ? document.opening : document.consulted?.opening;
  const found = asked === undefined ? null : await record.document(asked);
  const opening = found?.type === 'opening' && mayRead(found) ? found : null;
  const rung =
    opening?.rung ?? (document.type === 'decision' && asked === undefined ? 'delegation' : 'consultation');
  const outcome = document.type === 'outcome' ? document : null;
  return {
    rung,
    parameters: opening?.parameters[rung] ?? null,
    fallback: outcome?.fallback === true,
    step: opening?.step ?? null,
    byDefault: outcome?.byDefault?.kind ?? null,
    notes: [
      ...(domain?.type === 'circle' ? ['No single domain owns this: it fell to the circle above.'] : []),
      ...(opening === null ? [] : besidesDomain(opening, domain, document.domain.subject)),
      ...(outcome === null ? [] : endOf(outcome, opening)),
    ],
  };
}

/** Why others were asked, or on another rung, than the domain says. */
function besidesDomain(
  opening: Opening,
  domain: FolkmootDocument | null,
  subject: Subject,
): readonly string[] {
  const { raisedBy, step, seat, veto, role, rung } = opening;
  const body = domainBodyIn(domain, subject);
  if (seat !== undefined) return ['Those whom the role serves were asked, whoever owns the domain.'];
  if (veto === true) return ['A circle was asked that may return decisions of this domain.'];
  if (step !== undefined)
    return [`Nobody said yes in time: it was step ${step} of the escalation path that decided.`];
  const raised =
    raisedBy === undefined
      ? []
      : [
          'It departs from a rule that binds every decision, so it took one rung more than its domain asks for.',
        ];
  const isRoles = body !== null && body.owner.kind === 'role' && role === undefined;
  if (isRoles)
    return [...raised, 'The domain belongs to a role; in this matter the circle of that role decided.'];
  const settles = raised.length === 0 && body !== null && body.rung !== rung;
  return settles ? ['It settles a challenge, so it took one rung more than what was challenged.'] : raised;
}

/** What was declared for the case that there is no yes, and what that came to. */
function endOf(outcome: Outcome, opening: Opening | null): readonly string[] {
  const { counts, byDefault, interim, fallback } = outcome;
  if (byDefault !== undefined)
    return [
      interim === true
        ? 'The path ended without a decision: for the time being a part of it happens, up to a cap.'
        : 'The path ended without a decision: things stay as they are.',
    ];
  if (fallback !== true) return [];
  if (opening?.seat !== undefined) {
    const yes = answered(counts, 'consent', 'concern');
    return [
      `There was no consent by the deadline. Then two thirds of those asked are enough, and ${yes} of ${counts.roster} said yes.`,
    ];
  }
  const threshold = opening?.parameters.consensus?.fallback?.threshold;
  const declared =
    'There was no consensus. Then the fallback holds that was declared before anybody was asked';
  return [threshold === undefined ? `${declared}.` : `${declared}: ${agreedText(threshold, counts)}`];
}

const BASES: Readonly<Record<Threshold['base'], string>> = {
  roster: 'everybody asked',
  responders: 'those who answered',
  decisive: 'those who took a side',
};

function agreedText({ num, den, cmp, base }: Threshold, counts: Counts): string {
  const agreed = answered(counts, 'agree', 'agree-with-reservation');
  return `${cmp === 'gte' ? 'at least' : 'more than'} ${num}/${den} of ${BASES[base]}, and ${agreed} of ${counts[base]} agree.`;
}
