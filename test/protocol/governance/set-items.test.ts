import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../protocol/canonical.ts';
import { type SetPage, set as setType } from '../../../protocol/documents/set.ts';
import { itemsOf } from '../../../protocol/governance/set-items.ts';
import type { SetState } from '../../../protocol/governance/state.ts';
import { type DocumentId, documentIdSchema, hashTextSchema } from '../../../protocol/ids.ts';
import { subjectOf } from '../../support/people.ts';
import { payloadOf } from '../../support/vectors/documents/payload-case.ts';
import { ANA, idOf } from '../../support/vectors/documents/samples.ts';
import { type SetCase, type SetInput, setVectors } from '../../support/vectors/scope/set-cases.ts';

const file: { readonly items: Readonly<Record<string, JsonObject>>; readonly cases: readonly SetCase[] } =
  JSON.parse(readFileSync(new URL('../../../spec/vectors/05-sets.json', import.meta.url), 'utf8'));

describe('§4.6 vectors', () => {
  test('the file is what its generator writes', () => {
    expect(file).toEqual(JSON.parse(JSON.stringify(setVectors())));
  });

  test.each(file.cases)('[$rule] $id: $what', ({ input, valid }) => {
    expect(subjectsOf(input)).toEqual(valid ? Object.values(file.items).map(({ subject }) => subject) : null);
  });
});

test('§4.6 [R-4.16] a page that is not at hand is no page', () => {
  const [{ input }] = file.cases as readonly [SetCase];
  expect(subjectsOf(input, () => null)).toBeNull();
});

function subjectsOf({ pages, root, count, adoptedAt }: SetInput, page?: (id: DocumentId) => SetPage | null) {
  const documents = new Map(pages.map((one, index) => [idOf(`page ${index}`), pageOf(one.items)]));
  const state: SetState = {
    kind: 'set',
    author: subjectOf('Ana'),
    pages: pages.map(({ n, page: number, root: of }, index) => ({
      ...{ root: of, page: number, n },
      id: documentIdSchema.parse(idOf(`page ${index}`)),
    })),
  };
  const adopted = { type: 'set', of: 'domain', subject: subjectOf('set'), effects: ['*' as const] } as const;
  const items = itemsOf(
    { ...adopted, effects: ['*'], root: hashTextSchema.parse(root), count, n: adoptedAt },
    state,
    page ?? ((id) => documents.get(id) ?? null),
  );
  return items?.map(({ subject }) => subject) ?? null;
}

function pageOf(names: readonly string[]): SetPage {
  const items = names.map((name) => file.items[name] ?? {});
  const content = { of: 'domain', effects: ['*'], items };
  return setType.schema.parse(payloadOf('set', { author: ANA, content }));
}
