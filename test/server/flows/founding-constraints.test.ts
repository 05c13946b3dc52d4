import { describe, expect, test } from 'vitest';
import type { ConstraintRule } from '../../../protocol/documents/constraint.ts';
import { askFounding } from '../../../protocol/governance/constraints/ask-founding.ts';
import type { Scid } from '../../../protocol/ids.ts';
import { type FoundingWish, minimalTemplate } from '../../../server/flows/founding/minimal-template.ts';
import { systemRandom } from '../../../server/random.ts';
import { person } from '../../support/people.ts';

const NOW = Date.parse('2026-05-04T08:00:00.000Z');
const HOME = `Qm${'A'.repeat(44)}` as Scid;

function askedOf(names: readonly string[], rule: ConstraintRule, hard = true) {
  const founders = names.map((name) => {
    const { author, key } = person(name);
    return { subject: author, pseudonym: name, key };
  });
  const wish: FoundingWish = {
    name: 'Water co-op',
    purpose: 'To share water.',
    language: 'en',
    timeZone: 'UTC',
    founders: founders as unknown as FoundingWish['founders'],
    constraints: [{ title: { en: 'A value' }, value: { en: 'In words.' }, hard, rule }],
  };
  const { charter, things } = minimalTemplate(wish, HOME, systemRandom, NOW);
  return askFounding(charter, things)?.code ?? null;
}

const FOUR_EYES: ConstraintRule = { kind: 'separateDuties', effects: ['transfer'] };
const A_THIRD = { num: 1, den: 3 };

describe('§12 [R-12.42] a founding act that would lock its founders out is not given to anybody to sign', () => {
  test('one founder cannot be two people; two can', () => {
    expect(askedOf(['Ana'], FOUR_EYES)).toBe('locks-out');
    expect(askedOf(['Ana', 'Ben'], FOUR_EYES)).toBeNull();
  });

  test('a share of a third takes three', () => {
    const rule: ConstraintRule = {
      ...{ kind: 'concentrationCap', effects: ['transfer'], most: A_THIRD },
      ...{ seconds: 86_400, least: 3 },
    };
    expect(askedOf(['Ana', 'Ben'], rule)).toBe('locks-out');
    expect(askedOf(['Ana', 'Ben', 'Cem'], rule)).toBeNull();
  });

  test('a constraint that could never be ended', () => {
    const rule: ConstraintRule = { kind: 'forbidEffect', effects: ['adopt:constraint'] };
    expect(askedOf(['Ana', 'Ben'], rule)).toBe('locks-out');
    expect(askedOf(['Ana', 'Ben'], { kind: 'forbidEffect', effects: ['adopt:charter'] })).toBeNull();
  });

  test('whoever must be consulted has to be there: a founder is, a name that nobody bears is not', () => {
    const consulted = (name: string): ConstraintRule => ({
      ...{ kind: 'requireConsulted', effects: ['adopt:charter'], who: [person(name).author] },
    });
    expect(askedOf(['Ana', 'Ben'], consulted('Zoe'))).toBe('locks-out');
    expect(askedOf(['Ana', 'Ben'], consulted('Ben'))).toBeNull();
    expect(askedOf(['Ana', 'Ben'], consulted('Zoe'), false)).toBeNull();
  });

  test('a soft one locks nobody out', () => {
    expect(askedOf(['Ana'], FOUR_EYES, false)).toBeNull();
  });
});
