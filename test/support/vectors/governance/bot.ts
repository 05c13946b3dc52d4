import type { Ref } from '../../../../protocol/ids.ts';
import { mandateFields } from '../../example-things.ts';
import { person } from '../../people.ts';
import type { World } from '../../rules/world.ts';

/** An agent joins and gets a mandate for the treasurer's role. */
export async function letBotIn(
  world: World,
): Promise<{ readonly bot: ReturnType<typeof person>; readonly mandate: Ref }> {
  const bot = person(`Bot of ${world.log.commons}`);
  await world.log.append('participant', bot, {
    subject: bot.author,
    kind: 'agent',
    pseudonym: 'Bot',
    keys: [{ key: bot.key, custody: 'instance' }],
    steward: world.people.ben.author,
    status: 'active',
  });
  const { ref } = await world.adopt('mandate for Bot', 'mandate', {
    ...mandateFields(
      world.own('M bot'),
      world.things.treasurer,
      bot.author,
      '2026-01-01T00:00:00Z',
      '2026-03-01T00:00:00Z',
    ),
  });
  return { bot, mandate: ref };
}
