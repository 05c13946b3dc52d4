import { createCommons } from '../../found-commons.ts';
import { subjectOf } from '../../people.ts';
import { openTable } from '../../rules/table.ts';
import { domainBody, say, startWorld, transfer, type World } from '../../rules/world.ts';
import { headOf } from '../did-commons.ts';
import { type Beginning, beginEmpty, charterOf, circleOf } from './begin.ts';
import { type Foundation, foundation, type LogScenario, tryDocument, tryEnvelope } from './log-file.ts';

const world = () => startWorld('vectors');

/** What is refused, and that everything else is logged. */
const ADMISSION: readonly LogScenario<World>[] = [
  {
    id: 'without-right',
    rule: 'R-3.8',
    what: 'a decision without any right is logged',
    words: 'no-right',
    play: async (begun) => begun.decide('d', [transfer(begun.things.X, 60)], { by: begun.people.dia }),
  },
  {
    id: 'beyond-capacity',
    rule: 'R-3.8',
    what: 'a decision beyond what there is is logged',
    words: 'over-capacity',
    play: async (begun) => begun.decide('d', [transfer(begun.things.X, 100_000)]),
  },
  {
    id: 'right',
    rule: 'R-3.8',
    what: 'and so is one that counts',
    words: 'counted',
    play: async (begun) => begun.decide('d', [transfer(begun.things.X, 60)]),
  },
  {
    id: 'refused-changes-nothing',
    rule: 'R-3.8',
    what: 'a refused document takes no place: the next entry follows the one before',
    words: 'refused(unknown-author) counted',
    play: async ({ log, people, ...begun }) => {
      const { ana } = people;
      const stranger = { ...ana, author: begun.own('a stranger') };
      await tryDocument(log, 'circle', stranger, circleOf('A circle'));
      await log.append('circle', ana, circleOf('A circle'));
    },
  },
  {
    id: 'another-commons-person',
    rule: 'R-3.9',
    what: 'what a person of another commons signed',
    words: 'refused(wrong-log)',
    play: async ({ log, people }) => {
      const other = await createCommons('other', '2026-01-05T09:00:00Z');
      const { payload } = other.log.compose('circle', people.ana, circleOf('A circle'));
      tryEnvelope(log, await log.sign(payload, people.ana));
    },
  },
  {
    id: 'another-commons-heads',
    rule: 'R-3.9',
    what: 'what another commons signed for its own log alone',
    words: 'refused(wrong-log)',
    play: async ({ log }) => {
      const { log: theirs, self } = await createCommons('other', '2026-01-05T09:00:00Z');
      const { payload } = theirs.compose('heads', self, {
        subject: subjectOf('heads'),
        ...headOf(0),
        count: 0,
      });
      tryEnvelope(log, await log.sign(payload, self));
    },
  },
  {
    id: 'another-commons-offer',
    rule: 'R-3.9',
    what: 'an offer of another commons changes the negotiation and reads nothing; its key is that of its home',
    words: 'counted',
    play: async (begun) => {
      const table = await openTable(begun);
      await table.hear(table.b.terms(table.fields()));
    },
  },
];

const BEGINNING: readonly LogScenario<Beginning>[] = [
  {
    id: 'first-entry',
    rule: 'R-3.1',
    what: 'entry 0: every thread begins',
    words: 'counted',
    play: (begun) => begun.log.append('charter', begun.people.ana, charterOf(begun)),
  },
];

/** Keys of threads, and positions in them. */
const THREADS: readonly LogScenario<World>[] = [
  {
    id: 'positions',
    rule: 'R-3.11',
    what: 'two decisions: the second stands behind the first in the usage and the resource',
    words: 'counted counted',
    play: async (begun) => {
      await begun.decide('d1', [transfer(begun.things.X, 60)]);
      await begun.decide('d2', [transfer(begun.things.X, 40)]);
    },
  },
  {
    id: 'positions-not-counted',
    rule: 'R-3.11',
    what: 'an entry that does not count has its place in its threads all the same',
    words: 'over-capacity counted',
    play: async (begun) => {
      await begun.decide('d1', [transfer(begun.things.X, 100_000)]);
      await begun.decide('d2', [transfer(begun.things.X, 40)]);
    },
  },
  {
    id: 'key-public',
    rule: 'R-3.6',
    what: 'a public document: the key of its thread is its subject',
    words: 'counted',
    play: ({ log, people }) => log.append('circle', people.ana, circleOf('A circle')),
  },
  {
    id: 'key-hidden',
    rule: 'R-3.6',
    what: 'a document for members: type `opaque`, and a key that gives nothing away; the next version has the same key',
    words: 'counted counted',
    play: async ({ log, people }) => {
      await log.append('circle', people.ana, { ...circleOf('A circle'), audience: 'members' });
      await log.append('circle', people.ana, { ...circleOf('A circle'), audience: 'public' });
    },
  },
  {
    id: 'key-stays-public',
    rule: 'R-3.6',
    what: 'a later version for members alone changes no key',
    words: 'counted counted',
    play: async ({ log, people }) => {
      await log.append('circle', people.ana, circleOf('A circle'));
      await log.append('circle', people.ana, { ...circleOf('A circle'), audience: 'members' });
    },
  },
  {
    id: 'key-of-others',
    rule: 'R-3.6',
    what: 'a hidden document in a public thread of another subject hides its type alone',
    words: 'counted counted',
    play: async ({ log, people, own, things }) => {
      const proposal = await log.append('proposal', people.ana, {
        subject: own('P'),
        domain: things.spending,
        driver: say('It is broken.'),
        binding: { operations: [transfer(things.X, 60)] },
        explanation: [],
        alternatives: [],
      });
      await log.append('withdrawal', people.ana, {
        subject: own('W'),
        audience: 'members',
        of: { subject: own('P'), id: proposal.entry.id },
        fate: 'withdrawn',
      });
    },
  },
  {
    id: 'key-usage-hidden',
    rule: 'R-3.6',
    what: 'a domain for members alone: the key of its usage hides it too',
    words: 'counted counted counted',
    play: async (begun) => {
      const body = {
        ...domainBody('Tools', begun.things.treasurer),
        scope: { effects: ['transfer' as const], resources: [begun.things.Z.subject] },
      };
      const { ref } = await begun.adopt('adopt it', 'domain', {
        subject: begun.own('D3'),
        ...body,
        audience: 'members',
      });
      await begun.decide('d', [transfer(begun.things.Z, 5)], { domain: ref });
    },
  },
];

export const ADMISSION_FOUNDATIONS: readonly Foundation[] = [
  foundation('nothing', beginEmpty, BEGINNING),
  foundation('founded', world, [...ADMISSION, ...THREADS]),
];
