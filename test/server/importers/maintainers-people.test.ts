import { describe, expect, test } from 'vitest';
import {
  parsePeople,
  personIdentity,
  type RegisterPerson,
} from '../../../server/importers/maintainers-people.ts';

const person = (name: string | null, email: string | null, note: string | null = null): RegisterPerson => ({
  name,
  email,
  note,
});

describe('people of a register', () => {
  test.each<[string, RegisterPerson[]]>([
    ['Ada Pumpe <ada@example.org>', [person('Ada Pumpe', 'ada@example.org')]],
    ['"Pumpe, Ada" <ada@example.org>', [person('Pumpe, Ada', 'ada@example.org')]],
    ['Pumpe, Ada <ada@example.org>', [person('Pumpe, Ada', 'ada@example.org')]],
    ['Ada\tPumpe   <ada@example.org>', [person('Ada Pumpe', 'ada@example.org')]],
    ['Ada Pumpe<ada@example.org>.', [person('Ada Pumpe', 'ada@example.org')]],
    ['Ada "Pumpe" Rand <ada@example.org>', [person('Ada "Pumpe" Rand', 'ada@example.org')]],
    ['"Ada \\"Pumpe\\" Rand" <ada@example.org>', [person('Ada "Pumpe" Rand', 'ada@example.org')]],
    ['"Ada Pumpe <ada@example.org>', [person('Ada Pumpe', 'ada@example.org')]],
    ['青木 ゆき <yuki@example.org>', [person('青木 ゆき', 'yuki@example.org')]],
    ['ada@example.org', [person(null, 'ada@example.org')]],
    ['<ada@example.org>', [person(null, 'ada@example.org')]],
    ['Ada Pumpe ada@example.org', [person('Ada Pumpe', 'ada@example.org')]],
    ['ada@example.org (Ada, mornings)', [person(null, 'ada@example.org', 'Ada, mornings')]],
    ['Ada <ada@example.org> (saws, drills)', [person('Ada', 'ada@example.org', 'saws, drills')]],
    [
      'A <a@example.org>, "B, C" <b@example.org>',
      [person('A', 'a@example.org'), person('B, C', 'b@example.org')],
    ],
    [
      'A <a@example.org>, Pumpe, Bo <b@example.org>',
      [person('A', 'a@example.org'), person('Pumpe, Bo', 'b@example.org')],
    ],
    ['A <a@example.org>, and others', [person('A', 'a@example.org', 'and others')]],
    ['a@example.org, b@example.org', [person(null, 'a@example.org'), person(null, 'b@example.org')]],
    ['Ada Pumpe', [person('Ada Pumpe', null)]],
    ['Ada <ada at example.org>', [person('Ada', null)]],
    ['Ada <a@b@example.org>', [person('Ada', null)]],
    ['', []],
    ['<>', []],
  ])('%s', (text, expected) => {
    expect(parsePeople(text)).toEqual(expected);
  });

  test('two are one by their address, whatever its case and their name', () => {
    expect(personIdentity(person('Ada', 'ADA@example.org'))).toBe(
      personIdentity(person('A. Pumpe', 'ada@example.org')),
    );
    expect(personIdentity(person('Ada', 'ada@example.org'))).not.toBe(
      personIdentity(person('Ada', 'ada@example.com')),
    );
  });

  test('without an address they are one by name, and never one with an address', () => {
    expect(personIdentity(person('ADA', null))).toBe(personIdentity(person('Ada', null)));
    expect(personIdentity(person('a@example.org', null))).not.toBe(
      personIdentity(person(null, 'a@example.org')),
    );
  });
});
