import type { Share } from '../../documents/threshold.ts';
import type { Author } from '../../ids.ts';
import type { JudgedEntry } from '../view.ts';
import type { Matter } from './matter.ts';
import { isShare } from './threshold.ts';

/** Where the impact is high and nothing else is said, half of the answers come by people's own keys. Spec §14. */
export const OWN_KEYS_HIGH_IMPACT: Share = { num: 1, den: 2 };

/** By whose key people answered. */
export interface AnswerKeys {
  /** Signed with a key of their own. */
  readonly own: number;
  /** By a link, by a key that the instance holds, or in minutes that such a key signed. */
  readonly passedOn: number;
}

/**
 * Counts by which keys the current answers and standing objections came. What minutes record is vouched for by two keys
 * of people who were there: it is neither, unless the instance held one of these. Spec §14.
 */
export function answerKeys({ answers, entries }: Matter, objectors: ReadonlySet<Author>): AnswerKeys {
  const ways: JudgedEntry['through'][] = [];
  for (const [author, { through }] of answers) {
    if (!objectors.has(author)) ways.push(through);
  }
  for (const author of objectors) {
    ways.push(
      entries.findLast(({ document }) => document.type === 'objection' && document.author === author)
        ?.through,
    );
  }
  return {
    own: ways.filter((through) => through === undefined).length,
    passedOn: ways.filter((through) => through === 'link' || through === 'instance').length,
  };
}

/** So many of those who signed, or answered by a link, did so with keys of their own. Spec §14. */
export function haveOwnKeys({ own, passedOn }: AnswerKeys, share: Share | undefined): boolean {
  return share === undefined || isShare(own, share, own + passedOn);
}
