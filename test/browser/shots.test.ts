import { mkdirSync } from 'node:fs';
import { test } from 'vitest';
import { findChromium, launchChromium } from './support/chromium.ts';
import { startServer } from './support/server.ts';
import { startSite } from './support/site.ts';

const OUT = '/tmp/shots';

test('shots', { timeout: 240_000 }, async () => {
  mkdirSync(OUT, { recursive: true });
  const browser = await launchChromium(findChromium() ?? '');
  const site = await startSite();
  const empty = await startServer();
  const o = site.a.server.origin;
  const hash = (id: string) => id.split(';')[1];
  const { domains } = (await site.a.client.get('/register')) as { domains: { subject: string }[] };
  const p = (await site.a.client.get('/register/path?path=money/grants/2026.csv')) as {
    owners: { subject: string }[];
  };
  const why = (await site.a.client.get(`/why/${hash(site.counted)}`)) as {
    chain: { id: string; type: string }[];
  };
  const mandate = why.chain.find(({ type }) => type === 'mandate')?.id ?? '';
  const pages: Record<string, string> = {
    home: `${o}/`,
    register: `${o}/register`,
    search: `${o}/register?q=workshop`,
    nothing: `${o}/register?q=zzzz`,
    path: `${o}/register/path?path=${encodeURIComponent('money/grants/2026.csv')}`,
    domain: `${o}/domains/${domains[0]?.subject}`,
    seats: `${o}/domains/${p.owners[0]?.subject}`,
    why: `${o}/why/${hash(site.counted)}`,
    'why-not': `${o}/why/${hash(site.notCounted)}`,
    resources: `${o}/resources`,
    agreements: `${o}/agreements`,
    agreement: `${o}/agreements/${site.agreement}`,
    peers: `${o}/peers`,
    document: `${o}/documents/${hash(mandate)}`,
    missing: `${o}/nowhere`,
    badpath: `${o}/register/path?path=a//b`,
    unfounded: `${empty.server.origin}/`,
  };
  const only = process.env.ONLY?.split(',');
  for (const width of [1400, 360]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
      const page = await context.newPage();
      page.on('console', (m) => console.log('CONSOLE', page.url(), m.text()));
      for (const [name, url] of Object.entries(pages)) {
        if (only !== undefined && !only.includes(name)) continue;
        const t = performance.now();
        await page.goto(url);
        const overflow = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        if (Number(overflow) > 0) console.log('OVERFLOW', name, width, overflow);
        if (width === 1400 && colorScheme === 'light') console.log(name, Math.round(performance.now() - t));
        await page.screenshot({ path: `${OUT}/${name}-${width}-${colorScheme}.png`, fullPage: true });
        if (width === 360)
          for (const part of [0, 1, 2]) {
            const height = Number(await page.evaluate('document.documentElement.scrollHeight'));
            if (height <= part * 1500) continue;
            await page.screenshot({
              path: `${OUT}/${name}-${width}-${colorScheme}-${part}.png`,
              fullPage: true,
              clip: { x: 0, y: part * 1500, width: 360, height: Math.min(1500, height - part * 1500) },
            });
          }
      }
      await context.close();
    }
  }
  await browser.close();
  await site.stop();
  await empty.stop();
});
