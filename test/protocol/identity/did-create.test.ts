import { beforeAll, describe, expect, test, vi } from 'vitest';
import { createDid, deactivateDid, moveDid, updateDid } from '../../../protocol/identity/did-create.ts';
import { PURPOSE_KEYS_MAX } from '../../../protocol/identity/did-document.ts';
import { DID_LINE_BYTES_MAX, nextKeyHashOf, UPDATE_KEYS_MAX } from '../../../protocol/identity/did-entry.ts';
import { resolveDidLog } from '../../../protocol/identity/did-log.ts';
import type { DidVersion } from '../../../protocol/identity/did-version.ts';
import { multikeyOf } from '../../../protocol/identity/multikey.ts';
import { parseVerifierKey } from '../../../protocol/log/vkey.ts';
import { linesOf } from '../../support/vectors/did-case.ts';
import {
  DAY,
  GENESIS_TIME,
  genesisFields,
  headOf,
  LOCAL_HOST,
  namedKey,
  namedMultikey,
  nextFields,
  PUBLIC_HOST,
  wholeLife,
} from '../../support/vectors/did-commons.ts';
import { verifyEd25519 } from '../../support/vectors/ed25519.ts';

let life: DidVersion[];
beforeAll(async () => {
  life = await wholeLife();
});

function resolve(versions: readonly DidVersion[]) {
  return resolveDidLog(linesOf(versions), { now: GENESIS_TIME + 30 * DAY, verify: verifyEd25519 });
}

function problem(type: string, fault?: string) {
  const extensions = fault === undefined ? {} : { extensions: expect.objectContaining({ fault }) };
  return expect.objectContaining({ type, ...extensions });
}

/** Asked only for what readers would accept. */
function watchedSigner(label: string) {
  return { publicKey: namedKey(label).publicKey, sign: vi.fn(namedKey(label).sign) };
}

describe('§1 [R-1.23] founding', () => {
  test('the made version is what a reader resolves', async () => {
    const made = await createDid(genesisFields());
    expect(await resolve([made.version])).toEqual([made.version]);
    expect(made).toMatchObject({ did: `did:webvh:${made.scid}:localhost%3A4180`, scid: made.version.scid });
    expect(made.version).toMatchObject({ number: 1, host: LOCAL_HOST, portable: true, prerotation: true });
  });

  test('[R-1.2] the log and the witness are named after the SCID, not after the host', () => {
    for (const { scid, keys } of life) {
      const name = `folkmoot/${scid}`;
      expect(parseVerifierKey(keys.log.vkey)).toMatchObject({ name, type: 'note' });
      expect(parseVerifierKey(keys.witness.vkey)).toMatchObject({ name, type: 'cosignature' });
      expect(multikeyOf(parseVerifierKey(keys.log.vkey).publicKey)).toBe(keys.log.key);
      expect(keys).toMatchObject({ log: { origin: name }, witness: { name } });
    }
  });

  test('the SCID follows from everything that the first version says', async () => {
    const { scid } = await createDid(genesisFields());
    const others = [
      { ...genesisFields(), now: GENESIS_TIME + 1_000 },
      { ...genesisFields(), host: 'b.localhost:4180', baseUrl: 'http://b.localhost:4180' },
      { ...genesisFields(), baseUrl: `https://${LOCAL_HOST}` },
      { ...genesisFields(), nextUpdateKeys: [namedMultikey('update-2')] },
      { ...genesisFields(), keys: { ...genesisFields().keys, witness: namedMultikey('witness-2') } },
    ];
    const scids = await Promise.all(others.map(async (fields) => (await createDid(fields)).scid));
    expect(new Set([scid, ...scids]).size).toBe(others.length + 1);
    expect((await createDid(genesisFields())).scid).toBe(scid);
  });

  test.each([
    ['no host', ''],
    ['an address', '127.0.0.1:4180'],
    ['another address', '[::1]:4180'],
    ['a path', 'commons.example/a'],
    ['a user', 'a@commons.example'],
    ['capitals', 'Commons.example'],
    ['an empty label', 'commons..example'],
    ['a dot at the end', 'commons.example.'],
    ['port 0', 'commons.example:0'],
    ['a long label', `${'a'.repeat(64)}.example`],
    ['a long name', `${'a.'.repeat(126)}ab`],
  ])('[R-1.22] %s cannot be named', async (_what, host) => {
    const fields = { ...genesisFields(), host, baseUrl: `https://${host}` };
    await expect(createDid(fields)).rejects.toEqual(problem('malformed'));
  });

  test.each([
    'localhost',
    'a.localhost:1',
    'xn--gemeingter-jcb.example',
    'commons-1.example:65535',
    `${'a.'.repeat(126)}a`,
  ])('[R-1.22] %s can be named', async (host) => {
    const { version } = await createDid({ ...genesisFields(), host, baseUrl: `https://${host}` });
    expect(version).toMatchObject({ host, baseUrl: `https://${host}` });
    expect(await resolve([version])).toEqual([version]);
  });

  test.each(['https://commons.example', `${LOCAL_HOST}`, `https://${LOCAL_HOST}/`, 'https://localhost'])(
    '[R-1.29] %s is no base URL of localhost:4180',
    async (baseUrl) => {
      await expect(createDid({ ...genesisFields(), baseUrl })).rejects.toEqual(
        problem('did-invalid', 'document'),
      );
    },
  );

  test("[R-1.29] a scheme's own port is not written", async () => {
    const fields = { ...genesisFields(), host: 'commons.example:443' };
    const written = createDid({ ...fields, baseUrl: 'https://commons.example:443' });
    await expect(written).rejects.toEqual(problem('did-invalid', 'document'));
    await expect(createDid({ ...fields, baseUrl: 'http://commons.example:443' })).resolves.toBeDefined();
  });

  test('[R-1.20] the largest set of keys fits into a line', async () => {
    const labels = Array.from({ length: PURPOSE_KEYS_MAX }, (_, index) => index);
    const keys = {
      ...genesisFields().keys,
      document: labels.map((index) => namedMultikey(`many-document-${index}`)),
      request: labels.map((index) => namedMultikey(`many-request-${index}`)),
    };
    const nextUpdateKeys = Array.from({ length: UPDATE_KEYS_MAX }, (_, index) =>
      namedMultikey(`next-${index}`),
    );
    const host = `${'a'.repeat(63)}.example`;
    const { line } = await createDid({
      ...genesisFields(),
      host,
      baseUrl: `https://${host}`,
      keys,
      nextUpdateKeys,
    });
    expect(line.length).toBeLessThan(DID_LINE_BYTES_MAX);
  });
});

describe('§1 [R-1.27] rotation', () => {
  test('each promised key can sign the next version, and no other', async () => {
    const genesis = life.slice(0, 1);
    for (const label of ['update-2', 'update-2-spare']) {
      const { version } = await updateDid(genesis, { ...nextFields(2), updateKey: namedKey(label) });
      await expect(resolve([...genesis, version])).resolves.toHaveLength(2);
    }
    for (const label of ['update-1', 'update-3', 'intruder']) {
      const updateKey = watchedSigner(label);
      const update = updateDid(genesis, { ...nextFields(2), updateKey });
      await expect(update).rejects.toEqual(problem('did-invalid', 'rotation'));
      expect(updateKey.sign).not.toHaveBeenCalled();
    }
  });

  test('what is not changed stays', () => {
    const [first, second, third] = life;
    expect(second?.keys).toEqual({ ...first?.keys, log: { ...first?.keys.log, head: headOf(20) } });
    expect(third?.keys.document).toEqual([namedMultikey('document-1'), namedMultikey('document-2')]);
    expect(third?.keys.request).toEqual([namedMultikey('request-2')]);
    expect(third?.baseUrl).toBe(second?.baseUrl);
  });

  test('the promise is the hash of the Multikey alone', () => {
    expect(life[0]?.nextKeyHashes).toContain(nextKeyHashOf(namedMultikey('update-2')));
    expect(linesOf(life.slice(0, 1)).join()).not.toContain(namedMultikey('update-2'));
  });

  test('no promise, a doubled promise and a spent key are refused before anybody signs', async () => {
    const promises = [
      [[], 'rotation'],
      [[namedMultikey('update-3'), namedMultikey('update-3')], 'keys'],
      [[namedMultikey('update-2')], 'keys'],
      [[namedMultikey('document-1')], 'keys'],
    ] as const;
    for (const [nextUpdateKeys, fault] of promises) {
      const updateKey = watchedSigner('update-2');
      const update = updateDid(life.slice(0, 1), { ...nextFields(2), updateKey, nextUpdateKeys });
      await expect(update).rejects.toEqual(problem('did-invalid', fault));
      expect(updateKey.sign).not.toHaveBeenCalled();
    }
  });

  test('a signer that gives something else than 64 bytes is refused', async () => {
    const updateKey = { ...namedKey('update-2'), sign: async () => new Uint8Array(63) };
    const update = updateDid(life.slice(0, 1), { ...nextFields(2), updateKey });
    await expect(update).rejects.toEqual(problem('did-invalid', 'proof'));
  });

  test('[R-1.25] versions in one moment are a second apart, and never far ahead of the clock', async () => {
    const versions = life.slice(0, 1);
    const add = async (number: number) => {
      const fields = { ...nextFields(number), now: GENESIS_TIME };
      versions.push((await updateDid(versions, fields)).version);
    };
    await add(2);
    await add(3);
    expect(versions.map((version) => version.time - GENESIS_TIME)).toEqual([0, 1_000, 2_000]);
    expect(await resolve(versions)).toEqual(versions);
    const slow = updateDid(versions, { ...nextFields(4), now: GENESIS_TIME - 5 * 60_000 });
    await expect(slow).rejects.toEqual(problem('conflict'));
  });

  test('[R-1.30] a head cannot be taken back', async () => {
    const versions = life.slice(0, 2);
    const back = updateDid(versions, { ...nextFields(3), head: headOf(19) });
    await expect(back).rejects.toEqual(problem('did-invalid', 'statement'));
    await expect(updateDid(versions, { ...nextFields(3), head: headOf(20) })).resolves.toBeDefined();
  });

  test('there is nothing to go on from without a first version', async () => {
    await expect(updateDid([], nextFields(2))).rejects.toEqual(problem('malformed'));
  });
});

describe('§1 [R-1.32] moving', () => {
  const place = { host: PUBLIC_HOST, baseUrl: `https://${PUBLIC_HOST}` };

  test('the SCID and the names stay, the DID changes and the former one is an alias', async () => {
    const [genesis] = life;
    const { version } = await moveDid(life.slice(0, 1), { ...nextFields(2), ...place });
    expect(version.did).toBe(`did:webvh:${genesis?.scid}:commons.example`);
    expect(version).toMatchObject({ scid: genesis?.scid, ...place, alsoKnownAs: [genesis?.did] });
    expect(version.keys.log.vkey).toBe(genesis?.keys.log.vkey);
  });

  test('moving on and back keeps every former name once, and never its own', async () => {
    const versions = life.slice(0, 1);
    const moves = [
      place,
      { host: 'a.localhost', baseUrl: 'http://a.localhost' },
      place,
      { host: LOCAL_HOST, baseUrl: `http://${LOCAL_HOST}` },
    ];
    for (const move of moves) {
      versions.push((await moveDid(versions, { ...nextFields(versions.length + 1), ...move })).version);
    }
    expect(await resolve(versions)).toEqual(versions);
    const dids = versions.map((version) => version.did);
    expect(versions.at(-1)?.did).toBe(dids[0]);
    expect(new Set(versions.at(-1)?.alsoKnownAs)).toEqual(new Set([dids[1], dids[2]]));
    expect(versions.at(-1)?.alsoKnownAs).toHaveLength(2);
  });

  test('the scheme of the base URL can change at one host', async () => {
    const same = { host: LOCAL_HOST, baseUrl: `https://${LOCAL_HOST}` };
    const { version } = await moveDid(life.slice(0, 1), { ...nextFields(2), ...same });
    expect(version).toMatchObject({ did: life[0]?.did, alsoKnownAs: [], baseUrl: same.baseUrl });
  });

  test('a host that no DID can name is refused', async () => {
    const move = moveDid(life.slice(0, 1), {
      ...nextFields(2),
      host: '10.0.0.1',
      baseUrl: 'https://10.0.0.1',
    });
    await expect(move).rejects.toEqual(problem('malformed'));
  });
});

describe('§1 [R-1.33] the end', () => {
  test('a promised key ends the DID, and nothing follows', async () => {
    const versions = life.slice(0, 2);
    const { version } = await deactivateDid(versions, nextFields(3));
    expect(version).toMatchObject({ deactivated: true, prerotation: false, nextKeyHashes: [] });
    const ended = [...versions, version];
    expect(await resolve(ended)).toEqual(ended);
    await expect(updateDid(ended, nextFields(4))).rejects.toEqual(problem('did-invalid', 'deactivated'));
    await expect(deactivateDid(ended, nextFields(4))).rejects.toEqual(problem('did-invalid', 'deactivated'));
  });

  test('the key of the version before cannot end it', async () => {
    const end = deactivateDid(life.slice(0, 2), { ...nextFields(3), updateKey: namedKey('update-2') });
    await expect(end).rejects.toEqual(problem('did-invalid', 'rotation'));
  });
});
