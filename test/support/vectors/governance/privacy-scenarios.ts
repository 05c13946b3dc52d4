import type { Erased } from '../../../../protocol/documents/erasure.ts';
import type { Operation } from '../../../../protocol/documents/operation.ts';
import { attachmentsOf } from '../../../../protocol/documents/parse-document.ts';
import { hashTextSchema, scidSchema } from '../../../../protocol/ids.ts';
import { circleFields } from '../../example-things.ts';
import type { Draft, LoggedEntry } from '../../log-builder.ts';
import type { Signer } from '../../people.ts';
import { confirmationOf, refTo, say, transfer, type Wishes, type World } from '../../rules/world.ts';
import { HOME as ELSEWHERE, hashOf } from '../documents/samples.ts';
import { letBotIn } from './bot.ts';
import type { Scenario } from './scenario.ts';

const OWNED: Wishes = { spending: { scope: { effects: ['transfer', 'erase'] } } };
const TWO: Wishes = {
  spending: {
    ...OWNED.spending,
    parameters: { delegation: { signers: 2, proposerMayDecide: true } },
  },
};

/** Somebody asks what a decision means: words of their own, in a document that counts. */
async function asked(world: World, by = world.people.ana): Promise<LoggedEntry> {
  const decision = await world.decide('d', [transfer(world.things.X, 60)]);
  return world.log.append('ruling-request', by, {
    subject: world.own('question'),
    decision: refTo(decision),
    question: say('Is it for the lazy ones?'),
  });
}

function words(entry: LoggedEntry): Erased {
  return { document: entry.entry.id, attachments: attachmentsOf(entry.entry.document) };
}

function whole(entry: LoggedEntry): Erased {
  const { document, id } = entry.entry;
  const attachments = attachmentsOf(document);
  const named = attachments.length === 0 ? {} : { attachments };
  return { document: id, ...named, payload: { thread: refTo(entry).subject } };
}

function erase(
  world: World,
  erases: readonly Erased[],
  more: Partial<Omit<Draft<'erasure'>, 'type'>> = {},
  by: Signer = world.people.ana,
) {
  return world.log.append('erasure', by, {
    subject: world.own(`erasure ${world.log.entries.length}`),
    erases: [...erases],
    ground: 'author-request',
    ...more,
  });
}

function operation(erases: readonly Erased[]): Operation {
  return { op: 'erase', erases: [...erases], ground: 'safety' };
}

/** The commons carries out what was decided. */
function carryOut(
  world: World,
  decision: LoggedEntry,
  erases: readonly Erased[],
  more: Partial<Omit<Draft<'erasure'>, 'type'>> = {},
) {
  return world.log.append('erasure', world.self, {
    subject: world.own(`erasure ${world.log.entries.length}`),
    by: refTo(decision),
    erases: [...erases],
    ground: 'safety',
    ...more,
  });
}

function drafted(world: World) {
  return world.log.append('circle', world.people.ana, {
    ...circleFields(world.own('draft'), 'On somebody’s illness', [world.people.ana.author]),
  });
}

function acknowledge(world: World, more: Partial<Omit<Draft<'erasure-acknowledgement'>, 'type'>> = {}) {
  return world.log.append('erasure-acknowledgement', world.self, {
    subject: world.own(`acknowledgement ${world.log.entries.length}`),
    log: ELSEWHERE,
    size: 40,
    erasures: [`ni:///sha-256;${hashOf('an erasure')}` as never], // composing checks it
    ...more,
  });
}

const ONE = 'counted counted';

export const PRIVACY_SCENARIOS: readonly Scenario[] = [
  {
    id: 'own-words',
    rule: 'R-16.14',
    what: 'whoever asked a question erases its words',
    words: `${ONE} counted`,
    play: async (world) => erase(world, [words(await asked(world))]),
  },
  {
    id: 'own-words-of-a-leaver',
    rule: 'R-16.14',
    what: 'somebody who has left erases their words',
    words: `${ONE} counted counted`,
    play: async (world) => {
      const question = await asked(world);
      const { ana } = world.people;
      await world.log.append('participant', ana, {
        subject: ana.author,
        kind: 'human',
        pseudonym: 'Ana',
        keys: [{ key: ana.key, custody: 'device' }],
        status: 'left',
      });
      await erase(world, [words(question)]);
    },
  },
  {
    id: 'words-of-others',
    rule: 'R-16.14',
    what: 'somebody erases what somebody else wrote',
    words: `${ONE} not-author`,
    play: async (world) => erase(world, [words(await asked(world))], {}, world.people.dia),
  },
  {
    id: 'words-in-office',
    rule: 'R-16.14',
    what: 'a role-holder erases the reason of their decision',
    words: 'counted no-right',
    play: async (world) =>
      erase(world, [words(await world.decide('d', [transfer(world.things.X, 60)]))], {}, world.people.ben),
  },
  {
    id: 'own-words-by-law',
    rule: 'R-16.14',
    what: 'an author says that the law demands it',
    words: `${ONE} no-right`,
    play: async (world) => erase(world, [words(await asked(world))], { ground: 'law' }),
  },
  {
    id: 'words-of-an-agent',
    rule: 'R-16.14',
    what: 'an agent erases',
    words: 'counted counted counted counted human-only',
    play: async (world) => {
      const { bot, joined } = await letBotIn(world);
      await erase(world, [{ document: joined.entry.id, attachments: [hash('x')] }], {}, bot);
    },
  },
  {
    id: 'shown',
    rule: 'R-16.11',
    what: 'an erasure with a reason, for everybody',
    words: `${ONE} counted`,
    play: async (world) =>
      erase(world, [words(await asked(world))], { reason: say('I was angry.'), audience: 'public' }),
  },
  {
    id: 'not-shown',
    rule: 'R-16.11',
    what: 'an erasure for members alone',
    words: `${ONE} contradictory`,
    play: async (world) => erase(world, [words(await asked(world))], { audience: 'members' }),
  },
  {
    id: 'erasable-twice-over',
    rule: 'R-16.10',
    what: 'two documents in one erasure',
    words: `${ONE} counted counted`,
    play: async (world) => {
      const first = await asked(world);
      const second = await world.log.append('ruling-request', world.people.ana, {
        subject: world.own('question 2'),
        decision: refTo({ ...first, entry: (world.log.entries.at(-2) ?? first).entry }),
        question: say('And whom?'),
      });
      await erase(world, [words(first), words(second)]);
    },
  },
  {
    id: 'erased-twice',
    rule: 'R-16.10',
    what: 'one document twice',
    words: `${ONE} contradictory`,
    play: async (world) => {
      const question = await asked(world);
      await erase(world, [words(question), words(question)]);
    },
  },
  {
    id: 'erases-nothing',
    rule: 'R-16.10',
    what: 'neither attachments nor the payload',
    words: `${ONE} contradictory`,
    play: async (world) => erase(world, [{ document: (await asked(world)).entry.id }]),
  },
  {
    id: 'named',
    rule: 'R-16.12',
    what: 'an attachment that the document names',
    words: `${ONE} counted`,
    play: async (world) => erase(world, [words(await asked(world))]),
  },
  {
    id: 'not-named',
    rule: 'R-16.12',
    what: 'an attachment that the document does not name',
    words: `${ONE} unknown-reference`,
    play: async (world) =>
      erase(world, [{ document: (await asked(world)).entry.id, attachments: [hash('other words')] }]),
  },
  {
    id: 'draft-payload',
    rule: 'R-16.13',
    what: 'a draft that nobody adopted goes as a whole',
    words: 'counted counted',
    play: async (world) => erase(world, [whole(await drafted(world))]),
  },
  {
    id: 'not-counted-payload',
    rule: 'R-16.13',
    what: 'what does not count goes as a whole, with its words',
    words: 'counted not-author counted',
    play: async (world) => {
      const decision = await world.decide('d', [transfer(world.things.X, 60)]);
      const action = await world.log.append('action', world.people.ana, {
        subject: world.own('action'),
        decision: refTo(decision),
        owner: world.people.dia.author,
        what: say('Dia shall do it.'),
        dueAt: '2026-02-10T00:00:00Z',
      });
      await erase(world, [{ ...words(action), payload: { thread: refTo(decision).subject } }]);
    },
  },
  {
    id: 'payload-with-words-left',
    rule: 'R-16.10',
    what: 'a payload without the words that it names',
    words: 'counted not-author contradictory',
    play: async (world) => {
      const decision = await world.decide('d', [transfer(world.things.X, 60)]);
      const action = await world.log.append('action', world.people.ana, {
        subject: world.own('action'),
        decision: refTo(decision),
        owner: world.people.dia.author,
        what: say('Dia shall do it.'),
        dueAt: '2026-02-10T00:00:00Z',
      });
      await erase(world, [{ document: action.entry.id, payload: { thread: refTo(decision).subject } }]);
    },
  },
  {
    id: 'counted-payload',
    rule: 'R-16.13',
    what: 'the payload of an act that counts',
    words: `${ONE} still-needed`,
    play: async (world) => {
      const question = await asked(world);
      const decision = world.log.entries.at(-2);
      if (decision === undefined) throw new TypeError('it was about a decision');
      await erase(world, [{ ...words(question), payload: { thread: refTo(decision).subject } }]);
    },
  },
  {
    id: 'adopted-payload',
    rule: 'R-16.13',
    what: 'the payload of a draft that a decision adopted',
    words: 'counted counted still-needed',
    play: async (world) => {
      const draft = await drafted(world);
      const { subject, id } = { subject: refTo(draft).subject, id: draft.entry.id };
      await world.structureDecides('adopt', [{ op: 'adopt', adopts: { type: 'circle', subject, id } }]);
      await erase(world, [whole(draft)]);
    },
  },
  {
    id: 'payload-elsewhere',
    rule: 'R-16.13',
    what: 'a payload in a thread that it does not stand in',
    words: 'counted unknown-reference',
    play: async (world) => {
      const draft = await drafted(world);
      await erase(world, [{ document: draft.entry.id, payload: { thread: world.things.X.subject } }]);
    },
  },
  {
    id: 'charter-payload',
    rule: 'R-16.13',
    what: 'the charter',
    words: 'still-needed',
    play: async (world) =>
      erase(world, [{ document: world.things.charter, payload: { thread: world.people.ana.author } }]),
  },
  {
    id: 'decided',
    rule: 'R-16.15',
    what: 'the commons erases what a decision says',
    wishes: OWNED,
    words: `${ONE} counted counted`,
    play: async (world) => {
      const erases = [words(await asked(world))];
      await carryOut(world, await world.decide('e', [operation(erases)]), erases);
    },
  },
  {
    id: 'decided-payload-by-two',
    rule: 'R-16.15',
    what: 'a payload goes by a decision that two people sign',
    wishes: TWO,
    words: 'counted pending counted counted',
    play: async (world) => {
      const { mandates, treasurer, spending } = world.things;
      const erases = [whole(await drafted(world))];
      const decision = await world.decide('e', [operation(erases)]);
      await world.log.append('confirmation', world.people.cem, {
        subject: world.own('confirmation'),
        ...confirmationOf(decision, { mandate: mandates.cem, role: treasurer, domain: spending }),
      });
      await carryOut(world, decision, erases);
    },
  },
  {
    id: 'no-domain-owns-it',
    rule: 'R-16.15',
    what: 'a decision to erase where no domain owns that effect',
    words: `${ONE} no-domain`,
    play: async (world) => world.decide('e', [operation([words(await asked(world))])]),
  },
  {
    id: 'decided-what-is-needed',
    rule: 'R-16.15',
    what: 'a decision to erase a payload that something rests on',
    wishes: OWNED,
    words: `${ONE} still-needed`,
    play: async (world) => {
      const question = await asked(world);
      const decision = world.log.entries.at(-2);
      if (decision === undefined) throw new TypeError('it was about a decision');
      await world.decide('e', [
        operation([{ ...words(question), payload: { thread: refTo(decision).subject } }]),
      ]);
    },
  },
  {
    id: 'decided-otherwise',
    rule: 'R-16.15',
    what: 'the commons erases more than the decision says',
    wishes: OWNED,
    words: `${ONE} counted rules-disagree`,
    play: async (world) => {
      const question = await asked(world);
      const decision = await world.decide('e', [operation([words(question)])]);
      const first = world.log.entries.at(-3);
      if (first === undefined) throw new TypeError('there was a decision before');
      await carryOut(world, decision, [words(question), words(first)]);
    },
  },
  {
    id: 'decided-with-a-reason',
    rule: 'R-16.15',
    what: 'the commons adds words of its own',
    wishes: OWNED,
    words: `${ONE} counted rules-disagree`,
    play: async (world) => {
      const erases = [words(await asked(world))];
      const decision = await world.decide('e', [operation(erases)]);
      await carryOut(world, decision, erases, { reason: say('We say so.') });
    },
  },
  {
    id: 'decided-by-nothing',
    rule: 'R-16.15',
    what: 'the commons erases by a decision that is none',
    wishes: OWNED,
    words: `${ONE} unknown-reference`,
    play: async (world) => {
      const question = await asked(world);
      await carryOut(world, question, [words(question)]);
    },
  },
  {
    id: 'turned-down',
    rule: 'R-16.15',
    what: 'the commons erases what was turned down',
    wishes: OWNED,
    words: `${ONE} counted closed`,
    play: async (world) => {
      const erases = [words(await asked(world))];
      const decision = await world.decide('e', [operation(erases)], { result: 'not-adopted' });
      await carryOut(world, decision, erases);
    },
  },
  {
    id: 'carried-out-twice',
    rule: 'R-16.15',
    what: 'the commons erases it again',
    wishes: OWNED,
    words: `${ONE} counted counted duplicate`,
    play: async (world) => {
      const erases = [words(await asked(world))];
      const decision = await world.decide('e', [operation(erases)]);
      await carryOut(world, decision, erases);
      await carryOut(world, decision, erases);
    },
  },
  {
    id: 'acknowledged',
    rule: 'R-16.31',
    what: 'a follower says what it has carried out, and later more',
    words: 'counted counted',
    play: async (world) => {
      await acknowledge(world);
      await acknowledge(world, { size: 41 });
    },
  },
  {
    id: 'acknowledged-again',
    rule: 'R-16.31',
    what: 'an acknowledgement that goes no further',
    words: 'counted duplicate',
    play: async (world) => {
      await acknowledge(world);
      await acknowledge(world);
    },
  },
  {
    id: 'acknowledged-itself',
    rule: 'R-16.31',
    what: 'a log acknowledges its own erasures',
    words: 'contradictory',
    play: async (world) => acknowledge(world, { log: scidSchema.parse(world.log.commons) }),
  },
];

function hash(label: string) {
  return hashTextSchema.parse(hashOf(label));
}
