import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../support/instances.ts';
import { cleanUp, type Device, ensureBuilt, freePort, newDevice, newFolder, startServer } from './support.ts';

let ana: Device;
let cem: Device;
let origin: string;

/** A founder alone, a server in a process of its own, and somebody who was invited. */
beforeAll(async () => {
  await ensureBuilt();
  const data = await newFolder();
  const port = String(await freePort());
  [ana, cem] = [await newDevice(), await newDevice()];
  await ana.json('init', '--name', 'Water co-op', '--founder', 'Ana', '--data', data, '--port', port);
  ({ origin } = await startServer(['--data', data, '--port', port]));
  const { code } = await ana.json<{ code: string }>('invite');
  await cem.json('login', '--server', origin, `--invitation=${code}`, '--name', 'Cem');
}, 120_000);
afterAll(cleanUp, 60_000);

interface Logged {
  readonly short: string;
  readonly verdict: { readonly status: string; readonly code: string | null };
}
interface Circles {
  readonly circles: readonly {
    readonly name: { readonly en: string };
    readonly members: readonly { readonly name: string }[];
  }[];
  readonly people: readonly { readonly name: string; readonly status: string }[];
}

const REASON = ['--reason', 'We agreed on it.'];
const namesIn = async (circle: string) => {
  const { circles } = await ana.json<Circles>('circle', 'list');
  return circles.find(({ name }) => name.en === circle)?.members.map(({ name }) => name);
};

describe('§4 [R-4.12] from an invitation to membership of a circle, from two keyboards', () => {
  test('nobody is a member by logging in', async () => {
    expect((await cem.problem(1, 'invite')).detail).toContain('circle');
    const { stdout } = await ana.run('circle', 'list');
    expect(stdout).toContain('In no circle yet: Cem');
  });

  test('a decision puts them in: the two signatures, and who comes in, are said before the first', async () => {
    const { stderr, status } = await ana.run('circle', 'join', 'Everyone', 'Cem', ...REASON, '--yes');
    expect(status).toBe(0);
    expect(stderr).toContain('Two signatures: the first under the draft of the circle');
    expect(stderr).toContain('adopt the circle “Everyone”; in comes Cem.');
    expect(await namesIn('Everyone')).toEqual(['Ana', 'Cem']);
    expect((await cem.run('invite')).status).toBe(0);
    const again = await ana.problem(1, 'circle', 'join', 'Everyone', 'Cem', ...REASON);
    expect(again.detail).toContain('in that circle already');
  });

  test('whoever came in answers for the circle, and can be taken out', async () => {
    const propose = ['propose', '--text', 'We meet.', '--domain', 'Purpose and charter', ...REASON];
    const { short } = await cem.json<Logged>(...propose);
    await eventually('it is open', async () => {
      const ran = await cem.run('respond', short, 'consent', '--yes');
      return ran.status === 0;
    });
    const { stderr } = await ana.run('circle', 'leave', 'Everyone', 'Cem', ...REASON, '--yes');
    expect(stderr).toContain('out goes Cem.');
    expect(await namesIn('Everyone')).toEqual(['Ana']);
  });

  test('a circle is founded, changed and ended; whoever may not is told before anything is signed', async () => {
    const found = [
      'circle',
      'found',
      'Garden',
      '--aim',
      'We grow food.',
      '--member',
      'Ana',
      '--member',
      'Cem',
    ];
    const refused = await cem.run(...found, ...REASON, '--yes');
    expect(refused.status).toBe(1);
    await ana.json(...found, ...REASON);
    expect(await namesIn('Garden')).toEqual(['Ana', 'Cem']);
    const page = await (await fetch(`${origin}/circles`, { headers: { accept: 'text/html' } })).text();
    expect(page).toContain('We grow food.');
    await ana.json('circle', 'change', 'Garden', '--name', 'Orchard', '--resting', ...REASON);
    expect(await namesIn('Orchard')).toEqual(['Ana', 'Cem']);
    await ana.json('circle', 'end', 'Orchard', ...REASON);
    expect(await namesIn('Orchard')).toBeUndefined();
  });
});
