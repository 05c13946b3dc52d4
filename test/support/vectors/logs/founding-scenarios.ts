import { charterFields, createCommons } from '../../found-commons.ts';
import { subjectOf } from '../../people.ts';
import { startWorld, transfer, type World } from '../../rules/world.ts';
import {
  type Beginning,
  beginEmpty,
  beginWithCharter,
  charterOf,
  circleOf,
  confirming,
  withKey,
} from './begin.ts';
import { type Foundation, foundation, type LogScenario, tryDocument, tryEnvelope } from './log-file.ts';

const ENTRY_0: readonly LogScenario<Beginning>[] = [
  {
    id: 'charter',
    rule: 'R-4.10',
    what: 'the charter, by one of its founders',
    words: 'counted',
    play: (begun) => begun.log.append('charter', begun.people.ana, charterOf(begun)),
  },
  {
    id: 'charter-stranger',
    rule: 'R-4.10',
    what: 'by somebody who is no founder',
    words: 'refused(unknown-author)',
    play: (begun) => tryDocument(begun.log, 'charter', begun.eve, charterOf(begun)),
  },
  {
    id: 'charter-other-key',
    rule: 'R-4.10',
    what: 'under a key that it lists for another founder',
    words: 'refused(key-not-in-force)',
    play: (begun) =>
      tryDocument(begun.log, 'charter', withKey(begun.people.ana, begun.people.ben), charterOf(begun)),
  },
  {
    id: 'charter-supersedes',
    rule: 'R-4.10',
    what: 'a charter that names one before',
    words: 'refused(wrong-log)',
    play: (begun) => {
      const { id } = begun.log.compose('charter', begun.people.ana, charterOf(begun));
      return tryDocument(begun.log, 'charter', begun.people.ana, { ...charterOf(begun), supersedes: id });
    },
  },
  {
    id: 'charter-other-commons',
    rule: 'R-4.10',
    what: 'the charter of another commons',
    words: 'refused(wrong-log)',
    play: async (begun) => {
      const other = await createCommons('other', '2026-01-05T09:00:00Z');
      const { payload } = other.log.compose('charter', begun.people.ana, charterOf(begun));
      tryEnvelope(begun.log, await begun.log.sign(payload, begun.people.ana));
    },
  },
  {
    id: 'no-charter',
    rule: 'R-4.10',
    what: 'something else than a charter',
    words: 'refused(wrong-log)',
    play: ({ log, people }) => tryDocument(log, 'circle', people.ana, circleOf('A circle')),
  },
  {
    id: 'one-founder',
    rule: 'R-4.10',
    what: 'with one founder, founding is complete with the charter, and the next document of theirs counts',
    words: 'counted counted',
    play: async ({ log, people: { ana } }) => {
      await log.append('charter', ana, charterFields([ana], []));
      await log.append('circle', ana, circleOf('A circle'));
    },
  },
];

const CONFIRMING: readonly LogScenario<Awaited<ReturnType<typeof beginWithCharter>>>[] = [
  {
    id: 'confirmed',
    rule: 'R-4.11',
    what: 'the two other founders confirm',
    words: 'counted counted',
    play: async ({ log, people, charter }) => {
      await log.append('confirmation', people.ben, confirming('Ben', charter));
      await log.append('confirmation', people.cem, confirming('Cem', charter));
    },
  },
  {
    id: 'confirmed-twice',
    rule: 'R-4.11',
    what: 'one of them twice',
    words: 'counted not-a-founder',
    play: async ({ log, people, charter }) => {
      await log.append('confirmation', people.ben, confirming('Ben', charter));
      await log.append('confirmation', people.ben, confirming('Ben again', charter));
    },
  },
  {
    id: 'confirmed-by-signer',
    rule: 'R-4.11',
    what: 'the founder who has signed the charter',
    words: 'not-a-founder',
    play: ({ log, people, charter }) => log.append('confirmation', people.ana, confirming('Ana', charter)),
  },
  {
    id: 'confirmed-by-stranger',
    rule: 'R-4.11',
    what: 'somebody who is no founder',
    words: 'refused(unknown-author)',
    play: ({ log, eve, charter }) => tryDocument(log, 'confirmation', eve, confirming('Eve', charter)),
  },
  {
    id: 'confirmed-other-id',
    rule: 'R-4.11',
    what: 'a confirmation of something else than entry 0',
    words: 'counted unknown-reference',
    play: async ({ log, people, charter }) => {
      const circle = await log.append('circle', people.ana, circleOf('A circle'));
      await log.append('confirmation', people.ben, confirming('Ben', charter, { id: circle.entry.id }));
    },
  },
  {
    id: 'confirmed-other-subject',
    rule: 'R-4.11',
    what: 'entry 0 under another subject',
    words: 'unknown-reference',
    play: ({ log, people, charter }) =>
      log.append('confirmation', people.ben, confirming('Ben', charter, { subject: subjectOf('another') })),
  },
  {
    id: 'subject-occupied',
    rule: 'R-4.11',
    what: 'a founder whose subject another one has used before they confirmed: it is theirs all the same',
    words: 'counted counted counted',
    play: async ({ log, people, charter }) => {
      await log.append('circle', people.ana, { ...circleOf('A circle'), subject: people.ben.author });
      await log.append('confirmation', people.ben, confirming('Ben', charter));
      await log.append('circle', people.ben, circleOf('Another circle'));
    },
  },
  {
    id: 'second-founding',
    rule: 'R-4.10',
    what: 'a second charter that names none before',
    words: 'duplicate',
    play: (begun) =>
      begun.log.append('charter', begun.people.ana, {
        ...charterOf(begun),
        subject: subjectOf('second charter'),
      }),
  },
];

const AFTER: readonly LogScenario<World>[] = [
  {
    id: 'next-charter',
    rule: 'R-4.10',
    what: 'the next version of the charter, adopted by a decision',
    words: 'counted counted',
    play: async (world) => {
      const ref = await nextCharter(world);
      await world.structureDecides('adopt it', [{ op: 'adopt', adopts: { type: 'charter', ...ref } }]);
    },
  },
  {
    id: 'next-charter-draft',
    rule: 'R-4.10',
    what: 'a draft of a charter is none: the one after it follows the charter in force',
    words: 'counted counted stale-version',
    play: async (world) => {
      const first = await nextCharter(world);
      const second = await nextCharter(world, first.id);
      await world.structureDecides('adopt it', [{ op: 'adopt', adopts: { type: 'charter', ...second } }]);
    },
  },
  {
    id: 'next-charter-founders',
    rule: 'R-4.10',
    what: 'the founders of a later charter confirm nothing',
    words: 'counted counted unknown-reference',
    play: async (world) => {
      const ref = await nextCharter(world);
      await world.structureDecides('adopt it', [{ op: 'adopt', adopts: { type: 'charter', ...ref } }]);
      await world.log.append('confirmation', world.people.ben, {
        subject: world.own('confirmation 2'),
        of: ref,
      });
    },
  },
];

const UNCONFIRMED: readonly LogScenario<World>[] = [
  {
    id: 'before-founding',
    rule: 'R-4.10',
    what: 'a decision while one founder has not confirmed yet: nothing is in force',
    words: 'not-founded',
    play: (world) => world.decide('d', [transfer(world.things.X, 60)]),
  },
];

export const FOUNDING_FOUNDATIONS: readonly Foundation[] = [
  foundation('nothing', beginEmpty, ENTRY_0),
  foundation('charter alone', beginWithCharter, CONFIRMING),
  foundation('founded', () => startWorld('vectors'), AFTER),
  foundation('one founder missing', () => startWorld('vectors', { unconfirmed: true }), UNCONFIRMED),
];

/** A draft of the next charter, on top of the version given or of entry 0. */
async function nextCharter({ log, people, things, own }: World, supersedes = things.charter) {
  const { entry } = await log.append('charter', people.ana, {
    ...charterFields(Object.values(people), []),
    subject: own('charter'),
    supersedes,
  });
  return { subject: entry.document.subject, id: entry.id };
}
