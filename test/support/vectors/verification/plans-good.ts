import { logOrigin } from '../../../../protocol/ids.ts';
import { formatVerifierKey, verifierKey } from '../../../../protocol/log/vkey.ts';
import { keyOf } from '../../people.ts';
import { at, type Kit, type Plan, remove, replace } from './plan-kit.ts';

/** Good bundles, and good ones seen by other verifiers. */
export function goodPlans({ of, spoilt }: Kit): readonly Plan[] {
  const decision = of('decision').bundle;
  const [_hash = ''] = Object.keys(decision.attachments);
  return [
    ...GOOD.map(([bundle, rule, what]): Plan => ({ id: bundle, rule, what, bundle })),
    {
      id: 'trusting-nobody',
      rule: 'R-9.1',
      what: 'a verifier who trusts no witness: times and freshness are attested',
      bundle: 'decision',
      trust: [],
    },
    {
      id: 'trusting-a-name',
      rule: 'R-9.7',
      what: 'a witness trusted by its name',
      bundle: 'decision',
      trust: of('decision').trust.map(logOrigin),
    },
    {
      id: 'trusting-a-vkey',
      rule: 'R-9.7',
      what: 'a witness trusted by its vkey; its DID log is not needed',
      bundle: 'second-signer',
      patch: [replace('/witnesses', [])],
      trust: of('second-signer').trust.map((scid) =>
        formatVerifierKey(verifierKey(logOrigin(scid), 'cosignature', keyOf('witness witness').publicKey)),
      ),
    },
    {
      id: 'trusting-the-log-itself',
      rule: 'R-9.7',
      what: 'the log’s own commons is no witness',
      bundle: 'decision',
      trust: [decision.target.commons],
    },
    {
      id: 'trusting-no-name',
      rule: 'R-9.7',
      what: 'a trusted witness that is none',
      bundle: 'decision',
      trust: ['somebody'],
    },
    {
      id: 'without-texts',
      rule: 'R-9.2',
      what: 'no attachment is shown: no verdict rests on one',
      bundle: 'decision',
      patch: [replace('/attachments', {})],
    },
    {
      id: 'entries-in-another-order',
      rule: 'R-9.2a',
      what: 'entries in another order are the same entries',
      bundle: 'decision',
      patch: [replace('/logs/0/entries', (decision.logs[0]?.entries ?? []).toReversed())],
    },
    {
      id: 'by-the-operator',
      rule: 'R-9.6',
      what: 'no witness: attested by the operator’s clock',
      bundle: 'by-the-operator',
    },
    {
      id: 'earlier-period-withheld',
      rule: 'R-9.17',
      what: 'a decision of an earlier period is withheld: its leaf shows that it is older',
      bundle: 'two-periods',
      patch: [remove(`${at(spoilt('two-periods'), 10)}/envelope`)],
    },
    {
      id: 'young-enough',
      rule: 'R-9.8b',
      what: 'newest evidence within the maximum age',
      bundle: 'decision',
      maxAgeSeconds: 86_400 * 60,
    },
  ];
}

const GOOD: readonly (readonly [bundle: string, rule: string, what: string])[] = [
  ['decision', 'R-9.3', 'a payment by one who holds the mandate, with everything that it rests on'],
  ['outcome', 'R-9.29', 'an outcome by consent, recomputed from the whole thread of the proposal'],
  [
    'agreement',
    'R-9.19',
    'an agreement of two commons: the seal, both acceptances, the decisions behind them',
  ],
  ['second-signer', 'R-9.5', 'a decision with its second signature'],
  ['domain-of-a-set', 'R-9.26', 'a decision in a domain that a set of two pages carries'],
  ['after-rotation', 'R-9.13', 'the commons has new document and checkpoint keys'],
  ['fresh-by-heads', 'R-9.8', 'heads spare the leaves between the target and them'],
  ['hidden-proposal', 'R-9.16', 'a thread with a hidden key, shown to somebody who may read it'],
];
