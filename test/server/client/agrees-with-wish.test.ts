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
});
