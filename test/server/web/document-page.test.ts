import { beforeAll, describe, expect, test } from 'vitest';
import { attributesOf, elementsOf, plain, textsOf } from './support/html.ts';
import { foundInMemory, type MemoryCommons } from './support/memory-commons.ts';

let commons: MemoryCommons;
let chain: readonly { readonly type: string; readonly id: string }[];
beforeAll(async () => {
  commons = await foundInMemory();
  const { id } = await commons.act('circle', {
    kind: 'circle',
    name: { en: 'Kitchen', de: 'Küche' },
    aim: { de: 'Kochen.' },
    members: [commons.founder.author],
    status: 'active',
  });
  const decision = await commons.act('decision', {
    operations: [{ op: 'adopt', adopts: { type: 'circle', ...(await refOf(id)) } }],
    reason: { say: 'Many hands.' },
  });
  ({ chain } = (await commons.json(`/why/${encodeURIComponent(decision.id)}`)) as unknown as {
    chain: typeof chain;
  });
  kitchen = id;
});
let kitchen: string;

describe('a signed document in words', () => {
  test('texts are shown with their language, and languages are named where there are several', async () => {
    const { html } = await commons.page(documentPath(kitchen));
    expect(html).toContain('<bdi lang="de">Kochen.</bdi>');
    expect(html).toContain('<bdi lang="de">Küche</bdi>');
    expect(plain(html)).toContain('Küche (German) Kitchen (English)');
    expect(plain(html)).not.toContain('Kochen. (German)');
  });

  test('the founding act: durations in words, versions as links, nothing empty', async () => {
    const { html } = await commons.page(documentPath(idOf('charter')));
    const text = plain(html);
    expect(text).toContain('Due after 540 days');
    expect(text).toContain('Values none');
    expect(text).toMatch(/Role Coordinator [0-9a-f]{8}… as/);
    expect(text).toMatch(/Mandate [0-9a-f]{8}… as \S+ , for the role Coordinator/);
    expect(text).toContain('Exit terms Whoever leaves');
    expect(html).toContain(`<code>${commons.founder.key}</code>`);
    for (const [, id] of html.matchAll(/href="(\/documents\/[^"?]*)"/g)) {
      expect((await commons.page(id ?? '')).status).toBe(200);
    }
  });

  test('a mandate says who holds what', async () => {
    const { html } = await commons.page(documentPath(idOf('mandate')));
    expect(textsOf(html, 'h1')).toEqual(['Mandate: Ana as Coordinator']);
  });

  test('the signed bytes are one link away', async () => {
    const { html } = await commons.page(documentPath(kitchen));
    const [link = ''] = elementsOf(html, 'a').filter((element) => element.includes('download='));
    const [href = ''] = attributesOf(link, 'href');
    const signed = await commons.get(href, 'text/html');
    expect(signed.headers.get('content-type')).toBe('application/jose+json');
  });
});

function idOf(type: string): string {
  return chain.find((link) => link.type === type)?.id ?? '';
}

function documentPath(id: string): string {
  return `/documents/${id.slice(id.indexOf(';') + 1)}`;
}

/** The drafts of a test are known by their ids alone. */
async function refOf(id: string) {
  const envelope = (await commons.json(documentPath(id))) as unknown as { payload: string };
  const { subject } = JSON.parse(Buffer.from(envelope.payload, 'base64url').toString());
  return { subject, id };
}
