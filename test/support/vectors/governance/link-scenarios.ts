import type { Ladder } from '../../../../protocol/documents/rung.ts';
import type { Subject } from '../../../../protocol/ids.ts';
import { DAY_SECONDS } from '../../../../protocol/time.ts';
import { proofOf } from '../../../../server/flows/links/secret.ts';
import { circleFields } from '../../example-things.ts';
import type { Draft, LoggedEntry } from '../../log-builder.ts';
import { person, type Signer, saltOf, subjectOf } from '../../people.ts';
import { createMatter, type TestMatter } from '../../rules/matter.ts';
import { CONFIRMED, createMeeting, HELD, subjectsOf, WRITTEN } from '../../rules/meeting.ts';
import { refTo, say, type Wishes, type World } from '../../rules/world.ts';
import type { Scenario } from './scenario.ts';

const WEEK = { openSeconds: 7 * DAY_SECONDS, deadlineSeconds: 30 * DAY_SECONDS };
const CONSENT = { consent: { ...WEEK, quorum: 'two-thirds' } } as const satisfies Ladder;
const OWN = { consent: { ...CONSENT.consent, minOwnKeys: { num: 4, den: 5 } } } as const satisfies Ladder;

function decidedBy(parameters: Ladder, more: object = {}): Wishes {
  return {
    spending: ({ circle }) => ({
      owner: { kind: 'circle', ...circle },
      rung: 'consent',
      parameters,
      ...more,
    }),
  };
}
const wishes = decidedBy(CONSENT);

/** When a link was handed over on 10 January for a week, the last moment that it holds, and when the matter closes. */
const ENDS = '2026-01-17T12:00:00Z';
const LAST = '2026-01-17T11:59:59Z';
const CLOSES = '2026-01-18T12:00:00Z';

const fay = subjectOf('Fay');

interface Handing extends TestMatter {
  readonly proposal: LoggedEntry;
  readonly opening: LoggedEntry;
  readonly circle: World['things']['circle'];
  readonly link: (
    by?: Signer,
    more?: Partial<Omit<Draft<'answer-link'>, 'type'>>,
    label?: string,
  ) => Promise<LoggedEntry>;
  readonly say: (
    link: LoggedEntry,
    said: Partial<Omit<Draft<'link-word'>, 'type'>>,
    label?: string,
  ) => Promise<LoggedEntry>;
}

const secretOf = (label: string) => proofOf(new TextEncoder().encode(saltOf(label)));

/** Fay is of the circle and has no key; a matter is open: seven entries, of which the first four make Fay a member. */
const handing = (play: (at: Handing) => Promise<unknown>) => async (world: World) => {
  const { ana, ben, cem, dia } = world.people;
  const { subject, id } = world.things.circle;
  const { ref: circle } = await world.adopt('five', 'circle', {
    ...circleFields(subject, 'Everybody', [...subjectsOf(ana, ben, cem, dia), fay]),
    supersedes: id,
  });
  const matter = createMatter(world);
  const proposal = await matter.propose();
  const people = [...subjectsOf(ana, ben, cem, dia), fay].map((who) => ({ subject: who }));
  const opening = await matter.open(proposal, { circle, people });
  let count = 0;
  await play({
    ...{ ...matter, proposal, opening, circle },
    link: (by = ben, more = {}, label = 'the link') =>
      world.log.append('answer-link', by, {
        subject: world.own(`link ${++count}`),
        proposal: refTo(proposal),
        ...(more.guest === undefined ? { for: fay } : {}),
        lock: secretOf(label).lock,
        endsAt: ENDS,
        ...more,
      }),
    say: (link, said, label = 'the link') => {
      const { document } = link.entry;
      const person = document.type === 'answer-link' ? document.for : undefined;
      return world.log.append('link-word', world.self, {
        subject: world.own(`word ${++count}`),
        proposal: refTo(proposal),
        link: link.entry.id,
        proof: secretOf(label).proof,
        ...(person === undefined ? {} : { by: person }),
        ...said,
      });
    },
  });
};

/** What making Fay a member and opening the matter come to. */
const OPEN = 'counted counted counted counted counted';
const YES = { answer: { value: 'consent' } } as const;
const objecting = {
  objection: { ground: 'harms-aim', argument: say('Dear.'), resolvedBy: say('Half.') },
} as const;
const counts = {
  ...{ roster: 5, base: 5, responders: 4, decisive: 4, objections: 0 },
  answers: { consent: 4 },
};
const guest = { guest: say('Gil of the council.') };

const LINKS: readonly Scenario[] = [
  {
    id: 'link-for-member',
    rule: 'R-14.20',
    what: 'somebody who is asked hands a link to somebody who is asked and has no key',
    wishes,
    words: `${OPEN} counted`,
    play: handing((at) => at.link()),
  },
  {
    id: 'link-for-guest',
    rule: 'R-14.20',
    what: 'a link for a guest',
    wishes,
    words: `${OPEN} counted`,
    play: handing((at) => at.link(at.people.ben, guest)),
  },
  {
    id: 'link-by-proposer',
    rule: 'R-14.20',
    what: 'by whoever put the matter forward',
    wishes,
    words: `${OPEN} conflict`,
    play: handing((at) => at.link(at.people.ana)),
  },
  {
    id: 'link-guest-by-proposer',
    rule: 'R-14.20',
    what: 'for a guest, by whoever put the matter forward',
    wishes,
    words: `${OPEN} counted`,
    play: handing((at) => at.link(at.people.ana, guest)),
  },
  {
    id: 'link-for-key-holder',
    rule: 'R-14.20',
    what: 'for somebody with a key of their own',
    wishes,
    words: `${OPEN} has-key`,
    play: handing((at) => at.link(at.people.ben, { for: at.people.cem.author as Subject })),
  },
  {
    id: 'link-for-stranger',
    rule: 'R-14.20',
    what: 'for somebody who is not asked',
    wishes,
    words: `${OPEN} not-on-roster`,
    play: handing((at) => at.link(at.people.ben, { for: subjectOf('a stranger') })),
  },
  {
    id: 'link-for-both',
    rule: 'R-14.20',
    what: 'for a member and a guest at once',
    wishes,
    words: `${OPEN} contradictory`,
    play: handing((at) => at.link(at.people.ben, { ...guest, for: fay })),
  },
  {
    id: 'link-of-stranger',
    rule: 'R-14.20',
    what: 'by somebody who takes part in the commons and is not asked',
    wishes,
    words: `${OPEN} counted not-eligible`,
    play: handing(async (at) => {
      const eve = person('Eve of links');
      await at.world.log.append('participant', eve, {
        subject: eve.author,
        kind: 'human',
        pseudonym: 'Eve',
        keys: [{ key: eve.key, custody: 'device' }],
        status: 'active',
      });
      await at.link(eve);
    }),
  },
  {
    id: 'link-over-already',
    rule: 'R-14.20',
    what: 'that ends before it begins',
    wishes,
    words: `${OPEN} too-late`,
    play: handing((at) => at.link(at.people.ben, { endsAt: '2026-01-10T12:00:00Z' })),
  },
  {
    id: 'link-same-lock',
    rule: 'R-14.20',
    what: 'two links with one lock',
    wishes,
    words: `${OPEN} counted duplicate`,
    play: handing(async (at) => {
      await at.link();
      await at.link(at.people.cem);
    }),
  },
];

const WORDS: readonly Scenario[] = [
  {
    id: 'word-answer',
    rule: 'R-14.21',
    what: 'an answer by a link',
    wishes,
    words: `${OPEN} counted counted`,
    play: handing(async (at) => at.say(await at.link(), YES)),
  },
  {
    id: 'word-wrong-secret',
    rule: 'R-14.21',
    what: 'by whoever does not have the secret',
    wishes,
    words: `${OPEN} counted wrong-secret`,
    play: handing(async (at) => at.say(await at.link(), YES, 'guessed')),
  },
  {
    id: 'word-lock-as-proof',
    rule: 'R-14.21',
    what: 'with the lock, which everybody can read, in the place of the proof',
    wishes,
    words: `${OPEN} counted wrong-secret`,
    play: handing(async (at) => at.say(await at.link(), { ...YES, proof: secretOf('the link').lock })),
  },
  {
    id: 'word-for-another',
    rule: 'R-14.21',
    what: 'in the name of somebody else',
    wishes,
    words: `${OPEN} counted not-author`,
    play: handing(async (at) => at.say(await at.link(), { ...YES, by: at.people.cem.author as Subject })),
  },
  {
    id: 'word-without-link',
    rule: 'R-14.21',
    what: 'by a link that did not count',
    wishes,
    words: `${OPEN} conflict unknown-reference`,
    play: handing(async (at) => at.say(await at.link(at.people.ana), YES)),
  },
  {
    id: 'word-two-things',
    rule: 'R-14.21',
    what: 'an answer and an objection at once',
    wishes,
    words: `${OPEN} counted contradictory`,
    play: handing(async (at) => at.say(await at.link(), { ...YES, ...objecting })),
  },
  {
    id: 'word-nothing',
    rule: 'R-14.21',
    what: 'nothing said',
    wishes,
    words: `${OPEN} counted contradictory`,
    play: handing(async (at) => at.say(await at.link(), {})),
  },
  {
    id: 'word-wrong-answer',
    rule: 'R-14.21',
    what: 'an answer of another rung',
    wishes,
    words: `${OPEN} counted wrong-rung`,
    play: handing(async (at) => at.say(await at.link(), { answer: { value: 'yes' } })),
  },
  {
    id: 'word-ends-another',
    rule: 'R-14.21',
    what: 'an objection of somebody else ended',
    wishes,
    words: `${OPEN} counted counted not-author`,
    play: handing(async (at) => {
      const objection = await at.object(at.people.cem, at.proposal);
      await at.say(await at.link(), { ended: { objection: objection.entry.id, fate: 'withdrawn' } });
    }),
  },
];

const ONCE: readonly Scenario[] = [
  {
    id: 'word-last-moment',
    rule: 'R-14.22',
    what: 'just before the link is over',
    wishes,
    words: `${OPEN} counted counted`,
    play: handing(async (at) => {
      const link = await at.link();
      at.setClock(LAST);
      await at.say(link, YES);
    }),
  },
  {
    id: 'word-too-late',
    rule: 'R-14.22',
    what: 'when the link is over',
    wishes,
    words: `${OPEN} counted too-late`,
    play: handing(async (at) => {
      const link = await at.link();
      at.setClock(ENDS);
      await at.say(link, YES);
    }),
  },
  {
    id: 'word-after-14-days',
    rule: 'R-14.22',
    what: '14 days after a link that says it holds longer',
    wishes,
    words: `${OPEN} counted too-late`,
    play: handing(async (at) => {
      const link = await at.link(at.people.ben, { endsAt: '2026-06-01T00:00:00Z' });
      at.setClock('2026-01-24T12:00:00Z');
      await at.say(link, YES);
    }),
  },
  {
    id: 'word-twice',
    rule: 'R-14.22',
    what: 'a second word by one link',
    wishes,
    words: `${OPEN} counted counted duplicate`,
    play: handing(async (at) => {
      const link = await at.link();
      await at.say(link, YES);
      await at.say(link, objecting);
    }),
  },
  {
    id: 'word-after-one-that-did-not-count',
    rule: 'R-14.22',
    what: 'the proof stands in the log, though what was said did not count',
    wishes,
    words: `${OPEN} counted wrong-rung duplicate`,
    play: handing(async (at) => {
      const link = await at.link();
      await at.say(link, { answer: { value: 'yes' } });
      await at.say(link, YES);
    }),
  },
  {
    id: 'word-after-forgery',
    rule: 'R-14.22',
    what: 'a word with a wrong secret uses nothing up',
    wishes,
    words: `${OPEN} counted wrong-secret counted`,
    play: handing(async (at) => {
      const link = await at.link();
      await at.say(link, YES, 'guessed');
      await at.say(link, YES);
    }),
  },
  {
    id: 'word-taken-back',
    rule: 'R-14.22',
    what: 'by a link that was taken back',
    wishes,
    words: `${OPEN} counted counted closed`,
    play: handing(async (at) => {
      const link = await at.link();
      await at.withdraw(at.people.ben, link);
      await at.say(link, YES);
    }),
  },
  {
    id: 'link-taken-back-by-another',
    rule: 'R-14.22',
    what: 'somebody else takes a link back',
    wishes,
    words: `${OPEN} counted not-author`,
    play: handing(async (at) => at.withdraw(at.people.cem, await at.link())),
  },
];

/** The others consent, and the outcome says what the counts are said to be. */
async function adopted(at: Handing, said: Parameters<TestMatter['outcome']>[2]) {
  const { ben, cem, dia } = at.people;
  for (const who of [ben, cem, dia]) await at.respond(who, at.proposal, 'consent');
  at.setClock(CLOSES);
  await at.outcome(at.proposal, at.opening, said);
}

const READ: readonly Scenario[] = [
  {
    id: 'read-answer',
    rule: 'R-14.24',
    what: 'an answer by a link counts like any other, and the counts say that it was passed on',
    wishes,
    words: `${OPEN} counted counted counted counted counted counted`,
    play: handing(async (at) => {
      await at.say(await at.link(), YES);
      await adopted(at, { counts: { ...counts, passedOn: 1 } });
    }),
  },
  {
    id: 'read-answer-hidden',
    rule: 'R-14.24',
    what: 'an outcome that does not say so',
    wishes,
    words: `${OPEN} counted counted counted counted counted rules-disagree`,
    play: handing(async (at) => {
      await at.say(await at.link(), YES);
      await adopted(at, { counts });
    }),
  },
  {
    id: 'read-guest',
    rule: 'R-14.23',
    what: 'a guest who advises is in no count',
    wishes,
    words: `${OPEN} counted counted counted counted counted counted counted`,
    play: handing(async (at) => {
      const link = await at.link(at.people.ben, guest);
      await at.say(link, { advice: { stance: 'against', text: say('Ask the water board.') } });
      await at.respond(at.people.ana, at.proposal, 'consent');
      await adopted(at, { counts });
    }),
  },
  {
    id: 'read-guest-answers',
    rule: 'R-14.23',
    what: 'a guest who answers',
    wishes,
    words: `${OPEN} counted not-eligible`,
    play: handing(async (at) => at.say(await at.link(at.people.ben, guest), YES)),
  },
  {
    id: 'read-objection',
    rule: 'R-14.23',
    what: 'an objection by a link stands like any other',
    wishes,
    words: `${OPEN} counted counted counted counted counted counted rules-disagree`,
    play: handing(async (at) => {
      await at.say(await at.link(), objecting);
      await at.respond(at.people.ana, at.proposal, 'consent');
      await adopted(at, { counts });
    }),
  },
  {
    id: 'read-objection-ended',
    rule: 'R-14.23',
    what: 'its author ends it by another link',
    wishes,
    words: `${OPEN} counted counted counted counted counted counted counted counted counted`,
    play: handing(async (at) => {
      const word = await at.say(await at.link(), objecting);
      const link = await at.link(at.people.cem, {}, 'another');
      await at.say(link, { ended: { objection: word.entry.id, fate: 'withdrawn' } }, 'another');
      await at.respond(at.people.ana, at.proposal, 'consent');
      await adopted(at, { counts, objections: [{ objection: word.entry.id, fate: 'withdrawn' }] });
    }),
  },
  {
    id: 'read-disowned',
    rule: 'R-14.23',
    what: 'whoever has no key disowns minutes by a link: they say nothing of them',
    wishes,
    words: `${OPEN} counted pending counted counted counted counted`,
    play: handing((at) => disowned(at, counts)),
  },
  {
    id: 'read-disowned-all-the-same',
    rule: 'R-14.23',
    what: 'an outcome that still counts them',
    wishes,
    words: `${OPEN} counted pending counted counted counted rules-disagree`,
    play: handing((at) => disowned(at, { ...counts, responders: 5, decisive: 5, answers: { consent: 5 } })),
  },
];

/** Everybody was there, and consents; Fay, one of them, says by a link that it was otherwise. */
async function disowned(at: Handing, said: Parameters<TestMatter['outcome']>[2]['counts']) {
  const { ana, ben, cem, dia } = at.people;
  const meetings = createMeeting(at);
  const meeting = await meetings.call(at.proposal, { circle: at.circle });
  at.setClock(WRITTEN);
  const attendance = [...subjectsOf(ana, ben, cem, dia), fay];
  const answers = attendance.map((by) => ({ by, value: 'consent' as const }));
  const minutes = await meetings.write(meeting, at.proposal, { answers, closes: true }, { attendance });
  at.setClock(CONFIRMED);
  await meetings.confirm(minutes);
  await at.say(await at.link(dia), { disowned: { minutes: minutes.entry.id } });
  at.setClock(HELD);
  await at.outcome(at.proposal, at.opening, { counts: said, minutes: [minutes.entry.id] });
}

const KEYS: readonly Scenario[] = [
  {
    id: 'keys-enough',
    rule: 'R-14.25',
    what: "four of five answers by people's own keys, where four fifths are demanded",
    wishes: decidedBy(OWN),
    words: `${OPEN} counted counted counted counted counted counted counted`,
    play: handing(async (at) => {
      await at.say(await at.link(), YES);
      await at.respond(at.people.ana, at.proposal, 'consent');
      const five = { responders: 5, decisive: 5, answers: { consent: 5 } };
      await adopted(at, { counts: { ...counts, ...five, passedOn: 1 } });
    }),
  },
  {
    id: 'keys-too-few',
    rule: 'R-14.25',
    what: 'three of four',
    wishes: decidedBy(OWN),
    words: `${OPEN} counted counted counted counted counted rules-disagree`,
    play: handing(async (at) => {
      await at.say(await at.link(), YES);
      await adopted(at, { counts: { ...counts, passedOn: 1 } });
    }),
  },
  {
    id: 'keys-high-impact',
    rule: 'R-14.25',
    what: 'three of four, where the impact is high and nothing is declared',
    wishes: decidedBy(CONSENT, { impact: 'high' }),
    words: `${OPEN} counted counted counted counted counted counted`,
    play: handing(async (at) => {
      await at.say(await at.link(), YES);
      await adopted(at, { counts: { ...counts, passedOn: 1 } });
    }),
  },
];

export const LINK_SCENARIOS: readonly Scenario[] = [...LINKS, ...WORDS, ...ONCE, ...READ, ...KEYS];
