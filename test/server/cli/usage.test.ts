import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ProtocolError } from '../../../protocol/problem.ts';
import { hintFor } from '../../../server/cli/hints.ts';
import { cleanUp, type Device, ensureBuilt, newDevice } from './support.ts';

let device: Device;
beforeAll(async () => {
  await ensureBuilt();
  device = await newDevice();
}, 120_000);
afterAll(cleanUp);

describe('§11 [R-11.8] a command line that is wrong ends with 2, and with one JSON value under --json', () => {
  test.each([
    [[], 'folkmoot [options] [command]'],
    [['nonsense'], 'folkmoot [options] [command]'],
    [['import'], 'folkmoot import [options] [command]'],
    [['resource', '--profile', 'ana'], 'folkmoot resource [options] [command]'],
    [['peer', 'nonsense'], 'folkmoot peer [options] [command]'],
    [['verify'], 'folkmoot verify [options] <file>'],
    [['verify', 'a', 'b'], 'folkmoot verify [options] <file>'],
    [['verify', '--nope'], 'folkmoot verify [options] <file>'],
    [['verify', 'a', '--require', 'V9'], 'folkmoot verify [options] <file>'],
    [['serve', '--port', 'x'], 'folkmoot serve [options]'],
  ] as readonly (readonly [readonly string[], string])[])('%j', async (args, usage) => {
    const problem = await device.problem(2, ...args);
    expect(problem).toMatchObject({
      type: 'urn:folkmoot:problem:malformed',
      detail: expect.stringMatching(/^[A-Z“-].*[.)]$/),
      expected: { usage, options: expect.any(Array) },
    });
  });
});

test.each([
  ['agent-unstated', 'propose', ['--model', '--model-version', '--inputs']],
  ['alternatives-missing', 'propose', ['--alternative']],
  ['advice-unanswered', 'decide', ['--answer', '--answer-others']],
])('what is not said is named with the options that say it: %s', async (code, command, options) => {
  const hint = hintFor(new ProtocolError('conflict', 'It would not count.', { code })) ?? '';
  const help = await device.help(command);
  for (const option of options) {
    expect(hint).toContain(`${option} `);
    expect(help).toContain(`  ${option} <`);
  }
});

test.each(['created-in-future', 'expired'])(
  'a request that is %s is a matter of clocks, not of keys',
  (reason) => {
    const hint =
      hintFor(new ProtocolError('unauthenticated', 'It was made at another time.', { reason })) ?? '';
    expect(hint).toContain('clock');
    expect(hint).not.toContain('login');
  },
);

test('a group without one of its commands lists them', async () => {
  const { detail } = await device.problem(2, 'resource', '--profile', 'ana');
  expect(detail).toBe('This takes one of its commands: add, list, show.');
});

describe('an option that takes one value', () => {
  test.each([
    ['serve', '--data', 'a', '--data', 'b'],
    ['serve', '--data=a', '--data=b'],
    ['serve', '--port', '1', '--port', '1'],
    ['verify', 'x', '--require', 'V1', '--require', 'V4'],
    ['bundle', 'x', '-o', 'a', '--output', 'b'],
  ])('is refused when it is given twice: %s %s', async (...args) => {
    const { detail, expected } = await device.problem(2, ...args);
    expect(detail).toMatch(/^--\w+ is given more than once: it takes one value\.$/);
    expect(expected).toMatchObject({ timesMax: 1 });
  });

  test('is not mixed up with one that may be repeated', async () => {
    const scid = 'QmVd9ZTfFdGYzhWR7eKu8dXy1sBfdEUYqGoPbVLNFkbWtw';
    const { detail } = await device.problem(2, 'verify', '/nowhere', '--trust', scid, '--trust', scid);
    expect(detail).toBe('verify: the file /nowhere cannot be read: it does not exist.');
  });
});

describe('a file that is not there', () => {
  test.each([
    ['verify', '/nowhere'],
    ['import', 'maintainers', '/nowhere'],
    ['import', 'maintainers', '/nowhere', '--yes'],
    ['demo', '--register', '/nowhere'],
  ])('ends %s with 2 and in the same words, and comes before every other question', async (...args) => {
    const ran = await device.run(...args);
    expect([ran.status, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toMatch(/^folkmoot: \S+: the file \/nowhere cannot be read: it does not exist\.\n/);
  });

  test('a file that is no register is told before anybody is asked for --yes', async () => {
    const bad = await device.run('import', 'maintainers', '/dev/null');
    expect([bad.status, bad.stderr]).toEqual([1, expect.stringContaining('is empty')]);
    const good = await device.run('import', 'maintainers', '--example');
    expect([good.status, good.stderr]).toEqual([2, expect.stringContaining('add --yes')]);
  });
});
