import { expect, test } from 'vitest';
import { canonicalBytes, type JsonObject } from '../../../protocol/canonical.ts';
import { hashTextOf } from '../../../protocol/ids.ts';
import { STATE_VERSION } from '../../../server/flows/rebuild/bring-up-to-date.ts';
import { buildExampleLogs } from '../../support/example-logs.ts';

/**
 * What two whole logs come to, by the version of what is stored. Where this fails states or verdicts have become other
 * ones: raise STATE_VERSION, so that databases are rebuilt when they are opened, and write the new hash down here.
 */
const KNOWN = { version: 16, states: '5cMxq50x_EU0T5W_JAvPIHnKeSgSJEilHQVLdZ6jAH0' };

test('what a log comes to has not changed since its version was raised', async () => {
  const { a, b } = await buildExampleLogs();
  const come = [a, b].map(({ log }) => ({
    verdicts: log.entries.map(({ verdict }) => [verdict.status, verdict.refusal?.code ?? null]),
    states: Object.fromEntries(log.states()),
  }));
  const states = hashTextOf(canonicalBytes({ come } as unknown as JsonObject)); // states are JSON
  expect({ version: STATE_VERSION, states }).toEqual(KNOWN);
});
