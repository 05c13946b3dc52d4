import type { Operation } from '../../../../protocol/documents/operation.ts';
import type { Outcome } from '../../../../protocol/documents/outcome.ts';
import type { Ladder } from '../../../../protocol/documents/rung.ts';
import type { Select } from '../../../../protocol/documents/seat-operations.ts';
import type { DocumentId, Ref } from '../../../../protocol/ids.ts';
import { DAY_SECONDS } from '../../../../protocol/time.ts';
import { mandateFields, roleFields } from '../../example-things.ts';
import type { Draft, LoggedEntry } from '../../log-builder.ts';
import { person, type Signer } from '../../people.ts';
import { createMatter } from '../../rules/matter.ts';
import { endOfTerm, refTo, say, transfer, type Wishes, type World } from '../../rules/world.ts';
import type { Scenario } from './scenario.ts';

const CONSENT = {
  consent: { openSeconds: 7 * DAY_SECONDS, deadlineSeconds: 30 * DAY_SECONDS, quorum: 'two-thirds' },
} as const satisfies Ladder;
/** What holds where neither domain nor charter says how a vote goes. */
const APPROVAL = {
  vote: {
    openSeconds: 7 * DAY_SECONDS,
    quorum: { num: 1, den: 2 },
    threshold: { num: 1, den: 2, cmp: 'gt', base: 'responders' },
  },
} as const satisfies Ladder;
const SECRET = { vote: { ...APPROVAL.vote, secret: {} } } as const satisfies Ladder;
export const WISHES: Wishes = { charterLadder: CONSENT };

const TERM = { startsAt: '2026-03-01T00:00:00Z', endsAt: '2026-06-01T00:00:00Z' } as const;
/** Put forward on 10 January at noon: a week for nominations, three days for second thoughts. */
const CHANGE = '2026-01-17T12:00:00Z';
const LAST_OF_CHANGE = '2026-01-20T11:59:59.999Z';
const DECIDE = '2026-01-20T12:00:00Z';
const CLOSE = '2026-01-27T12:00:00Z';

type Method = Select['method'];

/** A speaker is to be selected, one seat; every document is right unless a case says otherwise. */
export async function createSelection(world: World, method: Method, more: Partial<Draft<'role'>> = {}) {
  const { log, own, people, things } = world;
  const matter = createMatter(world);
  const fields = roleFields(own('Speaker'), things.circle, 'Speaker', []);
  const { ref: role } = await world.adopt('speaker', 'role', {
    ...fields,
    seats: { min: 1, max: 1 },
    selection: method,
    ...more,
  });
  let count = 0;
  const next = (what: string) => own(`${what} ${++count}`);
  const operation = (more: Partial<Select> = {}): Select => ({
    ...{ op: 'select', role, seats: 1, method, ...TERM },
    ...{ nominateSeconds: 7 * DAY_SECONDS, changeSeconds: 3 * DAY_SECONDS },
    ...more,
  });
  const put = (more: Partial<Select> = {}, others: readonly Operation[] = []) =>
    matter.propose({ domain: things.structure, binding: { operations: [operation(more), ...others] } });
  const rung = method === 'consent' ? 'consent' : 'vote';
  const open = (proposal: LoggedEntry, more: Parameters<typeof matter.open>[1] = {}) =>
    matter.open(proposal, {
      domain: things.structure,
      rung,
      parameters: method === 'consent' ? CONSENT : APPROVAL,
      seat: { role },
      ...more,
    });
  const nominate = (by: Signer, proposal: LoggedEntry, nominee: Signer) =>
    log.append('nomination', by, {
      subject: next('nomination'),
      proposal: refTo(proposal),
      nominee: nominee.author,
      reason: say('They listen.'),
    } as never); // people nominate people
  /** Two entries: the term and the yes. */
  async function stand(by: Signer, proposal: LoggedEntry, more: object = {}) {
    const subject = next('term');
    const signed = mandateFields(subject, role, by.author as never, TERM.startsAt, TERM.endsAt);
    const { entry } = await log.append('mandate', by, { ...signed, ...more });
    const mandate: Ref = { subject, id: entry.id };
    await log.append('candidacy', by, {
      subject: next('yes'),
      proposal: refTo(proposal),
      accepts: true,
      mandate,
    });
    return mandate;
  }
  const decline = (by: Signer, proposal: LoggedEntry) =>
    log.append('candidacy', by, { subject: next('no'), proposal: refTo(proposal), accepts: false });
  const vote = (by: Signer, proposal: LoggedEntry, ...approves: readonly Signer[]) =>
    log.append('approval', by, {
      subject: next('approval'),
      proposal: refTo(proposal),
      approves: approves.map(({ author }) => author),
    } as never); // people approve of people
  const grant = (mandate: Ref, named: { readonly call?: DocumentId } = {}): Operation => ({
    op: 'adopt',
    adopts: { type: 'mandate', ...mandate, role: role.subject, ...named },
  });
  return { world, matter, people, role, put, open, nominate, stand, decline, vote, grant, at: log.setClock };
}
type Selection = Awaited<ReturnType<typeof createSelection>>;

const by =
  (method: Method, play: (selection: Selection) => Promise<unknown>) =>
  async (world: World): Promise<unknown> =>
    play(await createSelection(world, method));

/** Five entries: role, its adoption, proposal, roster, opening. */
const OPENED = 'counted counted counted counted counted';

/** Ana names Cem, Ben names Dia; both stand: eleven entries. */
export async function stood(selection: Selection) {
  const { people, put, open, nominate, stand } = selection;
  const proposal = await put();
  const opening = await open(proposal);
  await nominate(people.ana, proposal, people.cem);
  await nominate(people.ben, proposal, people.dia);
  const cem = await stand(people.cem, proposal);
  const dia = await stand(people.dia, proposal);
  return { proposal, opening, cem, dia };
}
export const STOOD = `${OPENED} ${Array(6).fill('counted').join(' ')}`;

export const NOBODY = { roster: 4, base: 4, responders: 0, decisive: 0, answers: {}, objections: 0 };

const PROPOSALS: readonly Scenario[] = [
  {
    id: 'select',
    rule: 'R-15.41',
    what: 'a seat is to be filled, by the method of its role, and is opened for the circle that it serves',
    wishes: WISHES,
    words: OPENED,
    play: by('consent', async ({ put, open }) => open(await put())),
  },
  {
    id: 'select-by-approval',
    rule: 'R-15.41',
    what: 'by approval, with the parameters for want of others',
    wishes: WISHES,
    words: OPENED,
    play: by('approval', async ({ put, open }) => open(await put())),
  },
  {
    id: 'select-by-approval-secret',
    rule: 'R-15.41',
    what: 'by approval, where votes are secret: approvals name who gives them',
    wishes: { charterLadder: { ...CONSENT, ...SECRET } },
    words: 'counted counted counted counted secret-ballot',
    play: by('approval', async ({ put, open }) => open(await put(), { parameters: SECRET })),
  },
  {
    id: 'select-other-method',
    rule: 'R-15.41',
    what: 'by another method than the role has it',
    wishes: WISHES,
    words: 'counted counted wrong-rung',
    play: by('consent', ({ put }) => put({ method: 'approval' })),
  },
  {
    id: 'select-too-many',
    rule: 'R-15.41',
    what: 'more people than there are seats',
    wishes: WISHES,
    words: 'counted counted seats-taken',
    play: by('consent', ({ put }) => put({ seats: 2 })),
  },
  {
    id: 'select-over-night',
    rule: 'R-15.41',
    what: 'with a second less than a day for nominations',
    wishes: WISHES,
    words: 'counted counted too-early',
    play: by('consent', ({ put }) => put({ nominateSeconds: DAY_SECONDS - 1 })),
  },
  {
    id: 'select-for-ages',
    rule: 'R-15.41',
    what: 'with a second more than 30 days before anybody is asked',
    wishes: WISHES,
    words: 'counted counted too-late',
    play: by('consent', ({ put }) => put({ nominateSeconds: 27 * DAY_SECONDS + 1 })),
  },
  {
    id: 'select-too-long',
    rule: 'R-15.41',
    what: 'for a longer term than the role allows',
    wishes: WISHES,
    words: 'counted counted term-too-long',
    play: by('consent', ({ put }) => put({ endsAt: '2027-03-01T00:00:01Z' })),
  },
  {
    id: 'select-and-more',
    rule: 'R-15.41',
    what: 'together with something else',
    wishes: WISHES,
    words: 'counted counted contradictory',
    play: by('consent', ({ put, world }) =>
      put({}, [endOfTerm(world.things.mandates.ben, world.things.treasurer)]),
    ),
  },
  {
    id: 'select-opened-as-its-domain',
    rule: 'R-15.41',
    what: 'opened as a matter like others',
    wishes: WISHES,
    words: 'counted counted counted counted thread-unnamed',
    play: by('consent', async ({ matter, put, world }) =>
      matter.open(await put(), { domain: world.things.structure, rung: 'consent', parameters: CONSENT }),
    ),
  },
  {
    id: 'select-by-a-decision',
    rule: 'R-15.50',
    what: 'whoever owns the domain selects alone',
    wishes: WISHES,
    words: 'counted counted wrong-rung',
    play: async (world) => {
      const { role } = await createSelection(world, 'consent');
      const { startsAt, endsAt } = TERM;
      const phases = { nominateSeconds: DAY_SECONDS, changeSeconds: DAY_SECONDS };
      const select = {
        op: 'select',
        role,
        seats: 1,
        method: 'consent',
        startsAt,
        endsAt,
        ...phases,
      } as const;
      await world.structureDecides('select', [select]);
    },
  },
];

const NOMINATIONS: readonly Scenario[] = [
  {
    id: 'nominate',
    rule: 'R-15.42',
    what: 'a millisecond before nominations are over',
    wishes: WISHES,
    words: `${OPENED} counted`,
    play: by('consent', async ({ put, open, nominate, people, at }) => {
      const proposal = await put();
      await open(proposal);
      at('2026-01-17T11:59:59.999Z');
      await nominate(people.ana, proposal, people.cem);
    }),
  },
  {
    id: 'nominate-late',
    rule: 'R-15.42',
    what: 'when they are over, somebody who has nominated nobody before',
    wishes: WISHES,
    words: `${OPENED} too-late`,
    play: by('consent', async ({ put, open, nominate, people, at }) => {
      const proposal = await put();
      await open(proposal);
      at(CHANGE);
      await nominate(people.ana, proposal, people.cem);
    }),
  },
  {
    id: 'nominate-again',
    rule: 'R-15.42',
    what: 'somebody who has, in the last millisecond of the change round',
    wishes: WISHES,
    words: `${OPENED} counted counted`,
    play: by('consent', async ({ put, open, nominate, people, at }) => {
      const proposal = await put();
      await open(proposal);
      await nominate(people.ana, proposal, people.cem);
      at(LAST_OF_CHANGE);
      await nominate(people.ana, proposal, people.dia);
    }),
  },
  {
    id: 'nominate-after-change',
    rule: 'R-15.42',
    what: 'and after it',
    wishes: WISHES,
    words: `${STOOD} too-late`,
    play: by('approval', async (selection) => {
      const { proposal } = await stood(selection);
      const { nominate, people, at } = selection;
      at(DECIDE);
      await nominate(people.ana, proposal, people.dia);
    }),
  },
  {
    id: 'nominate-a-stranger',
    rule: 'R-15.42',
    what: 'somebody who is no participant',
    wishes: WISHES,
    words: `${OPENED} not-active`,
    play: by('consent', async ({ put, open, nominate, people }) => {
      const proposal = await put();
      await open(proposal);
      await nominate(people.ana, proposal, person('Eve'));
    }),
  },
  {
    id: 'nominate-unopened',
    rule: 'R-15.42',
    what: 'before it is opened',
    wishes: WISHES,
    words: 'counted counted counted not-open',
    play: by('consent', async ({ put, nominate, people }) => nominate(people.ana, await put(), people.cem)),
  },
  {
    id: 'nominate-off-roster',
    rule: 'R-15.42',
    what: 'a member of the commons whom the role does not serve any more',
    wishes: WISHES,
    words: 'counted counted counted counted counted counted counted not-eligible',
    play: by('consent', async ({ world, put, open, nominate, people }) => {
      const { circle } = world.things;
      const { content } = { content: { members: [people.ana, people.ben, people.cem] } };
      const members = content.members.map(({ author }) => author);
      const { ref } = await world.adopt('smaller circle', 'circle', {
        subject: circle.subject,
        supersedes: circle.id,
        kind: 'circle',
        name: { en: 'Everybody' },
        aim: { en: 'To look after it.' },
        members,
        status: 'active',
      });
      const proposal = await put();
      await open(proposal, { circle: ref, people: members.map((subject) => ({ subject })) });
      await nominate(people.dia, proposal, people.cem);
    }),
  },
  {
    id: 'stand',
    rule: 'R-15.43',
    what: 'two nominees sign the term, and say yes',
    wishes: WISHES,
    words: STOOD,
    play: by('consent', stood),
  },
  {
    id: 'stand-unnamed',
    rule: 'R-15.43',
    what: 'somebody whom nobody has named',
    wishes: WISHES,
    words: `${OPENED} counted not-eligible`,
    play: by('consent', async ({ put, open, stand, people }) => {
      const proposal = await put();
      await open(proposal);
      await stand(people.dia, proposal);
    }),
  },
  {
    id: 'stand-for-longer',
    rule: 'R-15.43',
    what: 'a term that ends a second later than the one that is asked about',
    wishes: WISHES,
    words: `${OPENED} counted counted contradictory`,
    play: by('consent', async ({ put, open, nominate, stand, people }) => {
      const proposal = await put();
      await open(proposal);
      await nominate(people.ana, proposal, people.cem);
      await stand(people.cem, proposal, { endsAt: '2026-06-01T00:00:01Z' });
    }),
  },
  {
    id: 'stand-for-somebody',
    rule: 'R-15.43',
    what: 'a term of somebody else',
    wishes: WISHES,
    words: `${OPENED} counted counted contradictory`,
    play: by('consent', async ({ put, open, nominate, stand, people }) => {
      const proposal = await put();
      await open(proposal);
      await nominate(people.ana, proposal, people.cem);
      await stand(people.cem, proposal, { holder: people.dia.author });
    }),
  },
  {
    id: 'stand-late',
    rule: 'R-15.43',
    what: 'when people are asked already',
    wishes: WISHES,
    words: `${OPENED} counted counted too-late`,
    play: by('approval', async ({ put, open, nominate, stand, people, at }) => {
      const proposal = await put();
      await open(proposal);
      await nominate(people.ana, proposal, people.cem);
      at(DECIDE);
      await stand(people.cem, proposal);
    }),
  },
];

/** One candidate's row of the tally. */
export const row = (who: Signer, nominations: number, chosen: boolean, approvals?: number) => ({
  nominee: who.author as never, // people stand
  nominations,
  ...(approvals === undefined ? {} : { approvals }),
  chosen,
});

/** By nominations, then by subject. */
export function tally(...rows: ReturnType<typeof row>[]): NonNullable<Outcome['selection']>['candidates'] {
  return rows.sort(
    (a, b) => b.nominations - a.nominations || (String(a.nominee) < String(b.nominee) ? -1 : 1),
  );
}

const ANSWERS: readonly Scenario[] = [
  {
    id: 'ballot',
    rule: 'R-15.44',
    what: 'a ballot as soon as people are asked',
    wishes: WISHES,
    words: `${STOOD} counted`,
    play: by('approval', async (selection) => {
      const { proposal } = await stood(selection);
      selection.at(DECIDE);
      await selection.vote(selection.people.ana, proposal, selection.people.cem, selection.people.dia);
    }),
  },
  {
    id: 'ballot-early',
    rule: 'R-15.44',
    what: 'a ballot a millisecond before people are asked',
    wishes: WISHES,
    words: `${STOOD} not-open`,
    play: by('approval', async (selection) => {
      const { proposal } = await stood(selection);
      selection.at(LAST_OF_CHANGE);
      await selection.vote(selection.people.ana, proposal, selection.people.cem);
    }),
  },
  {
    id: 'ballot-late',
    rule: 'R-15.44',
    what: 'a ballot at the close, and one a millisecond before it',
    wishes: WISHES,
    words: `${STOOD} counted closed`,
    play: by('approval', async (selection) => {
      const { proposal } = await stood(selection);
      selection.at('2026-01-27T11:59:59.999Z');
      await selection.vote(selection.people.ana, proposal, selection.people.cem);
      selection.at(CLOSE);
      await selection.vote(selection.people.ben, proposal, selection.people.cem);
    }),
  },
  {
    id: 'ballot-for-somebody-else',
    rule: 'R-15.44',
    what: 'for somebody who does not stand',
    wishes: WISHES,
    words: `${STOOD} unknown-reference`,
    play: by('approval', async (selection) => {
      const { proposal } = await stood(selection);
      selection.at(DECIDE);
      await selection.vote(selection.people.ana, proposal, selection.people.ben);
    }),
  },
  {
    id: 'ballot-by-consent',
    rule: 'R-15.44',
    what: 'where consent is asked for',
    wishes: WISHES,
    words: `${STOOD} counted wrong-rung`,
    play: by('consent', async (selection) => {
      const { proposal } = await stood(selection);
      await selection.nominate(selection.people.ben, proposal, selection.people.cem);
      selection.at(DECIDE);
      await selection.vote(selection.people.ana, proposal, selection.people.cem);
    }),
  },
  {
    id: 'consent-early',
    rule: 'R-15.44',
    what: 'consent before it is clear to whom, and an answer where ballots are cast',
    wishes: WISHES,
    words: `${STOOD} not-open`,
    play: by('consent', async (selection) => {
      const { proposal } = await stood(selection);
      selection.at(LAST_OF_CHANGE);
      await selection.matter.respond(selection.people.ana, proposal, 'consent');
    }),
  },
  {
    id: 'response-to-ballots',
    rule: 'R-15.44',
    what: 'an answer where ballots are cast',
    wishes: WISHES,
    words: `${STOOD} wrong-rung`,
    play: by('approval', async (selection) => {
      const { proposal } = await stood(selection);
      selection.at(DECIDE);
      await selection.matter.respond(selection.people.ana, proposal, 'yes');
    }),
  },
  {
    id: 'selected-by-approval',
    rule: 'R-15.45',
    what: 'two of three approve of Cem, one of nobody: the term that he signed is granted',
    wishes: WISHES,
    words: `${STOOD} counted counted counted counted`,
    play: approval(({ ana, ben, cem }) => [
      [ana, [cem]],
      [ben, [cem]],
      [cem, []],
    ]),
  },
  {
    id: 'selected-otherwise',
    rule: 'R-15.46',
    what: 'the other one is granted the role',
    wishes: WISHES,
    words: `${STOOD} counted counted counted binding-differs`,
    play: approval(
      ({ ana, ben, cem }) => [
        [ana, [cem]],
        [ben, [cem]],
        [cem, []],
      ],
      'dia',
    ),
  },
  {
    id: 'selection-level',
    rule: 'R-15.45',
    what: 'two are level: nobody is selected, and no outcome says otherwise',
    wishes: WISHES,
    words: `${STOOD} counted counted rules-disagree`,
    play: approval(({ ana, ben, cem, dia }) => [
      [ana, [cem, dia]],
      [ben, [cem, dia]],
    ]),
  },
  {
    id: 'selection-none-of-these',
    rule: 'R-15.45',
    what: 'as many approve of nobody as of Cem',
    wishes: WISHES,
    words: `${STOOD} counted counted rules-disagree`,
    play: approval(({ ana, ben, cem }) => [
      [ana, [cem]],
      [ben, []],
    ]),
  },
  {
    id: 'selected-by-consent',
    rule: 'R-15.46',
    what: 'Cem has most nominations after the change round, and everybody says yes',
    wishes: WISHES,
    words: `${STOOD} counted counted counted counted counted counted`,
    play: by('consent', async (selection) => {
      const { matter, people, nominate, at, grant } = selection;
      const { proposal, opening, cem } = await stood(selection);
      at(LAST_OF_CHANGE);
      await nominate(people.ben, proposal, people.cem);
      at(DECIDE);
      for (const who of Object.values(people)) await matter.respond(who, proposal, 'consent');
      await matter.outcome(
        proposal,
        opening,
        {
          counts: { ...NOBODY, responders: 4, decisive: 4, answers: { consent: 4 } },
          selection: { candidates: tally(row(people.cem, 2, true)) },
        },
        { binding: { operations: [grant(cem)] } },
      );
    }),
  },
  {
    id: 'selection-taken-back',
    rule: 'R-15.45',
    what: 'who was chosen takes the yes back while people are asked: nobody is selected, at once',
    wishes: WISHES,
    words: `${STOOD} counted counted counted`,
    play: by('consent', async (selection) => {
      const { matter, people, nominate, at, decline } = selection;
      const { proposal, opening } = await stood(selection);
      await nominate(people.ben, proposal, people.cem);
      at(DECIDE);
      await decline(people.cem, proposal);
      const { binding } = proposal.entry.document as { binding: { operations: Operation[] } };
      await matter.outcome(
        proposal,
        opening,
        {
          result: 'not-adopted',
          counts: NOBODY,
          selection: { candidates: tally(row(people.cem, 2, true)) },
        },
        { binding: { operations: binding.operations } },
      );
    }),
  },
];

type Cast = readonly (readonly [Signer, readonly Signer[]])[];

/** Everybody casts a ballot, and the outcome grants Cem the role, as if he were chosen, or somebody else. */
function approval(cast: (people: Selection['people']) => Cast, granted: 'cem' | 'dia' = 'cem') {
  return by('approval', async (selection) => {
    const { matter, people, vote, at, grant } = selection;
    const { proposal, opening, ...terms } = await stood(selection);
    at(DECIDE);
    const ballots = cast(people);
    for (const [who, approves] of ballots) await vote(who, proposal, ...approves);
    at(CLOSE);
    const approvals = (who: Signer) => ballots.filter(([, approves]) => approves.includes(who)).length;
    await matter.outcome(
      proposal,
      opening,
      {
        counts: { ...NOBODY, responders: ballots.length, decisive: ballots.length },
        selection: {
          candidates: tally(
            row(people.cem, 1, true, approvals(people.cem)),
            row(people.dia, 1, false, approvals(people.dia)),
          ),
          none: ballots.filter(([, approves]) => approves.length === 0).length,
        },
      },
      { binding: { operations: [grant(terms[granted])] } },
    );
  });
}

/** Ben is to be recalled from what he holds; he is one of four. */
export const recallOf = (world: World) => {
  const { things, people, log, own } = world;
  const matter = createMatter(world);
  const recall = { op: 'recall', mandate: things.mandates.ben, role: things.treasurer.subject } as const;
  let count = 0;
  return {
    matter,
    put: () => matter.propose({ domain: things.structure, binding: { operations: [recall] } }),
    support: (by_: Signer, proposal: LoggedEntry, more: object = {}) =>
      log.append('support', by_, {
        subject: own(`support ${++count}`),
        proposal: refTo(proposal),
        role: things.treasurer,
        circle: things.circle,
        ...more,
      }),
    open: (proposal: LoggedEntry, everybody = false) =>
      matter.open(proposal, {
        domain: things.structure,
        rung: 'consent',
        parameters: CONSENT,
        seat: { role: things.treasurer, mandate: things.mandates.ben },
        people: [people.ana, people.cem, people.dia, ...(everybody ? [people.ben] : [])].map(
          ({ author }) => ({ subject: author }),
        ),
      }),
    recall,
  };
};

const RECALLS: readonly Scenario[] = [
  {
    id: 'recall-opened',
    rule: 'R-15.51',
    what: 'three have signed, and the holder is not asked',
    wishes: WISHES,
    words: 'counted counted counted counted counted counted',
    play: async (world) => {
      const { put, support, open } = recallOf(world);
      const proposal = await put();
      for (const who of [world.people.ana, world.people.cem, world.people.dia]) await support(who, proposal);
      await open(proposal);
    },
  },
  {
    id: 'recall-of-too-few',
    rule: 'R-15.51',
    what: 'two have signed',
    wishes: WISHES,
    words: 'counted counted counted counted support-missing',
    play: async (world) => {
      const { put, support, open } = recallOf(world);
      const proposal = await put();
      for (const who of [world.people.ana, world.people.cem]) await support(who, proposal);
      await open(proposal);
    },
  },
  {
    id: 'recall-asks-the-holder',
    rule: 'R-15.52',
    what: 'the holder is on the roster',
    wishes: WISHES,
    words: 'counted counted counted counted counted rules-disagree',
    play: async (world) => {
      const { put, support, open } = recallOf(world);
      const proposal = await put();
      for (const who of [world.people.ana, world.people.cem, world.people.dia]) await support(who, proposal);
      await open(proposal, true);
    },
  },
  {
    id: 'support-by-the-holder',
    rule: 'R-15.51',
    what: 'the holder signs',
    wishes: WISHES,
    words: 'counted not-eligible',
    play: async (world) => {
      const { put, support } = recallOf(world);
      await support(world.people.ben, await put());
    },
  },
  {
    id: 'support-twice',
    rule: 'R-15.51',
    what: 'somebody signs twice',
    wishes: WISHES,
    words: 'counted counted duplicate',
    play: async (world) => {
      const { put, support } = recallOf(world);
      const proposal = await put();
      await support(world.people.ana, proposal);
      await support(world.people.ana, proposal);
    },
  },
  {
    id: 'support-of-another-role',
    rule: 'R-15.51',
    what: 'with another role than the recall has it',
    wishes: WISHES,
    words: 'counted contradictory',
    play: async (world) => {
      const { put, support } = recallOf(world);
      await support(world.people.ana, await put(), { role: world.things.auditor });
    },
  },
  {
    id: 'support-of-no-recall',
    rule: 'R-15.51',
    what: 'a proposal that recalls nobody',
    wishes: WISHES,
    words: 'counted unknown-reference',
    play: async (world) => {
      const { matter, support } = recallOf(world);
      await support(world.people.ana, await matter.propose());
    },
  },
  {
    id: 'recall-alone',
    rule: 'R-15.50',
    what: 'whoever owns the domain recalls alone',
    wishes: WISHES,
    words: 'wrong-rung',
    play: (world) => world.structureDecides('recall', [recallOf(world).recall]),
  },
];

/** Ben’s term rests until a moment. */
const suspension = (world: World, until: string): Operation => ({
  op: 'suspend',
  mandate: world.things.mandates.ben,
  role: world.things.treasurer.subject,
  until,
});
const SOON = { reviewAt: '2026-01-15T00:00:00Z' };

const SUSPENSIONS: readonly Scenario[] = [
  {
    id: 'suspend',
    rule: 'R-15.55',
    what: 'for just 14 days',
    words: 'counted',
    play: (world) => world.structureDecides('suspend', [suspension(world, '2026-01-24T12:00:00Z')], SOON),
  },
  {
    id: 'suspend-longer',
    rule: 'R-15.55',
    what: 'for a second more',
    words: 'term-too-long',
    play: (world) => world.structureDecides('suspend', [suspension(world, '2026-01-24T12:00:01Z')], SOON),
  },
  {
    id: 'suspend-again',
    rule: 'R-15.55',
    what: 'again, after it was over',
    words: 'counted duplicate',
    play: async (world) => {
      await world.structureDecides('suspend', [suspension(world, '2026-01-16T12:00:00Z')], SOON);
      world.log.setClock('2026-01-18T12:00:00Z');
      const again = suspension(world, '2026-01-20T12:00:00Z');
      await world.structureDecides('again', [again], { reviewAt: '2026-01-19T00:00:00Z' });
    },
  },
  {
    id: 'suspend-without-review',
    rule: 'R-15.55',
    what: 'to be looked at a second after it ends',
    words: 'review-missing',
    play: (world) =>
      world.structureDecides('suspend', [suspension(world, '2026-01-16T12:00:00Z')], {
        reviewAt: '2026-01-16T12:00:01Z',
      }),
  },
  {
    id: 'suspended',
    rule: 'R-15.56',
    what: 'its holder decides in the last millisecond of it, and after it',
    words: 'counted mandate-suspended counted',
    play: async (world) => {
      await world.structureDecides('suspend', [suspension(world, '2026-01-16T12:00:00Z')], SOON);
      world.log.setClock('2026-01-16T11:59:59.999Z');
      await world.decide('within', [transfer(world.things.X, 10)]);
      world.log.setClock('2026-01-16T12:00:00Z');
      await world.decide('after', [transfer(world.things.X, 10)]);
    },
  },
];

/** How people come to a role, are recalled from it and rest in it. */
export const SELECTION_SCENARIOS: readonly Scenario[] = [
  ...PROPOSALS,
  ...NOMINATIONS,
  ...ANSWERS,
  ...RECALLS,
  ...SUSPENSIONS,
];
