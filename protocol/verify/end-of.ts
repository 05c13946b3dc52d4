import { RATIFY_TIME } from '../governance/emergencies/standing.ts';
import { signBy } from '../governance/limits.ts';
import type { Decided, EmergencyState, ThreadState, Versions } from '../governance/state.ts';
import type { DocumentId } from '../ids.ts';
import { type Millis, parseTime } from '../time.ts';
import type { ReplayedEntry } from './replay-log.ts';

/** What ended something's force, and the documents that show it. */
export interface End {
  readonly reason: string;
  readonly proofs: readonly DocumentId[];
}

/**
 * What ended the target's force by the given moment, if anything did. Spec §9.
 *
 * @param state of the target's own thread, complete.
 */
export function endOf(state: ThreadState | null, target: ReplayedEntry, asOf: Millis): End | null {
  return termEnd(target, asOf) ?? (state === null ? null : endIn(state, target, asOf));
}

/** A mandate ends by itself, and so does a delegation. */
function termEnd({ document, leaf }: ReplayedEntry, asOf: Millis): End | null {
  if (document?.type !== 'mandate' && document?.type !== 'delegation') return null;
  if (asOf < (parseTime(document.endsAt) ?? Number.NaN)) return null; // the schema has checked the text
  return { reason: `It ended at ${document.endsAt}.`, proofs: [leaf.doc] };
}

function endIn(state: ThreadState, target: ReplayedEntry, asOf: Millis): End | null {
  const id = target.leaf.doc;
  const type = target.document?.type;
  switch (state.kind) {
    case 'decision':
    case 'proposal': {
      const decided = state.decided.find((entry) => entry.id === id);
      if (decided !== undefined) return endOfDecided(decided, target, asOf);
      return state.kind === 'proposal' && type === 'proposal'
        ? newerThan(id, state.versions.at(-1)?.id, state.withdrawnBy)
        : null;
    }
    case 'thing':
    case 'role':
    case 'budget':
    case 'resource':
      return endOfVersion(state, id);
    case 'charter':
      return type === 'charter' ? newerThan(id, state.inForce, null) : null;
    case 'participant':
      if (type === 'proxy') return endOfProxy(state, target, asOf);
      return type === 'participant' ? newerThan(id, state.id, null) : null;
    case 'identity':
      return newerThan(id, state.versions.at(-1)?.id, null);
    case 'plain':
      return type === 'description' ? newerThan(id, state.latest, null) : null;
    case 'delegation':
      return newerThan(id, undefined, state.withdrawnBy);
    case 'matter':
      return state.closedBy === null ? null : { reason: 'It was closed.', proofs: [state.closedBy] };
    case 'meeting': {
      if (type === 'meeting') return endOfNotice(state, target);
      const minutes = state.minutes.find((taken) => taken.id === id);
      if (minutes === undefined || minutes.confirmedBy !== null || asOf < signBy(minutes.at)) return null;
      return { reason: 'Nobody confirmed them in time.', proofs: [id] };
    }
    case 'negotiation':
      return endOfNegotiated(state, id);
    case 'emergency':
      return endOfEmergency(state, asOf);
    case 'seat':
    case 'set':
    case 'register':
    case 'constraints':
    case 'usage':
    case 'erasures':
      return null;
  }
}

function endOfDecided(decided: Decided, { document }: ReplayedEntry, asOf: Millis): End | null {
  if (decided.reversedBy !== null) return { reason: 'It was reversed.', proofs: [decided.reversedBy] };
  if (decided.replacedBy !== null) {
    return { reason: 'Another decision took its place.', proofs: [decided.replacedBy] };
  }
  if (decided.status === 'pending' && asOf >= signBy(decided.at)) {
    return { reason: 'The second signature did not come in time.', proofs: [decided.id] };
  }
  if ((document?.type === 'decision' || document?.type === 'outcome') && document.expiresAt !== undefined) {
    const expiresAt = parseTime(document.expiresAt) ?? Number.NaN; // the schema has checked the text
    if (asOf >= expiresAt) return { reason: `It expired at ${document.expiresAt}.`, proofs: [decided.id] };
  }
  return null;
}

function endOfProxy(
  { proxies = [] }: Extract<ThreadState, { kind: 'participant' }>,
  { document, leaf }: ReplayedEntry,
  asOf: Millis,
): End | null {
  const endsAt = document?.type === 'proxy' ? (parseTime(document.endsAt) ?? Number.NaN) : Number.NaN; // checked
  if (asOf >= endsAt) return { reason: 'Its time is over.', proofs: [leaf.doc] };
  return proxies.some(({ id }) => id === leaf.doc)
    ? null
    : { reason: 'It was taken back.', proofs: [leaf.doc] };
}

function endOfNotice(
  { id }: Extract<ThreadState, { kind: 'meeting' }>,
  { document, leaf }: ReplayedEntry,
): End | null {
  if (id !== leaf.doc) return { reason: 'Another version took its place.', proofs: [id] };
  const isOff = document?.type === 'meeting' && document.calledOff !== undefined;
  return isOff ? { reason: 'The meeting was called off.', proofs: [id] } : null;
}

/** Silence moves the time to ratify it by its own length at the most: after that it has lapsed for certain. */
function endOfEmergency({ id, at, ruled }: EmergencyState, asOf: Millis): End | null {
  if (ruled?.ruling === 'reversed') return { reason: 'It was reversed.', proofs: [ruled.by] };
  return ruled === null && asOf >= at + 2 * RATIFY_TIME
    ? { reason: 'Nobody ratified it in time.', proofs: [id] }
    : null;
}

function endOfVersion({ endedBy, inForce }: Versions, id: DocumentId): End | null {
  if (endedBy !== null) return { reason: 'It was ended.', proofs: [endedBy] };
  return inForce !== null && inForce.id !== id
    ? { reason: 'Another version is in force.', proofs: [inForce.id, inForce.by] }
    : null;
}

function endOfNegotiated(state: Extract<ThreadState, { kind: 'negotiation' }>, id: DocumentId): End | null {
  const newer = state.terms.find(({ supersedes }) => supersedes === id);
  if (newer !== undefined) return { reason: 'Newer terms took its place.', proofs: [newer.id] };
  const withdrawnBy = state.acceptances.find((acceptance) => acceptance.id === id)?.withdrawnBy ?? null;
  return withdrawnBy === null ? null : { reason: 'It was withdrawn.', proofs: [withdrawnBy] };
}

/** @param current the version that counts now; the target is one of its kind. */
function newerThan(
  id: DocumentId,
  current: DocumentId | undefined,
  withdrawnBy: DocumentId | null,
): End | null {
  if (withdrawnBy !== null) return { reason: 'It was withdrawn.', proofs: [withdrawnBy] };
  return current === undefined || current === id
    ? null
    : { reason: 'Another version took its place.', proofs: [current] };
}
