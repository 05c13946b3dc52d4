import type { Need } from '../governance/missing.ts';
import {
  type Check,
  type CheckLevel,
  type Refusal,
  sentenceOf,
  type Verdict,
} from '../governance/verdict.ts';
import type { DocumentId } from '../ids.ts';
import { formatMillis } from '../time.ts';
import { type LevelReport, NO_RULE } from './report.ts';

/**
 * The answer of one level from the checks of a verdict: a "no" outweighs a hole, a hole outweighs every "yes".
 * Spec §9.
 */
export function levelOf(verdict: Verdict, level: CheckLevel, target: DocumentId): LevelReport {
  const checks = verdict.checks.filter((check) => check.level === level);
  const failed = checks.find((check) => check.result === 'fail');
  if (failed !== undefined) {
    return {
      result: 'fail',
      reason: refusalInWords(failed.refusal),
      refusal: failed.refusal,
      proofs: [target],
    };
  }
  const missing = checks.flatMap((check) => (check.result === 'unresolved' ? [check.missing] : []));
  if (missing.length > 0) return missingLevel(missing);
  return {
    result: 'pass',
    reason: checks.length === 0 ? NO_RULE : inWords(checks),
    proofs: [...new Set(checks.flatMap(proofsOf))],
  };
}

/** `unresolved`, naming what is missing. */
export function missingLevel(missing: readonly Need[]): LevelReport {
  const reason = `Missing: ${[...new Set(missing.map(describeNeed))].join('; ')}.`;
  return { result: 'unresolved', reason, missing, proofs: [] };
}

/** `unresolved`, for want of something that is no document. */
export function unresolvedLevel(reason: string): LevelReport {
  return { result: 'unresolved', reason, proofs: [] };
}

/** A need in words. */
export function describeNeed(need: Need): string {
  switch (need.kind) {
    case 'thread': {
      const counts =
        need.expected === undefined ? '' : ` (${need.shown ?? 0} of ${need.expected} entries shown)`;
      return `thread ${need.name}${counts}`;
    }
    case 'entries':
      return `the entries of thread ${need.name}`;
    case 'withheld':
      return `a withheld document in thread ${need.name}`;
    case 'document':
      return `document ${need.id}`;
    case 'foreign':
      return `the home of document ${need.id}`;
    case 'times':
      return `when the log was written to from ${formatMillis(need.from)} until ${formatMillis(need.until)}`;
  }
}

/** What a rule that holds says, by its name. A rule without words here is named. */
const WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    attendance: 'those who were there are of the circle, or are asked',
    acceptances: 'every required party has accepted, and no standing acceptance is left out',
    active: 'the author is an active participant',
    agent: 'the author is a human, or an agent for whom one answers, and whose act says what it comes from',
    'agent-control': 'a human who may do so says it of an agent',
    integrates: 'what it takes up are objections raised in this matter',
    kind: 'who is an agent stays one, and names a human who answers for it',
    alternatives: 'alternatives are named where the domain asks for them',
    answer: 'it is an answer that this way of deciding knows',
    basis: 'an own proposal or decision says the same',
    binding: 'every operation can take effect as things stand',
    cause: 'the cause is as stated',
    consulted: 'whoever had to be asked was asked in time, and answered',
    circle: 'the circle is in force',
    closes: 'what it closes was announced in time, and enough of those who are asked were there',
    constraints: 'no value that was made a constraint is violated',
    conflict: 'nobody decides who stands aside, or decides about something of their own',
    'counts-at-home': 'it counts in its own commons’ log',
    dates: 'its dates follow each other',
    decision: 'the commons’ own decision says yes to just this',
    delegate: 'who acts for the holder acts within what the holder let them do',
    'direct-acts': 'it undoes nothing that the holder decided themself',
    'did-version': 'the DID version follows from the ones before',
    domain: 'the domain is in force, and is theirs to decide in',
    eligible: 'the author is on the roster',
    'erasure-decided': 'a decision of the commons says just this',
    'erasure-shown': 'everybody can see what was erased',
    erasable: 'what is erased is there, and nothing rests on it',
    evidence: 'its evidence is of a log that holds the decision',
    final: 'it needs no ratification',
    fits: 'it fits what this log holds',
    founded: 'all founders have confirmed the charter',
    founder: 'the author is a founder who had not confirmed yet',
    founding: 'it is the founding act, by one of its founders',
    holds: 'just what is still held is named',
    handover: 'everything was passed on that has to be, and confirmed',
    hold: 'the hold is what the terms make the commons give, and there is that much',
    'in-time': 'it came in time',
    addressed: 'somebody is there whose matter it can be',
    'from-matter': 'the matter that it comes of is open',
    matter: 'the matter is open, and whose it is said to be',
    decidable: 'one entry can decide it',
    'lock-out': 'constraints that it adopts can be kept, and ended, by those who are there',
    'latest-terms': 'no newer terms took the place of these',
    limits: 'the limits are kept',
    mandate: 'the author held the mandate',
    meeting: 'the meeting that it waits for is still to come',
    silent: 'the role that they come together about must not be without anybody, and is',
    budgets: 'budgets get back what they drew and the negotiation did not take',
    liaison: 'who put the offer forward speaks with the other commons, by a term that runs',
    addressee: 'it is for one person',
    keyless: 'who is to answer by it has no key of their own',
    link: 'it was said by whoever has the link, which is for just this person',
    'one-word': 'it says one thing, and what a guest may say',
    'minute-taker': 'whoever the notice named took the minutes, or a member who stood in for them',
    'notice-version': 'whoever called it or leads it changes it, before it begins',
    'no-seal-due': 'no seal was due',
    'one-meeting': 'the meeting that it is for is one of that circle',
    question: 'what it answers was asked, of the same terms',
    formed: 'the agreement was sealed',
    'end-notice': 'the others have the notice that the terms promise them',
    ended: 'the agreement had ended before it was kept',
    undelivered: 'it names just what was promised and not delivered',
    amount: 'it is no more than was left of the promise, or was delivered',
    'no-standing-yes': 'no yes of its own stands',
    claims: 'what it claims is about what binds this matter, and fits its ground',
    finds: 'whoever recomputes what an objection claims finds the same',
    objection: 'the objection stands, and is somebody else’s',
    holder: 'whoever is to have the term takes part in the commons',
    once: 'it was not done before',
    open: 'the matter was open',
    opening: 'the opening counts, and names the domain, the circle and the people who were asked',
    outcome: 'recomputing the thread gives the same outcome',
    'of-another': 'what is kept is kept for another commons',
    'own-acceptance': 'it is the commons’ own acceptance',
    'own-act': 'it is the author’s own act',
    'own-document': 'the author speaks of themself',
    'own-words': 'it is of the author’s own words',
    party: 'the commons is a party',
    caretaker: 'whoever only looks after the role decides nothing about who decides',
    predecessor: 'the author had the role before',
    practice: 'the successor took part in what is named as practice',
    successor: 'the mandate is one in force, in the role',
    role: 'the role is in force',
    'pending-decision': 'the decision was waiting for a second signature',
    'pending-minutes': 'the minutes were waiting for somebody else who was there',
    proposer: 'whoever proposed may decide here, or somebody else did',
    proposal: 'the proposal it decides is current and undecided',
    registrar: 'the registrar that the terms name has signed',
    release: 'the matter has ended, or the time in doubt is over',
    releases: 'just what was held is released',
    resources: 'just what the acceptances hold is named',
    review: 'the review date is within the time that the domain allows',
    roster: 'the roster is just the circle’s members',
    rules: 'it is judged by rules that are known here',
    rung: 'this is the way of deciding that the domain demands',
    recorded: 'what people are said to have said was theirs to say',
    'same-minutes': 'it names the minutes that it confirms',
    'same-decision': 'it names the decision that it signs',
    'same-author': 'it goes on under its author',
    scope: 'the domain owns every effect',
    'second-signer': 'the second signer held the mandate that is asked for',
    stands: 'the decision counts and stands',
    subject: 'the subject was free',
    supersedes: 'it goes on where the version in force ends',
    terms: 'the terms are the current ones',
    version: 'it goes on where the current version ends',
    emergency: 'it gives nothing away and changes no right',
    announced: 'what had to be announced was, and has waited',
    ballots: 'no more ballots were counted than people were asked',
    notice: 'the vote had been announced for as long as it must be',
    proxy: 'the author speaks for themself, or holds a proxy',
    'proxy-holder': 'somebody else holds it, a human',
    teller: 'the author may count',
    candidates: 'those it approves of stand',
    free: 'nobody else holds the seat',
    nominated: 'the author was named for it',
    nominee: 'a human is named',
    phase: 'it is the time for that',
    recall: 'the term that is to end is still running, and the author is one of those whom it serves',
    seat: 'the domain names the seat, and it has not ended',
    seats: 'the question can be put as things stand, and alone',
    term: 'the term is as it was asked for, and drafted by whoever is to hold it',
  }),
);

/** Details of a refusal that a person can read: numbers, times, short words. */
const DETAIL_CHARACTERS_MAX = 48;

/** What a rule that holds says, as part of a sentence. */
export function ruleInWords(name: string): string {
  return WORDS.get(name) ?? `the rule “${name}” holds`;
}

function inWords(checks: readonly Check[]): string {
  const words = new Set(checks.map(({ name }) => ruleInWords(name)));
  const text = [...words].join('; ');
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

function refusalInWords({ code, detail = {} }: Refusal): string {
  const details = Object.entries(detail).flatMap(([name, value]) => {
    const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
    return text === '' || text.length > DETAIL_CHARACTERS_MAX ? [] : [`${name} ${text}`];
  });
  return details.length === 0 ? sentenceOf(code) : `${sentenceOf(code)} (${details.join(', ')})`;
}

function proofsOf(check: Check): readonly DocumentId[] {
  return check.result === 'pass' ? check.proofs : [];
}
