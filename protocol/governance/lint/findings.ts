import type { Subject } from '../../ids.ts';

interface FindingMeaning {
  /** `error`: something can never be decided, or not as it says. `warning`: it will go wrong, or is rash. */
  readonly severity: 'error' | 'warning';
  readonly sentence: string;
}

/** Everything that can be wrong with a register by itself. Spec §5. */
export const FINDINGS = {
  'no-circle-above': {
    severity: 'error',
    sentence: 'No domain owns this kind of effect, and no circle is above all others: nobody can decide it.',
  },
  gap: {
    severity: 'warning',
    sentence: 'No domain owns this kind of effect: it falls to the circle above all others.',
  },
  'not-ratified': {
    severity: 'warning',
    sentence:
      'The members were to ratify the charter by now: until they have, nothing is decided that cannot be undone.',
  },
  'ambiguous-domain': {
    severity: 'warning',
    sentence: 'Several domains own the same effect equally: it falls to the circle above them.',
  },
  'no-owner': { severity: 'error', sentence: 'Nobody owns this domain, or its owner is not in force.' },
  'wrong-owner': {
    severity: 'error',
    sentence: 'A role owns what only a circle can decide in this way, or a circle what only a role can.',
  },
  'no-holder': { severity: 'error', sentence: 'Nobody holds the role that owns this domain.' },
  'no-second-signer': {
    severity: 'error',
    sentence: 'Two must sign, and fewer hold the role that could.',
  },
  'no-parameters': {
    severity: 'error',
    sentence: 'Neither the domain nor the charter says how this way of deciding is set up.',
  },
  'unreachable-quorum': {
    severity: 'error',
    sentence: 'The circle, with those of its members who are there, is too small for this quorum.',
  },
  'asks-the-absent': {
    severity: 'warning',
    sentence:
      'The circle lists members who are not there, and they did not say so in a way that rosters follow.',
  },
  'owner-retires': {
    severity: 'warning',
    sentence:
      'The circle that owns this domain is without quorum: it retires, and its matters fall to the circle above.',
  },
  unclaimed: {
    severity: 'warning',
    sentence: 'Nobody has claimed a seat that owns this domain: nobody can decide it.',
  },
  'closes-after-deadline': {
    severity: 'error',
    sentence: 'The time for answers is longer than the time until the deadline.',
  },
  'fallback-after-deadline': { severity: 'error', sentence: 'The fallback comes only after the deadline.' },
  'lazy-with-impact': {
    severity: 'error',
    sentence: 'Silence decides only where the impact is low.',
  },
  'asks-too-briefly': {
    severity: 'error',
    sentence: 'Whoever must be asked has too little time to answer: nothing can be put to them.',
  },
  'consensus-hasty': {
    severity: 'warning',
    sentence: 'All are to agree, and have less than 14 days for it.',
  },
  'veto-too-short': {
    severity: 'warning',
    sentence: 'The circle that may return a decision has no more time for that than its own answer takes.',
  },
  'nobody-to-ask': {
    severity: 'error',
    sentence: 'Somebody must be asked, and the domain names nobody who is there.',
  },
  'too-many-to-ask': {
    severity: 'error',
    sentence: 'The domain names more circles, roles and people to ask than an opening can hold.',
  },
  barred: {
    severity: 'error',
    sentence:
      'A rule that binds every decision asks for another way of deciding than this domain has, or for somebody who cannot be asked.',
  },
  'consults-nobody': {
    severity: 'warning',
    sentence: 'A rule asks that somebody is consulted, and nobody is there to answer.',
  },
  'rung-too-low': {
    severity: 'warning',
    sentence: 'What cannot be undone and matters much is decided below consensus.',
  },
  'no-successor': {
    severity: 'warning',
    sentence: 'The last term in the role that owns this domain ends soon, and nobody follows.',
  },
  unweighted: {
    severity: 'warning',
    sentence:
      'The role that owns this domain does not say how it is handed over: it changes hands without any handover, most terms or caretaker.',
  },
  'handover-waived': {
    severity: 'warning',
    sentence: 'Somebody has the role that owns this domain without a handover: that is a sign of decay.',
  },
  'kept-apart-by-one': {
    severity: 'warning',
    sentence: 'The role that owns this domain is kept apart from another one, which does not say so.',
  },
  'liaison-unheard': {
    severity: 'warning',
    sentence: 'The role that owns this domain speaks for its circle in another one, which does not hear it.',
  },
  'no-path': {
    severity: 'warning',
    sentence: 'A matter that stalls goes nowhere until it ends: there is no escalation path.',
  },
  'step-without-circle': {
    severity: 'error',
    sentence: 'A step of the escalation path is decided by a circle that is not in force.',
  },
  'step-undecidable': {
    severity: 'error',
    sentence: 'A step of the escalation path is decided in a way that is not set up, or that nobody can win.',
  },
  'default-not-computable': {
    severity: 'warning',
    sentence: 'The path ends with a cap, and no limit for a period says what was agreed last.',
  },
  'outlives-its-time': {
    severity: 'warning',
    sentence: 'With its path, and a log that falls silent, a matter could last longer than 90 days.',
  },
  'no-representative': {
    severity: 'warning',
    sentence: 'A circle that is affected has nobody who speaks for it.',
  },
  'no-way-up': {
    severity: 'warning',
    sentence: 'To depart from a soft rule takes the next way of deciding, and nothing says how it is set up.',
  },
} as const satisfies Record<string, FindingMeaning>;

export type FindingCode = keyof typeof FINDINGS;

/** One thing that is wrong, and where. */
export interface Finding {
  readonly code: FindingCode;
  /** The domain; null where the register as a whole is meant. */
  readonly domain: Subject | null;
  readonly detail?: Readonly<Record<string, unknown>>;
}
