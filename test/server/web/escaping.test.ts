import { beforeAll, describe, expect, test } from 'vitest';
import { attributesOf, textsOf } from './support/html.ts';
import { foundInMemory, type MemoryCommons } from './support/memory-commons.ts';

const SCRIPT = '<script>alert(1)</script>';
const HANDLER = '"><img src=x onerror=alert(2)>';
const OVERRIDE = 'invoice\u202egpj.exe\u2066\u2069';

let commons: MemoryCommons;
beforeAll(async () => {
  commons = await foundInMemory({
    name: `${SCRIPT} ${OVERRIDE}`,
    purpose: HANDLER,
    pseudonym: `${HANDLER} & co`,
  });
  const resource = await commons.act('resource', {
    kind: 'money',
    name: { en: `Fund ${SCRIPT}` },
    unit: HANDLER,
    capacity: { model: 'stock', quantity: 1000 },
    steward: '019a0000-0000-7000-8000-000000000000',
    askers: 'peers',
  });
  await commons.act('decision', {
    operations: [{ op: 'adopt', adopts: { type: 'resource', ...resource } }],
    reason: { say: `${SCRIPT}\n${HANDLER}` },
    alternatives: [{ say: HANDLER }],
  });
});

describe('[F5] whatever people write is shown as text', () => {
  test('on every page that shows it', async () => {
    const { decisions } = (await commons.json('/commons')) as unknown as { decisions: { id: string }[] };
    const why = `/why/${encodeURIComponent(decisions[0]?.id ?? '')}`;
    for (const path of ['/', '/register', '/resources', why, `/register?q=${encodeURIComponent(HANDLER)}`]) {
      const { status, html } = await commons.page(path);
      expect(status).toBe(200);
      expect(withoutOurs(html)).not.toMatch(/<script|<img|\sonerror=[^&]*>/i);
      expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    }
  });

  test('as its text, unchanged', async () => {
    const { html } = await commons.page('/');
    expect(textsOf(html, 'h1')[0]).toMatch(SCRIPT);
    expect(textsOf(html, 'p')).toContain(HANDLER);
  });

  test('no page has a script but the one file of ours, an inline style or a handler', async () => {
    for (const path of ['/', '/register', '/resources', '/peers', '/agreements', '/nowhere']) {
      const { html } = await commons.page(path);
      expect(withoutOurs(html)).not.toMatch(/<script|<style|<iframe|<object/i);
      expect(attributesOf(html, 'style')).toEqual([]);
      expect(attributesOf(html, 'on[a-z]+')).toEqual([]);
    }
  });

  test('no text can turn the direction of what stands beside it', async () => {
    const { html } = await commons.page('/');
    expect(html).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    expect(html).toContain('<bdi>&lt;script&gt;alert(1)&lt;/script&gt; invoicegpj.exe</bdi>');
  });

  test('the command that a reader copies cannot be broken out of', async () => {
    const { html } = await commons.page("/register/path?path=x'; rm -rf ~ ;'");
    const [command] = textsOf(html, 'code').filter((code) => code.startsWith('curl'));
    expect(command?.match(/'/g)).toHaveLength(2);
  });

  test('links lead to our own pages alone', async () => {
    for (const path of ['/', '/register', '/resources', '/nowhere']) {
      const { html } = await commons.page(path);
      for (const href of attributesOf(html, 'href')) expect(href).toMatch(/^[/#](?!\/)/);
    }
  });
});

/** The one script of a page: a file of ours, with nothing inside of the page. */
function withoutOurs(html: string): string {
  return html.replace(
    /<script type="module" id="start" src="\/assets\/start\.\w+\.js" data-member="\/assets\/member\.\w+\.js"><\/script>/,
    '',
  );
}
