import type { Subject } from '../../protocol/ids.ts';
import { personIdentity, type RegisterPerson } from './maintainers-people.ts';
import { shortened } from './shortened.ts';

/** A name in the private table: one line on a page. */
const NAME_CHARACTERS_MAX = 200;

/** Somebody whom a register names, for the private table: never for the log. */
export interface SeatPerson {
  /** The unclaimed seat that stands for them in the log. */
  readonly subject: Subject;
  readonly name: string;
  readonly email: string | null;
}

/** Seats of one register: whoever is named twice sits once. */
export interface SeatBook {
  readonly seatOf: (person: RegisterPerson) => Subject;
  /** Everybody who was asked for, in order of appearance. */
  readonly people: () => readonly SeatPerson[];
}

/**
 * Gives each person of a register one unclaimed seat. Spec §5.
 *
 * Seats are random: one made from an address would tell whoever knows the address.
 *
 * @param subject a fresh one at each call.
 * @param known seats of an earlier import, by `personIdentity`.
 */
export function seatBook(subject: () => Subject, known: ReadonlyMap<string, Subject>): SeatBook {
  const people = new Map<string, SeatPerson>();
  return {
    seatOf(person) {
      const identity = personIdentity(person);
      const before = people.get(identity);
      const seat = before?.subject ?? known.get(identity) ?? subject();
      // The first name holds; whoever was named by their address alone gets the first name that comes.
      if (before === undefined || (before.name === before.email && person.name !== null)) {
        people.set(identity, { subject: seat, name: nameOf(person), email: person.email });
      }
      return seat;
    },
    people: () => [...people.values()],
  };
}

function nameOf({ name, email }: RegisterPerson): string {
  return shortened(name ?? email ?? '', NAME_CHARACTERS_MAX);
}
