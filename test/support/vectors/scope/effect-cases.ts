import type { JsonObject, JsonValue } from '../../../../protocol/canonical.ts';
import { type Binding, bindingSchema } from '../../../../protocol/documents/operation.ts';
import { bindingHash } from '../../../../protocol/governance/binding.ts';
import { type Effect, effectsOf } from '../../../../protocol/governance/effects.ts';
import { scidSchema } from '../../../../protocol/ids.ts';
import { subjectOf } from '../../people.ts';
import { HOME, hashOf, idOf, OTHER, ref, say, termsFields, transfer } from '../documents/samples.ts';

export interface EffectCase {
  readonly id: string;
  readonly rule: string;
  readonly what: string;
  readonly valid: boolean;
  readonly input: { readonly commons: string; readonly binding: Binding };
  /** One of the two: what the binding part does, or its hash. */
  readonly expected: { readonly effects: readonly Effect[] } | { readonly hash: string };
}

export function effectVectors() {
  return {
    description:
      'What a binding part does (Spec §5.2), from the point of view of `input.commons`. Where `valid`, its effects are just ' +
      '`expected.effects`, in this order, or its hash is `expected.hash`; otherwise they are not.',
    cases: [...effects(), ...wrong(), ...hashes()],
  };
}

const adopt = (type: string) => ({
  op: 'adopt',
  adopts: { type, ...ref(type), ...(type === 'mandate' ? { role: subjectOf('role') } : {}) },
});
const end = (type: string) => ({
  op: 'end',
  type,
  thing: ref(type),
  ...(type === 'mandate' ? { role: subjectOf('role') } : {}),
});
const agree = (fields: JsonObject) => ({ op: 'agree', negotiation: subjectOf('negotiation'), fields });
const change = (...paths: string[]) => ({ op: 'change', paths, content: hashOf('patch'), title: 'A patch' });
const THINGS = ['charter', 'circle', 'role', 'mandate', 'domain', 'constraint', 'resource'];
const set = {
  type: 'set',
  of: 'domain',
  subject: subjectOf('set'),
  root: hashOf('root'),
  count: 2,
  effects: ['change'],
};
const twice = {
  ...termsFields,
  commitments: [
    ...termsFields.commitments,
    { provider: HOME, receiver: OTHER, action: 'use', resource: ref('room'), quantity: 3 },
  ],
};
const taking = {
  ...termsFields,
  commitments: termsFields.commitments.filter(({ provider }) => provider === OTHER),
};

function effects(): EffectCase[] {
  return [
    yields('transfer', 'a transfer', [transfer]),
    ...THINGS.map((type) => yields(`adopt-${type}`, `a ${type} is adopted`, [adopt(type)])),
    ...THINGS.map((type) => yields(`end-${type}`, `a ${type} ends`, [end(type)])),
    yields('adopt-set', 'a set of domains is adopted', [{ op: 'adopt', adopts: set }]),
    yields('agree', 'an agreement in which we give', [agree(termsFields)]),
    yields('agree-partner', 'the same, seen by the other party', [agree(termsFields)], OTHER),
    yields('agree-twice', 'an agreement in which we give twice', [agree(twice)]),
    yields('agree-taking', 'an agreement in which we only take', [agree(taking)]),
    yields('decline', 'a no to an offer', [
      { op: 'decline', negotiation: subjectOf('negotiation'), terms: idOf('terms') },
    ]),
    yields('change', 'a change at three paths', [change('kernel/fork.c', 'kernel/exit.c', 'README')]),
    yields('resolve', 'words do nothing', [{ op: 'resolve', text: say('We meet on Mondays.') }]),
    yields('several', 'several operations, in their order', [transfer, adopt('role'), change('README')]),
  ];
}

function wrong(): EffectCase[] {
  const one: Effect = { kind: 'transfer', resource: subjectOf('fund'), amount: 60 };
  return [
    not('transfer-less', 'a transfer of 60 is none of 6', [transfer], [{ ...one, amount: 6 }]),
    not(
      'transfer-other',
      'nor of another resource',
      [transfer],
      [{ ...one, resource: subjectOf('reserve') }],
    ),
    not('transfer-none', 'nor nothing', [transfer], []),
    not(
      'adopt-as-change',
      'to adopt a domain is no change',
      [adopt('domain')],
      [{ kind: 'change', amount: 0 }],
    ),
    not(
      'agree-partners-gift',
      'what the other party gives is no effect of ours',
      [agree(taking)],
      [{ kind: 'agreement', resource: subjectOf('workshop'), amount: 2 }],
    ),
  ];
}

function hashes(): EffectCase[] {
  const one = bindingOf([transfer]);
  const other = bindingOf([{ ...transfer, quantity: 61 }]);
  const hashed = (id: string, what: string, valid: boolean, binding: Binding, of: Binding): EffectCase => ({
    ...{ id, rule: 'R-5.2', what, valid },
    input: { commons: HOME, binding },
    expected: { hash: bindingHash(of) },
  });
  return [
    hashed('hash', 'the hash of a binding part', true, one, one),
    hashed(
      'hash-several',
      'of two operations',
      true,
      bindingOf([transfer, change('README')]),
      bindingOf([transfer, change('README')]),
    ),
    hashed('hash-amount', 'another amount has another hash', false, one, other),
    hashed(
      'hash-order',
      'another order has another hash',
      false,
      bindingOf([transfer, change('README')]),
      bindingOf([change('README'), transfer]),
    ),
  ];
}

function yields(
  id: string,
  what: string,
  operations: readonly JsonValue[],
  commons: string = HOME,
): EffectCase {
  const binding = bindingOf(operations);
  const expected = { effects: effectsOf(binding, scidSchema.parse(commons)) };
  return { id, rule: 'R-5.4', what, valid: true, input: { commons, binding }, expected };
}

function not(
  id: string,
  what: string,
  operations: readonly JsonValue[],
  claimed: readonly Effect[],
): EffectCase {
  const binding = bindingOf(operations);
  return {
    id,
    rule: 'R-5.4',
    what,
    valid: false,
    input: { commons: HOME, binding },
    expected: { effects: claimed },
  };
}

function bindingOf(operations: readonly JsonValue[]): Binding {
  return bindingSchema.parse({ operations });
}
