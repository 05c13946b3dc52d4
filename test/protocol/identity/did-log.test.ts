import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  DID_FUTURE_TOLERANCE_MS,
  DID_VERSIONS_MAX,
  extendsHistory,
  joinDidLog,
  resolveDidLog,
  splitDidLog,
} from '../../../protocol/identity/did-log.ts';
import type { DidVersion } from '../../../protocol/identity/did-version.ts';
import { verifyWithJose } from '../../../protocol/identity/jose-verify.ts';
import type { VerifySignature } from '../../../protocol/identity/signature.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { linesOf } from '../../support/vectors/did-case.ts';
import { DAY, GENESIS_TIME, wholeLife } from '../../support/vectors/did-commons.ts';
import { verifyEd25519 } from '../../support/vectors/ed25519.ts';

const NOW = GENESIS_TIME + 30 * DAY;
const YEAR = 365 * DAY;

let life: DidVersion[];
let lines: string[];
beforeAll(async () => {
  life = await wholeLife();
  lines = linesOf(life);
});
afterEach(() => {
  vi.useRealTimers();
});

function resolve(log: readonly string[], now = NOW, verify: VerifySignature = verifyEd25519) {
  return resolveDidLog(log, { now, verify });
}

function refused(fault: string, version: number) {
  return expect.objectContaining({ type: 'did-invalid', extensions: { fault, version } });
}

describe('§1 a DID log', () => {
  test('[R-1.20] every prefix of a good log is good', async () => {
    for (let count = 1; count <= lines.length; count++) {
      expect(await resolve(lines.slice(0, count))).toEqual(life.slice(0, count));
    }
  });

  test('[R-1.20] a line with any one character replaced, removed or added MUST be refused', async () => {
    const edit = fc.record({
      version: fc.nat(lines.length - 1),
      position: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      removed: fc.nat(1),
      added: fc.oneof(
        fc.constant(''),
        fc.constantFrom(...'{}[]",:#zQm019 \n'),
        fc.string({ minLength: 1, maxLength: 1 }),
      ),
    });
    await fc.assert(
      fc.asyncProperty(edit, async ({ version, position, removed, added }) => {
        const line = lines[version] ?? '';
        const at = Math.floor(position * line.length);
        const edited = line.slice(0, at) + added + line.slice(at + removed);
        fc.pre(edited !== line);
        await expect(resolve(lines.with(version, edited))).rejects.toThrow(ProtocolError);
      }),
      { numRuns: 400 },
    );
  });

  test('[R-1.24] no two lines can change places, and none can be left out but at the end', async () => {
    for (let first = 0; first < lines.length; first++) {
      for (let second = first + 1; second < lines.length; second++) {
        const swapped = lines.with(first, lines[second] ?? '').with(second, lines[first] ?? '');
        await expect(resolve(swapped)).rejects.toEqual(refused('number', first + 1));
      }
      if (first < lines.length - 1) {
        await expect(resolve(lines.toSpliced(first, 1))).rejects.toEqual(refused('number', first + 1));
      }
    }
  });

  test('[R-1.20] a log MUST NOT have more versions than the limit', async () => {
    const many = Array.from({ length: DID_VERSIONS_MAX + 1 }, () => lines[0] ?? '');
    await expect(resolve(many)).rejects.toEqual(expect.objectContaining({ type: 'too-large' }));
    await expect(resolve(many.slice(1))).rejects.toEqual(refused('number', 2));
  });

  test('[R-1.20] text that UTF-8 cannot say is refused, not repaired', async () => {
    const spoilt = (lines[0] ?? '').replace('did/v1', 'did/v1\ud800');
    await expect(resolve([spoilt])).rejects.toEqual(refused('form', 1));
  });
});

describe('§1 [R-1.25] time', () => {
  test('a version is good up to the tolerance before its time', async () => {
    const [genesis = ''] = lines;
    await expect(resolve([genesis], GENESIS_TIME - DID_FUTURE_TOLERANCE_MS)).resolves.toHaveLength(1);
    const early = GENESIS_TIME - DID_FUTURE_TOLERANCE_MS - 1;
    await expect(resolve([genesis], early)).rejects.toEqual(refused('future', 1));
  });

  test('without a time nothing is good', async () => {
    await expect(resolve(lines, Number.NaN)).rejects.toThrow();
  });

  test('one version in the future makes the log bad', async () => {
    await expect(resolve(lines, GENESIS_TIME + 2 * DAY)).rejects.toEqual(refused('future', 4));
  });

  test.each([-40, -1, 5, 1_000])(
    "the machine's clock does not matter: a commons founded %i years from now",
    async (years) => {
      const genesisTime = Math.floor(Date.now() / 1_000) * 1_000 + years * YEAR;
      const other = await wholeLife(genesisTime);
      await expect(resolve(linesOf(other), genesisTime + 5 * DAY)).resolves.toEqual(other);
      await expect(resolve(linesOf(other), genesisTime - DAY)).rejects.toEqual(refused('future', 1));
    },
  );

  test.each(['1980-01-01', '2300-01-01'])('nor does it when it stands at %s', async (date) => {
    vi.setSystemTime(new Date(date));
    await expect(resolve(lines)).resolves.toEqual(life);
    await expect(resolve(lines, GENESIS_TIME - DAY)).rejects.toEqual(refused('future', 1));
  });
});

describe('§1 [R-1.26] proofs', () => {
  test('every line is checked by the verifier that was given, once', async () => {
    const verify = vi.fn(verifyEd25519);
    await resolve(lines, NOW, verify);
    expect(verify).toHaveBeenCalledTimes(lines.length);
  });

  test('the portable verifier says the same', async () => {
    await expect(resolve(lines, NOW, verifyWithJose)).resolves.toEqual(life);
  });

  test.each([0, 1, 2, 3, 4])('a log whose proof %i does not verify is refused', async (bad) => {
    let count = 0;
    const verify: VerifySignature = async () => count++ !== bad;
    await expect(resolve(lines, NOW, verify)).rejects.toEqual(refused('proof', bad + 1));
  });

  test('a fault of the verifier is no fault of the log', async () => {
    const verify: VerifySignature = () => Promise.reject(new TypeError('no such algorithm'));
    await expect(resolve(lines, NOW, verify)).rejects.toThrow(TypeError);
  });
});

describe('§1 [R-1.35] refusals', () => {
  test('name the first bad version and its fault, and keep the type of other problems', async () => {
    const [genesis = '', second = ''] = lines;
    await expect(resolve([genesis, `${second} `])).rejects.toEqual(refused('form', 2));
    await expect(resolve([genesis, second, second, ''])).rejects.toEqual(refused('number', 3));
    const large = expect.objectContaining({
      type: 'too-large',
      extensions: expect.objectContaining({ version: 2 }),
    });
    await expect(resolve([genesis, second + ' '.repeat(20_000)])).rejects.toEqual(large);
  });
});

describe('§1 [R-1.34] going on', () => {
  test('known lines are extended by themselves and by whatever follows them', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (known, more) => {
        expect(extendsHistory(known, [...known, ...more])).toBe(true);
      }),
    );
  });

  test('fewer lines and other lines MUST be refused', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string(), { minLength: 1 }),
        fc.nat(),
        fc.array(fc.string()),
        (known, pick, more) => {
          const at = pick % known.length;
          expect(extendsHistory(known, known.slice(0, at))).toBe(false);
          expect(extendsHistory(known, [...known.with(at, `${known[at]}x`), ...more])).toBe(false);
        },
      ),
    );
  });
});

describe('§1 [R-1.20] did.jsonl', () => {
  test('lines come back as they were joined', () => {
    expect(splitDidLog(joinDidLog(lines))).toEqual(lines);
    expect(joinDidLog(lines).split('\n')).toHaveLength(lines.length + 1);
  });

  test('a text that ends within a line MUST be refused', () => {
    expect(() => splitDidLog(joinDidLog(lines).slice(0, -1))).toThrow(ProtocolError);
    expect(() => splitDidLog('')).toThrow(ProtocolError);
  });
});
