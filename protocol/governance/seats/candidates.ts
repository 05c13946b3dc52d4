import type { Author, Ref, Subject } from '../../ids.ts';
import type { Millis } from '../../time.ts';
import type { JudgedEntry } from '../view.ts';

/** Somebody who was nominated, as their own word has it. */
export interface Candidate {
  readonly nominee: Subject;
  /** People whose current nomination names them. */
  readonly nominations: number;
  /** The term that they signed for; null where they have not said yes. */
  readonly mandate: Ref | null;
  /** Said no. */
  readonly declined: boolean;
}

/** What a selection's thread amounts to. */
export interface Selection {
  /** Most nominations first; those who are level, by subject. */
  readonly candidates: readonly Candidate[];
  /** Whoever said no after nominations were over, with the moment. */
  readonly declinedAfter: ReadonlyMap<Subject, Millis>;
  /** The last ballot of each person. */
  readonly ballots: ReadonlyMap<Author, { readonly at: Millis; readonly approves: readonly Subject[] }>;
}

/** Reads who was nominated, and what they said to it, until a moment. Spec §15 –. */
export function readSelection(thread: readonly JudgedEntry[], changeUntil: Millis): Selection {
  const nominations = new Map<Author, Subject>();
  const words = new Map<Subject, { readonly mandate: Ref | null; readonly declined: boolean }>();
  const declinedAfter = new Map<Subject, Millis>();
  const ballots = new Map<Author, { at: Millis; approves: readonly Subject[] }>();
  for (const { at, document, verdict } of thread) {
    if (verdict.status !== 'counted') continue;
    if (document.type === 'nomination') nominations.set(document.author, document.nominee);
    if (document.type === 'approval') ballots.set(document.author, { at, approves: document.approves });
    if (document.type !== 'candidacy') continue;
    const author = document.author as Subject; // people sign it
    if (at < changeUntil)
      words.set(author, { mandate: document.mandate ?? null, declined: !document.accepts });
    else if (!document.accepts && !declinedAfter.has(author)) declinedAfter.set(author, at);
  }
  const counts = new Map<Subject, number>();
  for (const nominee of nominations.values()) counts.set(nominee, (counts.get(nominee) ?? 0) + 1);
  const candidates = [...counts]
    .map(([nominee, count]) => ({
      nominee,
      nominations: count,
      mandate: words.get(nominee)?.mandate ?? null,
      declined: words.get(nominee)?.declined ?? false,
    }))
    .sort((a, b) => b.nominations - a.nominations || (a.nominee < b.nominee ? -1 : 1));
  return { candidates, declinedAfter, ballots };
}

/**
 * As many as there are seats, most first. Where some are level for the last of them, none of these is among them: no rule
 * chooses between equals, things stay as they are. Spec §15.
 */
export function chosenBy<One>(
  candidates: readonly One[],
  value: (one: One) => number,
  seats: number,
): readonly One[] {
  const sorted = [...candidates].sort((a, b) => value(b) - value(a));
  const cut = sorted[seats];
  const within = sorted.slice(0, seats);
  return cut === undefined ? within : within.filter((one) => value(one) > value(cut));
}
