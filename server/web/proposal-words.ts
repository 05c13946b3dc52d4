import type { Advice } from '../../protocol/documents/advice.ts';
import type { Unmet } from '../../protocol/governance/ladder/evaluation.ts';
import type { MatterState } from '../flows/views/proposal-view.ts';
import type { Tone } from './parts/status.tsx';

/** How a matter stands, in words. */
export const MATTER_STATES: Readonly<
  Record<MatterState, { readonly tone: Tone; readonly short: string; readonly long: string }>
> = {
  waiting: {
    tone: 'open',
    short: 'Waits for a decision',
    long: 'Whoever holds the role decides it.',
  },
  pending: {
    tone: 'open',
    short: 'Waits for a second signature',
    long: 'One has decided; another must sign too.',
  },
  asking: {
    tone: 'open',
    short: 'People are asked',
    long: 'Whoever is affected or knows about it gives advice.',
  },
  ready: {
    tone: 'open',
    short: 'Waits for a decision',
    long: 'Those who were asked have had their time. Whoever holds the role decides, and answers every advice.',
  },
  moved: {
    tone: 'partly',
    short: 'Goes to the circle',
    long: 'Too many of those affected are against it: their circle decides.',
  },
  open: { tone: 'open', short: 'Open', long: 'Members give their answers.' },
  integrating: {
    tone: 'partly',
    short: 'Being worked out',
    long: 'The time for answers is over and something still stands in the way. Answers and changes still count.',
  },
  adopted: { tone: 'good', short: 'Adopted', long: 'It is decided.' },
  'not-adopted': { tone: 'bad', short: 'Not adopted', long: 'It was turned down.' },
  stalled: { tone: 'bad', short: 'Stalled', long: 'The deadline came before a yes. Nothing changes.' },
  talk: {
    tone: 'partly',
    short: 'To be talked over',
    long: 'Nobody said yes in time: those concerned talk.',
  },
  mediate: {
    tone: 'partly',
    short: 'In mediation',
    long: 'Talking was not enough: somebody whom both sides trust helps.',
  },
  decide: {
    tone: 'partly',
    short: 'Goes to the next circle',
    long: 'The next circle on the escalation path decides; it is about to be asked.',
  },
  default: {
    tone: 'bad',
    short: 'Ended by default',
    long: 'The escalation path came to its end without a decision: what was agreed for that case holds.',
  },
  withdrawn: { tone: 'partly', short: 'Taken back', long: 'Whoever put it forward took it back.' },
};

const UNMET: Readonly<Record<Unmet, string>> = {
  time: 'The time for answers is not over.',
  quorum: 'Too few have answered.',
  objection: 'An objection stands.',
  block: 'Somebody blocks it.',
  'stand-asides': 'Too many stand aside.',
  threshold: 'Too few are in favour.',
  deadline: 'It would close only after its deadline.',
  tally: 'Two tellers have not yet counted alike.',
};
export const unmetText = (unmet: Unmet) => UNMET[unmet];

const STANCES: Readonly<Record<Advice['stance'], string>> = {
  for: 'For it',
  against: 'Against it',
  neutral: 'Neither for nor against',
};
export const stanceText = (stance: Advice['stance']) => STANCES[stance];

const GROUNDS: Readonly<Record<string, string>> = {
  'harms-aim': 'It harms what we are for',
  'harms-affected': 'It harms people who are affected',
  'violates-value': 'It violates a value of ours',
  'exceeds-authority': 'It is more than this circle may decide',
  'irreversible-risk': 'It risks what cannot be undone',
  'worthwhile-improvement': 'It can be made better',
};
export const groundText = (ground: string) => GROUNDS[ground] ?? ground;
