import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bindingSchema } from '../../../protocol/documents/operation.ts';
import { bindingHash } from '../../../protocol/governance/binding.ts';
import { effectsOf, givenResources } from '../../../protocol/governance/effects.ts';
import { scidSchema } from '../../../protocol/ids.ts';
import { subjectOf } from '../../support/people.ts';
import { HOME, OTHER, ref, termsFields, transfer } from '../../support/vectors/documents/samples.ts';
import { type EffectCase, effectVectors } from '../../support/vectors/scope/effect-cases.ts';

const file: { readonly cases: readonly EffectCase[] } = JSON.parse(
  readFileSync(new URL('../../../spec/vectors/05-effects.json', import.meta.url), 'utf8'),
);

describe('§5.2 vectors', () => {
  test('the file is what its generator writes', () => {
    expect(file).toEqual(JSON.parse(JSON.stringify(effectVectors())));
  });

  test.each(file.cases)('[$rule] $id: $what', ({ input, expected, valid }) => {
    const binding = bindingSchema.parse(input.binding);
    const found =
      'hash' in expected
        ? { hash: bindingHash(binding) }
        : { effects: effectsOf(binding, scidSchema.parse(input.commons)) };
    if (valid) expect(found).toEqual(expected);
    else expect(found).not.toEqual(expected);
  });
});

test('§5.2 [R-5.4] what a commons gives away are its own resources alone', () => {
  const agree = { op: 'agree', negotiation: subjectOf('negotiation'), fields: termsFields };
  const binding = bindingSchema.parse({ operations: [transfer, agree] });
  expect(givenResources(binding, HOME)).toEqual([ref('fund'), ref('fund')]);
  expect(givenResources(bindingSchema.parse({ operations: [agree] }), OTHER)).toEqual([ref('workshop')]);
});
