import type { HeldKey } from '../documents/common.ts';
import { isFounders } from '../documents/confirmation.ts';
import type { Participant } from '../documents/participant.ts';
import { type Author, isScid, type Multikey } from '../ids.ts';
import { type Entry, type RuleView, stateOf } from './view.ts';

/**
 * Whether the key that signed counts for its author at this log position. Spec §1 –.
 *
 * A participant's key counts if the version in force just before the entry lists it; a commons' document key from the
 * entry of the first DID version that lists it until the entry of the first one without it. Four documents bring their
 * own keys: the charter (its founder's), a founder's confirmation (the charter's), a newcomer's first version, and
 * `identity` (those of the DID version that it carries).
 *
 * A foreign document's key is judged in its own commons' log, not here.
 */
export function isKeyInForce(entry: Entry, view: RuleView): boolean {
  return keysInForce(entry, view).includes(entry.key);
}

/** Whether the log knows the author at all: without that a document is refused before it costs anything. */
export function isKnownAuthor(entry: Entry, view: RuleView): boolean {
  return keysInForce(entry, view).length > 0;
}

function keysInForce(entry: Entry, view: RuleView): readonly Multikey[] {
  const { document } = entry;
  switch (document.type) {
    case 'charter':
      return entry.index === 0
        ? keysOf(document.founders.find(({ subject }) => subject === document.author)?.keys)
        : authorKeys(document.author, view);
    case 'confirmation':
      return isFounders(document) ? founderKeys(document.author, view) : authorKeys(document.author, view);
    case 'participant':
      return document.author === document.subject
        ? newcomerKeys(document, view)
        : authorKeys(document.author, view);
    case 'identity':
      return view.didVersion(entry.id)?.documentKeys ?? [];
    default:
      return authorKeys(document.author, view);
  }
}

function authorKeys(author: Author, view: RuleView): readonly Multikey[] {
  if (isScid(author)) return stateOf(view, 'identity', 'identity')?.versions.at(-1)?.keys ?? [];
  const participant = stateOf(view, author, 'participant');
  // Whoever left is still known; what they sign is logged and does not count.
  return keysOf(participant?.keys);
}

/** Whoever is new brings their own keys, unless the charter knows them already or the subject is something else's. */
function newcomerKeys(document: Participant, view: RuleView): readonly Multikey[] {
  if (view.state(document.subject) !== null) return authorKeys(document.subject, view);
  if (document.supersedes !== undefined) return []; // there is no version before the first
  const named = founderKeys(document.subject, view);
  return named.length > 0 ? named : keysOf(document.keys);
}

/** A founder who has confirmed already has a thread of their own; before that the charter speaks for them. */
function founderKeys(author: Author, view: RuleView): readonly Multikey[] {
  const own = stateOf(view, author, 'participant');
  if (own !== null) return keysOf(own.keys);
  const charter = stateOf(view, 'charter', 'charter');
  return keysOf(charter?.founders.find(({ subject }) => subject === author)?.keys);
}

function keysOf(keys: readonly HeldKey[] | undefined): readonly Multikey[] {
  return (keys ?? []).map(({ key }) => key);
}
