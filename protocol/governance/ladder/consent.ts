import type { Counts } from '../../documents/outcome.ts';
import type { ConsentParameters } from '../../documents/rung.ts';
import type { Author, DocumentId, Subject } from '../../ids.ts';
import { type Millis, SECOND } from '../../time.ts';
import { bindingHash } from '../binding.ts';
import type { JudgedEntry } from '../view.ts';

/** An objection this short before the close moves it, so that there is time to integrate it. Spec §6. */
const LATE_SECONDS = 24 * 3600;
/** How often the close moves: a matter must end. */
const LATE_MOVES_MAX = 3;
/** "I need time": once per person, for so long. Spec §6. */
const PAUSE_SECONDS = 48 * 3600;
/** Consents that any outcome needs, or all where there are fewer people. Spec §6. */
const CONSENTS_MIN = 3;

/** What an opening froze. */
export interface Frozen {
  readonly openedAt: Millis;
  readonly parameters: ConsentParameters;
  readonly roster: readonly Subject[];
}

export interface ObjectionFate {
  readonly objection: DocumentId;
  readonly fate: 'withdrawn' | 'resolved-by-amendment' | 'standing';
}

/** Where a proposal under consent stands at one moment. */
export interface ConsentState {
  readonly state: 'open' | 'integrating' | 'adopted' | 'stalled';
  readonly closesAt: Millis;
  readonly deadline: Millis;
  readonly current: DocumentId;
  readonly counts: Counts;
  readonly objections: readonly ObjectionFate[];
  readonly quorum: boolean;
}

/**
 * Evaluates a proposal under consent. Spec §6 –. Pure and total: the same entries give the same
 * state, whoever asks; with the same entries a later moment only leads on, from open to an end.
 *
 * @param entries the proposal's thread in log order up to the moment asked about, without its outcome. What was logged
 * before in the same millisecond is among them: order is the log's, not the clock's.
 * @param asOf not before the last entry.
 */
export function evaluateConsent(entries: readonly JudgedEntry[], frozen: Frozen, asOf: Millis): ConsentState {
  const counted = entries.filter((entry) => entry.verdict.status === 'counted');
  const version = currentVersion(counted);
  const responses = currentResponses(counted, version.binding);
  const objections = objectionsOf(counted);
  const standing = objections.filter((objection) => objection.fate === 'standing');
  const counts = countResponses(responses, standing.length, frozen.roster.length);
  const quorum = hasQuorum(counts, frozen.parameters.quorum);

  const deadline = frozen.openedAt + frozen.parameters.deadlineSeconds * SECOND;
  const everyone = frozen.roster.every((subject) => settled(responses.get(subject)));
  const lastAnswer = Math.max(frozen.openedAt, ...[...responses.values()].map((entry) => entry.at));
  const early = everyone && standing.length === 0;
  const closesAt = early ? lastAnswer : closeOf(counted, frozen, version.at);

  const closed = asOf >= closesAt;
  // A window that would close after the deadline never closes: the matter has stalled by then.
  const valid = closed && closesAt <= deadline && quorum && standing.length === 0;
  const state = valid ? 'adopted' : asOf >= deadline ? 'stalled' : closed ? 'integrating' : 'open';
  return { state, closesAt, deadline, current: version.id, counts, objections, quorum };
}

/** Objections in the order they were raised, with what became of them. */
function objectionsOf(counted: readonly JudgedEntry[]): readonly ObjectionFate[] {
  return counted.flatMap(({ id, document }): ObjectionFate[] => {
    if (document.type !== 'objection') return [];
    const ended = counted.find(({ document: other }) => other.type === 'withdrawal' && other.of.id === id);
    return [
      { objection: id, fate: ended?.document.type === 'withdrawal' ? ended.document.fate : 'standing' },
    ];
  });
}

function currentVersion(counted: readonly JudgedEntry[]): { id: DocumentId; at: Millis; binding: string } {
  const versions = counted.flatMap(({ id, at, document }) =>
    document.type === 'proposal' ? [{ id, at, binding: bindingHash(document.binding) }] : [],
  );
  const last = versions.at(-1);
  if (last === undefined) throw new TypeError('a proposal thread begins with its first version');
  // An explanation-only change carries the responses over: the version's time is that of its binding part.
  const first = versions.find((version, index) =>
    versions.slice(index).every((later) => later.binding === version.binding),
  );
  return { ...last, at: first?.at ?? last.at };
}

/**
 * The last response of each person that is bound to the current binding part. An objection is a response too: whoever
 * raised one answers anew once it is withdrawn. Spec §6 [R-6.21a].
 */
function currentResponses(counted: readonly JudgedEntry[], binding: string): Map<Author, JudgedEntry> {
  const bindings = new Map(
    counted.flatMap(({ id, document }) =>
      document.type === 'proposal' ? [[id, bindingHash(document.binding)] as const] : [],
    ),
  );
  const current = new Map<Author, JudgedEntry>();
  for (const entry of counted) {
    const { document } = entry;
    if (document.type === 'objection') current.delete(document.author);
    if (document.type !== 'response' || bindings.get(document.proposal.id) !== binding) continue;
    current.set(document.author, entry);
  }
  return current;
}

function countResponses(responses: Map<Author, JudgedEntry>, objections: number, roster: number): Counts {
  const values = [...responses.values()].map(({ document }) =>
    document.type === 'response' ? document.value : 'abstain',
  );
  const having = (value: string) => values.filter((other) => other === value).length;
  return {
    roster,
    responders: values.length - having('pause'),
    consents: having('consent'),
    concerns: having('concern'),
    objections,
    abstentions: having('abstain'),
  };
}

/** Exact integer comparisons; a concern is a consent with something to remember. Spec §6. */
function hasQuorum(counts: Counts, preset: ConsentParameters['quorum']): boolean {
  const yes = counts.consents + counts.concerns;
  if (yes < Math.min(CONSENTS_MIN, counts.roster)) return false;
  switch (preset) {
    case 'two-thirds':
      return 3 * counts.responders >= 2 * counts.roster;
    case 'all-but-two':
      return yes >= counts.roster - 2;
    case 'square-root':
      return 4 * yes * yes >= 9 * counts.roster;
  }
}

/**
 * When the window closes: after its length on the current version, later for late objections and pauses.
 * Spec §6, [R-6.25].
 */
function closeOf(counted: readonly JudgedEntry[], frozen: Frozen, versionAt: Millis): Millis {
  let closesAt = Math.max(frozen.openedAt, versionAt) + frozen.parameters.openSeconds * SECOND;
  let moves = 0;
  const paused = new Set<Author>();
  for (const { at, document } of counted) {
    const late = at < closesAt && at >= closesAt - LATE_SECONDS * SECOND;
    if (document.type === 'objection' && late && moves < LATE_MOVES_MAX) {
      closesAt = at + LATE_SECONDS * SECOND;
      moves++;
    }
    if (document.type === 'response' && document.value === 'pause' && !paused.has(document.author)) {
      closesAt = Math.max(closesAt, at + PAUSE_SECONDS * SECOND);
      paused.add(document.author);
    }
  }
  return closesAt;
}

function settled(response: JudgedEntry | undefined): boolean {
  return response?.document.type === 'response' && response.document.value !== 'pause';
}
