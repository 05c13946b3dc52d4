import { toBase64url } from '../../../../protocol/bytes.ts';
import { escaped } from './json-patch.ts';
import {
  at,
  entryOf,
  envelopeOf,
  indexOfTarget,
  type Kit,
  otherLetter,
  type Plan,
  remove,
  replace,
} from './plan-kit.ts';

/** What is not as it was signed: entries, paths, checkpoints, cosignatures, times. */
export function readingPlans({ of, spoilt, without, withheld }: Kit): readonly Plan[] {
  const decision = of('decision').bundle;
  const rotated = of('after-rotation').bundle;
  const targetIndex = indexOfTarget(decision);
  const other = envelopeOf(decision, 6);
  const [hash = ''] = Object.keys(decision.attachments);
  return [
    {
      id: 'another-payload',
      rule: 'R-9.11',
      what: 'a letter of the payload is another',
      bundle: 'decision',
      patch: [
        replace(
          `${at(decision, targetIndex)}/envelope/payload`,
          otherLetter(envelopeOf(decision, targetIndex).payload),
        ),
      ],
    },
    {
      id: 'another-document',
      rule: 'R-9.11',
      what: 'another document, under the leaf’s signature',
      bundle: 'decision',
      patch: [
        replace(`${at(decision, targetIndex)}/envelope`, {
          ...other,
          signature: envelopeOf(decision, targetIndex).signature,
        }),
      ],
    },
    {
      id: 'another-signature',
      rule: 'R-9.11',
      what: 'another signature than the leaf’s',
      bundle: 'decision',
      patch: [
        replace(`${at(decision, targetIndex)}/envelope/signature`, toBase64url(new Uint8Array(64).fill(1))),
      ],
    },
    {
      id: 'another-text',
      rule: 'R-9.4',
      what: 'an attachment is another one than its hash says',
      bundle: 'decision',
      patch: [replace(`/attachments/${escaped(hash)}`, toBase64url(new Uint8Array(40)))],
    },
    {
      id: 'another-leaf',
      rule: 'R-9.24',
      what: 'a leaf says another time',
      bundle: 'decision',
      patch: [replace(`${at(decision, 5)}/leaf/at`, '2026-01-05T09:00:01.000Z')],
    },
    {
      id: 'another-path',
      rule: 'R-9.24',
      what: 'a hash of a path is another',
      bundle: 'decision',
      patch: [replace(`${at(decision, 5)}/path/0`, ZEROES)],
    },
    {
      id: 'a-path-too-short',
      rule: 'R-9.24',
      what: 'a path lacks its last hash',
      bundle: 'decision',
      patch: [remove(`${at(decision, 5)}/path/${(entryOf(decision, 5)?.path.length ?? 1) - 1}`)],
    },
    {
      id: 'without-key-history',
      rule: 'R-9.25',
      what: 'the key history is left out',
      bundle: 'decision',
      patch: without('decision', 3),
    },
    {
      id: 'key-history-withheld',
      rule: 'R-9.12',
      what: 'the key history is withheld',
      bundle: 'decision',
      patch: withheld('decision', 3),
    },
    {
      id: 'later-version-left-out',
      rule: 'R-9.13',
      what: 'the version of the DID that names the checkpoint key is left out',
      bundle: 'after-rotation',
      patch: [...without('after-rotation', 10), remove('/logs/0/stated')],
    },
    {
      id: 'stated-head-left-out',
      rule: 'R-9.13',
      what: 'the proof of the head that the DID names is left out',
      bundle: 'after-rotation',
      patch: [remove('/logs/0/stated')],
    },
    {
      id: 'stated-head-not-proven',
      rule: 'R-9.13',
      what: 'the proof of the head that the DID names is another',
      bundle: 'after-rotation',
      patch: [replace('/logs/0/stated/0/consistency/0', ZEROES)],
    },
    {
      id: 'checkpoint-changed',
      rule: 'R-9.13',
      what: 'the checkpoint says another size',
      bundle: 'decision',
      patch: [
        replace('/logs/0/checkpoint', (decision.logs[0]?.checkpoint ?? '').replace(/\n\d+\n/, '\n34\n')),
      ],
    },
    {
      id: 'checkpoint-of-another-log',
      rule: 'R-9.13',
      what: 'the checkpoint is another log’s',
      bundle: 'decision',
      patch: [replace('/logs/0/checkpoint', rotated.logs[0]?.checkpoint ?? '')],
    },
    {
      id: 'cosignature-changed',
      rule: 'R-9.14',
      what: 'a known witness’s cosignature does not verify',
      bundle: 'decision',
      patch: [replace('/logs/0/checkpoint', otherLetter(decision.logs[0]?.checkpoint ?? '', 20))],
    },
    {
      id: 'witness-unknown',
      rule: 'R-9.14',
      what: 'the witness’s DID log is not shown: its word is nobody’s',
      bundle: 'second-signer',
      patch: [replace('/witnesses', [])],
    },
    {
      id: 'witness-by-another-did',
      rule: 'R-9.14',
      what: 'the witness’s DID log is another commons’',
      bundle: 'second-signer',
      patch: [replace('/witnesses/0/lines', decision.witnesses[0]?.lines ?? [])],
    },
    {
      id: 'witness-damaged',
      rule: 'R-9.14',
      what: 'one letter of the witness’s DID log is another',
      bundle: 'second-signer',
      patch: [
        replace('/witnesses/0/lines/0', otherLetter(of('second-signer').bundle.witnesses[0]?.lines[0] ?? '')),
      ],
    },
    {
      id: 'earlier-not-proven',
      rule: 'R-9.15',
      what: 'the proof of an earlier checkpoint is another',
      bundle: 'decision',
      patch: [replace('/logs/0/earlier/0/consistency/0', ZEROES)],
    },
    {
      id: 'earlier-of-another-log',
      rule: 'R-9.15',
      what: 'an earlier checkpoint is another log’s',
      bundle: 'decision',
      patch: [replace('/logs/0/earlier/0/note', rotated.logs[0]?.earlier[0]?.note ?? '')],
    },
    {
      id: 'without-earlier',
      rule: 'R-9.6',
      what: 'no checkpoint from before a payment: a trusted witness is on one side alone',
      bundle: 'decision',
      patch: [replace('/logs/0/earlier', [])],
    },
    {
      id: 'money-by-the-operator',
      rule: 'R-9.6',
      what: 'a payment by the operator’s clock alone',
      bundle: 'money-by-the-operator',
    },
    {
      id: 'kind-not-shown',
      rule: 'R-9.6',
      what: 'what may be money is money',
      bundle: 'by-the-operator',
      patch: [remove(`${at(spoilt('by-the-operator'), 9)}/envelope`)],
    },
  ];
}

const ZEROES = toBase64url(new Uint8Array(32));
