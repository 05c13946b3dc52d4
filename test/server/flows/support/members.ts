import type { Subject } from '../../../../protocol/ids.ts';
import type { FlowInstance, Person } from '../../../support/memory-instance.ts';

/** The circle's next version has one more member, who has no participant document. */
export async function addMember(at: FlowInstance, subject: Subject): Promise<void> {
  const [ana, ben] = at.people as unknown as [Person, Person];
  const known = (await at.logged('circle')).at(-1);
  if (known === undefined) throw new TypeError('the template has a circle');
  const { refs: _, ...fields } = known.content;
  const members = [...(fields.members as readonly string[]), subject];
  const draft = await at.act(ana, 'circle', {
    ...fields,
    ...{ members, author: ana.author, supersedes: known.entry.id },
  });
  const adopts = { type: 'circle', subject: known.content.subject, id: draft.id };
  const decision = await at.act(ana, 'decision', {
    operations: [{ op: 'adopt', adopts }],
    reason: { say: 'They are one of us.' },
  });
  await at.act(ben, 'confirmation', { of: decision.id });
}
