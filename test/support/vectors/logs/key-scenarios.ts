import type { MadeVersion } from '../../../../protocol/identity/did-create.ts';
import { updateDid } from '../../../../protocol/identity/did-create.ts';
import { SECOND } from '../../../../protocol/time.ts';
import { createCommons } from '../../found-commons.ts';
import { keyOf, type Signer, subjectOf } from '../../people.ts';
import { headOf } from '../did-commons.ts';
import {
  type Beginning,
  beginFounded,
  beginWithCharter,
  circleOf,
  confirming,
  personFields,
  withKey,
} from './begin.ts';
import { type Foundation, foundation, type LogScenario, tryDocument } from './log-file.ts';

const NEW = keyOf('vectors new document');

/** The commons with its new document key. */
const renewed = ({ self }: Beginning): Signer => ({ ...self, ...NEW });

/** The second version of the DID, in which the document key is another one. */
function secondVersion({ log }: Beginning, now = log.now()): Promise<MadeVersion> {
  const { publicKey, sign } = keyOf('vectors next update');
  return updateDid([...log.didVersions.values()], {
    updateKey: { publicKey, sign },
    nextUpdateKeys: [keyOf('vectors update 3').key],
    keys: { document: [NEW.key] },
    head: headOf(4),
    now,
  });
}

const second = (line: string, version = 2) => ({ subject: subjectOf('identity 2'), version, line });
const heads = (label: string) => ({ subject: subjectOf(label), size: 0, count: 0, root: headOf(0).root });

const COMMONS: readonly LogScenario<Beginning>[] = [
  {
    id: 'version-2',
    rule: 'R-1.12',
    what: 'the second version of the DID, by the document key that it brings',
    words: 'counted',
    play: async (begun) =>
      begun.log.append('identity', renewed(begun), second((await secondVersion(begun)).line)),
  },
  {
    id: 'version-other-number',
    rule: 'R-1.12',
    what: 'with another number',
    words: 'did-invalid',
    play: async (begun) =>
      tryDocument(begun.log, 'identity', renewed(begun), second((await secondVersion(begun)).line, 3)),
  },
  {
    id: 'version-again',
    rule: 'R-1.12',
    what: 'the first version once more: it does not follow the first',
    words: 'refused(unknown-author)',
    play: async ({ log, self, line }) => tryDocument(log, 'identity', self, second(line, 1)),
  },
  {
    id: 'version-other-commons',
    rule: 'R-1.12',
    what: 'the first version of another commons',
    words: 'refused(unknown-author)',
    play: async ({ log, self }) => {
      const other = await createCommons('other', '2026-01-05T09:00:00Z');
      await tryDocument(log, 'identity', self, second(other.line, 2));
    },
  },
  {
    id: 'version-old-key',
    rule: 'R-1.12',
    what: 'signed by a document key that it does not list',
    words: 'refused(key-not-in-force)',
    play: async (begun) =>
      tryDocument(begun.log, 'identity', begun.self, second((await secondVersion(begun)).line)),
  },
  {
    id: 'version-from-tomorrow',
    rule: 'R-1.12',
    what: 'dated more than 300 s after its entry',
    words: 'refused(unknown-author)',
    play: async (begun) => {
      const { line } = await secondVersion(begun, begun.log.now() + 301 * SECOND);
      await tryDocument(begun.log, 'identity', renewed(begun), second(line));
    },
  },
  {
    id: 'version-soon',
    rule: 'R-1.12',
    what: 'dated 300 s after its entry',
    words: 'counted',
    play: async (begun) => {
      const { line } = await secondVersion(begun, begun.log.now() + 300 * SECOND);
      await tryDocument(begun.log, 'identity', renewed(begun), second(line));
    },
  },
  {
    id: 'document-key',
    rule: 'R-1.14',
    what: 'a document by the key of the first version',
    words: 'counted',
    play: ({ log, self }) => log.append('heads', self, heads('heads')),
  },
  {
    id: 'document-key-renewed',
    rule: 'R-1.14',
    what: 'by the new key, right after the version that brings it',
    words: 'counted counted',
    play: async (begun) => {
      await begun.log.append('identity', renewed(begun), second((await secondVersion(begun)).line));
      await begun.log.append('heads', renewed(begun), heads('heads'));
    },
  },
  {
    id: 'document-key-early',
    rule: 'R-1.14',
    what: 'by the new key, before the version that brings it',
    words: 'refused(key-not-in-force)',
    play: async (begun) => tryDocument(begun.log, 'heads', renewed(begun), heads('heads')),
  },
  {
    id: 'document-key-late',
    rule: 'R-1.14',
    what: 'by the old key, right after the version without it',
    words: 'counted refused(key-not-in-force)',
    play: async (begun) => {
      await begun.log.append('identity', renewed(begun), second((await secondVersion(begun)).line));
      await tryDocument(begun.log, 'heads', begun.self, heads('heads'));
    },
  },
  {
    id: 'document-key-other-purpose',
    rule: 'R-1.14',
    what: 'by the checkpoint key',
    words: 'refused(key-not-in-force)',
    play: ({ log, self }) =>
      tryDocument(log, 'heads', { ...self, ...log.keyring.checkpoint }, heads('heads')),
  },
];

const BEFORE: readonly LogScenario<Awaited<ReturnType<typeof beginWithCharter>>>[] = [
  {
    id: 'commons-unknown',
    rule: 'R-1.13',
    what: 'a document of the commons before its first version is logged',
    words: 'refused(unknown-author)',
    play: ({ log, self }) => tryDocument(log, 'heads', self, heads('heads')),
  },
  {
    id: 'commons-known',
    rule: 'R-1.13',
    what: 'after it',
    words: 'counted counted counted counted',
    play: async ({ log, self, line, people, charter }) => {
      await log.append('confirmation', people.ben, confirming('Ben', charter));
      await log.append('confirmation', people.cem, confirming('Cem', charter));
      await log.append('identity', self, { subject: subjectOf('identity 1'), version: 1, line });
      await log.append('heads', self, heads('heads'));
    },
  },
  {
    id: 'founder-confirms',
    rule: 'R-1.15',
    what: 'a founder confirms under the key that the charter lists',
    words: 'counted',
    play: ({ log, people, charter }) => log.append('confirmation', people.ben, confirming('Ben', charter)),
  },
  {
    id: 'founder-other-key',
    rule: 'R-1.15',
    what: 'under another key',
    words: 'refused(key-not-in-force)',
    play: ({ log, people, eve, charter }) =>
      tryDocument(log, 'confirmation', withKey(people.ben, eve), confirming('Ben', charter)),
  },
  {
    id: 'founder-before',
    rule: 'R-1.15',
    what: 'a founder who has not confirmed yet signs something else',
    words: 'refused(unknown-author)',
    play: ({ log, people }) => tryDocument(log, 'circle', people.ben, circleOf('A circle')),
  },
  {
    id: 'founder-first-version',
    rule: 'R-1.19',
    what: 'a founder who has not confirmed yet logs a first version, under the key that the charter lists',
    words: 'counted',
    play: ({ log, people }) => log.append('participant', people.ben, personFields(people.ben)),
  },
  {
    id: 'founder-usurped',
    rule: 'R-1.19',
    what: 'somebody else logs a first version of a founder who has not confirmed yet',
    words: 'refused(key-not-in-force)',
    play: ({ log, people, eve }) => {
      const usurper = withKey(people.ben, eve);
      return tryDocument(log, 'participant', usurper, personFields(people.ben, {}, [eve]));
    },
  },
];

const PEOPLE: readonly LogScenario<Beginning>[] = [
  {
    id: 'stranger',
    rule: 'R-1.15',
    what: 'a document by somebody whom the log does not know',
    words: 'refused(unknown-author)',
    play: ({ log, eve }) => tryDocument(log, 'circle', eve, circleOf('A circle')),
  },
  {
    id: 'person-other-key',
    rule: 'R-1.15',
    what: 'a document in the name of a participant, under a key of nobody',
    words: 'refused(key-not-in-force)',
    play: ({ log, people, eve }) =>
      tryDocument(log, 'circle', withKey(people.ben, eve), circleOf('A circle')),
  },
  {
    id: 'person-key',
    rule: 'R-1.15',
    what: 'under their own key',
    words: 'counted',
    play: ({ log, people }) => log.append('circle', people.ben, circleOf('A circle')),
  },
  {
    id: 'key-added',
    rule: 'R-1.16',
    what: 'a key that the old one adds acts at once',
    words: 'counted counted',
    play: async ({ log, people: { ben } }) => {
      const next = keyOf('Ben, next');
      await log.append('participant', ben, personFields(ben, {}, [ben, next]));
      await log.append('circle', withKey(ben, next), circleOf('A circle by the new key'));
    },
  },
  {
    id: 'key-revoked',
    rule: 'R-1.16',
    what: 'a key is revoked at once',
    words: 'counted refused(key-not-in-force)',
    play: async ({ log, people: { ben } }) => {
      const next = keyOf('Ben, next');
      await log.append('participant', ben, personFields(ben, {}, [next]));
      await tryDocument(log, 'circle', ben, circleOf('A circle'));
    },
  },
  {
    id: 'key-self-made',
    rule: 'R-1.16',
    what: 'a version under a key that only it brings',
    words: 'refused(key-not-in-force)',
    play: ({ log, people: { ben } }) => {
      const next = keyOf('Ben, next');
      return tryDocument(log, 'participant', withKey(ben, next), personFields(ben, {}, [next]));
    },
  },
  {
    id: 'version-next',
    rule: 'R-1.16',
    what: 'a second version that names the first',
    words: 'counted counted',
    play: async ({ log, people: { ben } }) => {
      const first = await log.append('participant', ben, personFields(ben));
      await log.append('participant', ben, personFields(ben, { supersedes: first.entry.id }));
    },
  },
  {
    id: 'version-stale',
    rule: 'R-1.16',
    what: 'a second version that names none',
    words: 'counted stale-version',
    play: async ({ log, people: { ben } }) => {
      await log.append('participant', ben, personFields(ben));
      await log.append('participant', ben, personFields(ben));
    },
  },
  {
    id: 'version-of-charter',
    rule: 'R-1.16',
    what: 'a founder’s first version that names the charter: that is no version of a participant',
    words: 'stale-version',
    play: ({ log, people: { ben } }) =>
      log.append('participant', ben, personFields(ben, { supersedes: idOfFirst(log) })),
  },
  {
    id: 'version-of-another',
    rule: 'R-1.16',
    what: 'a version of somebody else',
    words: 'not-author',
    play: ({ log, people: { ana, ben } }) => log.append('participant', ana, personFields(ben)),
  },
  {
    id: 'resting',
    rule: 'R-1.18',
    what: 'a document of somebody who rests',
    words: 'counted not-active',
    play: async ({ log, people: { ben } }) => {
      await log.append('participant', ben, personFields(ben, { status: 'resting' }));
      await log.append('circle', ben, circleOf('A circle'));
    },
  },
  {
    id: 'left',
    rule: 'R-1.18',
    what: 'a document of somebody who has left: it is logged, since their key is known',
    words: 'counted not-active',
    play: async ({ log, people: { ben } }) => {
      await log.append('participant', ben, personFields(ben, { status: 'left' }));
      await log.append('circle', ben, circleOf('A circle'));
    },
  },
  {
    id: 'back',
    rule: 'R-1.18',
    what: 'somebody who rested is back by their own next version',
    words: 'counted counted counted',
    play: async ({ log, people: { ben } }) => {
      const resting = await log.append('participant', ben, personFields(ben, { status: 'resting' }));
      await log.append('participant', ben, personFields(ben, { supersedes: resting.entry.id }));
      await log.append('circle', ben, circleOf('A circle'));
    },
  },
  {
    id: 'newcomer',
    rule: 'R-1.19',
    what: 'a newcomer’s first version, under a key that it brings',
    words: 'counted counted',
    play: async ({ log, eve }) => {
      await log.append('participant', eve, personFields(eve));
      await log.append('circle', eve, circleOf('A circle'));
    },
  },
  {
    id: 'newcomer-other-key',
    rule: 'R-1.19',
    what: 'a newcomer’s first version under a key that it does not bring',
    words: 'refused(key-not-in-force)',
    play: ({ log, eve }) => tryDocument(log, 'participant', eve, personFields(eve, {}, [keyOf('another')])),
  },
  {
    id: 'newcomer-second',
    rule: 'R-1.19',
    what: 'a newcomer whose first version names one before',
    words: 'refused(unknown-author)',
    play: ({ log, eve }) =>
      tryDocument(log, 'participant', eve, personFields(eve, { supersedes: idOfFirst(log) })),
  },
  {
    id: 'newcomer-subject-taken',
    rule: 'R-1.19',
    what: 'a newcomer under the subject of a circle',
    words: 'counted refused(unknown-author)',
    play: async ({ log, people, eve }) => {
      await log.append('circle', people.ana, { ...circleOf('A circle'), subject: eve.author });
      await tryDocument(log, 'participant', eve, personFields(eve));
    },
  },
];

export const KEY_FOUNDATIONS: readonly Foundation[] = [
  foundation('founded', beginFounded, [...COMMONS, ...PEOPLE]),
  foundation('charter alone', beginWithCharter, BEFORE),
];

function idOfFirst({ entries }: Beginning['log']) {
  const [first] = entries;
  if (first === undefined) throw new TypeError('a log with a charter');
  return first.entry.id;
}
