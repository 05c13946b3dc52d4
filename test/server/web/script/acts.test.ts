import { afterEach, expect, test, vi } from 'vitest';
import type { Client } from '../../../../server/client/client.ts';
import { openForms } from '../../../../server/web/script/acts.ts';

afterEach(() => vi.unstubAllGlobals());

test('§10 [R-10.45] what one person alone can do is offered to nobody else', () => {
  const left = new Set(['ana', 'ben']);
  const forms = [...left].map((by) => ({ dataset: { by }, remove: () => left.delete(by) }));
  const querySelectorAll = (what: string) => (what === '[data-by]' ? forms : []);
  vi.stubGlobal('document', { querySelectorAll });
  openForms({} as Client, 'ben', async () => undefined);
  expect([...left]).toEqual(['ben']);
});
