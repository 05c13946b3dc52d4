import type { JsonObject } from '../../../../protocol/canonical.ts';
import { type PayloadCase, payloadOf, refused, taken } from './payload-case.ts';
import { HOME, OTHER, termsFields } from './samples.ts';

/** What resources and terms demand of their members. Chapters 7 and 8. */
export function negotiationCases(): PayloadCase[] {
  return [...stocks(), ...fields(), ...commitments()];
}

function stocks(): PayloadCase[] {
  const having = (capacity: JsonObject) => payloadOf('resource', { capacity });
  return [
    taken('R-7.1', 'stock-empty', 'a stock of nothing', having({ model: 'stock', quantity: 0 })),
    refused('R-7.1', 'stock-negative', 'a stock of less', having({ model: 'stock', quantity: -1 })),
    refused('R-7.1', 'stock-flow', 'another model', having({ model: 'flow', quantity: 1 })),
    taken('R-7.6', 'slots-one', 'a room', having({ model: 'slots', quantity: 1 })),
    taken('R-7.6', 'slots-none', 'no room for now', having({ model: 'slots', quantity: 0 })),
    refused('R-7.6', 'slots-negative', 'less than none', having({ model: 'slots', quantity: -1 })),
  ];
}

function fields(): PayloadCase[] {
  const terms = (change: JsonObject) => payloadOf('terms', { fields: { ...termsFields, ...change } });
  const { acceptBy, sealBy } = termsFields;
  return [
    taken('R-8.1', 'terms-seal-at-once', 'accepted and sealed up to one moment', terms({ sealBy: acceptBy })),
    refused(
      'R-8.1',
      'terms-seal-before',
      'sealed up to a millisecond before it is accepted',
      terms({ sealBy: '2026-01-31T23:59:59.999Z' }),
    ),
    taken(
      'R-8.1',
      'terms-doubt-at-once',
      'in doubt until the time to seal',
      terms({ inDoubt: { until: sealBy, policy: 'keep' } }),
    ),
    refused(
      'R-8.1',
      'terms-doubt-before',
      'in doubt until a millisecond before',
      terms({ inDoubt: { until: '2026-02-01T23:59:59.999Z', policy: 'keep' } }),
    ),
    refused('R-8.1', 'terms-one-party', 'one party', terms({ parties: [HOME], commitments: [] })),
    refused('R-8.1', 'terms-party-twice', 'one party twice', terms({ parties: [HOME, OTHER, HOME] })),
    refused('R-8.1', 'terms-nothing', 'no commitment', terms({ commitments: [] })),
    refused(
      'R-8.1',
      'terms-policy',
      'another policy in doubt',
      terms({ inDoubt: { until: sealBy, policy: 'hope' } }),
    ),
    refused(
      'R-8.1',
      'terms-endless',
      'a dispute path without an end',
      terms({ disputePath: [{ mode: 'talk', maxSeconds: 1 }] }),
    ),
  ];
}

function commitments(): PayloadCase[] {
  const [ours] = termsFields.commitments;
  const stranger = `Qm${'z'.repeat(44)}`;
  const between = (change: JsonObject) =>
    payloadOf('terms', { fields: { ...termsFields, commitments: [{ ...ours, ...change }] } });
  const march = { from: '2026-03-01T00:00:00Z', until: '2026-04-01T00:00:00Z' };
  return [
    taken('R-8.2', 'commitment-interval', 'for a time', between({ interval: march })),
    refused(
      'R-8.2',
      'commitment-interval-empty',
      'for no time at all',
      between({ interval: { ...march, until: march.from } }),
    ),
    refused('R-8.2', 'commitment-to-itself', 'to the provider itself', between({ receiver: HOME })),
    refused(
      'R-8.2',
      'commitment-of-a-stranger',
      'by somebody who is no party',
      between({ provider: stranger }),
    ),
    refused(
      'R-8.2',
      'commitment-to-a-stranger',
      'to somebody who is no party',
      between({ receiver: stranger }),
    ),
    refused('R-8.2', 'commitment-of-nothing', 'of nothing', between({ quantity: 0 })),
    refused('R-8.2', 'commitment-action', 'another action', between({ action: 'promise' })),
  ];
}
