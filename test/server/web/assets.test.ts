import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { attributesOf } from './support/html.ts';
import { BROWSER_ACCEPT, foundInMemory, type MemoryCommons } from './support/memory-commons.ts';

let commons: MemoryCommons;
let loaded: string[];
beforeAll(async () => {
  commons = await foundInMemory();
  const { html } = await commons.page('/');
  loaded = attributesOf(html, 'href').filter((href) => href.startsWith('/assets/'));
});

describe('files that pages load', () => {
  test('are a stylesheet and an icon, named by their content', () => {
    expect(loaded).toEqual([
      expect.stringMatching(/^\/assets\/folkmoot\.[0-9a-f]{16}\.css$/),
      expect.stringMatching(/^\/assets\/favicon\.[0-9a-f]{16}\.svg$/),
    ]);
  });

  test('may be kept for ever', async () => {
    for (const path of loaded) {
      const answer = await commons.get(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(answer.headers.get('content-type')).toMatch(/^(text\/css; charset=utf-8|image\/svg\+xml)$/);
    }
  });

  test('are answered with their content', async () => {
    const answer = await commons.get(loaded[0] ?? '');
    const file = new URL('../../../server/web/assets/folkmoot.css', import.meta.url);
    expect(await answer.text()).toBe(readFileSync(file, 'utf8'));
  });

  test('load nothing themselves', () => {
    for (const name of ['folkmoot.css', 'favicon.svg']) {
      const file = new URL(`../../../server/web/assets/${name}`, import.meta.url);
      expect(readFileSync(file, 'utf8').replace('http://www.w3.org/2000/svg', '')).not.toMatch(
        /url\(|@import|href|https?:|<script/,
      );
    }
  });
});

describe('headers of every answer', () => {
  test.each(['/', '/register', '/nowhere', '/assets/none.css'])(
    '%s: nothing but our own files',
    async (path) => {
      const answer = await commons.get(path, BROWSER_ACCEPT);
      expect(answer.headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      );
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    },
  );
});
