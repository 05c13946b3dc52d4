import type { NegotiationStatus } from '../../federation/negotiation/status.ts';
import type { KeptView, NegotiationEvent } from '../flows/views/agreements-view.ts';
import type { Tone } from './parts/status.tsx';

/** How a negotiation stands: in a word, and what that means for us. */
export const STATUSES: Readonly<
  Record<NegotiationStatus, { readonly tone: Tone; readonly short: string; readonly long: string }>
> = {
  open: {
    tone: 'open',
    short: 'Open',
    long: 'An offer is on the table. Nobody has said yes or no to it yet.',
  },
  'accepted-by-us': {
    tone: 'partly',
    short: 'We said yes',
    long: 'We said yes and keep our part ready. It waits for the others.',
  },
  'accepted-by-them': {
    tone: 'partly',
    short: 'They said yes',
    long: 'The others said yes. It waits for our own decision.',
  },
  'accepted-by-all': {
    tone: 'partly',
    short: 'All said yes',
    long: 'All parties said yes. It holds as soon as the seal is set.',
  },
  formed: {
    tone: 'good',
    short: 'Agreed',
    long: 'All parties said yes to the same words, and it is sealed. Anybody can check that.',
  },
  active: {
    tone: 'good',
    short: 'Under way',
    long: 'It is agreed and sealed, and the parties have begun to do what they promised.',
  },
  claimed: {
    tone: 'bad',
    short: 'Something is missing',
    long: 'A receiver says that something which was delivered did not come. The provider can deliver it anew, or the two talk about it.',
  },
  terminated: {
    tone: 'bad',
    short: 'Ended',
    long: 'It ended before all that was promised was received, as its terms allow. What was delivered stays; the rest is free again.',
  },
  fulfilled: {
    tone: 'good',
    short: 'Kept',
    long: 'All that was promised has been received, as the receivers say.',
  },
  rejected: { tone: 'bad', short: 'Turned down', long: 'A party said no to every offer on the table.' },
  expired: {
    tone: 'bad',
    short: 'Too late',
    long: 'The time to seal it is over. Only the last word of the registrar is missing.',
  },
  lapsed: {
    tone: 'bad',
    short: 'Ended without agreement',
    long: 'Nothing came of it. Nothing is owed, and what was held is free again.',
  },
  'in-doubt': {
    tone: 'open',
    short: 'In doubt',
    long: 'We said yes and have not heard whether it was sealed. Our part stays held until that is known.',
  },
  contested: {
    tone: 'bad',
    short: 'Contested',
    long: 'The registrar has said two things that contradict each other. People have to settle it.',
  },
};

const EVENTS: Readonly<Record<NegotiationEvent['what'], string>> = {
  terms: 'made an offer',
  acceptance: 'said yes',
  rejection: 'said no',
  withdrawal: 'took its yes back',
  seal: 'sealed the agreement',
  lapse: 'ended it without agreement',
  release: 'stopped waiting, and freed what was held',
  conflict: 'said something else after the end',
  delivered: 'delivered something of what it promised',
  received: 'said what has come of a delivery',
  question: 'asked about the terms',
  answer: 'answered a question about the terms',
  termination: 'gave notice that it ends',
  freed: 'got back what it had not delivered',
};
export const eventText = (what: NegotiationEvent['what']) => EVENTS[what];

const ACTIONS: Readonly<Record<string, string>> = {
  transfer: 'gives',
  use: 'lends',
  'deliver-service': 'works',
};
export const actionText = (action: string) => ACTIONS[action] ?? action;

/** How far one promise is kept. */
export const KEPT: Readonly<Record<KeptView['state'], { readonly tone: Tone; readonly text: string }>> = {
  open: { tone: 'open', text: 'not yet' },
  partly: { tone: 'partly', text: 'in part' },
  delivered: { tone: 'partly', text: 'delivered' },
  claimed: { tone: 'bad', text: 'something is missing' },
  kept: { tone: 'good', text: 'received' },
  ended: { tone: 'open', text: 'ended before all of it was delivered' },
};

export const POLICIES = {
  release: 'what is held becomes free again',
  keep: 'what is held stays held',
  perform: 'the agreement is carried out',
} as const;

/** What the others must be able to check before a yes counts. */
export const REQUIRED_LEVELS = {
  V1: 'that it was signed and is in the record',
  V2: 'the right of whoever decided',
  V3: 'the right, and that it was decided as published',
  V4: 'the right, the way of deciding, and the binding rules',
  V5: 'all of it, and that it still holds',
} as const;
