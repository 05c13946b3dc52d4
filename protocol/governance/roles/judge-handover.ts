import { decidedOf } from '../../agreement/own-decision.ts';
import type { Handover } from '../../documents/handover.ts';
import type { HandoverAcceptance } from '../../documents/handover-acceptance.ts';
import { type Mandate, termOf } from '../../documents/mandate.ts';
import type { Role } from '../../documents/role.ts';
import type { DocumentId, Ref, Subject } from '../../ids.ts';
import { parseTime } from '../../time.ts';
import { inForce } from '../in-force.ts';
import { askHuman } from '../right.ts';
import { judgeBy, type Refusal, refuse, type Verdict } from '../verdict.ts';
import { contentOf, type Entry, type RuleView, stateOf } from '../view.ts';
import { handoverOf, predecessorsOf, type Term } from './terms.ts';

type Answer = readonly DocumentId[] | Refusal;

/** What a full handover takes at least; a light one a note. Spec §15. */
const SESSIONS_MIN = 2;
const PRACTICE_MIN = 1;

/** A part of a handover by somebody who had the role before the successor. Spec §15. */
export function judgeHandover(entry: Entry, document: Handover, view: RuleView): Verdict {
  const { author, predecessor, role } = document;
  return judgeBy([
    { level: 'V2', name: 'active', ask: () => askHuman(view, author) },
    { level: 'V2', name: 'successor', ask: () => onTerm(view, document, ({ ref }) => [ref.id]) },
    {
      level: 'V2',
      name: 'predecessor',
      ask: () =>
        onTerm(view, document, (term) => {
          const before = predecessorsOf(view, role.subject, term);
          const own = before.find(({ ref }) => ref.id === predecessor.id);
          return own?.mandate.holder === author ? [own.ref.id] : refuse('no-right', { role: role.subject });
        }),
    },
    { level: 'V3', name: 'open', ask: () => askUnfinished(view, document) },
    { level: 'V3', name: 'dates', ask: () => askHeld(entry, document) },
    {
      level: 'V3',
      name: 'practice',
      ask: () => onTerm(view, document, (term) => askPractice(view, document, term)),
    },
  ]);
}

/** The successor confirms each part, and the parts are enough. Spec §15. */
export function judgeHandoverAcceptance(document: HandoverAcceptance, view: RuleView): Verdict {
  const { author, role } = document;
  return judgeBy([
    { level: 'V2', name: 'active', ask: () => askHuman(view, author) },
    {
      level: 'V2',
      name: 'successor',
      ask: () =>
        onTerm(view, document, ({ mandate, ref }) =>
          mandate.holder === author ? [ref.id] : refuse('no-right', { holder: mandate.holder }),
        ),
    },
    { level: 'V3', name: 'open', ask: () => askUnfinished(view, document) },
    { level: 'V3', name: 'handover', ask: () => askComplete(view, document, role) },
  ]);
}

/** The mandate in force that is handed over to, in the named role. */
function onTerm(
  view: RuleView,
  { mandate: named, role }: { readonly mandate: Ref; readonly role: Ref },
  ask: (term: Term) => Answer,
): Answer {
  const current = inForce(view, named.subject);
  const mandate = current === null ? null : contentOf(view, current.id, 'mandate');
  if (current === null || mandate === null) return refuse('unknown-reference', { mandate: named.subject });
  if (current.id !== named.id) return refuse('stale-version', { inForce: current.id });
  if (mandate.role.subject !== role.subject) return refuse('contradictory', { role: mandate.role.subject });
  if (inForce(view, role.subject)?.id !== role.id)
    return refuse('stale-version', { inForce: inForce(view, role.subject)?.id ?? null });
  return ask({ ref: named, mandate, ...termOf(mandate) });
}

function askUnfinished(
  view: RuleView,
  { role, mandate }: { readonly role: Ref; readonly mandate: Ref },
): Answer {
  const handover = handoverOf(view, role.subject, mandate.subject);
  const by = handover?.acceptedBy ?? handover?.waivedBy ?? null;
  return by === null ? [] : refuse('closed', { by });
}

function askHeld({ at }: Entry, { sessions }: Handover): Answer {
  const early = sessions.find(({ heldAt }) => (parseTime(heldAt) ?? Number.NaN) > at);
  return early === undefined ? [] : refuse('too-early', { heldAt: early.heldAt });
}

/** The successor decided it for the role, or put forward what the role decided. */
function askPractice(view: RuleView, { practice, role }: Handover, { mandate }: Term): Answer {
  const strange = practice.find((ref) => !isPractice(view, ref, role.subject, mandate));
  return strange === undefined
    ? practice.map(({ id }) => id)
    : refuse('unknown-reference', { practice: strange.id });
}

function isPractice(view: RuleView, ref: Ref, role: Subject, { holder }: Mandate): boolean {
  if (decidedOf(view, ref)?.status !== 'counted') return false;
  const decision = contentOf(view, ref.id, 'decision');
  if (decision?.role.subject !== role) return false;
  const proposed = stateOf(view, ref.subject, 'proposal')?.versions.at(-1)?.author;
  return decision.author === holder || proposed === holder;
}

function askComplete(
  view: RuleView,
  { mandate, confirms }: HandoverAcceptance,
  { subject, id }: Ref,
): Answer {
  const parts = handoverOf(view, subject, mandate.subject)?.parts ?? [];
  const strange = confirms.find((part) => !parts.includes(part));
  if (strange !== undefined) return refuse('unknown-reference', { part: strange });
  const unconfirmed = parts.filter((part) => !confirms.includes(part));
  if (unconfirmed.length > 0) return refuse('handover-incomplete', { unconfirmed });
  const role = contentOf(view, id, 'role');
  const missing =
    role === null
      ? []
      : missingFrom(
          role,
          parts.flatMap((part) => contentOf(view, part, 'handover') ?? []),
        );
  return missing.length === 0 ? parts : refuse('handover-incomplete', { missing: missing.join(', ') });
}

/** What a handover still lacks: a light one a note, a full one things passed on, sessions and practice. Spec §15. */
export function missingFrom(
  { weight, decides }: Pick<Role, 'weight' | 'decides'>,
  parts: readonly Handover[],
): readonly ('note' | 'items' | 'sessions' | 'practice')[] {
  const count = (of: (part: Handover) => number) => parts.reduce((sum, part) => sum + of(part), 0);
  if (weight !== 'full') return parts.some(({ note }) => note !== undefined) ? [] : ['note'];
  // Whoever decides nothing cannot practise deciding.
  const practised = decides.length === 0 || count(({ practice }) => practice.length) >= PRACTICE_MIN;
  return [
    ...(count(({ items }) => items.length) > 0 ? [] : ['items' as const]),
    ...(count(({ sessions }) => sessions.length) >= SESSIONS_MIN ? [] : ['sessions' as const]),
    ...(practised ? [] : ['practice' as const]),
  ];
}
