import type { ThreadName } from '../documents/define.ts';
import type { DocumentId, Ref, Subject } from '../ids.ts';
import { type RuleView, stateOf } from './view.ts';

/** A thing's version in force with what brought it there: a decision, or the founding act. */
export interface InForce {
  readonly id: DocumentId;
  readonly by: DocumentId;
}

/**
 * The version of a thing that is in force: the last one that a counted decision adopted, else the one that the founding
 * act adopted; none once it ended. Spec §5.
 */
export function inForce(view: RuleView, subject: Subject): InForce | null {
  const state = view.state(subject);
  if (
    state !== null &&
    (state.kind === 'thing' || state.kind === 'role' || state.kind === 'resource' || state.kind === 'budget')
  ) {
    if (state.endedBy !== null) return null;
    if (state.inForce !== null) return state.inForce;
  }
  return adoptedByFounding(view, subject);
}

/**
 * The version of a resource that is in force, or was when it ended: what its own thread and entry 0 say. For entries that
 * do not read the charter's thread, and follow from a decision that does. Spec §5, §7 [R-7.3a].
 */
export function lastInForce(view: RuleView, subject: Subject): DocumentId | null {
  const adopted = stateOf(view, subject, 'resource')?.inForce?.id;
  return adopted ?? view.foundingAdopts().find((entry) => entry.subject === subject)?.id ?? null;
}

/** The founding act's word on a thing: only once every founder has confirmed. Spec §4. */
function adoptedByFounding(view: RuleView, subject: ThreadName): InForce | null {
  const charter = stateOf(view, 'charter', 'charter');
  if (charter === null || charter.foundedAt === null) return null;
  const adopted = charter.adopts.find((entry) => entry.subject === subject);
  return adopted === undefined ? null : { id: adopted.id, by: charter.founding };
}

/**
 * Terms in a role that are in force by their adoption; some may not have begun, and some may be over. Spec §5.
 */
export function mandatesOf(view: RuleView, role: Subject): readonly Ref[] {
  const state = stateOf(view, role, 'role');
  const charter = stateOf(view, 'charter', 'charter');
  const founding = charter === null || charter.foundedAt === null ? [] : charter.adopts;
  const over = state?.over ?? [];
  return [
    ...founding
      .filter((adopted) => adopted.role === role && !over.includes(adopted.subject))
      .map(({ subject, id }) => ({ subject, id })),
    ...(state?.mandates ?? []),
  ];
}
