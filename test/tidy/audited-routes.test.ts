import { describe, expect, test } from 'vitest';
import { createApp } from '../../server/app.ts';
import { createMemoryStore } from '../../server/store/memory/memory-store.ts';
import { ADDRESSES } from '../server/privacy/support/addresses.ts';
import { instanceOn } from '../support/memory-instance.ts';

/**
 * Whoever adds a route says in `test/server/privacy/support/` how it is asked about what is hidden; in
 * `test/attacks/routes.test.ts` they say who may use it.
 */
const HOOKS = { onReceived: () => undefined, onPeerAdded: () => undefined, isStopping: () => false };

function patterns(wanted: (method: string) => boolean): readonly string[] {
  const instance = instanceOn(
    createMemoryStore(() => 0),
    'simulated',
  );
  const { routes } = createApp(instance, HOOKS);
  return [...new Set(routes.filter(({ method }) => wanted(method)).map(({ path }) => path))].sort();
}

describe('§16 [R-16.2] the audit of audiences is whole', () => {
  test('every route that answers a GET is in it', () => {
    expect(patterns((method) => method === 'GET')).toEqual(Object.keys(ADDRESSES).sort());
  });
});
