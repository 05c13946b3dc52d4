import type { VoteParameters } from '../../../../protocol/documents/rung.ts';
import type { Tally } from '../../../../protocol/documents/tally.ts';
import type { Ref } from '../../../../protocol/ids.ts';
import { DAY_SECONDS } from '../../../../protocol/time.ts';
import type { LoggedEntry } from '../../log-builder.ts';
import { person, type Signer } from '../../people.ts';
import { createMatter, type TestMatter } from '../../rules/matter.ts';
import { createMeeting } from '../../rules/meeting.ts';
import { refTo, type Wishes, type World } from '../../rules/world.ts';
import type { Scenario } from './scenario.ts';

/** The circle votes about spending; the auditor's role counts where a case says so. */
function byVote(more: Partial<VoteParameters>, tellers = false): Wishes {
  const vote = {
    openSeconds: 7 * DAY_SECONDS,
    quorum: { num: 1, den: 2 },
    threshold: { num: 1, den: 2, cmp: 'gt', base: 'decisive' },
    ...more,
  } as const satisfies VoteParameters;
  return {
    spending: ({ circle, auditor }) => ({
      owner: { kind: 'circle', ...circle },
      rung: 'vote',
      parameters: { vote: tellers ? { ...vote, secret: { tellers: auditor.subject } } : vote },
    }),
  };
}

const NOTICED = byVote({ noticeSeconds: 2 * DAY_SECONDS });
const SECRET = byVote({ secret: {} });
const COUNTED_BY_ROLE = byVote({}, true);
const ONE_PROXY = byVote({ proxies: { most: 1 } });
const TWO_PROXIES = byVote({ proxies: {} });
const NO_PROXIES = byVote({});

/** The window begins on 10 January at noon, and lasts seven days. */
const OVER = '2026-01-17T12:00:00Z';
const ALL = { roster: 4, base: 4, objections: 0 } as const;
const THREE_TO_ONE = { yes: 3, no: 1, abstain: 0 };

async function opened(matter: TestMatter, more: Parameters<TestMatter['open']>[1] = {}) {
  const proposal = await matter.propose();
  return { proposal, opening: await matter.open(proposal, more) };
}

/** A proposal, its roster and its opening. */
const OPEN = 'counted counted counted';

type Play = (
  matter: TestMatter,
  vote: { readonly proposal: LoggedEntry; readonly opening: LoggedEntry },
) => Promise<unknown>;

const on = (play: Play) => async (world: World) => {
  const matter = createMatter(world);
  await play(matter, await opened(matter));
};

const at = (time: string, play: Play) =>
  on((matter, vote) => {
    matter.setClock(time);
    return play(matter, vote);
  });

let count = 0;

function tally(
  { world, P }: TestMatter,
  { opening, proposal }: { readonly proposal: LoggedEntry; readonly opening: LoggedEntry },
  by: Signer,
  counts: Tally['counts'] = THREE_TO_ONE,
  more: Partial<Pick<Tally, 'opening' | 'by'>> = {},
) {
  return world.log.append('tally', by, {
    subject: world.own(`tally ${++count}`),
    proposal: { subject: P, id: proposal.entry.id },
    opening: opening.entry.id,
    counts,
    ...more,
  });
}

const NOTICE: readonly Scenario[] = [
  {
    id: 'notice-over',
    rule: 'R-17.2',
    what: 'an answer when the notice is over',
    wishes: NOTICED,
    words: `${OPEN} counted`,
    play: at('2026-01-12T12:00:00Z', ({ respond, people }, { proposal }) =>
      respond(people.ben, proposal, 'yes'),
    ),
  },
  {
    id: 'notice-runs',
    rule: 'R-17.2',
    what: 'an answer a millisecond before',
    wishes: NOTICED,
    words: `${OPEN} too-early`,
    play: at('2026-01-12T11:59:59.999Z', ({ respond, people }, { proposal }) =>
      respond(people.ben, proposal, 'yes'),
    ),
  },
  {
    id: 'notice-window',
    rule: 'R-17.2',
    what: 'the window begins with its end: an answer a millisecond before the close',
    wishes: NOTICED,
    words: `${OPEN} counted`,
    play: at('2026-01-19T11:59:59.999Z', ({ respond, people }, { proposal }) =>
      respond(people.ben, proposal, 'yes'),
    ),
  },
  {
    id: 'notice-window-over',
    rule: 'R-17.2',
    what: 'and an answer at it',
    wishes: NOTICED,
    words: `${OPEN} closed`,
    play: at('2026-01-19T12:00:00Z', ({ respond, people }, { proposal }) =>
      respond(people.ben, proposal, 'yes'),
    ),
  },
];

const BALLOTS: readonly Scenario[] = [
  {
    id: 'secret-answer',
    rule: 'R-17.3',
    what: 'somebody’s answer to a secret vote',
    wishes: SECRET,
    words: `${OPEN} secret-ballot`,
    play: on(({ respond, people }, { proposal }) => respond(people.ben, proposal, 'yes')),
  },
  {
    id: 'open-answer',
    rule: 'R-17.3',
    what: 'and to one that is not',
    wishes: NO_PROXIES,
    words: `${OPEN} counted`,
    play: on(({ respond, people }, { proposal }) => respond(people.ben, proposal, 'yes')),
  },
  {
    id: 'tally',
    rule: 'R-17.4',
    what: 'a teller says what was counted, when the vote is closed',
    wishes: SECRET,
    words: `${OPEN} counted`,
    play: at(OVER, (matter, vote) => tally(matter, vote, matter.people.ben)),
  },
  {
    id: 'tally-too-early',
    rule: 'R-17.4',
    what: 'a millisecond before',
    wishes: SECRET,
    words: `${OPEN} too-early`,
    play: at('2026-01-17T11:59:59.999Z', (matter, vote) => tally(matter, vote, matter.people.ben)),
  },
  {
    id: 'tally-last-moment',
    rule: 'R-17.4',
    what: 'a millisecond before the time to count is over',
    wishes: SECRET,
    words: `${OPEN} counted`,
    play: at('2026-01-24T11:59:59.999Z', (matter, vote) => tally(matter, vote, matter.people.ben)),
  },
  {
    id: 'tally-too-late',
    rule: 'R-17.4',
    what: 'when it is over',
    wishes: SECRET,
    words: `${OPEN} closed`,
    play: at('2026-01-24T12:00:00Z', (matter, vote) => tally(matter, vote, matter.people.ben)),
  },
  {
    id: 'tally-of-an-open-vote',
    rule: 'R-17.4',
    what: 'of a vote that is not secret',
    wishes: NO_PROXIES,
    words: `${OPEN} wrong-rung`,
    play: at(OVER, (matter, vote) => tally(matter, vote, matter.people.ben)),
  },
  {
    id: 'tally-by-proposer',
    rule: 'R-17.4',
    what: 'by whoever put it forward',
    wishes: SECRET,
    words: `${OPEN} not-eligible`,
    play: at(OVER, (matter, vote) => tally(matter, vote, matter.people.ana)),
  },
  {
    id: 'tally-too-many',
    rule: 'R-17.4',
    what: 'of more ballots than people',
    wishes: SECRET,
    words: `${OPEN} contradictory`,
    play: at(OVER, (matter, vote) => tally(matter, vote, matter.people.ben, { yes: 3, no: 1, abstain: 1 })),
  },
  {
    id: 'tally-other-opening',
    rule: 'R-17.4',
    what: 'by another opening than the last',
    wishes: SECRET,
    words: `${OPEN} stale-version`,
    play: at(OVER, (matter, vote) =>
      tally(matter, vote, matter.people.ben, THREE_TO_ONE, { opening: vote.proposal.entry.id }),
    ),
  },
  {
    id: 'tally-by-role',
    rule: 'R-17.4',
    what: 'by the role that counts',
    wishes: COUNTED_BY_ROLE,
    words: `${OPEN} counted`,
    play: at(OVER, (matter, vote) => {
      const { auditor: role, mandates } = matter.world.things;
      return tally(matter, vote, matter.people.dia, THREE_TO_ONE, { by: { role, mandate: mandates.dia } });
    }),
  },
  {
    id: 'tally-not-by-role',
    rule: 'R-17.4',
    what: 'by somebody who does not hold it',
    wishes: COUNTED_BY_ROLE,
    words: `${OPEN} not-eligible`,
    play: at(OVER, (matter, vote) => tally(matter, vote, matter.people.ben)),
  },
  {
    id: 'outcome-secret',
    rule: 'R-17.5',
    what: 'two tellers counted alike: the vote is won',
    wishes: SECRET,
    words: `${OPEN} counted counted counted`,
    play: at(OVER, counted([THREE_TO_ONE, THREE_TO_ONE], 'adopted')),
  },
  {
    id: 'outcome-secret-lost',
    rule: 'R-17.5',
    what: 'or lost',
    wishes: SECRET,
    words: `${OPEN} counted counted counted`,
    play: at(OVER, counted([LOST(), LOST()], 'not-adopted')),
  },
  {
    id: 'outcome-secret-one-teller',
    rule: 'R-17.5',
    what: 'one teller is not enough',
    wishes: SECRET,
    words: `${OPEN} counted rules-disagree`,
    play: at(OVER, counted([THREE_TO_ONE], 'adopted')),
  },
  {
    id: 'outcome-secret-disagree',
    rule: 'R-17.5',
    what: 'nor are two who counted differently',
    wishes: SECRET,
    words: `${OPEN} counted counted rules-disagree`,
    play: at(OVER, counted([LOST(), THREE_TO_ONE], 'adopted')),
  },
  {
    id: 'tally-after-two',
    rule: 'R-17.5',
    what: 'two have counted alike: a third count comes too late',
    wishes: SECRET,
    words: `${OPEN} counted counted closed`,
    play: at(OVER, async (matter, vote) => {
      await tally(matter, vote, matter.people.ben);
      await tally(matter, vote, matter.people.cem);
      await tally(matter, vote, matter.people.dia, LOST());
    }),
  },
  {
    id: 'tally-anew',
    rule: 'R-17.5',
    what: 'a teller counts again, and now as the other one did',
    wishes: SECRET,
    words: `${OPEN} counted counted counted counted`,
    play: at(OVER, async (matter, vote) => {
      await tally(matter, vote, matter.people.cem, LOST());
      await counted([THREE_TO_ONE, THREE_TO_ONE], 'adopted')(matter, vote);
    }),
  },
];

function LOST(): Tally['counts'] {
  return { yes: 1, no: 2, abstain: 1 };
}

/** Ben counts, then Cem, and the commons says what came of it. */
function counted(counts: readonly Tally['counts'][], result: 'adopted' | 'not-adopted'): Play {
  return async (matter, vote) => {
    const tellers = [matter.people.ben, matter.people.cem];
    for (const [index, said] of counts.entries())
      await tally(matter, vote, tellers[index] ?? matter.people.dia, said);
    const { yes = 0, no = 0, abstain = 0 } = counts.at(-1) ?? {};
    const answers = Object.fromEntries(Object.entries({ yes, no, abstain }).filter(([, most]) => most > 0));
    const said = { ...ALL, responders: yes + no + abstain, decisive: yes + no, answers };
    await matter.outcome(vote.proposal, vote.opening, { counts: said, result });
  };
}

function gives(
  { world }: TestMatter,
  by: Signer,
  to: Signer,
  more: {
    readonly endsAt?: string;
    readonly circle?: World['things']['circle']['subject'];
    readonly meeting?: Ref;
  } = {},
) {
  return world.log.append('proxy', by, {
    subject: world.own(`proxy ${++count}`),
    to: to.author as never,
    circle: more.circle ?? world.things.circle.subject,
    endsAt: more.endsAt ?? '2026-12-31T00:00:00Z',
    ...(more.meeting === undefined ? {} : { meeting: more.meeting }),
  });
}

const speaks = (matter: TestMatter, by: Signer, vote: { readonly proposal: LoggedEntry }, name: Signer) =>
  matter.respond(by, vote.proposal, 'yes', { for: name.author as never });

const PROXIES: readonly Scenario[] = [
  {
    id: 'proxy',
    rule: 'R-17.7',
    what: 'Dia lets Ben answer in her name',
    wishes: TWO_PROXIES,
    words: `${OPEN} counted`,
    play: on((matter) => gives(matter, matter.people.dia, matter.people.ben)),
  },
  {
    id: 'proxy-to-oneself',
    rule: 'R-17.7',
    what: 'somebody gives one to themself',
    wishes: TWO_PROXIES,
    words: `${OPEN} contradictory`,
    play: on((matter) => gives(matter, matter.people.dia, matter.people.dia)),
  },
  {
    id: 'proxy-too-long',
    rule: 'R-17.7',
    what: 'for longer than a term: a millisecond more than 366 days',
    wishes: TWO_PROXIES,
    words: `${OPEN} too-late`,
    play: on((matter) =>
      gives(matter, matter.people.dia, matter.people.ben, { endsAt: '2027-01-11T12:00:00.001Z' }),
    ),
  },
  {
    id: 'proxy-longest',
    rule: 'R-17.7',
    what: 'for 366 days',
    wishes: TWO_PROXIES,
    words: `${OPEN} counted`,
    play: on((matter) =>
      gives(matter, matter.people.dia, matter.people.ben, { endsAt: '2027-01-11T12:00:00Z' }),
    ),
  },
  {
    id: 'proxy-twice',
    rule: 'R-17.7',
    what: 'the same proxy a second time',
    wishes: TWO_PROXIES,
    words: `${OPEN} counted duplicate`,
    play: on(async (matter) => {
      await gives(matter, matter.people.dia, matter.people.ben);
      await gives(matter, matter.people.dia, matter.people.ben);
    }),
  },
  {
    id: 'proxy-taken-back',
    rule: 'R-17.7',
    what: 'Dia takes it back, and Ben speaks in her name no more',
    wishes: TWO_PROXIES,
    words: `${OPEN} counted counted no-proxy`,
    play: on(async (matter, vote) => {
      const { ben, dia } = matter.people;
      const given = await gives(matter, dia, ben);
      await matter.withdraw(dia, given, { of: { subject: ben.author as never, id: given.entry.id } });
      await speaks(matter, ben, vote, dia);
    }),
  },
  {
    id: 'proxy-taken-back-by-holder',
    rule: 'R-17.7',
    what: 'whoever holds it does not take it back',
    wishes: TWO_PROXIES,
    words: `${OPEN} counted not-author`,
    play: on(async (matter) => {
      const { ben, dia } = matter.people;
      const given = await gives(matter, dia, ben);
      await matter.withdraw(ben, given, { of: { subject: ben.author as never, id: given.entry.id } });
    }),
  },
  {
    id: 'in-name',
    rule: 'R-17.8',
    what: 'Ben answers in her name',
    wishes: TWO_PROXIES,
    words: `${OPEN} counted counted`,
    play: on(async (matter, vote) => {
      await gives(matter, matter.people.dia, matter.people.ben);
      await speaks(matter, matter.people.ben, vote, matter.people.dia);
    }),
  },
  {
    id: 'in-name-without',
    rule: 'R-17.8',
    what: 'without a proxy',
    wishes: TWO_PROXIES,
    words: `${OPEN} no-proxy`,
    play: on((matter, vote) => speaks(matter, matter.people.ben, vote, matter.people.dia)),
  },
  {
    id: 'in-name-not-declared',
    rule: 'R-17.8',
    what: 'where the vote knows no proxies',
    wishes: NO_PROXIES,
    words: `${OPEN} counted no-proxy`,
    play: on(async (matter, vote) => {
      await gives(matter, matter.people.dia, matter.people.ben);
      await speaks(matter, matter.people.ben, vote, matter.people.dia);
    }),
  },
  {
    id: 'in-name-other-circle',
    rule: 'R-17.8',
    what: 'by a proxy for another circle',
    wishes: TWO_PROXIES,
    words: `${OPEN} counted no-proxy`,
    play: on(async (matter, vote) => {
      const circle = matter.world.own('another circle');
      await gives(matter, matter.people.dia, matter.people.ben, { circle });
      await speaks(matter, matter.people.ben, vote, matter.people.dia);
    }),
  },
  {
    id: 'in-name-over',
    rule: 'R-17.8',
    what: 'when its time is over',
    wishes: TWO_PROXIES,
    words: `${OPEN} counted no-proxy`,
    play: on(async (matter, vote) => {
      await gives(matter, matter.people.dia, matter.people.ben, { endsAt: '2026-01-12T00:00:00Z' });
      matter.setClock('2026-01-12T00:00:00Z');
      await speaks(matter, matter.people.ben, vote, matter.people.dia);
    }),
  },
  {
    id: 'in-name-last-moment',
    rule: 'R-17.8',
    what: 'a millisecond before',
    wishes: TWO_PROXIES,
    words: `${OPEN} counted counted`,
    play: on(async (matter, vote) => {
      await gives(matter, matter.people.dia, matter.people.ben, { endsAt: '2026-01-12T00:00:00Z' });
      matter.setClock('2026-01-11T23:59:59.999Z');
      await speaks(matter, matter.people.ben, vote, matter.people.dia);
    }),
  },
  {
    id: 'in-name-second',
    rule: 'R-17.8',
    what: 'by the second of two: the vote allows two where it says nothing',
    wishes: TWO_PROXIES,
    words: `${OPEN} counted counted counted`,
    play: on(heldBoth),
  },
  {
    id: 'in-name-one-too-many',
    rule: 'R-17.8',
    what: 'by the second of two, where it allows one',
    wishes: ONE_PROXY,
    words: `${OPEN} counted counted too-many-proxies`,
    play: on(heldBoth),
  },
  {
    id: 'in-name-third',
    rule: 'R-17.8',
    what: 'by the third, where it allows two',
    wishes: TWO_PROXIES,
    words: `${OPEN} counted counted counted too-many-proxies`,
    play: on(async (matter, vote) => {
      const { ana, ben, cem, dia } = matter.people;
      await gives(matter, ana, ben);
      await gives(matter, cem, ben);
      await gives(matter, dia, ben);
      await speaks(matter, ben, vote, dia);
    }),
  },
  {
    id: 'in-name-on-roster',
    rule: 'R-17.8',
    what: 'in the name of somebody who is not asked',
    wishes: TWO_PROXIES,
    words: `${OPEN} counted counted not-eligible`,
    play: on(async (matter, vote) => {
      const { log } = matter.world;
      const eve = person(`Eve of ${log.commons}`);
      await log.append('participant', eve, {
        subject: eve.author,
        kind: 'human',
        pseudonym: 'Eve',
        keys: [{ key: eve.key, custody: 'device' }],
        status: 'active',
      });
      await gives(matter, eve, matter.people.ben);
      await speaks(matter, matter.people.ben, vote, eve);
    }),
  },
  {
    id: 'outcome-direct-wins',
    rule: 'R-17.9',
    what: 'Ben says yes in her name, and Dia herself says no: hers counts, whoever came later',
    wishes: TWO_PROXIES,
    words: `${OPEN} counted counted counted counted counted`,
    play: on(async (matter, vote) => {
      const { ben, dia } = matter.people;
      await gives(matter, dia, ben);
      await matter.respond(dia, vote.proposal, 'no');
      await speaks(matter, ben, vote, dia);
      await matter.respond(ben, vote.proposal, 'yes');
      matter.setClock(OVER);
      const counts = { ...ALL, responders: 2, decisive: 2, answers: { yes: 1, no: 1 } };
      await matter.outcome(vote.proposal, vote.opening, { counts, result: 'not-adopted' });
    }),
  },
  {
    id: 'outcome-proxy-against-her',
    rule: 'R-17.9',
    what: 'an outcome that goes by what Ben said in her name',
    wishes: TWO_PROXIES,
    words: `${OPEN} counted counted counted counted rules-disagree`,
    play: on(async (matter, vote) => {
      const { ben, dia } = matter.people;
      await gives(matter, dia, ben);
      await matter.respond(dia, vote.proposal, 'no');
      await speaks(matter, ben, vote, dia);
      await matter.respond(ben, vote.proposal, 'yes');
      matter.setClock(OVER);
      const counts = { ...ALL, responders: 2, decisive: 2, answers: { yes: 2 } };
      await matter.outcome(vote.proposal, vote.opening, { counts });
    }),
  },
];

/** Ben holds two proxies, and uses the second. */
async function heldBoth(matter: TestMatter, vote: { readonly proposal: LoggedEntry }) {
  const { ben, cem, dia } = matter.people;
  await gives(matter, cem, ben);
  await gives(matter, dia, ben);
  await speaks(matter, ben, vote, dia);
}

/** What statute or habit asks of votes: notice, secrecy, proxies. */
/** Ana calls a meeting of the circle, about the vote or about something else. */
async function called(matter: TestMatter, about: LoggedEntry | null) {
  return refTo(await createMeeting(matter).call(about));
}

const FOR_A_MEETING: readonly Scenario[] = [
  {
    id: 'for-a-meeting',
    rule: 'R-17.10',
    what: 'a proxy for one meeting, used for what is on its agenda',
    wishes: TWO_PROXIES,
    words: `${OPEN} counted counted counted`,
    play: on(async (matter, vote) => {
      const { ben, dia } = matter.people;
      await gives(matter, dia, ben, { meeting: await called(matter, vote.proposal) });
      await speaks(matter, ben, vote, dia);
    }),
  },
  {
    id: 'for-another-meeting',
    rule: 'R-17.10',
    what: 'used for what that meeting does not deal with',
    wishes: TWO_PROXIES,
    words: `${OPEN} counted counted no-proxy`,
    play: on(async (matter, vote) => {
      const { ben, dia } = matter.people;
      await gives(matter, dia, ben, { meeting: await called(matter, null) });
      await speaks(matter, ben, vote, dia);
    }),
  },
  {
    id: 'for-no-meeting',
    rule: 'R-17.10',
    what: 'for a meeting that nobody has called',
    wishes: TWO_PROXIES,
    words: `${OPEN} unknown-reference`,
    play: on(async (matter, { proposal }) => {
      const meeting = { subject: matter.world.own('no meeting'), id: proposal.entry.id };
      await gives(matter, matter.people.dia, matter.people.ben, { meeting });
    }),
  },
  {
    id: 'for-a-meeting-of-another-circle',
    rule: 'R-17.10',
    what: 'for another circle than the one that meets',
    wishes: TWO_PROXIES,
    words: `${OPEN} counted contradictory`,
    play: on(async (matter, vote) => {
      const meeting = await called(matter, vote.proposal);
      const circle = matter.world.own('another circle');
      await gives(matter, matter.people.dia, matter.people.ben, { meeting, circle });
    }),
  },
  {
    id: 'for-a-meeting-and-beside',
    rule: 'R-17.10',
    what: 'the same person gives one for a meeting beside one for all: they are two',
    wishes: TWO_PROXIES,
    words: `${OPEN} counted counted counted`,
    play: on(async (matter, vote) => {
      const { ben, dia } = matter.people;
      await gives(matter, dia, ben);
      await gives(matter, dia, ben, { meeting: await called(matter, vote.proposal) });
    }),
  },
  {
    id: 'for-a-meeting-twice',
    rule: 'R-17.7',
    what: 'the same proxy for one meeting a second time',
    wishes: TWO_PROXIES,
    words: `${OPEN} counted counted duplicate`,
    play: on(async (matter, vote) => {
      const { ben, dia } = matter.people;
      const meeting = await called(matter, vote.proposal);
      await gives(matter, dia, ben, { meeting });
      await gives(matter, dia, ben, { meeting });
    }),
  },
  {
    id: 'for-meetings-that-are-not-this-one',
    rule: 'R-17.10',
    what: 'two for another meeting take the place of none for this vote',
    wishes: TWO_PROXIES,
    words: `${OPEN} counted counted counted counted counted`,
    play: on(async (matter, vote) => {
      const { ana, ben, cem, dia } = matter.people;
      const meeting = await called(matter, null);
      await gives(matter, ana, ben, { meeting });
      await gives(matter, cem, ben, { meeting });
      await gives(matter, dia, ben);
      await speaks(matter, ben, vote, dia);
    }),
  },
];

export const VOTE_SCENARIOS: readonly Scenario[] = [...NOTICE, ...BALLOTS, ...PROXIES, ...FOR_A_MEETING];
