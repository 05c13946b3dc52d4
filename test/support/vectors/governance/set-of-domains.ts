import type { DomainRef } from '../../../../protocol/documents/common.ts';
import type { DomainBody } from '../../../../protocol/documents/domain-fields.ts';
import { pathPatternSchema } from '../../../../protocol/governance/scope/path-pattern.ts';
import { setRoot } from '../../../../protocol/governance/set-items.ts';
import { hashTextSchema } from '../../../../protocol/ids.ts';
import { saltOf } from '../../people.ts';
import { domainBody, type World } from '../../rules/world.ts';

/** A set of one domain, about changes under `src/`, adopted as a whole. */
export async function adoptDomainSet(world: World): Promise<{ domain: DomainRef; body: DomainBody }> {
  const body: DomainBody = {
    ...domainBody('Sources', world.things.treasurer),
    scope: { effects: ['change'], paths: [pathPatternSchema.parse('src/')] },
  };
  const item = { subject: world.own('item'), salt: saltOf('item'), ...body };
  const root = hashTextSchema.parse(setRoot([item as never])); // an item holds JSON values only
  const set = world.own('set');
  const effects = ['change' as const];
  const page = await world.log.append('set', world.people.ana, {
    subject: set,
    page: 1,
    pages: 1,
    count: 1,
    root,
    content: { of: 'domain', effects, items: [item] },
  });
  await world.structureDecides('adopt the set', [
    { op: 'adopt', adopts: { type: 'set', of: 'domain', subject: set, root, count: 1, effects } },
  ]);
  return { domain: { subject: item.subject, id: page.entry.id, set }, body };
}
