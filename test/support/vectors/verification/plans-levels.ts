import { type Kit, type Plan, remove, replace, withoutCosignatures } from './plan-kit.ts';

/** Agreements, freshness, rules that say no, and logs that contradict themselves. */
export function levelPlans({ of, without, withheld }: Kit): readonly Plan[] {
  const decision = of('decision').bundle;
  const agreement = of('agreement').bundle;
  const [_hash = ''] = Object.keys(decision.attachments);
  return [
    {
      id: 'home-log-left-out',
      rule: 'R-9.18',
      what: 'the other party’s log is left out',
      bundle: 'agreement',
      patch: [remove('/logs/1')],
    },
    {
      id: 'home-log-unknown',
      rule: 'R-9.25',
      what: 'the other party’s log has no key history',
      bundle: 'agreement',
      patch: without('agreement', 3, 1),
    },
    {
      id: 'acceptance-withheld',
      rule: 'R-9.18',
      what: 'the other party’s acceptance is withheld in its own log',
      bundle: 'agreement',
      patch: withheld('agreement', 16, 1),
    },
    {
      id: 'decision-left-out',
      rule: 'R-9.19',
      what: 'the decision behind the other party’s yes is left out',
      bundle: 'agreement',
      patch: without('agreement', 15, 1),
    },
    {
      id: 'terms-withheld',
      rule: 'R-9.19',
      what: 'the terms are withheld',
      bundle: 'agreement',
      patch: withheld('agreement', 28),
    },
    {
      id: 'void-acceptance',
      rule: 'R-9.18',
      what: 'the other party’s acceptance came too late by its own log: it counts nowhere',
      bundle: 'void-acceptance',
      trust: [...of('agreement').trust],
    },
    {
      id: 'seal-seen-by-nobody',
      rule: 'R-9.19',
      what: 'no other party has seen the seal in time',
      bundle: 'agreement',
      patch: [replace('/logs/0/checkpoint', withoutCosignatures(agreement.logs[0]?.checkpoint ?? ''))],
    },
    {
      id: 'a-leaf-after-left-out',
      rule: 'R-9.8',
      what: 'a leaf after the target is left out',
      bundle: 'fresh-by-heads',
      patch: without('fresh-by-heads', 15),
    },
    {
      id: 'heads-left-out',
      rule: 'R-9.8',
      what: 'the heads document is left out',
      bundle: 'fresh-by-heads',
      patch: without('fresh-by-heads', 14),
    },
    {
      id: 'head-not-proven',
      rule: 'R-9.8',
      what: 'the head of the thread is another',
      bundle: 'fresh-by-heads',
      patch: [replace('/logs/0/heads/proofs/0/n', 2)],
    },
    { id: 'false-heads', rule: 'R-9.8', what: 'heads that contradict the log', bundle: 'false-heads' },
    { id: 'reversed', rule: 'R-9.8a', what: 'the decision was reversed', bundle: 'reversed' },
    { id: 'expired', rule: 'R-9.8a', what: 'the decision has outlived its end', bundle: 'expired' },
    {
      id: 'not-seen-lately',
      rule: 'R-9.8b',
      what: 'newest evidence older than the maximum age',
      bundle: 'decision',
      maxAgeSeconds: 86_400,
    },
    {
      id: 'evidence-from-the-future',
      rule: 'R-9.8b',
      what: 'newest evidence ahead of the verifier’s clock',
      bundle: 'decision',
      maxAgeSeconds: 86_400,
      now: Date.parse('2026-01-20T00:00:00Z'),
    },
    {
      id: 'beyond-the-limit',
      rule: 'R-9.5',
      what: 'the rules say no: the decision is beyond its limit',
      bundle: 'beyond-the-limit',
    },
    {
      id: 'key-never-had',
      rule: 'R-9.26',
      what: 'signed with a key that the author never had',
      bundle: 'key-never-had',
    },
    {
      id: 'unknown-type',
      rule: 'R-9.11',
      what: 'a document of an unknown type in the thread of the domain’s usage',
      bundle: 'unknown-type',
    },
    {
      id: 'no-log-takes-it',
      rule: 'R-9.26',
      what: 'the log holds another commons’ decision',
      bundle: 'no-log-takes-it',
    },
    {
      id: 'key-of-a-thread',
      rule: 'R-3.6',
      what: 'a public document opens a thread under a key that hides it',
      bundle: 'key-of-a-thread',
    },
    {
      id: 'count-of-a-thread',
      rule: 'R-3.11',
      what: 'a leaf tells of fewer entries than the thread has',
      bundle: 'count-of-a-thread',
    },
    {
      id: 'thread-not-named',
      rule: 'R-9.16',
      what: 'a leaf does not name a thread that its document changes',
      bundle: 'thread-not-named',
    },
    {
      id: 'type-of-a-leaf',
      rule: 'R-9.11',
      what: 'a leaf with another type than its document',
      bundle: 'type-of-a-leaf',
    },
    { id: 'time-goes-back', rule: 'R-9.23', what: 'time goes back', bundle: 'time-goes-back' },
    { id: 'document-twice', rule: 'R-9.23', what: 'one document at two positions', bundle: 'document-twice' },
  ];
}
