import { beforeAll, describe, expect, test } from 'vitest';
import { toBase64url } from '../../../protocol/bytes.ts';
import type { JsonObject } from '../../../protocol/canonical.ts';
import type { Decision } from '../../../protocol/documents/decision.ts';
import { agreesWithWish } from '../../../server/client/agrees-with-wish.ts';
import { subjectOf, textOf } from '../../support/people.ts';
import { smallCommons } from '../../support/verify/small-commons.ts';

let drafted: Decision;
let wish: JsonObject;
const reason = textOf('small reason 1');
const shop = textOf('somebody who sells tools');
const attachments = {
  [reason.text.attachment]: toBase64url(reason.bytes),
  [shop.text.attachment]: toBase64url(shop.bytes),
};

beforeAll(async () => {
  const { log, people, decide, refs } = await smallCommons('small');
  log.setClock('2026-01-10T12:00:00.000Z');
  const { document } = (await decide(people.ana, 100)).entry;
  if (document.type !== 'decision') throw new TypeError('the entry is a decision');
  drafted = document;
  wish = {
    operations: [
      {
        op: 'transfer',
        resource: { ref: refs.X.subject },
        quantity: 100,
        to: { named: { say: 'somebody who sells tools' } },
      },
    ],
    reason: { say: 'small reason 1' },
  };
});

describe('§10 [R-10.30] a client signs only what it wished for', () => {
  test('the draft that a server makes of the wish', () => {
    expect(agreesWithWish(drafted, wish, attachments)).toBe(true);
  });

  test('names stand for what they name', () => {
    const [operation] = drafted.binding.operations;
    if (operation?.op !== 'transfer') throw new TypeError('it transfers');
    for (const resource of [operation.resource.subject, operation.resource.id, { ...operation.resource }]) {
      const [wished] = wish.operations as JsonObject[];
      expect(agreesWithWish(drafted, { ...wish, operations: [{ ...wished, resource }] }, attachments)).toBe(
        true,
      );
    }
  });

  const withOperation = (change: object): Decision => ({
    ...drafted,
    binding: {
      operations: drafted.binding.operations.map((operation) => ({ ...operation, ...change })) as never,
    },
  });

  test.each<readonly [string, () => Decision]>([
    ['another amount', () => withOperation({ quantity: 1000 })],
    [
      'another resource',
      () => withOperation({ resource: { subject: subjectOf('another'), id: drafted.domain.id } }),
    ],
    ['another receiver', () => withOperation({ to: { party: subjectOf('somebody') } })],
    ['another operation', () => withOperation({ op: 'end' })],
    [
      'one operation more',
      () => ({
        ...drafted,
        binding: { operations: [...drafted.binding.operations, ...drafted.binding.operations] },
      }),
    ],
    ['another result', () => ({ ...drafted, result: 'not-adopted' })],
    ['a tag', () => ({ ...drafted, tags: ['emergency'] })],
    ['a reversal', () => ({ ...drafted, reverses: { subject: subjectOf('d'), id: drafted.domain.id } })],
    ['an end', () => ({ ...drafted, expiresAt: '2026-02-01T00:00:00Z' })],
    ['other words', () => ({ ...drafted, reason: shop.text })],
  ])('MUST NOT be %s', (_, change) => {
    expect(agreesWithWish(change(), wish, attachments)).toBe(false);
  });

  test('words MUST be those that the hash names', () => {
    const swapped = { ...attachments, [reason.text.attachment]: toBase64url(shop.bytes) };
    expect(agreesWithWish(drafted, wish, swapped)).toBe(false);
    expect(agreesWithWish(drafted, wish, {})).toBe(false);
  });

  describe('the short forms of a wish stand for what the log fills in', () => {
    const id = (letter: string) => `ni:///sha-256;${letter.repeat(43)}`;
    const consulted = (members: object) => ({ ...drafted, consulted: members }) as never;
    const answers = (advice: string) => [{ advice, answer: 'partly', reason: reason.text }];
    const answered = { answers: answers(id('A')), opening: id('B') };

    test('of answers to advice: the opening by which it was asked', () => {
      const asked = { ...wish, consulted: consultedWish(id('A')) };
      expect(agreesWithWish(consulted(answered), asked, attachments)).toBe(true);
      for (const other of [
        { ...answered, joint: { answer: 'adopted', reason: reason.text } },
        { ...answered, answers: answers(id('C')) },
        { opening: id('B'), answers: [] },
      ])
        expect(agreesWithWish(consulted(other), asked, attachments)).toBe(false);
    });

    const objection = (claims: readonly object[]) => ({ type: 'objection', claims }) as never;
    const subject = subjectOf('a constraint');

    test.each<readonly [string, object]>([
      ['limits', { what: 'limits' }],
      [id('A'), { what: 'constraint', constraint: id('A') }],
      [subject, { what: 'constraint', constraint: id('A') }],
    ])('of a claim: %s', (claim, whole) => {
      expect(agreesWithWish(objection([whole]), { claims: [claim] }, {})).toBe(true);
    });

    test.each<readonly [string, readonly object[]]>([
      ['limits', [{ what: 'scope' }]],
      ['limits', [{ what: 'constraint', constraint: id('A') }]],
      [id('A'), [{ what: 'constraint', constraint: id('B') }]],
      [subject, [{ what: 'limits' }]],
      ['limits', [{ what: 'limits' }, { what: 'right' }]],
      ['limits', []],
    ])('MUST NOT make another one of the claim %s', (claim, claims) => {
      expect(agreesWithWish(objection(claims), { claims: [claim] }, {})).toBe(false);
    });

    test('of a term that is adopted: what is kept apart from its role', () => {
      const adopts = { type: 'mandate', subject, id: id('A'), role: subjectOf('a role') };
      const operations = (whole: object) =>
        ({ ...drafted, binding: { operations: [{ op: 'adopt', adopts: whole }] } }) as never;
      const wished = { operations: [{ op: 'adopt', adopts }] };
      expect(agreesWithWish(operations({ ...adopts, separate: [subject] }), wished, attachments)).toBe(true);
      expect(agreesWithWish(operations({ ...adopts, seat: subject }), wished, attachments)).toBe(false);
    });
  });
});

function consultedWish(advice: string): JsonObject {
  return { answers: [{ advice, answer: 'partly', reason: { say: 'small reason 1' } }] };
}
