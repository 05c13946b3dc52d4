import type { Standing } from '../../protocol/governance/lifecycle/lifecycle.ts';
import type { Tone } from './parts/status.tsx';

/** How a decision stands, in words. */
export const STANDINGS: Readonly<
  Record<Standing, { readonly tone: Tone; readonly short: string; readonly long: string }>
> = {
  void: { tone: 'bad', short: 'Without effect', long: 'It does not count.' },
  pending: { tone: 'open', short: 'Waits for a second signature', long: 'Somebody else must sign too.' },
  'turned-down': { tone: 'partly', short: 'Turned down', long: 'The answer was no.' },
  default: { tone: 'partly', short: 'Ended by default', long: 'Nobody decided in time.' },
  returned: { tone: 'bad', short: 'Returned', long: 'A veto returned it: it holds no more.' },
  reversed: { tone: 'bad', short: 'Reversed', long: 'It holds no more.' },
  superseded: { tone: 'partly', short: 'Replaced', long: 'Another decision came in its place.' },
  expired: { tone: 'partly', short: 'Expired', long: 'The end that it set itself has come.' },
  challenged: { tone: 'bad', short: 'Challenged', long: 'Somebody wants it looked at again, one rung up.' },
  remanded: { tone: 'partly', short: 'Sent back', long: 'It has to be decided anew.' },
  cooling: {
    tone: 'open',
    short: 'Can be challenged',
    long: 'It holds, and anybody can still challenge it.',
  },
  'under-review': { tone: 'partly', short: 'Under review', long: 'The time has come to look at it again.' },
  executing: { tone: 'good', short: 'Being carried out', long: 'Something is still to be done for it.' },
  fulfilled: { tone: 'good', short: 'Fulfilled', long: 'All that was to be done is done.' },
  partly: { tone: 'partly', short: 'Partly fulfilled', long: 'Some of what was to be done was not.' },
  failed: { tone: 'bad', short: 'Failed', long: 'What was to be done for it could not be done.' },
  'in-force': { tone: 'good', short: 'In force', long: 'It holds.' },
};
