import type { JsonObject, JsonValue } from '../../../../protocol/canonical.ts';
import { subjectOf } from '../../people.ts';
import { type PayloadCase, payloadOf, refused, taken } from './payload-case.ts';
import { ANA, BEN, HOME, hashOf, idOf, OTHER, ref, say, termsFields, transfer } from './samples.ts';

/** Which threads a document changes and reads. */
export function threadCases(): PayloadCase[] {
  return [...operations(), ...decisions(), ...negotiations(), ...bounds()];
}

function deciding(operations: readonly JsonValue[], more: JsonObject = {}): JsonObject {
  return payloadOf('decision', { binding: { operations }, ...more });
}

/** A term is named with its role. */
const roleOf = (type: string) => (type === 'mandate' ? { role: subjectOf('treasurer') } : {});

function operations(): PayloadCase[] {
  const adopt = (type: string) => ({ op: 'adopt', adopts: { type, ...ref(type), ...roleOf(type) } });
  const end = (type: string) => ({ op: 'end', type, thing: ref(type), ...roleOf(type) });
  const things = ['charter', 'circle', 'role', 'mandate', 'domain', 'constraint', 'resource'];
  const set = {
    type: 'set',
    of: 'domain',
    subject: subjectOf('set'),
    root: hashOf('root'),
    count: 2,
    effects: ['*'],
  };
  return [
    ...things.map((type) =>
      taken('R-3.4', `threads-adopt-${type}`, `a decision that adopts a ${type}`, deciding([adopt(type)])),
    ),
    ...things.map((type) =>
      taken('R-3.4', `threads-end-${type}`, `a decision that ends a ${type}`, deciding([end(type)])),
    ),
    taken(
      'R-3.4',
      'threads-adopt-set',
      'a decision that adopts a set',
      deciding([{ op: 'adopt', adopts: set }]),
    ),
    taken(
      'R-3.4',
      'threads-agree',
      'a decision that agrees changes no resource: the acceptance holds it',
      deciding([{ op: 'agree', negotiation: subjectOf('negotiation'), fields: termsFields }]),
    ),
    taken(
      'R-3.4',
      'threads-change',
      'a decision about a change',
      deciding([{ op: 'change', paths: ['kernel/fork.c'], content: hashOf('patch'), title: 'A patch' }]),
    ),
    taken(
      'R-3.4',
      'threads-not-adopted',
      'a no changes nothing but its own thread and the usage',
      deciding([transfer], { result: 'not-adopted' }),
    ),
    taken(
      'R-3.4',
      'threads-twice',
      'two transfers from one resource: each thread once',
      deciding([transfer, transfer]),
    ),
  ];
}

function decisions(): PayloadCase[] {
  const item = { ...ref('spending'), set: subjectOf('imported domains') };
  const by = { mandate: ref('mandate'), role: ref('treasurer'), domain: ref('spending') };
  const confirming = (changes: readonly string[], more: JsonObject = {}) =>
    payloadOf('confirmation', { decision: { changes, by: { ...by, ...more } } });
  const own = [subjectOf('decision'), `usage:${subjectOf('spending')}`];
  return [
    taken(
      'R-3.4',
      'threads-proposal',
      'a decision about a proposal changes the proposal',
      deciding([transfer], { proposal: ref('proposal') }),
    ),
    taken(
      'R-3.4',
      'threads-item',
      'a domain that a set carries is read with its set',
      deciding([transfer], { domain: item }),
    ),
    taken(
      'R-3.4',
      'threads-reverses',
      'a decision that reverses another',
      deciding([transfer], { reverses: ref('older') }),
    ),
    taken(
      'R-3.4',
      'threads-replaces',
      'a decision that replaces another',
      deciding([transfer], { replaces: ref('older') }),
    ),
    taken(
      'R-3.4',
      'threads-alternate',
      'an alternate reads who rests',
      deciding([transfer], { standsInFor: { subject: BEN, id: idOf('resting') } }),
    ),
    taken(
      'R-3.4',
      'threads-own-mandate',
      'a changed thread is not read: a mandate that ends itself',
      deciding([{ op: 'end', type: 'mandate', thing: ref('mandate'), role: subjectOf('treasurer') }]),
    ),
    taken(
      'R-3.4',
      'threads-confirm',
      'a second signature changes what the decision changed',
      confirming(own),
    ),
    taken(
      'R-3.4',
      'threads-confirm-item',
      'a second signature under a domain that a set carries',
      confirming([...own, 'register'], { domain: item }),
    ),
    taken(
      'R-3.4',
      'threads-charter-next',
      'a draft of a charter',
      payloadOf('charter', { supersedes: idOf('charter') }),
    ),
    taken(
      'R-3.4',
      'threads-participant-next',
      'a later version of a participant reads nothing else',
      payloadOf('participant', { subject: ANA, supersedes: idOf('Ana') }),
    ),
    taken(
      'R-3.5',
      'names',
      'subjects, a usage, and fixed words',
      deciding([{ op: 'adopt', adopts: { type: 'constraint', ...ref('constraint') } }]),
    ),
    taken('R-3.5', 'names-description', 'a description', payloadOf('description')),
    taken('R-3.5', 'names-notice', 'a notice', payloadOf('notice')),
    taken('R-3.5', 'names-identity', 'the key history', payloadOf('identity')),
  ];
}

function negotiations(): PayloadCase[] {
  const released = {
    author: HOME,
    basis: ref('decision'),
    releases: [
      { commons: HOME, resource: ref('fund') },
      { commons: OTHER, resource: ref('workshop') },
    ],
  };
  return [
    taken(
      'R-3.4',
      'threads-release',
      'a withdrawal of the commons reads its basis and releases resources of its own',
      payloadOf('withdrawal', released),
    ),
    taken(
      'R-3.9',
      'foreign-release',
      "another's withdrawal changes only what is of the log at hand",
      payloadOf('withdrawal', released),
      OTHER,
    ),
    refused(
      'R-3.9',
      'foreign-person',
      "a person's withdrawal stays at home",
      payloadOf('withdrawal', { author: ANA }),
      'wrong-log',
      OTHER,
    ),
  ];
}

function bounds(): PayloadCase[] {
  const transfers = (count: number) =>
    deciding(
      Array.from({ length: count }, (_, index) => ({
        ...transfer,
        resource: ref(`resource ${index}`),
        to: { named: say('The tool shop') },
      })),
    );
  return [
    taken('R-3.4', 'threads-most', 'eight changed threads', transfers(6)),
    refused('R-3.4', 'threads-more', 'nine changed threads', transfers(7), 'too-large'),
  ];
}
