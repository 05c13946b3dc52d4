import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { JudgedEntry } from '../../../../protocol/governance/view.ts';
import { buildExampleLogs } from '../../../support/example-logs.ts';
import { roleFields } from '../../../support/example-things.ts';
import { createMatter } from '../../../support/rules/matter.ts';
import { BY_ENTRIES, createWatch } from '../../../support/rules/transitions.ts';
import { startWorld, type Wishes, type World } from '../../../support/rules/world.ts';
import { GOVERNANCE_FILES } from '../../../support/vectors/governance/files.ts';
import { ALONE, settled } from '../../../support/vectors/governance/lifecycle-scenarios.ts';
import { BY_CONSENT } from '../../../support/vectors/governance/undoable-scenarios.ts';
import { lifecyclesText } from '../../../support/vectors/lifecycles.ts';

const spec = readFileSync(new URL('../../../../spec/06-decisions.md', import.meta.url), 'utf8');

/** As if it were not aligned. */
function plain(markdown: string): readonly string[] {
  return markdown
    .split('\n')
    .map((line) => line.trim().replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---'))
    .filter((line) => line !== '');
}

describe('§6 [R-6.80] what can become of what is logged', () => {
  test('the tables and diagrams of the specification are those of the code', () => {
    const [, written] = /<!-- lifecycles -->\n([\s\S]*)<!-- \/lifecycles -->/.exec(spec) ?? [];
    expect(plain(written ?? '')).toEqual(plain(lifecyclesText()));
  });

  test('none is there twice', () => {
    expect(new Set(BY_ENTRIES).size).toBe(BY_ENTRIES.length);
  });

  test('in every small history of the vectors, and in both example logs, nothing else ever happens', async () => {
    const seen = new Set<string>(SEEN_ELSEWHERE);
    const forbidden: string[] = [];
    const watchAll = (log: Log, where: string) => {
      const { seen: made, forbidden: found } = watch(log);
      for (const transition of made) seen.add(transition);
      forbidden.push(...found.map((what) => `${where}: ${what}`));
    };
    const histories = GOVERNANCE_FILES.flatMap(({ scenarios }) => scenarios);
    for (const { id, wishes = {}, play } of [...histories, ...MORE]) {
      const world = await startWorld('vectors', wishes);
      await play(world);
      watchAll(world.log, id);
    }
    const { a, b } = await buildExampleLogs();
    for (const { log } of [a, b]) watchAll(log, log.commons);
    expect(forbidden).toEqual([]);
    // No row that nothing ever makes.
    expect(BY_ENTRIES.filter((made) => !seen.has(made))).toEqual([]);
  }, 240_000);
});

/** What a party held after it took back its yes: `test/federation/negotiation/negotiation.test.ts` plays it. */
const SEEN_ELSEWHERE = ['negotiation: offered → released'];

/** Ways that no vector goes. */
const MORE: readonly { id: string; wishes?: Wishes; play: (world: World) => Promise<unknown> }[] = [
  { id: 'sent back', wishes: ALONE, play: settled('remanded', {}) },
  {
    id: 'taken up after it was opened',
    wishes: BY_CONSENT,
    play: async (world) => {
      const matter = createMatter(world);
      const { ana, ben } = world.people;
      const proposal = await matter.propose({}, ana);
      await matter.open(proposal);
      await matter.withdraw(ana, proposal);
      await matter.propose({ supersedes: proposal.entry.id }, ben);
    },
  },
  {
    id: 'adopted anew',
    play: async (world) => {
      const { circle } = world.things;
      const fields = roleFields(world.own('role'), circle, 'Cook', []);
      const { ref } = await world.adopt('adopt', 'role', fields);
      await world.structureDecides('end', [{ op: 'end', type: 'role', thing: ref }]);
      await world.structureDecides('anew', [{ op: 'adopt', adopts: { type: 'role', ...ref } }]);
    },
  },
];

type Log = Awaited<ReturnType<typeof startWorld>>['log'];

function watch(log: Log) {
  const watching = createWatch();
  const threads = new Map<string, JudgedEntry[]>();
  for (const entry of log.entries) {
    for (const { name } of entry.threads)
      threads.set(name, [...(threads.get(name) ?? []), { ...entry.entry, verdict: entry.verdict }]);
    watching.look(entry, (name) => threads.get(name) ?? []);
  }
  return watching;
}
