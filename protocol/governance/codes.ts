import type { CheckLevel } from './verdict.ts';

interface CodeMeaning {
  /** Levels at which the "no" can come up; each check names its own. Spec §9. */
  readonly levels: readonly CheckLevel[];
  readonly sentence: string;
}

/** Every reason why a logged document does not count, with its sentence. Spec §6, §11. */
export const NOT_COUNTED = {
  'not-founded': { levels: ['V2'], sentence: 'The founders have not all confirmed the charter yet.' },
  'not-ratified': {
    levels: ['V3'],
    sentence: 'The members have not ratified the charter yet: nothing is done that cannot be undone.',
  },
  'no-right': { levels: ['V2'], sentence: 'The author does not hold the role that owns this domain.' },
  retired: {
    levels: ['V2'],
    sentence:
      'The circle has retired, as too few of its members are there: its matters fall to the circle above.',
  },
  'mandate-not-started': { levels: ['V2'], sentence: 'The mandate had not started yet.' },
  'mandate-ended': { levels: ['V2'], sentence: 'The mandate had ended.' },
  'mandate-suspended': { levels: ['V2'], sentence: 'The mandate was suspended at that time.' },
  'not-active': { levels: ['V2', 'V3'], sentence: 'The author is not an active participant.' },
  'human-only': { levels: ['V2'], sentence: 'This domain is reserved for humans.' },
  'no-domain': { levels: ['V2'], sentence: 'No domain owns this effect.' },
  'ambiguous-domain': { levels: ['V2'], sentence: 'Several domains own this effect equally.' },
  'out-of-scope': { levels: ['V2', 'V3'], sentence: 'Another domain owns this effect.' },
  'limit-exceeded': { levels: ['V2', 'V3'], sentence: 'The decision goes beyond a limit of its domain.' },
  'over-capacity': { levels: ['V2', 'V3'], sentence: 'The resource does not have that much left.' },
  'wrong-interval': {
    levels: ['V2', 'V3'],
    sentence: 'What is used for a time is given from when until when, and what is used up for good.',
  },
  'calendar-full': {
    levels: ['V2', 'V3'],
    sentence: 'The resource has as many times ahead as its calendar keeps.',
  },
  'resource-held': {
    levels: ['V3'],
    sentence: 'The resource is promised in a negotiation that has not ended.',
  },
  'unit-changed': {
    levels: ['V3'],
    sentence: 'Amounts of this resource are on account; what they count cannot change.',
  },
  'term-too-long': { levels: ['V2', 'V3'], sentence: 'The term is longer than the role allows.' },
  'seats-taken': { levels: ['V3'], sentence: 'All seats of the role are taken at that time.' },
  'support-missing': { levels: ['V2'], sentence: 'Too few of those whom the role serves have asked for it.' },
  'wrong-rung': { levels: ['V2', 'V3'], sentence: 'The domain demands another way of deciding.' },
  'stale-version': { levels: ['V2', 'V3'], sentence: 'A named version is not the one in force.' },
  'unknown-reference': {
    levels: ['V2', 'V3', 'V4'],
    sentence: 'Something that the document names is not in the log.',
  },
  'not-open': { levels: ['V3'], sentence: 'The proposal is not open.' },
  closed: { levels: ['V2', 'V3'], sentence: 'The matter is closed already.' },
  'reason-missing': { levels: ['V2', 'V3', 'V4'], sentence: 'This takes a written reason.' },
  'advice-unanswered': { levels: ['V3'], sentence: 'Advice that was given has no answer yet.' },
  'not-eligible': { levels: ['V3'], sentence: 'The author is not on the roster.' },
  'not-author': { levels: ['V2', 'V3'], sentence: 'Only its author can do this.' },
  'subject-taken': { levels: ['V3'], sentence: 'The subject belongs to something else already.' },
  'too-many-threads': {
    levels: ['V3'],
    sentence: 'It takes more threads than one entry can name: split it, or ask fewer.',
  },
  'still-needed': {
    levels: ['V2', 'V3'],
    sentence: 'Something rests on this document: only its words can be erased.',
  },
  duplicate: { levels: ['V2', 'V3'], sentence: 'This was done already.' },
  'review-missing': {
    levels: ['V3'],
    sentence: 'The review date is not within the time that the domain allows.',
  },
  'alternatives-missing': { levels: ['V2', 'V3'], sentence: 'The domain demands at least one alternative.' },
  'proposer-decides': { levels: ['V3'], sentence: 'Whoever proposed may not decide here.' },
  'not-minute-taker': {
    levels: ['V2'],
    sentence: 'The notice of the meeting names somebody else to take the minutes.',
  },
  'not-attending': { levels: ['V3'], sentence: 'Somebody named is not among those who were there.' },
  'not-on-roster': {
    levels: ['V3'],
    sentence: 'Somebody named is neither a member of the circle nor asked about the matter.',
  },
  'has-key': {
    levels: ['V2', 'V3'],
    sentence: 'This person has a key of their own: they say it with that.',
  },
  'wrong-secret': { levels: ['V2'], sentence: 'This is not the secret that the link was made with.' },
  'called-off': { levels: ['V3'], sentence: 'The meeting was called off.' },
  'not-facilitator': {
    levels: ['V3'],
    sentence: 'Somebody else took the minutes than the notice names: whoever led the meeting confirms them.',
  },
  'not-its-circle': { levels: ['V3'], sentence: 'Another circle decides this matter.' },
  'not-announced': { levels: ['V3'], sentence: 'This was not on the agenda of the meeting.' },
  'notice-too-short': { levels: ['V3'], sentence: 'It was not announced early enough to be decided there.' },
  'quorum-missing': { levels: ['V3'], sentence: 'Too few of those who are asked were there.' },
  'same-signer': { levels: ['V3'], sentence: 'The second signature must be by somebody else.' },
  'second-signature-missing': { levels: ['V3'], sentence: 'The second signature did not come in time.' },
  contradictory: { levels: ['V2', 'V3'], sentence: 'The document contradicts itself.' },
  'binding-differs': {
    levels: ['V2', 'V3'],
    sentence: 'The binding part is not the one that was put forward.',
  },
  'thread-unnamed': {
    levels: ['V2', 'V3', 'V4'],
    sentence: 'The document does not name something that it depends on.',
  },
  'rules-disagree': { levels: ['V2', 'V3', 'V4'], sentence: 'The rules yield something else.' },
  'did-invalid': { levels: ['V2'], sentence: 'The DID version does not follow from the ones before.' },
  'not-a-founder': { levels: ['V2'], sentence: 'The author is no founder, or has confirmed already.' },
  'not-a-party': { levels: ['V2', 'V3'], sentence: 'The commons is not a party to these terms.' },
  'not-registrar': { levels: ['V2'], sentence: 'Only the registrar named in the terms can do this.' },
  'parties-changed': {
    levels: ['V3'],
    sentence: 'The parties and the registrar of a negotiation stay the same.',
  },
  'not-formed': { levels: ['V3'], sentence: 'There is no sealed agreement on these terms.' },
  'more-than-agreed': {
    levels: ['V3'],
    sentence: 'It is more than is left of the promise, or than was delivered.',
  },
  'terms-unknown': { levels: ['V2', 'V3'], sentence: 'The terms are not in this negotiation.' },
  'terms-superseded': { levels: ['V3'], sentence: 'Newer terms took the place of these.' },
  'no-basis': { levels: ['V2', 'V3'], sentence: 'No own decision or proposal says yes to just these terms.' },
  'too-late': { levels: ['V2', 'V3'], sentence: 'The time for this was over.' },
  'too-early': { levels: ['V2', 'V3'], sentence: 'The time for this had not come yet.' },
  'acceptance-stands': {
    levels: ['V3'],
    sentence: 'Its acceptance of these terms stands; that is withdrawn first.',
  },
  provisional: { levels: ['V3'], sentence: 'A provisional yes binds nobody yet.' },
  'acceptance-missing': { levels: ['V3'], sentence: 'Not every required party has accepted.' },
  'evidence-insufficient': {
    levels: ['V2', 'V3'],
    sentence: 'The evidence does not reach the level that the terms demand.',
  },
  'agent-unstated': {
    levels: ['V2'],
    sentence: 'An agent says with each act which model it is, in which version, and what it was given.',
  },
  'no-steward': {
    levels: ['V2'],
    sentence: 'No human with a running mandate answers for this agent as it is now.',
  },
  'agent-stopped': { levels: ['V2'], sentence: 'The agent was stopped, and nobody else has let it go on.' },
  'stopped-it': { levels: ['V2'], sentence: 'Whoever stopped an agent is not the one to let it go on.' },
  unbounded: { levels: ['V2'], sentence: 'Nothing limits what the agent may do here.' },
  'delegation-ended': {
    levels: ['V2'],
    sentence: 'The delegation had ended, or whoever gave it took it back.',
  },
  'direct-act': {
    levels: ['V3'],
    sentence: 'Whoever delegated this has decided it themself; a delegate does not undo that.',
  },
  'not-silent': {
    levels: ['V3'],
    sentence: 'Somebody has a term in this role, or it may be without anybody.',
  },
  'handover-open': { levels: ['V2'], sentence: 'The role was not handed over to its new holder yet.' },
  'handover-incomplete': {
    levels: ['V3'],
    sentence: 'Something is missing from the handover, or was not confirmed.',
  },
  'caretaker-only': {
    levels: ['V2'],
    sentence: 'Whoever only looks after a role decides nothing about who decides.',
  },
  'kept-apart': { levels: ['V3'], sentence: 'This person holds a role that is kept apart from it.' },
  'terms-exceeded': {
    levels: ['V3'],
    sentence: 'Nobody goes on for more terms in a row, unless a call found nobody else.',
  },
  recused: { levels: ['V3'], sentence: 'The author said that they take no part in deciding this.' },
  conflict: {
    levels: ['V3'],
    sentence: 'The author would decide about something of their own: they leave that to others.',
  },
  unannounced: {
    levels: ['V3'],
    sentence: 'The domain demands that this is announced first, and waits.',
  },
  suspended: { levels: ['V3'], sentence: 'A challenge of it is open: it waits until that is settled.' },
  'not-emergency': {
    levels: ['V2'],
    sentence: 'An act in an emergency gives nothing away and changes no right.',
  },
  'no-veto': {
    levels: ['V2', 'V3'],
    sentence: 'The domain names no such circle that could return this decision.',
  },
  'secret-ballot': {
    levels: ['V2', 'V3'],
    sentence: 'This vote is secret: people answer by ballot, and two tellers count.',
  },
  'no-proxy': { levels: ['V3'], sentence: 'No proxy lets the author answer in this name here.' },
  'too-many-proxies': { levels: ['V3'], sentence: 'The author holds more proxies than this vote allows.' },
  'machine-checked': {
    levels: ['V3'],
    sentence: 'What this objection claims is recomputed from the rules: people do not test it.',
  },
  'locks-out': {
    levels: ['V4'],
    sentence: 'The people who are there could never keep this constraint, or never end it.',
  },
  'constraint-violated': {
    levels: ['V4'],
    sentence: 'A value that the commons made a constraint is violated.',
  },
} as const satisfies Record<string, CodeMeaning>;

export type NotCountedCode = keyof typeof NOT_COUNTED;
