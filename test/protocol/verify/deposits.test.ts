import { describe, expect, test } from 'vitest';
import type { DocumentId } from '../../../protocol/ids.ts';
import { subjectOf } from '../../support/people.ts';
import { verify, withheld, withoutEntries } from '../../support/verify/bundles.ts';
import {
  bundleWithDeposit,
  CLOSED_AT,
  type DepositWish,
  outcomeWithDeposit,
  WAITED_UNTIL,
} from '../../support/verify/deposits.ts';

const found = async (wish: DepositWish = {}, shows = true) => verify(await bundleWithDeposit(wish, shows));
const levelOf = async (wish: DepositWish = {}, shows = true) => {
  const { levels, deposits } = await found(wish, shows);
  return { ...levels.V3, told: deposits?.[0] };
};

describe('§21 what was left with another commons for one that did not take it', () => {
  test('[R-21.11] what a person who was asked signed, and the log never took, is suppressed: V3 fails', async () => {
    const { kept } = await outcomeWithDeposit();
    const id = kept[0]?.verified.id;
    const { levels, deposits, faults } = await found();
    expect(faults).toEqual([]);
    expect(levels.V3).toMatchObject({ result: 'fail', suppressed: true });
    expect(levels.V3.reason).toContain(id);
    expect(deposits).toMatchObject([{ answered: true, kept: 1, logged: 0, suppressed: [id] }]);
  });

  test('[R-21.11] what the log took before the outcome is not, whatever it counted for', async () => {
    expect(await levelOf({ taken: true })).toMatchObject({
      result: 'attested',
      told: { kept: 1, logged: 1, suppressed: [] },
    });
  });

  test.each([
    ['just when the matter closed is in time', CLOSED_AT, 'fail'],
    ['a millisecond later is not', '2026-01-16T08:00:00.001Z', 'attested'],
    ['just 300 seconds before people were asked, by another clock, is', '2026-01-12T08:57:00.000Z', 'fail'],
    ['earlier than that is not', '2026-01-12T08:56:59.999Z', 'attested'],
  ])('[R-21.11] what was kept %s', async (_, keptAt, result) => {
    expect(await levelOf({ keptAt })).toMatchObject({ result });
  });

  test.each([
    ['by a stranger', { by: 'stranger' }],
    ['with a key that its author never had', { by: 'other-key' }],
    ['about another matter', { about: 'other-matter' }],
  ] as const)('[R-21.11] nothing has to be taken that was signed %s', async (_, wish) => {
    expect(await levelOf(wish)).toMatchObject({ result: 'attested', told: { kept: 1, suppressed: [] } });
  });

  test('[R-21.10] a list of just then is one from after the close; an earlier one shows nothing', async () => {
    expect(await levelOf({ listedAt: CLOSED_AT })).toMatchObject({ result: 'fail' });
    expect(await levelOf({ listedAt: '2026-01-16T07:59:59.999Z' })).toMatchObject({ result: 'unresolved' });
  });

  test('[R-21.10] who does not answer is waited for, for an hour; then it is the operator’s word', async () => {
    const early = '2026-01-16T08:59:59.999Z';
    expect(await levelOf({ listedAt: null, outcomeAt: early })).toMatchObject({ result: 'unresolved' });
    expect(await levelOf({ listedAt: null, outcomeAt: WAITED_UNTIL })).toMatchObject({
      result: 'attested',
      told: { answered: false },
    });
  });

  test('[R-21.4] a deposit is for another log, and its leaf counts those before it', async () => {
    const { keeper, a } = await outcomeWithDeposit({ listedAt: null });
    const { log, self } = keeper;
    const thread = `deposits:${a.log.commons}`;
    const fields = { doc: a.log.entries[0]?.entry.id ?? ('' as DocumentId), for: a.log.commons };
    const second = await log.append('deposit', self, { subject: subjectOf('second deposit'), ...fields });
    expect(second.verdict.status).toBe('counted');
    expect(second.leaf.threads).toMatchObject([{ key: thread, n: 1 }]);
    for (const type of ['deposit', 'deposit-list'] as const) {
      const own = { ...(type === 'deposit' ? fields : {}), for: log.commons };
      const refused = await log.append(type, self, {
        subject: subjectOf(`own ${type}`),
        ...own,
      } as typeof fields & {
        subject: ReturnType<typeof subjectOf>;
      });
      expect(refused.verdict).toMatchObject({ status: 'not-counted', refusal: { code: 'contradictory' } });
    }
  });

  test('[R-21.8] an outcome that names another moment of closing does not count', async () => {
    const report = await found({ closedAt: '2026-01-16T07:00:00.000Z' });
    expect(report.verdict).toEqual({ status: 'not-counted', code: 'rules-disagree' });
  });

  test('[R-21.9] what the reader may not see is a hole, and so is whatever else is left out', async () => {
    const { kept, keeper, a } = await outcomeWithDeposit();
    const missing = [{ kind: 'document', id: kept[0]?.verified.id }];
    expect(await levelOf({}, false)).toMatchObject({ result: 'unresolved', missing });
    const whole = await bundleWithDeposit();
    const size = keeper.log.entries.length;
    for (const index of [size - 2, size - 1]) {
      for (const less of [
        withoutEntries(whole, keeper.log.commons, [index]),
        withheld(whole, keeper.log.commons, [index]),
      ]) {
        expect((await verify(less)).levels.V3.result).toBe('unresolved');
      }
    }
    const alone = { ...whole, logs: whole.logs.filter(({ commons }) => commons === a.log.commons) };
    expect((await verify(alone)).levels.V3.result).toBe('unresolved');
    // Cem's own thread: his founding, and what he said.
    const confirmed = withoutEntries(whole, a.log.commons, [2]);
    expect(['unresolved', 'fail']).toContain((await verify(confirmed)).levels.V3.result);
  });

  test('[R-21.9] what does not verify is nobody’s word', async () => {
    const whole = await bundleWithDeposit();
    const logs = whole.logs.map((log) =>
      log.deposited === undefined
        ? log
        : { ...log, deposited: log.deposited.map((one) => ({ ...one, signature: 'A'.repeat(86) })) },
    );
    expect((await verify({ ...whole, logs })).levels.V3.result).toBe('unresolved');
  });

  test('[R-21.12] the report says what is excluded, and of whom nothing is known', async () => {
    const { keeper } = await outcomeWithDeposit();
    expect((await found({ taken: true })).notShown.at(-1)).toContain(
      `beyond what was left with ${keeper.log.commons}`,
    );
    const silent = await found({ listedAt: null, outcomeAt: WAITED_UNTIL });
    expect(silent.notShown.at(-1)).toContain('nobody said what was left with them');
  });
});
