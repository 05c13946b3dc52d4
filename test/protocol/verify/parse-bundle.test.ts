import { beforeAll, describe, expect, test } from 'vitest';
import { utf8 } from '../../../protocol/bytes.ts';
import {
  BUNDLE_BYTES_MAX,
  BUNDLE_ENTRIES_MAX,
  type Bundle,
  parseBundle,
} from '../../../protocol/verify/bundle.ts';
import { bundleFor, bytesOf, verify } from '../../support/verify/bundles.ts';
import { type SmallCommons, smallCommons } from '../../support/verify/small-commons.ts';

let commons: SmallCommons;
let bundle: Bundle;
beforeAll(async () => {
  commons = await smallCommons('small');
  commons.log.setClock('2026-01-10T12:00:00.000Z');
  const decision = await commons.decide(commons.people.ana, 100);
  await commons.log.checkpoint();
  bundle = await bundleFor({ commons: commons.log.commons, id: decision.entry.id }, [commons]);
});

describe('§9 [R-9.2] a bundle file', () => {
  test('is read back as it was written', () => {
    expect(parseBundle(bytesOf(bundle))).toEqual(bundle);
  });

  test.each([
    ['nothing', '', 'malformed'],
    ['no JSON', '{"folkmoot":', 'malformed'],
    ['another file', '{"a":1}', 'malformed'],
    ['a list', '[]', 'malformed'],
    ['two hundred thousand brackets', `{"folkmoot":${'['.repeat(2e5)}${']'.repeat(2e5)}}`, 'too-deep'],
  ])('MUST NOT be %s', (_, text, type) => {
    expect(() => parseBundle(utf8(text))).toThrow(expect.objectContaining({ type }));
  });

  test('MUST be canonical: a second spelling could be read as a second bundle', () => {
    const text = new TextDecoder().decode(bytesOf(bundle));
    for (const other of [
      `${text}\n`,
      text.replace('"v":1', '"v": 1'),
      text.replace('"v":1', '"v":1,"v":1'),
    ]) {
      expect(() => parseBundle(utf8(other)), other.slice(-20)).toThrow(
        expect.objectContaining({ type: 'not-canonical' }),
      );
    }
  });

  test('MUST NOT be larger than 64 MiB, and is refused before it is read', () => {
    const bytes = new Uint8Array(BUNDLE_BYTES_MAX + 1);
    expect(() => parseBundle(bytes)).toThrow(expect.objectContaining({ type: 'too-large' }));
  });

  test('MUST NOT nest anything into a leaf', async () => {
    const text = new TextDecoder().decode(bytesOf(bundle));
    const deep = text.replace('"leaf":{', `"leaf":{"a":${'['.repeat(50)}${']'.repeat(50)},`);
    expect(() => parseBundle(utf8(deep))).toThrow(expect.objectContaining({ type: 'too-deep' }));
  });

  test.each([
    ['two parts of one commons', (whole: Bundle) => ({ ...whole, logs: [...whole.logs, ...whole.logs] })],
    ['no part', (whole: Bundle) => ({ ...whole, logs: [] })],
    [
      'one witness twice',
      (whole: Bundle) => ({ ...whole, witnesses: [...whole.witnesses, ...whole.witnesses] }),
    ],
    ['another version', (whole: Bundle) => ({ ...whole, v: 2 })],
    ['a member more', (whole: Bundle) => ({ ...whole, note: 'believe me' })],
    [
      'more entries than a part may have',
      (whole: Bundle) => ({
        ...whole,
        logs: whole.logs.map((log) => ({
          ...log,
          entries: Array(BUNDLE_ENTRIES_MAX + 1).fill({ index: 0, leaf: {}, path: [] }),
        })),
      }),
    ],
  ])('MUST NOT have %s', (_, change) => {
    const changed = change(bundle) as Bundle; // what a stranger could send
    expect(() => parseBundle(bytesOf(changed))).toThrow(expect.objectContaining({ type: 'malformed' }));
  });

  test('MUST NOT hold one position twice', async () => {
    const logs = bundle.logs.map((log) => ({
      ...log,
      entries: [...log.entries, ...log.entries.slice(0, 1)],
    }));
    await expect(verify({ ...bundle, logs })).rejects.toMatchObject({ type: 'malformed' });
  });

  test('MUST NOT hold a malformed leaf', async () => {
    const logs = bundle.logs.map((log) => ({
      ...log,
      entries: log.entries.map((entry) => ({ ...entry, leaf: { ...entry.leaf, n: 1 } })),
    }));
    await expect(verify({ ...bundle, logs })).rejects.toMatchObject({ type: 'malformed' });
  });

  test('entries in another order are the same entries', async () => {
    const logs = bundle.logs.map((log) => ({ ...log, entries: log.entries.toReversed() }));
    expect(await verify({ ...bundle, logs })).toEqual(await verify(bundle));
  });
});
