import { describe, expect, test } from 'vitest';
import { readRetryAfter } from '../../federation/delivery/retry-after.ts';
import {
  type Failure,
  failed,
  PULL_ONLY_AFTER_MS,
  type Standing,
  succeeded,
} from '../../federation/delivery/settlement.ts';

const NOW = 1_800_000_000_000;
const fresh: Standing = {
  after: 4,
  state: 'active',
  attempts: 0,
  failingSince: null,
  lastError: null,
  dueAt: NOW - 5,
};
const failure: Failure = { reason: 'It was down.', gone: false, retryAfterMs: 0 };

describe('§19 [R-19.24] an attempt is settled', () => {
  test('a success forgets the failures before, and goes on at once where it took something', () => {
    const away: Standing = { ...fresh, attempts: 3, failingSince: NOW - 9, lastError: 'It was down.' };
    expect(succeeded(away, 9, false, NOW)).toEqual({ ...fresh, after: 9 });
    expect(succeeded(away, 4, true, NOW).dueAt).toBe(NOW + 60_000);
    // It had everything, and was asked for its cosignature alone: what is logged next does not wait.
    expect(succeeded(away, 4, false, NOW).dueAt).toBe(away.dueAt);
  });

  test('a failure is counted from the first one on, and what was taken before it stays taken', () => {
    const first = failed(fresh, 6, failure, NOW, 0.5);
    expect(first).toMatchObject({ after: 6, attempts: 1, failingSince: NOW, dueAt: NOW + 5_000 });
    expect(failed(first, 6, failure, NOW + 50, 0.5)).toMatchObject({ attempts: 2, failingSince: NOW });
  });

  test('after seven days of failures it only pulls, and not a moment before', () => {
    const away = failed(fresh, 4, failure, NOW, 0);
    expect(failed(away, 4, failure, NOW + PULL_ONLY_AFTER_MS - 1, 0).state).toBe('active');
    expect(failed(away, 4, failure, NOW + PULL_ONLY_AFTER_MS, 0).state).toBe('pull-only');
  });

  test('gone is gone, however short it was away', () => {
    expect(failed(fresh, 4, { ...failure, gone: true }, NOW, 0).state).toBe('ended');
  });
});

test.each([
  ['120', 120_000],
  [' 0 ', 0],
  [new Date(NOW + 90_000).toUTCString(), 90_000],
  [new Date(NOW - 90_000).toUTCString(), 0],
  ['-5', 0],
  ['1e3', 0],
  ['12345678901', 0],
  ['tomorrow', 0],
  ['2027-01-01', 0],
  [null, 0],
])('§10 [R-10.24] Retry-After %j asks for %d ms', (value, expected) => {
  expect(readRetryAfter(value, NOW)).toBe(expected);
});
