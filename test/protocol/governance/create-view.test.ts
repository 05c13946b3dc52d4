import { describe, expect, test } from 'vitest';
import { composeDocument } from '../../../protocol/documents/compose.ts';
import { createView, type ViewSource } from '../../../protocol/governance/create-view.ts';
import { MissingEvidence, UnnamedThread } from '../../../protocol/governance/missing.ts';
import type { ThreadState } from '../../../protocol/governance/state.ts';
import { judgeBy, refuse } from '../../../protocol/governance/verdict.ts';
import { contentOf, type RuleView, stateOf } from '../../../protocol/governance/view.ts';
import { documentIdSchema, hashTextSchema } from '../../../protocol/ids.ts';
import { subjectOf } from '../../support/people.ts';
import { payloadOf } from '../../support/vectors/documents/payload-case.ts';
import { HOME, hashOf, idOf } from '../../support/vectors/documents/samples.ts';

const id = (label: string) => documentIdSchema.parse(idOf(label));
const { document: circle } = composeDocument<'circle'>(payloadOf('circle') as never); // composing checks it
const CONSTRAINTS: ThreadState = { kind: 'constraints', inForce: [], cooling: [], agents: [] };

const SOURCE: ViewSource = {
  home: HOME,
  thread: (name) => ({
    state: name === 'constraints' ? CONSTRAINTS : null,
    n: name === 'constraints' ? 3 : 0,
  }),
  document: (wanted) => (wanted === id('circle') ? circle : null),
  entries: () => [],
  silence: () => 0,
  didVersion: () => null,
  foreign: (wanted) => (wanted === id('counted elsewhere') ? true : null),
};
const view: RuleView = createView(SOURCE, { changed: ['constraints'], read: ['charter'] });

describe('§3 [R-3.10] a rule looks at threads that the entry changes or reads', () => {
  test('at their state, their length and their entries', () => {
    expect(view.state('constraints')).toEqual(CONSTRAINTS);
    expect(view.length('constraints')).toBe(3);
    expect(view.entries('charter')).toEqual([]);
    expect(stateOf(view, 'constraints', 'constraints')).toEqual(CONSTRAINTS);
    expect(stateOf(view, 'constraints', 'register')).toBeNull();
  });

  test('and MUST NOT look at any other one', () => {
    expect(() => view.state('register')).toThrow(UnnamedThread);
    expect(() => view.length('identity')).toThrow(UnnamedThread);
    expect(() => view.entries(subjectOf('somebody'))).toThrow(UnnamedThread);
    expect(() => view.register()).toThrow(UnnamedThread);
  });

  test('a document that can only be judged by another thread does not count', () => {
    const verdict = judgeBy([
      { level: 'V3', name: 'curious', ask: () => (view.state('register') === null ? [] : []) },
    ]);
    expect(verdict).toMatchObject({ status: 'not-counted', refusal: { code: 'thread-unnamed' } });
  });
});

describe('§9 [R-9.3] what is not at hand is no answer', () => {
  test('a document', () => {
    expect(view.content(id('circle'))).toBe(circle);
    expect(contentOf(view, id('circle'), 'circle')).toBe(circle);
    expect(contentOf(view, id('circle'), 'role')).toBeNull();
    expect(() => view.content(id('another'))).toThrow(MissingEvidence);
  });

  test('a verdict of another log', () => {
    expect(view.foreign(id('counted elsewhere'))).toBe(true);
    expect(() => view.foreign(id('another'))).toThrow(MissingEvidence);
  });

  test('a rule that runs into it leaves the verdict open; a "no" of another rule outweighs that', () => {
    const open = {
      level: 'V2',
      name: 'open',
      ask: () => [view.content(id('another')).subject as never],
    } as const;
    const no = { level: 'V3', name: 'no', ask: () => refuse('no-right') } as const;
    expect(judgeBy([open])).toMatchObject({
      status: 'unresolved',
      missing: [{ kind: 'document', id: idOf('another') }],
    });
    expect(judgeBy([open, no])).toMatchObject({ status: 'not-counted', refusal: { code: 'no-right' } });
  });

  test('the pages of a set of the charter', () => {
    const set = {
      ...({ type: 'set', of: 'domain', subject: subjectOf('set'), count: 1 } as const),
      ...{ root: hashTextSchema.parse(hashOf('root')), effects: ['*' as const] },
    };
    expect(() => view.items({ ...set, effects: ['*'], n: null })).toThrow(MissingEvidence);
    expect(() => view.items({ ...set, effects: ['*'], n: 1 })).toThrow(MissingEvidence);
    expect(view.items({ ...set, effects: ['*'], n: 0 })).toEqual([]);
  });
});
