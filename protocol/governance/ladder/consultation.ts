import type { ConsultationParameters } from '../../documents/rung.ts';
import type { Author, DocumentId, Subject } from '../../ids.ts';
import { type Millis, SECOND } from '../../time.ts';
import type { Held } from '../meetings/recorded.ts';
import { DISOWN_TIME } from '../meetings/terms.ts';
import { withoutRecused } from '../roles/recused.ts';
import type { JudgedEntry } from '../view.ts';
import { nextOf, type Silence } from './evaluation.ts';
import { readMatter } from './matter.ts';
import type { Person } from './roster.ts';
import { extended, heldOn } from './window.ts';

/** Answers of those affected that a tripwire needs: two people do not move a matter. Spec §6. */
const TRIPWIRE_MIN = 3;

/** What an opening froze where a role decides after asking. */
export interface FrozenConsultation {
  readonly openedAt: Millis;
  readonly parameters: ConsultationParameters;
  readonly roster: readonly Person[];
  readonly silence: Silence;
  /** Meetings whose minutes the thread has in the place of their confirmation. Spec §14. */
  readonly held?: readonly Held[];
}

/**
 * Where a consultation stands at one moment. Spec §6.
 *
 * `asking`: people answer. `ready`: the role may decide. `moved`: too many of those affected are against it; their
 * circle decides by consent. `stalled`: the deadline came first.
 */
export interface Consultation {
  readonly state: 'asking' | 'ready' | 'moved' | 'stalled';
  /** From when the role may decide. */
  readonly readyAt: Millis;
  readonly deadline: Millis;
  readonly current: DocumentId;
  /** Advice on the current binding part: of those who were asked, and of others; one a person. */
  readonly advice: readonly { readonly id: DocumentId; readonly author: Author; readonly asked: boolean }[];
  /** Who was asked and said nothing, once the time is over. */
  readonly silent: readonly Subject[];
  readonly next: Millis | null;
}

/**
 * Must ask, may disagree, must answer. Spec §6 –.
 *
 * @param thread in log order up to the moment asked about. What minutes say that were confirmed at the deadline or later
 * is not among what is read.
 * @param asOf not before the last entry.
 */
export function evaluateConsultation(
  thread: readonly JudgedEntry[],
  { openedAt, parameters, silence, held = [], ...frozen }: FrozenConsultation,
  asOf: Millis,
): Consultation {
  const deadline = extended(openedAt, openedAt + parameters.deadlineSeconds * SECOND, silence, asOf);
  const matter = readMatter(thread.filter(({ at, document }) => document.type !== 'advice' || at < deadline));
  const roster = withoutRecused(frozen.roster, matter.recused, ({ subject }) => subject);
  const asked = new Map(roster.map((person) => [person.subject as Author, person]));
  const current = [...matter.advice].map(([author, { id, stance, at }]) => ({ id, author, stance, at }));
  const answered = current.filter(({ author }) => asked.has(author));
  const silent = roster.map(({ subject }) => subject).filter((subject) => !matter.advice.has(subject));

  const affected = answered.filter(({ author }) => asked.get(author)?.affected === true);
  const against = affected.filter(({ stance }) => stance === 'against').length;
  const tripped = affected.length >= TRIPWIRE_MIN && 2 * against > affected.length;

  const start = Math.max(openedAt, matter.version.at);
  const askedUntil = start + parameters.askSeconds * SECOND;
  const latest = Math.max(start, ...answered.map(({ at }) => at));
  const allAsked = extended(start, askedUntil + parameters.extendSeconds * SECOND, silence, asOf);
  // Whoever is silent is asked once more; once all have answered nobody waits any longer.
  const answersIn = silent.length === 0 ? Math.min(latest, allAsked) : allAsked;
  // Whoever is said to have advised has their time to say otherwise before anybody decides on it.
  const recorded = heldOn(matter, { held }).filter(({ advised, at }) => advised && at < deadline);
  const untils = recorded.map(({ at }) => extended(at, at + DISOWN_TIME, silence, asOf));
  const readyAt = Math.max(answersIn, ...untils);
  const over = asOf >= readyAt;
  const state =
    over && tripped && readyAt < deadline
      ? 'moved'
      : asOf >= deadline
        ? 'stalled'
        : over
          ? 'ready'
          : 'asking';
  return {
    state,
    readyAt,
    deadline,
    current: matter.version.id,
    advice: current.map(({ id, author }) => ({ id, author, asked: asked.has(author) })),
    silent: over ? silent : [],
    next: nextOf([readyAt, deadline], asOf),
  };
}
