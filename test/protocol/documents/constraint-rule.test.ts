import { describe, expect, test } from 'vitest';
import { constraint } from '../../../protocol/documents/constraint.ts';
import { subjectOf } from '../../support/people.ts';

const resource = subjectOf('X');
const about = { effects: ['transfer', 'adopt:*'] };
const { rule } = constraint.schema.shape;

describe('§12 [R-12.1] kinds of constraints', () => {
  test.each([
    { kind: 'maxAmount', most: 0 },
    { kind: 'maxAmount', resource, most: 100 },
    { kind: 'maxRatio', most: { num: 1, den: 1 } },
    { kind: 'maxRatio', resource, most: { num: 7, den: 2 } },
    { kind: 'maxShare', resource, most: { num: 1, den: 10 } },
    { kind: 'minReserve', resource, least: 0 },
    { kind: 'maxExposure', resource, most: 0 },
    { kind: 'forbidEffect', ...about },
    { kind: 'forbidEffect', ...about, resource },
    { kind: 'requireRung', ...about, least: 'consultation' },
    { kind: 'requireHuman', ...about },
    { kind: 'requireConsulted', ...about, who: [resource] },
    { kind: 'requireReviewWithin', ...about, seconds: 1 },
    { kind: 'separateDuties', ...about },
    { kind: 'concentrationCap', ...about, most: { num: 1, den: 2 }, seconds: 86_400, least: 1 },
    { kind: 'coolingAtLeast', ...about, seconds: 7_776_000 },
  ])('$kind is taken', (written) => {
    expect(rule.parse(written)).toEqual(written);
  });

  test.each([
    ['another kind', { kind: 'minWage', most: 1 }],
    ['no kind', { most: 1 }],
    ['another member', { kind: 'maxAmount', most: 1, except: resource }],
    ['a ratio below one', { kind: 'maxRatio', most: { num: 1, den: 2 } }],
    ['a share of more than the whole', { kind: 'maxShare', resource, most: { num: 2, den: 1 } }],
    ['a share of no resource', { kind: 'maxShare', most: { num: 1, den: 2 } }],
    ['about nothing', { kind: 'forbidEffect', effects: [] }],
    ['about no known effect', { kind: 'forbidEffect', effects: ['spend'] }],
    ['the lowest rung', { kind: 'requireRung', ...about, least: 'delegation' }],
    ['nobody to ask', { kind: 'requireConsulted', ...about, who: [] }],
    [
      'too many to ask',
      { kind: 'requireConsulted', ...about, who: Array.from({ length: 8 }, () => resource) },
    ],
    ['cooling for longer than a matter lives', { kind: 'coolingAtLeast', ...about, seconds: 7_776_001 }],
    [
      'a share of no decisions',
      { kind: 'concentrationCap', ...about, most: { num: 1, den: 2 }, seconds: 1, least: 0 },
    ],
  ])('%s is refused', (_, written) => {
    expect(rule.safeParse(written).success).toBe(false);
  });
});
