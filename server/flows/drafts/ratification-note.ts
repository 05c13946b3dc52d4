import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { DomainBody } from '../../../protocol/documents/domain-fields.ts';
import type { Ladder } from '../../../protocol/documents/rung.ts';
import { ratifyUntil } from '../../../protocol/governance/emergencies/standing.ts';
import { HURRY_SECONDS } from '../../../protocol/governance/ladder/plan-opening.ts';
import { rulesOnEmergency } from '../../../protocol/governance/lifecycle/ask-ruling.ts';
import { domainNamed, ladderOf } from '../../../protocol/governance/right.ts';
import { stateOf } from '../../../protocol/governance/view.ts';
import { formatMillis, type Millis, SECOND } from '../../../protocol/time.ts';
import { askFreely } from '../record/current.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/**
 * A word on an act in an emergency that is asked for so late that the act may have lapsed before it is given; told before
 * it is signed. Spec §17, [R-17.32].
 *
 * @returns a sentence or two, or null.
 */
export async function ratificationNote(
  record: StoredRecord,
  document: FolkmootDocument,
  now: Millis,
): Promise<string | null> {
  if (document.type !== 'proposal' || !rulesOnEmergency(document.binding)) return null;
  const ruled = document.binding.operations.flatMap((operation) =>
    operation.op === 'rule' ? [operation.decision.subject] : [],
  );
  return askFreely(record, (view) => {
    const body = domainNamed(view, document.domain);
    const seconds = body === null ? null : asksFor(body, ladderOf(view, body));
    const ends = ruled.flatMap((subject) => {
      const state = stateOf(view, subject, 'emergency');
      if (state === null || state.ruled !== null) return [];
      return [ratifyUntil(state, (from, to) => view.silence(from, to, now), now)];
    });
    if (seconds === null || ends.length === 0) return null;
    const closes = now + seconds * SECOND;
    const until = Math.min(...ends);
    return closes < until
      ? null
      : `It may come too late: people can answer until ${formatMillis(closes)}, and the act lapses at ${formatMillis(until)} unless it is ratified before. It is in time if everybody who is asked answers sooner.`;
  });
}

/** How long people are asked for such a word at the most, in seconds; null where nobody is asked. */
function asksFor({ rung }: Pick<DomainBody, 'rung'>, ladder: Ladder): number | null {
  if (rung === 'delegation') return null;
  const asked = ladder[rung];
  if (asked === undefined) return null;
  return 'openSeconds' in asked
    ? Math.min(asked.openSeconds, HURRY_SECONDS)
    : asked.askSeconds + asked.extendSeconds;
}
