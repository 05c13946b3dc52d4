import type { Decision } from '../../documents/decision.ts';
import type { DomainBody } from '../../documents/domain-fields.ts';
import type { Author, DocumentId, Ref, Subject } from '../../ids.ts';
import { formatMillis, type Millis, SECOND } from '../../time.ts';
import { askUndecided } from '../ladder/closed.ts';
import { extended } from '../ladder/window.ts';
import { ladderOf } from '../right.ts';
import { type Refusal, refuse } from '../verdict.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';
import { type Challenged, isOpen, readAftermath } from './aftermath.ts';

type Answer = readonly DocumentId[] | Refusal;

/** What a role-holder is about to decide, and until when it waits. Spec §6. */
export interface Announced {
  /** Versions that say the same, oldest first. */
  readonly versions: readonly DocumentId[];
  readonly waitSeconds: number;
  readonly until: Millis;
  readonly challenges: readonly Challenged[];
}

/** @returns null where nothing is announced: the proposal says no time to wait, or people are asked about it. */
export function announcedIn(view: RuleView, subject: Subject, asOf: Millis): Announced | null {
  const state = stateOf(view, subject, 'proposal');
  const current = state?.versions.at(-1);
  const waitSeconds = current === undefined ? undefined : waitOf(view, current.id);
  if (state === null || current === undefined || waitSeconds === undefined || state.opening !== null)
    return null;
  const differs = state.versions.findLastIndex(
    ({ id, binding }) => binding !== current.binding || waitOf(view, id) !== waitSeconds,
  );
  const said = state.versions.slice(differs + 1);
  const since = said[0]?.at ?? current.at;
  const until = extended(
    since,
    since + waitSeconds * SECOND,
    (from, to) => view.silence(from, to, asOf),
    asOf,
  );
  const entries = view.entries(subject);
  const challenges = said.flatMap(
    ({ id, at }) => readAftermath(entries, { id, at, confirmedBy: null }).challenges,
  );
  return { versions: said.map(({ id }) => id), waitSeconds, until, challenges };
}

/**
 * What had to be announced was, has waited for as long as it must, and no challenge of it is open or was right.
 * Spec §6, [R-6.92].
 */
export function askAnnounced(view: RuleView, decision: Decision, body: DomainBody, at: Millis): Answer {
  if (decision.result !== 'adopted' || body.rung !== 'delegation') return [];
  const { proposal } = decision;
  const state = proposal === undefined ? null : stateOf(view, proposal.subject, 'proposal');
  // Where people were asked everybody knows of it.
  if (state !== null && state.opening !== null) return [];
  const least = ladderOf(view, body).delegation?.waitSeconds ?? 0;
  const announced = proposal === undefined ? null : announcedIn(view, proposal.subject, at);
  if ((announced?.waitSeconds ?? 0) < least) return refuse('unannounced', { waitSeconds: least });
  if (announced === null) return [];
  const { until, challenges } = announced;
  if (at < until) return refuse('too-early', { from: formatMillis(until) });
  const open = challenges.find((challenge) => isOpen(challenge, at));
  if (open !== undefined) return refuse('suspended', { challenge: open.id });
  const lost = challenges.find(({ ruled }) => ruled !== null && ruled.ruling !== 'upheld');
  return lost === undefined ? announced.versions : refuse('closed', { challenge: lost.id });
}

/** Whether a challenge is of something announced, and not of a decision. Spec §6. */
export function isAnnouncement(view: RuleView, { subject, id }: Ref): boolean {
  return stateOf(view, subject, 'proposal')?.versions.some((version) => version.id === id) === true;
}

/** Asks about what is announced and can still be challenged. Spec §6. */
export function onAnnounced(
  view: RuleView,
  { subject, id }: Ref,
  at: Millis,
  ask: (announced: Announced) => Answer,
): Answer {
  const state = stateOf(view, subject, 'proposal');
  const announced = announcedIn(view, subject, at);
  if (state === null || announced === null) return refuse('unknown-reference', { proposal: subject });
  if (!announced.versions.includes(id))
    return refuse('stale-version', { current: announced.versions.at(-1) ?? null });
  return askUndecided(view, subject, state, at) ?? ask(announced);
}

/** In the time that it waits, and once at a time. */
export function askChallenge({ until, challenges }: Announced, author: Author, at: Millis): Answer {
  if (at >= until) return refuse('too-late', { until: formatMillis(until) });
  return challenges.some((other) => other.author === author && isOpen(other, at)) ? refuse('duplicate') : [];
}

function waitOf(view: RuleView, version: DocumentId): number | undefined {
  return contentOf(view, version, 'proposal')?.waitSeconds;
}
