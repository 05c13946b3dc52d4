import { compareText } from '../../bytes.ts';
import { type Mandate, termOf } from '../../documents/mandate.ts';
import type { Asked, Opening } from '../../documents/opening.ts';
import type { RosterItem } from '../../documents/set.ts';
import type { DocumentId, Ref, Subject } from '../../ids.ts';
import type { Millis } from '../../time.ts';
import { sameJson } from '../binding.ts';
import { inForce, mandatesOf } from '../in-force.ts';
import { suspensionOf } from '../seats/seat-act.ts';
import { setRoot } from '../set-items.ts';
import { type Refusal, refuse } from '../verdict.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';

/** Somebody who is asked about a matter, and whether as one of those whom it affects. */
export type Person = Pick<RosterItem, 'subject' | 'affected'>;

/** Whom a domain asks about a matter, at one moment. */
export interface Roster {
  /** Whom it asks besides the circle, by what is in force of each. */
  readonly asked: readonly Asked[];
  /** By subject, each once. */
  readonly people: readonly Person[];
}

/** Who is to be asked. */
export interface RosterWish {
  /** All members of this circle, where it decides. */
  readonly circle: Subject | null;
  /** Circles, roles and participants that the matter affects. */
  readonly affected: readonly Subject[];
  /** Those who know about it; asked where a role decides. */
  readonly knowing: readonly Subject[];
  /** Whom it is about: they are heard, and not asked. Spec §15. */
  readonly without?: Subject;
}

/**
 * The people to ask: members of the circle that decides; of an affected circle whoever represents it; of a role whoever
 * holds it; a participant. Where a role decides, a circle that nobody represents is asked member by member; where a
 * circle decides, it has no voice in it. Spec §6 [R-6.3a].
 */
export function rosterFor(view: RuleView, wish: RosterWish, at: Millis): Roster {
  const { circle, affected, knowing, without } = wish;
  const members = circle === null ? [] : membersOf(view, circle);
  const others = [...new Set([...affected, ...knowing])].filter((subject) => subject !== circle);
  const asked = others.map((subject) => askedOf(view, subject));
  const people = new Map<Subject, Person>(members.map((subject) => [subject, { subject }]));
  for (const body of asked) {
    const isAffected = affected.includes(body.subject);
    for (const subject of voicesOf(view, body, circle === null, at)) {
      const known = people.get(subject)?.affected === true;
      people.set(subject, isAffected || known ? { subject, affected: true } : { subject });
    }
  }
  if (without !== undefined) people.delete(without);
  return { asked, people: [...people.values()].sort((a, b) => compareText(a.subject, b.subject)) };
}

/** The opening names just whom the domain asks, and its pages hold just these people. Spec §6 [R-6.3a]. */
export function askRoster(
  view: RuleView,
  document: Opening,
  wish: RosterWish,
  at: Millis,
): readonly DocumentId[] | Refusal {
  const current = inForce(view, document.circle.subject);
  if (current?.id !== document.circle.id) return refuse('stale-version', { inForce: current?.id ?? null });
  const expected = rosterFor(view, wish, at);
  if (!sameJson([...expected.asked], document.asked)) return refuse('rules-disagree', { what: 'asked' });
  const items = itemsOf(document, view);
  const people = items.map(({ salt: _, ...person }) => person);
  const same =
    sameJson([...expected.people], people) &&
    setRoot(items) === document.roster.root &&
    items.length === document.roster.count &&
    isLogged(document, view);
  return same ? document.roster.pages : refuse('rules-disagree', { what: 'roster' });
}

/** The people whom an opening that counts asks: its pages were compared with the domain when it was logged. */
export function rosterOf(opening: Opening, view: RuleView): readonly Person[] {
  return itemsOf(opening, view);
}

/** What the pages hold, in their order. */
function itemsOf({ roster }: Opening, view: RuleView): readonly RosterItem[] {
  return roster.pages.flatMap((id) => {
    const page = contentOf(view, id, 'set');
    return page?.content.of === 'roster' ? page.content.items : [];
  });
}

/** The pages are entries of the roster's own thread, which the opening reads. */
function isLogged({ roster }: Opening, view: RuleView): boolean {
  const logged = stateOf(view, roster.subject, 'set')?.pages ?? [];
  return roster.pages.every((id) => logged.some((page) => page.id === id && page.root === roster.root));
}

/** Whether a body counts as asked once an opening names it: another circle is not where a circle decides and nobody represents it. Spec §12. */
export function canBeAsked(view: RuleView, body: Subject, byCircle: boolean): boolean {
  const { id, representative } = askedOf(view, body);
  if (id === undefined) return false;
  return !byCircle || representative !== undefined || contentOf(view, id, 'circle') === null;
}

/** Who speaks for a body where a circle decides, or a role. Spec §6 [R-6.3a]. */
export function voicesFor(view: RuleView, body: Subject, byCircle: boolean, at: Millis): readonly Subject[] {
  return voicesOf(view, askedOf(view, body), !byCircle, at);
}

/** Members of a circle in force, without agents and whoever is not there. Spec §6 [R-6.3a], [R-6.3b]. */
export function membersOf(view: RuleView, circle: Subject): readonly Subject[] {
  const current = inForce(view, circle);
  const members = (current === null ? null : contentOf(view, current.id, 'circle'))?.members ?? [];
  return whoAreAsked(view, members);
}

/** No agent is asked, and nobody who is not there, whatever circle lists them and whatever role they hold. Spec §6 [R-6.3b], §13. */
function whoAreAsked(view: RuleView, people: readonly Subject[]): readonly Subject[] {
  const { agents = [], absent = [] } = stateOf(view, 'constraints', 'constraints') ?? {};
  const left = new Set([...agents, ...absent]);
  return left.size === 0 ? people : people.filter((subject) => !left.has(subject));
}

/** What is in force of a body; a participant is by their own version. */
function askedOf(view: RuleView, subject: Subject): Asked {
  const participant = stateOf(view, subject, 'participant');
  if (participant !== null) return { subject, id: participant.id };
  const current = inForce(view, subject);
  if (current === null) return { subject };
  const role = contentOf(view, current.id, 'circle')?.representative;
  const representative = role === undefined ? null : refInForce(view, role);
  return { subject, id: current.id, ...(representative === null ? {} : { representative }) };
}

function refInForce(view: RuleView, subject: Subject): Ref | null {
  const current = inForce(view, subject);
  return current === null ? null : { subject, id: current.id };
}

/** Who speaks for a body. */
function voicesOf(
  view: RuleView,
  { subject, id, representative }: Asked,
  wholeCircles: boolean,
  at: Millis,
): readonly Subject[] {
  if (id === undefined) return [];
  if (representative !== undefined) return holdersOf(view, representative.subject, at).slice(0, 1);
  const participant = stateOf(view, subject, 'participant');
  if (participant !== null)
    return participant.status === 'active' && participant.nature === 'human' ? [subject] : [];
  switch (view.content(id).type) {
    case 'role':
      return holdersOf(view, subject, at);
    case 'circle':
      return wholeCircles ? membersOf(view, subject) : [];
    default:
      return [];
  }
}

/** Whose term in a role runs, in the order of adoption. */
function holdersOf(view: RuleView, role: Subject, at: Millis): readonly Subject[] {
  const runs = (mandate: Mandate) => {
    const { startsAt, endsAt } = termOf(mandate);
    return startsAt <= at && at < endsAt;
  };
  const holders = mandatesOf(view, role)
    .filter(({ subject }) => suspensionOf(view, subject, role, at) === null)
    .flatMap(({ id }) => contentOf(view, id, 'mandate') ?? [])
    .filter(runs)
    .map(({ holder }) => holder);
  return whoAreAsked(view, holders);
}
