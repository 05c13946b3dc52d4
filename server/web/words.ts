import type { Answer } from '../../protocol/documents/response.ts';
import { ruleInWords } from '../../protocol/verify/rule-levels.ts';

/** What the fixed words of documents mean to somebody who has never seen them. A word that is not here shows as it is. */

const RUNGS: Readonly<Record<string, { readonly short: string; readonly long: string }>> = {
  delegation: {
    short: 'One person decides',
    long: 'Whoever holds the role or seat decides alone, within limits.',
  },
  consultation: {
    short: 'Ask first, then decide',
    long: 'Whoever decides must ask those concerned first, and answer every advice.',
  },
  consent: {
    short: 'No objection stands',
    long: 'It is decided when no member has a reasoned objection left.',
  },
  consensus: { short: 'All agree', long: 'It is decided when all agree or stand aside.' },
  vote: { short: 'By vote', long: 'It is decided by counting votes.' },
};

export function rungText(rung: string): string {
  return RUNGS[rung]?.short ?? rung;
}

const ANSWERS: Readonly<Record<Answer, string>> = {
  consent: 'Consent',
  concern: 'Consent, with a concern',
  agree: 'Agree',
  'agree-with-reservation': 'Agree, with a reservation',
  'stand-aside': 'Stand aside',
  block: 'Block',
  yes: 'Yes',
  no: 'No',
  abstain: 'Abstain',
  pause: 'Need more time',
};
export const answerText = (answer: Answer) => ANSWERS[answer];

export function rungMeaning(rung: string): string {
  return RUNGS[rung]?.long ?? '';
}

const IMPACTS: Readonly<Record<string, string>> = { low: 'Low', medium: 'Medium', high: 'High' };
export const impactText = (impact: string) => IMPACTS[impact] ?? impact;

const REVERSIBILITIES: Readonly<Record<string, string>> = {
  easy: 'Easy to undo',
  costly: 'Can be undone at a cost',
  irreversible: 'Cannot be undone',
};
export const reversibilityText = (reversibility: string) => REVERSIBILITIES[reversibility] ?? reversibility;

const STATES: Readonly<Record<string, string>> = {
  active: 'Active',
  supported: 'Supported: somebody is paid to look after it',
  maintained: 'Maintained: somebody looks after it',
  'odd-fixes': 'Odd fixes: somebody looks after it when there is time',
  orphan: 'Orphan: nobody looks after it',
  obsolete: 'Obsolete: replaced by something else',
};
export const stateMeaning = (state: string) => STATES[state] ?? state;
export const stateText = (state: string) => stateMeaning(state).split(':')[0] ?? state;

const EFFECTS: Readonly<Record<string, string>> = {
  transfer: 'give away what the commons has',
  agreement: 'make agreements with other commons',
  change: 'change what the commons looks after',
  erase: 'erase words from the record',
  'adopt:charter': 'change the charter',
  'adopt:circle': 'set up or change circles',
  'adopt:role': 'set up or change roles',
  'adopt:mandate': 'give somebody a role',
  'adopt:domain': 'change who decides what',
  'adopt:constraint': 'set or change rules that bind every decision',
  'adopt:resource': 'set up or change resources',
  'adopt:*': 'set up or change how the commons works',
  '*': 'anything',
};
export const effectText = (effect: string) => EFFECTS[effect] ?? effect;

const DISCLOSURES: Readonly<Record<string, string>> = {
  public: 'Everybody may read the decisions',
  parties: 'The commons concerned may read the decisions',
  members: 'Members may read the decisions',
};
export const disclosureText = (disclosure: string) => DISCLOSURES[disclosure] ?? disclosure;

const RESOURCES: Readonly<Record<string, string>> = {
  money: 'Money',
  space: 'Space',
  tool: 'Tool',
  compute: 'Computing',
  hours: 'Working time',
  goods: 'Goods',
  other: 'Other',
};
export const resourceKindText = (kind: string) => RESOURCES[kind] ?? kind;

const GROUNDS: Readonly<Record<string, string>> = {
  'author-request': 'Its author asked for it',
  law: 'The law demands it',
  safety: 'It endangered somebody',
  error: 'It came in by mistake',
};
export const groundText = (ground: string) => GROUNDS[ground] ?? ground;

/** What each level of verification asks. Spec §9. */
export const LEVEL_QUESTIONS = {
  V0: 'Is this what was signed, by the key of whoever it names?',
  V1: 'Is it in the record, and is the record whole?',
  V2: 'Did they have the right to decide this, within their limits?',
  V3: 'Was it decided in the way that the commons had published?',
  V4: 'Were the rules kept that bind every decision?',
  V5: 'Does it still hold: not reversed, replaced or expired?',
} as const;

/** Rules of a decision in the words of its page; the others are told as in a report. */
const CHECKS: Readonly<Record<string, string>> = {
  founded: 'The commons was founded',
  domain: 'The domain is in force and belongs to this role',
  active: 'Whoever decided takes part in the commons',
  mandate: 'They held the role at that moment',
  agent: 'An agent may do this, and a human answers for it; or a human did it',
  scope: 'The matter belongs to this domain',
  limits: 'It is within the limits',
  roster: 'It is clear who was asked',
  rung: 'It was decided in the way that the domain asks for',
  proposal: 'The proposal was open, and it is the one decided',
  consulted: 'Whoever had to be asked was asked, and every advice has its answer',
  conflict: 'Nobody decides who stands aside, or about something of their own',
  delegate: 'Who decides for the holder stays within what was delegated',
  'direct-acts': 'It undoes nothing that the holder decided themself',
  caretaker: 'Whoever only looks after the role decides nothing about who decides',
  proposer: 'Whoever proposed it may decide it, or somebody else decided',
  alternatives: 'Alternatives are named where they are asked for',
  dates: 'It says when it is looked at again, and its dates fit',
  binding: 'Everything it names is there and in force',
  constraints: 'It keeps the rules that bind every decision',
  opening: 'The circle whose matter it is was asked, by those who belong to it',
  outcome: 'Counting again gives the same result',
  'lock-out': 'A rule that it sets can be kept, and ended, by those who are there',
};
export const checkText = (name: string) => CHECKS[name] ?? capital(ruleInWords(name));

const DOCUMENTS: Readonly<Record<string, string>> = {
  charter: 'founding act',
  confirmation: 'further signature',
  circle: 'circle',
  role: 'role',
  mandate: 'mandate',
  domain: 'domain',
  constraint: 'rule that binds every decision',
  resource: 'resource',
  participant: 'participant',
  identity: 'keys of the commons',
  description: 'description of the server',
  set: 'page of a list',
  proposal: 'proposal',
  opening: 'opening of a proposal',
  response: 'answer to a proposal',
  advice: 'advice',
  'agent-control': 'word on an agent',
  objection: 'objection',
  'objection-check': 'check of an objection',
  'objection-test': 'word on an objection',
  withdrawal: 'withdrawal',
  matter: 'matter that somebody raised',
  handling: 'word on a matter',
  referral: 'word that a matter is somebody else’s',
  challenge: 'challenge of a decision',
  delegation: 'delegation by a role-holder',
  handover: 'part of a handover',
  'handover-acceptance': 'word that a role was handed over',
  call: 'call for people',
  'call-answer': 'answer to a call',
  recusal: 'word of somebody who stands aside',
  'ruling-request': 'question about a decision',
  action: 'something to be done',
  completion: 'word on what was done',
  claim: 'claim of a seat',
  nomination: 'nomination for a role',
  candidacy: 'word of a nominee',
  approval: 'ballot for a role',
  support: 'signature for a recall',
  decision: 'decision',
  outcome: 'decision of a circle',
  terms: 'offer',
  acceptance: 'yes to an offer',
  rejection: 'no to an offer',
  seal: 'seal of an agreement',
  lapse: 'end without agreement',
  event: 'word on what was promised',
  erasure: 'erasure',
  deposit: 'word that something is kept for another commons',
  'deposit-list': 'word that this is all that is kept for another commons',
  'erasure-acknowledgement': 'word that something was erased here too',
  heads: 'summary of the record',
  notice: 'notice',
  meeting: 'notice of a meeting',
  minutes: 'minutes of a meeting',
  disavowal: 'word that minutes are wrong',
};
export const documentText = (type: string) => DOCUMENTS[type] ?? type;

const CUSTODIES: Readonly<Record<string, string>> = {
  device: 'a key on a device of theirs',
  browser: 'a key that a browser holds, for pages of this server',
  instance: 'a key that this server holds',
};
/** Where the key lies that signed something. Spec §1. */
export const custodyText = (custody: string) => CUSTODIES[custody] ?? custody;

/** With a capital letter, for the beginning of a line. */
export function capital(text: string): string {
  return `${text.charAt(0).toLocaleUpperCase('en')}${text.slice(1)}`;
}
