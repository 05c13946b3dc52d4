import { describe, expect, test } from 'vitest';
import { DOCUMENT_TYPES } from '../../../protocol/documents/document.ts';
import { fieldsOf, SIGNED_BY_PEOPLE } from '../../../server/web/fields-of.ts';
import { actPage } from '../../../server/web/pages/act-page.tsx';
import { renderPage } from '../../../server/web/render.tsx';
import { plainShell } from '../../../server/web/shell.ts';

describe('§10 [R-10.45] a form for every document that a person signs', () => {
  test('and for none that the instance alone signs', () => {
    expect(SIGNED_BY_PEOPLE).toContain('response');
    expect(SIGNED_BY_PEOPLE).not.toContain('outcome');
    expect(SIGNED_BY_PEOPLE.length).toBeGreaterThan(30);
  });

  test.each(SIGNED_BY_PEOPLE)('%s: every member of its own has a field', async (type) => {
    const html = await renderPage(actPage, { type }, plainShell('http://localhost', `/act/${type}`));
    const stated = new Set('type v commons author issuedAt salt refs binding'.split(' '));
    const { shape } = DOCUMENT_TYPES[type].schema;
    const own = Object.keys(shape).filter((name) => !stated.has(name));
    if ('binding' in shape) own.push('operations');
    const shown = [...html.matchAll(/ name="([\w.]+)"/g)].map(([, name]) => name);
    expect(shown.filter((name) => name !== 'viewport' && name !== 'color-scheme').sort()).toEqual(
      [...own].sort(),
    );
  });

  test('what it takes follows from the form of the document', () => {
    const inputs = Object.fromEntries(fieldsOf('response').map(({ name, input }) => [name, input]));
    expect(inputs).toMatchObject({
      proposal: { kind: 'name' },
      value: { kind: 'choice' },
      text: { kind: 'say' },
      ground: { kind: 'choice', values: ['purpose', 'value', 'safety'] },
      for: { kind: 'text' },
    });
    expect(fieldsOf('response')[0]?.required).toBe(true);
  });
});
