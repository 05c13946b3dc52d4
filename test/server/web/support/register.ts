import type { JsonObject } from '../../../../protocol/canonical.ts';
import { parseMaintainers } from '../../../../server/importers/maintainers.ts';
import { maintainersSet } from '../../../../server/importers/maintainers-set.ts';
import { systemRandom } from '../../../../server/random.ts';
import type { MemoryCommons } from './memory-commons.ts';

/** Adopts a register in the MAINTAINERS form, with the people behind its seats. */
export async function adoptRegister(
  { instance, act }: MemoryCommons,
  text: string,
  visible: 'public' | 'members' = 'public',
): Promise<void> {
  const { sections } = parseMaintainers(new TextEncoder().encode(text));
  const draft = maintainersSet(sections, {
    now: await instance.context.now(),
    source: 'REGISTER',
    subject: systemRandom.subject,
    salt: systemRandom.salt,
    earlier: null,
  });
  for (const page of draft.pages) await act('set', { ...page } as unknown as JsonObject); // a page holds JSON values only
  for (const { subject, ...person } of draft.people) {
    await instance.context.store.records.put('person', subject, { ...person, visible });
  }
  await act('decision', {
    operations: [{ op: 'adopt', adopts: { ...draft.adopts } }],
    reason: { say: 'It is written down already.' },
  });
}

/** A register of many sections: each tenth belongs to nobody. */
export function manySections(count: number): string {
  return Array.from({ length: count }, (_, index) => {
    const keeper = index % 10 === 0 ? '' : `M:\tKeeper ${index} <keeper-${index}@example.org>\n`;
    return `PART ${index + 1}\n${keeper}S:\tMaintained\nF:\tparts/part-${index + 1}/\n`;
  }).join('\n');
}
