import { describe, expect, test } from 'vitest';
import type { Scid } from '../../../protocol/ids.ts';
import { createLogger } from '../../../server/logger.ts';
import { createPeerRuns } from '../../../server/workers/peer-runs.ts';

const peer = (name: string) => name as Scid; // any name will do
const names = (count: number) => Array.from({ length: count }, (_, at) => peer(`peer ${at}`));

/** Work that ends when the test says so. */
function held() {
  const begun: Scid[] = [];
  const ends: (() => void)[] = [];
  const work = (name: Scid) => {
    begun.push(name);
    return new Promise<void>((resolve) => {
      ends.push(resolve);
    });
  };
  return { begun, ends, work };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('§10 [R-10.24] peers side by side', () => {
  test('one that never answers holds up nobody else', async () => {
    const done: Scid[] = [];
    const runs = createPeerRuns(
      'test',
      (name) =>
        name === 'dead' ? new Promise<void>(() => undefined) : Promise.resolve(void done.push(name)),
      createLogger('silent'),
    );
    runs.start([peer('dead'), peer('a'), peer('b')]);
    await turn();
    runs.start([peer('dead'), peer('a'), peer('b')]);
    await turn();
    expect(done).toEqual(['a', 'b', 'a', 'b']);
  });

  test('started again while it is under way it runs once more, and not at the same time', async () => {
    const { begun, ends, work } = held();
    const runs = createPeerRuns('test', work, createLogger('silent'));
    runs.start([peer('a')]);
    runs.start([peer('a')]);
    runs.start([peer('a')]);
    await turn();
    expect(begun).toEqual(['a']);
    ends[0]?.();
    await turn();
    expect(begun).toEqual(['a', 'a']);
    ends[1]?.();
    await turn();
    expect(begun).toHaveLength(2);
  });

  test('what fails is tried again when it is started again, and breaks nothing', async () => {
    let failures = 0;
    const runs = createPeerRuns(
      'test',
      async () => {
        failures++;
        throw new TypeError('a defect');
      },
      createLogger('silent'),
    );
    runs.start([peer('a')]);
    await turn();
    runs.start([peer('a')]);
    await turn();
    expect(failures).toBe(2);
  });

  test('there is a bound on how many at once; the others follow', async () => {
    const { begun, ends, work } = held();
    const runs = createPeerRuns('test', work, createLogger('silent'));
    runs.start(names(100));
    await turn();
    expect(begun).toHaveLength(64);
    for (const end of ends.slice(0, 10)) end();
    await turn();
    expect(begun).toHaveLength(74);
  });

  test('stopping waits for what is under way, and begins nothing more', async () => {
    const { begun, ends, work } = held();
    const runs = createPeerRuns('test', work, createLogger('silent'));
    runs.start(names(70));
    await turn();
    let stopped = false;
    const stopping = runs.stop().then(() => {
      stopped = true;
    });
    await turn();
    expect(stopped).toBe(false);
    for (const end of ends) end();
    await stopping;
    expect(begun).toHaveLength(64);
  });
});
