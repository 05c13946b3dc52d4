import type { JsonObject } from '../../../../protocol/canonical.ts';
import type { DocumentTypeName } from '../../../../protocol/documents/document.ts';
import { hashTextOf, scidSchema } from '../../../../protocol/ids.ts';
import { keyOf, saltOf, subjectOf, textOf } from '../../people.ts';

/** The commons whose log the samples belong to, and another one. */
export const HOME = scidSchema.parse('QmPDR7gEmPDmRkUpHmyUL2SS5D3ZyjiNXqzpa2mCFTgpnE');
export const OTHER = scidSchema.parse('QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG');

export const ANA = subjectOf('Ana');
export const BEN = subjectOf('Ben');
const DAY = 86_400;

export function idOf(label: string): string {
  return `ni:///sha-256;${hashOf(label)}`;
}

export function hashOf(label: string): string {
  return hashTextOf(new TextEncoder().encode(label));
}

export function ref(label: string): JsonObject {
  return { subject: subjectOf(label), id: idOf(label) };
}

export function say(words: string): JsonObject {
  return { ...textOf(words).text };
}

const EN = (text: string) => ({ en: text });
const heldKeys = (label: string) => [{ key: keyOf(label).key, custody: 'device' }];
const escalation = [
  { mode: 'talk', maxSeconds: 7 * DAY },
  { mode: 'default', maxSeconds: DAY, fallback: { kind: 'status-quo' } },
];
export const transfer: JsonObject = {
  op: 'transfer',
  resource: ref('fund'),
  quantity: 60,
  to: { named: say('The tool shop') },
};
const binding = { operations: [transfer] };
const decided = {
  domain: ref('spending'),
  binding,
  result: 'adopted',
  reviewAt: '2026-04-01T00:00:00Z',
  tags: [],
  rulesVersion: 1,
};
const agentAct = {
  model: 'small-model',
  version: '1.2',
  inputs: hashOf('inputs'),
  steward: { subject: subjectOf('steward'), mandate: ref('mandate of the steward'), role: ref('keeper') },
};
export const domainBody = {
  title: EN('Spending'),
  scope: { effects: ['transfer'] },
  affected: [],
  knowledge: [],
  impact: 'low',
  reversibility: 'easy',
  timeline: 'days',
  owner: { kind: 'role', ...ref('treasurer') },
  rung: 'delegation',
  parameters: {},
  limits: [],
  humanReserved: false,
  reviewAfterSeconds: 90 * DAY,
  disclosure: 'public',
  weight: 'light',
  rationale: EN('Small payments should not wait.'),
  status: 'active',
};
export const termsFields = {
  parties: [HOME, OTHER],
  commitments: [
    { provider: HOME, receiver: OTHER, action: 'transfer', resource: ref('fund'), quantity: 150 },
    { provider: OTHER, receiver: HOME, action: 'use', resource: ref('workshop'), quantity: 2 },
  ],
  acceptBy: '2026-02-01T00:00:00Z',
  sealBy: '2026-02-02T00:00:00Z',
  sealGraceSeconds: 3600,
  registrar: HOME,
  inDoubt: { until: '2026-03-01T00:00:00Z', policy: 'release' },
  reviewAt: '2026-06-01T00:00:00Z',
  amendment: 'all-parties',
  termination: { noticeSeconds: 30 * DAY, by: 'any-party' },
  disputePath: escalation,
  requires: 'V4',
  rulesVersion: 1,
  purpose: EN('Money for a workshop.'),
};

/** What a type needs at least, and what it can have besides: of its own, without the common members. */
interface Sample {
  readonly by: 'participant' | 'commons';
  readonly least: JsonObject;
  readonly more?: JsonObject;
  /** Its subject, where it is not a fresh one: negotiations share theirs. */
  readonly subject?: string;
}

export const SAMPLES: Readonly<Record<DocumentTypeName, Sample>> = {
  acceptance: {
    by: 'commons',
    subject: 'negotiation',
    least: {
      terms: idOf('terms'),
      domain: ref('spending'),
      decision: ref('decision'),
      holds: [{ resource: ref('fund'), quantity: 150, until: '2026-03-01T00:00:00Z' }],
      evidence: { bundle: say('a bundle'), size: 30 },
      provisional: false,
    },
  },
  'answer-link': {
    by: 'participant',
    least: { proposal: ref('proposal'), lock: hashOf('lock'), endsAt: '2026-02-01T00:00:00Z' },
    more: { for: BEN, guest: say('Somebody from the council.') },
  },
  'link-word': {
    by: 'commons',
    least: { proposal: ref('proposal'), link: idOf('link'), proof: hashOf('proof') },
    more: {
      by: BEN,
      answer: { value: 'block', text: say('No.'), ground: 'safety' },
      objection: { ground: 'harms-aim', argument: say('It is dear.'), resolvedBy: say('Half.') },
      ended: {
        objection: idOf('objection'),
        fate: 'withdrawn',
        reluctant: { measure: say('What it costs.') },
      },
      advice: { stance: 'for', text: say('Do it.') },
      question: say('What does it cost?'),
      disowned: { minutes: idOf('minutes'), text: say('I was at home.') },
    },
  },
  'agent-control': {
    by: 'participant',
    least: { agent: ref('Bot'), act: 'stop', reason: say('It repeats itself.') },
  },
  charter: {
    by: 'participant',
    least: {
      name: EN('A small commons'),
      purpose: EN('To share what we have.'),
      values: [{ title: EN('Care'), sentence: EN('We look after what we use.') }],
      founders: [
        { subject: ANA, pseudonym: 'Ana', keys: heldKeys('Ana') },
        { subject: BEN, pseudonym: 'Ben', keys: heldKeys('Ben') },
      ],
      languages: ['en'],
      timeZone: 'Europe/Vienna',
      ladder: {},
      exitTerms: EN('Whoever leaves takes what they brought.'),
      replant: { dueAfterSeconds: 540 * DAY, overdueAfterSeconds: 720 * DAY },
      adopts: [{ type: 'circle', ...ref('circle') }],
    },
    more: { ratifyWithinSeconds: 30 * DAY },
  },
  circle: {
    by: 'participant',
    least: { kind: 'circle', name: EN('All'), aim: EN('Everything.'), members: [ANA, BEN], status: 'active' },
    more: {
      parent: ref('parent circle'),
      reportEverySeconds: 30 * DAY,
      retrospectiveEverySeconds: 90 * DAY,
      retiresWithoutQuorumAfterSeconds: 180 * DAY,
    },
  },
  confirmation: {
    by: 'participant',
    least: { of: ref('charter') },
    more: {
      decision: {
        changes: [subjectOf('decision'), subjectOf('fund'), `usage:${subjectOf('spending')}`, 'register'],
        by: {
          mandate: ref('mandate'),
          role: ref('treasurer'),
          domain: { ...ref('spending'), set: subjectOf('imported domains') },
          standsInFor: ref('holder'),
        },
      },
    },
  },
  constraint: {
    by: 'participant',
    least: {
      title: EN('Small steps'),
      value: EN('No payment above a tenth of what we have.'),
      hard: true,
      rule: { kind: 'maxAmount', most: 1000 },
    },
  },
  decision: {
    by: 'participant',
    least: {
      ...decided,
      mandate: ref('mandate'),
      role: ref('treasurer'),
      reason: say('Why'),
      alternatives: [],
    },
    more: {
      proposal: ref('proposal'),
      domain: { ...ref('spending'), set: subjectOf('imported domains') },
      effectiveAt: '2026-01-10T00:00:00Z',
      expiresAt: '2027-01-10T00:00:00Z',
      reverses: ref('an older decision'),
      replaces: ref('another older decision'),
      tags: ['experiment'],
      standsInFor: ref('holder'),
      agent: agentAct,
    },
  },
  description: {
    by: 'commons',
    least: {
      did: `did:webvh:${HOME}:a.example.org`,
      baseUrl: 'https://a.example.org',
      protocolVersions: [1],
      documentTypes: ['decision'],
      limits: { documentBytes: 65_536 },
      witnesses: { atLeast: 1, of: [`folkmoot/${OTHER}`] },
      peerPolicy: 'open',
      clock: 'system',
    },
    more: { contact: 'post@a.example.org', deposits: [OTHER] },
  },
  disavowal: {
    by: 'participant',
    least: { proposal: ref('proposal'), minutes: idOf('minutes') },
    more: { text: say('I was not there.') },
  },
  domain: {
    by: 'participant',
    least: domainBody,
    more: {
      excludes: { resources: [subjectOf('reserve')], paths: ['private/'] },
      maxOpen: 3,
      escalation,
    },
  },
  heads: { by: 'commons', least: { size: 10, count: 12, root: hashOf('heads') } },
  identity: { by: 'commons', least: { version: 1, line: '{"a":"line of a DID log"}' } },
  lapse: {
    by: 'commons',
    subject: 'negotiation',
    least: {
      terms: idOf('terms'),
      cause: 'deadline',
      resources: [
        { commons: HOME, resource: ref('fund') },
        { commons: OTHER, resource: ref('workshop') },
      ],
    },
  },
  mandate: {
    by: 'participant',
    least: {
      role: ref('treasurer'),
      holder: BEN,
      startsAt: '2026-01-01T00:00:00Z',
      endsAt: '2027-01-01T00:00:00Z',
    },
    more: {
      alternate: ANA,
      handoverIn: ref('handover in'),
      handoverOut: ref('handover out'),
      domains: [subjectOf('spending')],
      limits: [{ effects: ['transfer'], measure: 'amount', perDecision: 100 }],
    },
  },
  nomination: {
    by: 'participant',
    least: { proposal: ref('proposal'), nominee: BEN, reason: say('He listens.') },
  },
  handling: {
    by: 'participant',
    least: {
      matter: ref('matter'),
      act: 'close',
      from: subjectOf('circle'),
      reason: say('It closes again.'),
    },
    more: { act: 'refer', to: ANA, by: { mandate: ref('mandate'), role: ref('role') } },
  },
  matter: {
    by: 'participant',
    least: { what: say('The gate does not close.'), to: subjectOf('circle') },
  },
  meeting: {
    by: 'participant',
    least: {
      circle: ref('circle'),
      startsAt: '2026-02-01T18:00:00Z',
      agenda: [{ proposal: ref('proposal') }],
      facilitator: ANA,
      minuteTaker: BEN,
    },
    more: {
      calledOff: say('The hall is flooded.'),
      place: say('The boat house.'),
      agenda: [
        { proposal: ref('proposal'), about: say('Who pays for the roof.') },
        { about: say('Any other.') },
      ],
    },
  },
  minutes: {
    by: 'participant',
    least: {
      meeting: ref('meeting'),
      circle: subjectOf('circle'),
      attendance: [ANA, BEN],
      matters: [],
    },
    more: {
      guests: 2,
      standsIn: say('Ben was ill.'),
      text: say('It was a long evening.'),
      matters: [
        {
          proposal: ref('proposal'),
          rounds: 2,
          answers: [{ by: BEN, value: 'concern', text: say('It is a lot.') }],
          counted: { consent: 2, abstain: 1 },
          objections: [
            {
              by: ANA,
              ground: 'harms-aim',
              argument: say('It empties the fund.'),
              resolvedBy: say('Half of it.'),
            },
          ],
          ended: [
            {
              by: ANA,
              objection: idOf('objection'),
              fate: 'withdrawn',
              reluctant: { measure: say('Fewer payments') },
            },
          ],
          tests: [
            { by: BEN, objection: idOf('another'), argumentMade: false, reason: say('There is none.') },
          ],
          closes: true,
        },
      ],
    },
  },
  notice: {
    by: 'commons',
    least: { about: ref('mandate'), event: 'mandate-ended', happenedAt: '2027-01-01T00:00:00Z' },
  },
  objection: {
    by: 'participant',
    least: {
      proposal: ref('proposal'),
      ground: 'harms-aim',
      argument: say('It empties the fund.'),
      resolvedBy: say('A bound for the month.'),
    },
  },
  action: {
    by: 'participant',
    least: {
      decision: ref('decision'),
      what: say('Order the timber.'),
      owner: BEN,
      dueAt: '2026-04-01T00:00:00Z',
    },
  },
  approval: {
    by: 'participant',
    least: { proposal: ref('proposal'), approves: [] },
    more: { approves: [BEN] },
  },
  budget: {
    by: 'participant',
    least: {
      title: EN('Tools in spring'),
      resource: ref('fund'),
      quantity: 50_000,
      for: { kind: 'circle', subject: subjectOf('circle') },
      period: { startsAt: '2026-03-01T00:00:00Z', endsAt: '2026-06-01T00:00:00Z' },
    },
    more: { rationale: EN('The saws are blunt.') },
  },
  candidacy: {
    by: 'participant',
    least: { proposal: ref('proposal'), accepts: false },
    more: { accepts: true, mandate: ref('mandate'), text: say('If you help me.') },
  },
  claim: {
    by: 'participant',
    least: {
      seat: subjectOf('seat'),
      domain: ref('spending'),
      mandate: ref('mandate'),
      evidence: say('My name is on the list.'),
    },
  },
  challenge: {
    by: 'participant',
    least: {
      decision: ref('decision'),
      ground: 'harms-affected',
      argument: say('The neighbours were not heard.'),
      resolvedBy: say('Hear them.'),
    },
  },
  completion: {
    by: 'participant',
    least: {
      decision: ref('decision'),
      action: idOf('action'),
      result: 'fulfilled',
      evidence: say('The bill is in the book.'),
    },
  },
  'emergency-act': {
    by: 'participant',
    least: {
      domain: ref('spending'),
      actedAt: '2026-01-10T08:00:00Z',
      harm: say('The cellar was filling with water.'),
      did: say('I shut the main valve.'),
    },
    more: {
      binding: {
        operations: [
          { op: 'change', paths: ['cellar'], content: hashOf('valve'), title: 'The valve is shut' },
        ],
      },
    },
  },
  proxy: {
    by: 'participant',
    least: { to: BEN, circle: subjectOf('circle'), endsAt: '2026-12-31T00:00:00Z' },
  },
  tally: {
    by: 'participant',
    least: {
      proposal: ref('proposal'),
      opening: idOf('opening'),
      counts: { yes: 7, no: 2, abstain: 0 },
    },
    more: { by: { mandate: ref('mandate'), role: ref('role') } },
  },
  erasure: {
    by: 'participant',
    least: {
      erases: [{ document: idOf('advice'), attachments: [hashOf('words')] }],
      ground: 'author-request',
    },
    more: { reason: say('I said too much.') },
  },
  deposit: { by: 'commons', least: { doc: idOf('refused'), for: OTHER } },
  'deposit-list': { by: 'commons', least: { for: OTHER } },
  'erasure-acknowledgement': {
    by: 'commons',
    least: { log: OTHER, size: 30, erasures: [idOf('erasure')] },
  },
  referral: {
    by: 'participant',
    least: { proposal: ref('proposal'), to: subjectOf('circle'), reason: say('It is not ours.') },
    more: { by: { mandate: ref('mandate'), role: ref('role') } },
  },
  'ruling-request': {
    by: 'participant',
    least: { decision: ref('decision'), question: say('Does it hold on Sundays?') },
  },
  'objection-check': {
    by: 'commons',
    least: {
      of: { subject: subjectOf('proposal'), id: idOf('objection') },
      opening: idOf('opening'),
      domain: ref('spending'),
      finds: ['kept'],
    },
    more: { stocks: [subjectOf('fund')] },
  },
  'objection-test': {
    by: 'participant',
    least: {
      of: { subject: subjectOf('proposal'), id: idOf('objection') },
      argumentMade: true,
      reason: say('It names a harm.'),
    },
  },
  opening: {
    by: 'commons',
    least: {
      proposal: ref('proposal'),
      domain: ref('structure'),
      circle: ref('circle'),
      asked: [],
      roster: {
        subject: subjectOf('roster'),
        root: hashOf('roster'),
        count: 3,
        pages: [idOf('roster page')],
      },
      rung: 'consent',
      parameters: {},
      constraints: [],
      rulesVersion: 1,
    },
  },
  outcome: {
    by: 'commons',
    least: {
      ...decided,
      proposal: ref('proposal'),
      opening: idOf('opening'),
      circle: ref('circle'),
      roster: subjectOf('roster'),
      counts: { roster: 3, base: 3, responders: 3, decisive: 3, answers: { consent: 3 }, objections: 0 },
      objections: [],
      evidenceRoot: hashOf('evidence'),
      outcomeHash: hashOf('outcome'),
    },
    more: {
      objections: [{ objection: idOf('objection'), fate: 'withdrawn' }],
      fallback: true,
      deposits: { closedAt: '2026-02-01T12:00:00.000Z', with: [{ commons: OTHER, list: idOf('list') }] },
    },
  },
  participant: {
    by: 'participant',
    least: { kind: 'human', pseudonym: 'Ana', keys: heldKeys('Ana'), status: 'active' },
    more: { steward: BEN, capacityHoursPerWeek: 20, invitation: hashOf('invitation') },
  },
  proposal: {
    by: 'participant',
    least: {
      domain: ref('spending'),
      driver: say('We lack tools.'),
      binding,
      explanation: [],
      alternatives: [],
    },
    more: {
      domain: { ...ref('spending'), set: subjectOf('imported domains') },
      explanation: [say('In short')],
      alternatives: [say('Wait')],
      costs: say('Costs'),
      risks: say('Risks'),
      reversibility: 'easy',
      integrates: [idOf('objection')],
      departs: [{ constraint: subjectOf('constraint'), reason: say('The roof leaks.') }],
      agent: agentAct,
    },
  },
  event: {
    by: 'commons',
    subject: 'negotiation',
    least: {
      terms: idOf('terms'),
      said: 'delivered',
      commitment: 0,
      quantity: 100,
      decision: ref('decision'),
    },
    more: { of: idOf('delivery'), reason: say('It rained.') },
  },
  question: {
    by: 'commons',
    subject: 'negotiation',
    least: { terms: idOf('terms'), text: say('With the deposit?'), decision: ref('decision') },
  },
  answer: {
    by: 'commons',
    subject: 'negotiation',
    least: {
      terms: idOf('terms'),
      question: idOf('question'),
      text: say('With all of it.'),
      decision: ref('decision'),
    },
  },
  termination: {
    by: 'commons',
    subject: 'negotiation',
    least: { terms: idOf('terms'), endsAt: '2026-06-01T00:00:00Z', decision: ref('decision') },
    more: { reason: say('The roof is sold.') },
  },
  rejection: {
    by: 'commons',
    subject: 'negotiation',
    least: { terms: idOf('terms'), decision: ref('decision'), reason: say('Too much.') },
  },
  resource: {
    by: 'participant',
    least: {
      kind: 'money',
      name: EN('Fund'),
      unit: 'EUR cent',
      capacity: { model: 'stock', quantity: 100_000 },
      steward: subjectOf('treasurer'),
      askers: 'peers',
    },
  },
  advice: {
    by: 'participant',
    least: { proposal: ref('proposal'), stance: 'against', text: say('The roof comes first.') },
    more: { agent: agentAct, alternatives: [say('Wait')] },
  },
  call: {
    by: 'participant',
    least: {
      role: ref('treasurer'),
      closesAt: '2026-02-01T00:00:00Z',
      text: say('Who looks after the fund next year?'),
    },
  },
  'call-answer': {
    by: 'participant',
    least: { role: ref('treasurer'), call: idOf('call') },
    more: { text: say('I would.') },
  },
  handover: {
    by: 'participant',
    least: {
      mandate: ref('mandate of the successor'),
      role: ref('treasurer'),
      predecessor: ref('mandate'),
      items: [{ kind: 'access', text: say('The key to the safe lies with the baker.') }],
      sessions: [{ heldAt: '2026-01-20T18:00:00Z', text: say('How we pay.') }],
      practice: [ref('decision')],
    },
    more: { note: say('Ask before you pay in advance.') },
  },
  'handover-acceptance': {
    by: 'participant',
    least: {
      mandate: ref('mandate of the successor'),
      role: ref('treasurer'),
      confirms: [idOf('handover')],
      canActAlone: 'partly',
    },
    more: { note: say('Taxes I do not understand yet.') },
  },
  delegation: {
    by: 'participant',
    least: {
      mandate: ref('mandate'),
      role: ref('treasurer'),
      to: BEN,
      domains: [subjectOf('spending')],
      limits: [{ effects: ['transfer'], measure: 'amount', perDecision: 50 }],
      endsAt: '2026-02-01T00:00:00Z',
    },
    more: { reason: say('I am at sea in January.') },
  },
  recusal: {
    by: 'participant',
    least: { proposal: ref('proposal'), reason: say('The tool shop is my brother’s.') },
  },
  response: {
    by: 'participant',
    least: { proposal: ref('proposal'), value: 'consent' },
    more: { value: 'block', text: say('It breaks our promise.'), ground: 'value' },
  },
  role: {
    by: 'participant',
    least: {
      circle: ref('circle'),
      name: EN('Treasurer'),
      purpose: EN('Keeps the fund useful.'),
      decides: [subjectOf('spending')],
      accountabilities: [EN('Answers for every payment.')],
      seats: { min: 1, max: 2 },
      termSeconds: 365 * DAY,
      maxConsecutiveTerms: 2,
      selection: 'consent',
      separateFrom: [],
      alternates: true,
      continuity: false,
    },
    more: { meetings: EN('Weekly.'), knowledge: EN('Bookkeeping.'), effortHoursPerWeek: 4 },
  },
  seal: {
    by: 'commons',
    subject: 'negotiation',
    least: {
      terms: idOf('terms'),
      acceptances: [
        { commons: HOME, id: idOf('our acceptance') },
        { commons: OTHER, id: idOf('their acceptance') },
      ],
      resources: [
        { commons: HOME, resource: ref('fund') },
        { commons: OTHER, resource: ref('workshop') },
      ],
    },
  },
  set: {
    by: 'participant',
    least: {
      page: 1,
      pages: 1,
      count: 1,
      root: hashOf('a root that nobody has computed'),
      content: {
        of: 'domain',
        effects: ['change'],
        items: [{ subject: subjectOf('item'), salt: saltOf('item'), ...domainBody }],
      },
    },
  },
  support: {
    by: 'participant',
    least: { proposal: ref('proposal'), role: ref('treasurer'), circle: ref('circle') },
  },
  terms: {
    by: 'commons',
    subject: 'negotiation',
    least: { fields: termsFields, basis: ref('proposal') },
  },
  withdrawal: {
    by: 'participant',
    least: { of: ref('proposal'), fate: 'withdrawn' },
    more: {
      reason: say('We found another way.'),
      reluctant: { measure: say('Fewer payments') },
      basis: ref('decision'),
      releases: [],
    },
  },
};
