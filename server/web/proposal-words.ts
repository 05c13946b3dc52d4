import type { Advice } from '../../protocol/documents/advice.ts';
import type { Unmet } from '../../protocol/governance/ladder/evaluation.ts';
import type { Phase } from '../../protocol/governance/ladder/phase.ts';
import type { Through } from '../flows/views/link-words.ts';
import type { MatterState } from '../flows/views/proposal-summary.ts';
import type { ProposalView } from '../flows/views/proposal-view.ts';
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
  suspended: {
    tone: 'bad',
    short: 'Suspended',
    long: 'Somebody challenges it: nobody may decide it until the circle has ruled on that, or 30 days are over.',
  },
  reversed: {
    tone: 'bad',
    short: 'Reversed',
    long: 'The circle has ruled against it: nobody may decide it in these words. Whoever put it forward may change it, and announces it anew by that.',
  },
  remanded: {
    tone: 'bad',
    short: 'Sent back',
    long: 'The circle has sent it back: nobody may decide it in these words. Whoever put it forward may change it, and announces it anew by that.',
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
  stalled: {
    tone: 'bad',
    short: 'Stalled',
    long: 'The deadline came before a yes, and no path leads on: 90 days after it was put forward it ends, and nothing changes.',
  },
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
  lapsed: {
    tone: 'bad',
    short: 'Out of time',
    long: 'Nobody decided it within 90 days: it has ended, and can be put forward anew.',
  },
  withdrawn: { tone: 'partly', short: 'Taken back', long: 'Whoever put it forward took it back.' },
};

/** Nobody was asked yet: whoever holds the role decides it, if anybody may. */
export const WAITS: ReadonlySet<MatterState> = new Set(['waiting', 'suspended', 'reversed', 'remanded']);

const UNMET: Readonly<Record<Unmet, string>> = {
  time: 'The time for answers is not over.',
  quorum: 'Too few have answered.',
  'own-keys': 'Too few have answered with keys of their own.',
  objection: 'An objection stands.',
  block: 'Somebody blocks it.',
  'stand-asides': 'Too many stand aside.',
  threshold: 'Too few are in favour.',
  deadline: 'It would close only after its deadline.',
  tally: 'Two tellers have not yet counted alike.',
};
/** What still stands in the way, one sentence each; of a quorum which one, and how many are needed. */
export function unmetTexts({ unmet, quorum }: Pick<ProposalView, 'unmet' | 'quorum'>): readonly string[] {
  return unmet.flatMap((one) =>
    one === 'quorum' && quorum.length > 0 ? quorum.map(quorumText) : [UNMET[one]],
  );
}

function quorumText({ of, needed, given }: ProposalView['quorum'][number]): string {
  return of === 'answers'
    ? `Too few have answered: ${given}, and ${needed} are needed.`
    : `Too few consent: ${given}, and ${needed} are needed.`;
}

const WAYS: Readonly<Record<NonNullable<Through>, string>> = {
  link: ', by a link that somebody handed them',
  instance: ', by a key that the server holds',
  minutes: ', as minutes have it',
};
/** By what something came that its author did not sign with a key of their own. */
export const throughText = (through: Through) => (through === null ? '' : WAYS[through]);

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

/** What a block rests on. */
const BLOCK_GROUNDS: Readonly<Record<string, string>> = {
  purpose: 'it is against what we are for',
  value: 'it violates a value of ours',
  safety: 'it endangers somebody',
};
export const blockGroundText = (ground: string) => BLOCK_GROUNDS[ground] ?? ground;

const PHASES: Readonly<Record<Phase, string>> = {
  clarify: 'Clarify: ask what is not clear; nobody has answered yet',
  respond: 'Respond: everybody who is asked answers',
  integrate: 'Integrate: what stands in the way is worked into the proposal',
  settle: 'Settle: nothing stands in the way any more; whoever has not answered does',
};
export const phaseText = (phase: Phase) => PHASES[phase];
