import { REFERRALS } from '../ladder/stage.ts';
import { bodyAbove } from '../matters/bodies.ts';
import type { MatterState } from '../state.ts';
import type { Step } from './step.ts';

/** A matter: whose it is, how often it was handed on, what came of it. Spec §6 –. */
export function foldMatter(before: MatterState | null, { entry, verdict, view }: Step): MatterState | null {
  const { document, id, at } = entry;
  if (verdict.status !== 'counted') return before;
  if (before === null)
    return document.type === 'matter'
      ? {
          kind: 'matter',
          ...{ id, author: document.author, at, with: document.to },
          referrals: [],
          proposals: [],
          closedBy: null,
        }
      : null;
  if (document.type === 'proposal') {
    const { subject } = document;
    return before.proposals.includes(subject)
      ? before
      : { ...before, proposals: [...before.proposals, subject] };
  }
  if (document.type !== 'handling') return before;
  if (document.act === 'close') return { ...before, closedBy: id };
  if (document.to === undefined) return before;
  const { author: by, to } = document;
  const referrals = [...before.referrals, { id, by, to, at }];
  // Handed on often enough it goes up by itself, and stays there.
  return { ...before, referrals, with: referrals.length < REFERRALS ? to : bodyAbove(view, to) };
}
