import type { JsonObject, JsonValue } from '../../../../protocol/canonical.ts';
import { subjectOf } from '../../people.ts';
import { meetingCases } from './meeting-cases.ts';
import { type PayloadCase, payloadOf, refused, taken } from './payload-case.ts';
import { BEN, HOME, hashOf, idOf, ref, say, termsFields, transfer } from './samples.ts';

/** What single types demand of their members: founding, seats, sets, operations, domains. Chapters 4 and 5. */
export function thingCases(): PayloadCase[] {
  return [...founding(), ...seats(), ...sets(), ...operations(), ...domains(), ...meetingCases()];
}

function founding(): PayloadCase[] {
  const adopts = (...list: JsonObject[]) => payloadOf('charter', { adopts: list });
  const changes = (...names: string[]) =>
    payloadOf('confirmation', {
      decision: {
        changes: names,
        by: { mandate: ref('mandate'), role: ref('role'), domain: ref('spending') },
      },
    });
  const set = {
    type: 'set',
    of: 'domain',
    subject: subjectOf('set'),
    root: hashOf('root'),
    count: 2,
    effects: ['change'],
  };
  return [
    taken('R-5.1', 'adopts', 'things and a set', adopts({ type: 'role', ...ref('role') }, set)),
    refused(
      'R-5.1',
      'adopts-type',
      'something that is no thing',
      adopts({ type: 'proposal', ...ref('proposal') }),
    ),
    refused('R-5.1', 'adopts-set-id', 'a set by an id', adopts({ type: 'set', ...ref('set') })),
    refused('R-5.1', 'adopts-set-effects', 'a set that bounds nothing', adopts({ ...set, effects: [] })),
    refused('R-5.1', 'adopts-set-count', 'a set of nothing', adopts({ ...set, count: 0 })),
    taken(
      'R-4.10',
      'charter-next',
      'the next version of a charter',
      payloadOf('charter', { supersedes: idOf('charter') }),
    ),
    refused(
      'R-4.10',
      'charter-no-founder',
      'a charter without founders',
      payloadOf('charter', { founders: [] }),
    ),
    refused(
      'R-4.10',
      'charter-adopts-twice',
      'one thing adopted twice',
      adopts(
        { type: 'role', ...ref('role') },
        { type: 'role', subject: subjectOf('role'), id: idOf('another') },
      ),
    ),
    refused(
      'R-4.10',
      'charter-adopts-charter',
      'a charter that adopts a charter',
      adopts({ type: 'charter', ...ref('charter') }),
    ),
    refused(
      'R-4.10',
      'charter-value',
      'a value without a sentence and without a constraint',
      payloadOf('charter', { values: [{ title: { en: 'Care' } }] }),
    ),
    taken(
      'R-4.11',
      'changes',
      'threads that a decision can change',
      changes(subjectOf('decision'), `usage:${subjectOf('spending')}`, 'charter', 'constraints', 'register'),
    ),
    refused('R-4.11', 'changes-identity', 'the key history', changes('identity')),
    refused(
      'R-4.11',
      'changes-word',
      'a thread that cannot be',
      changes(subjectOf('decision'), 'everything'),
    ),
    refused('R-4.11', 'changes-usage', 'the usage of what is no subject', changes('usage:all')),
    refused('R-4.11', 'changes-none', 'no thread', changes()),
    refused(
      'R-4.11',
      'changes-many',
      'nine threads',
      changes(...Array.from({ length: 9 }, (_, index) => subjectOf(`thread ${index}`))),
    ),
  ];
}

function seats(): PayloadCase[] {
  return [
    taken('R-4.12', 'circle', 'a circle with members', payloadOf('circle')),
    refused('R-4.12', 'circle-empty', 'a circle of nobody', payloadOf('circle', { members: [] })),
    refused('R-4.12', 'circle-kind', 'another kind of circle', payloadOf('circle', { kind: 'board' })),
    taken(
      'R-4.13',
      'seats-equal',
      'as many seats at least as at most',
      payloadOf('role', { seats: { min: 2, max: 2 } }),
    ),
    refused(
      'R-4.13',
      'seats-inverted',
      'more seats at least than at most',
      payloadOf('role', { seats: { min: 3, max: 2 } }),
    ),
    refused('R-4.13', 'seats-none', 'no seat', payloadOf('role', { seats: { min: 0, max: 2 } })),
    taken('R-4.14', 'mandate', 'a mandate that ends', payloadOf('mandate')),
    refused(
      'R-4.14',
      'mandate-endless',
      'a mandate without an end',
      payloadOf('mandate', { endsAt: undefined }),
    ),
    refused('R-4.14', 'mandate-open', 'a mandate whose end is null', payloadOf('mandate', { endsAt: null })),
  ];
}

function sets(): PayloadCase[] {
  const roster = {
    of: 'roster',
    bodies: [subjectOf('circle')],
    items: [{ subject: BEN, salt: 'A'.repeat(22) }],
  };
  const content = (value: JsonValue, author: string = HOME) => payloadOf('set', { content: value, author });
  return [
    taken('R-4.16', 'set-roster', 'a roster by the commons', content(roster)),
    refused('R-4.16', 'set-roster-person', 'a roster by a participant', content(roster, BEN)),
    refused('R-4.16', 'set-domains-commons', 'domains by the commons', payloadOf('set', { author: HOME })),
    refused('R-4.16', 'set-page-zero', 'page 0', payloadOf('set', { page: 0 })),
    refused('R-4.16', 'set-empty', 'a page without items', content({ ...roster, items: [] })),
    refused(
      'R-4.16',
      'set-unsalted',
      'an item without salt',
      content({ ...roster, items: [{ subject: BEN }] }),
    ),
  ];
}

function operations(): PayloadCase[] {
  const doing = (...list: JsonValue[]) => payloadOf('proposal', { binding: { operations: list } });
  const each = (count: number) => doing(...Array.from({ length: count }, () => transfer));
  const rule = {
    op: 'rule',
    decision: ref('decision'),
    on: idOf('challenge'),
    ruling: 'upheld',
    text: say('The neighbours were heard.'),
  };
  const resolve = { op: 'resolve', text: say('We meet on Mondays.') };
  const change = (...paths: string[]) =>
    doing({ op: 'change', paths, content: hashOf('patch'), title: 'A patch' });
  const negotiation = subjectOf('negotiation');
  const role = subjectOf('treasurer');
  const term = { type: 'mandate', ...ref('mandate'), role };
  return [
    taken('R-5.2', 'operations-most', '16 operations', each(16)),
    refused('R-5.2', 'operations-none', 'no operation', each(0)),
    refused('R-5.2', 'operations-more', '17 operations', each(17)),
    refused(
      'R-5.2',
      'binding-more',
      'a binding part with more than operations',
      payloadOf('proposal', { binding: { operations: [resolve], note: 'x' } }),
    ),
    taken('R-5.3', 'op-transfer', 'a transfer to a party', doing({ ...transfer, to: { party: BEN } })),
    taken(
      'R-5.3',
      'op-adopt',
      'an adoption',
      doing({ op: 'adopt', adopts: { type: 'domain', ...ref('spending') } }),
    ),
    taken('R-5.3', 'op-end', 'an end', doing({ op: 'end', type: 'domain', thing: ref('spending') })),
    taken('R-5.16', 'op-adopt-mandate', 'a term in a role begins', doing({ op: 'adopt', adopts: term })),
    taken(
      'R-5.16',
      'op-end-mandate',
      'a term in a role ends',
      doing({ op: 'end', type: 'mandate', thing: ref('mandate'), role }),
    ),
    refused(
      'R-5.16',
      'op-adopt-mandate-role',
      'a term in no role begins',
      doing({ op: 'adopt', adopts: { type: 'mandate', ...ref('mandate') } }),
    ),
    refused(
      'R-5.16',
      'op-end-mandate-role',
      'a term in no role ends',
      doing({ op: 'end', type: 'mandate', thing: ref('mandate') }),
    ),
    refused(
      'R-5.16',
      'op-adopt-role-role',
      'what is no term names a role',
      doing({ op: 'adopt', adopts: { type: 'role', ...ref('treasurer'), role } }),
    ),
    taken(
      'R-5.3',
      'op-agree',
      'a yes to an own offer',
      doing({ op: 'agree', negotiation, fields: termsFields }),
    ),
    taken(
      'R-5.3',
      'op-agree-terms',
      "a yes to another's offer",
      doing({ op: 'agree', negotiation, terms: idOf('terms'), fields: termsFields }),
    ),
    taken(
      'R-5.3',
      'op-decline',
      'a no to an offer',
      doing({ op: 'decline', negotiation, terms: idOf('terms') }),
    ),
    taken('R-5.3', 'op-change', 'a change', change('kernel/fork.c', 'kernel/exit.c')),
    taken('R-5.3', 'op-resolve', 'words', doing(resolve)),
    taken('R-5.3', 'op-rule', 'a word on another decision', doing(rule)),
    refused('R-5.3', 'op-rule-otherwise', 'a word that nobody knows', doing({ ...rule, ruling: 'ignored' })),
    refused(
      'R-5.3',
      'op-unknown',
      'an operation that there is not',
      doing({ op: 'seize', resource: ref('fund') }),
    ),
    refused('R-5.3', 'op-none', 'no word for what it does', doing({ resource: ref('fund'), quantity: 60 })),
    taken(
      'R-5.3',
      'op-transfer-for-a-time',
      'a transfer for a time',
      doing({ ...transfer, interval: { from: '2026-03-10T09:00:00Z', until: '2026-03-10T09:00:00.001Z' } }),
    ),
    refused(
      'R-5.3',
      'op-transfer-for-no-time',
      'a transfer for a time that is over when it begins',
      doing({ ...transfer, interval: { from: '2026-03-10T09:00:00Z', until: '2026-03-10T09:00:00Z' } }),
    ),
    refused('R-5.3', 'op-transfer-nothing', 'a transfer of nothing', doing({ ...transfer, quantity: 0 })),
    refused('R-5.3', 'op-transfer-nobody', 'a transfer to nobody', doing({ ...transfer, to: {} })),
    refused(
      'R-5.3',
      'op-transfer-two',
      'a transfer to a party and to a name',
      doing({ ...transfer, to: { party: BEN, named: say('Ben') } }),
    ),
    refused('R-5.3', 'op-end-set', 'the end of a set', doing({ op: 'end', type: 'set', thing: ref('set') })),
    refused('R-5.3', 'op-change-path', 'a path that leads out', change('../etc/passwd')),
    refused('R-5.3', 'op-change-none', 'a change nowhere', change()),
  ];
}

function domains(): PayloadCase[] {
  const domain = (change: JsonObject) => payloadOf('domain', change);
  const owner = (value: JsonObject) => domain({ owner: value });
  const step = { mode: 'talk', maxSeconds: 3600 };
  const end = { mode: 'default', maxSeconds: 3600, fallback: { kind: 'status-quo' } };
  const decide = (more: JsonObject) => ({
    ...{ mode: 'decide', body: subjectOf('circle'), maxSeconds: 3600 },
    ...more,
  });
  const escalation = (...steps: JsonValue[]) => domain({ escalation: steps });
  return [
    taken('R-5.5', 'domain', 'a domain with what it needs', domain({})),
    taken(
      'R-17.20',
      'domain-veto',
      'a domain that another circle may return decisions of',
      domain({ veto: { circle: subjectOf('circle'), rung: 'consent', windowSeconds: 864_000 } }),
    ),
    refused(
      'R-17.20',
      'domain-veto-by-role',
      'by a way of deciding that asks nobody',
      domain({ veto: { circle: subjectOf('circle'), rung: 'delegation', windowSeconds: 864_000 } }),
    ),
    taken(
      'R-5.5',
      'domain-limits',
      'a domain with limits',
      domain({
        limits: [
          { effects: ['*'], measure: 'amount', perDecision: 250, perPeriod: { most: 300, seconds: 86_400 } },
        ],
      }),
    ),
    refused(
      'R-5.5',
      'domain-limit-measure',
      'a limit that measures nothing known',
      domain({ limits: [{ effects: ['*'], measure: 'weight' }] }),
    ),
    refused('R-5.5', 'domain-scope', 'a domain about nothing', domain({ scope: { effects: [] } })),
    refused(
      'R-5.5',
      'domain-effect',
      'a domain about an effect that there is not',
      domain({ scope: { effects: ['delete'] } }),
    ),
    taken(
      'R-5.4',
      'effect-patterns',
      'all adoptions, and everything',
      domain({ scope: { effects: ['adopt:*', '*'] } }),
    ),
    refused('R-5.4', 'effect-prefix', 'a prefix of another kind', domain({ scope: { effects: ['trans*'] } })),
    refused(
      'R-5.21',
      'domain-pattern',
      'a domain with a pattern that is none',
      domain({ scope: { effects: ['change'], paths: ['a//b'] } }),
    ),
    taken('R-5.10', 'owner-circle', 'a circle', owner({ kind: 'circle', ...ref('circle') })),
    taken('R-5.10', 'owner-role', 'a role', owner({ kind: 'role', ...ref('role') })),
    taken(
      'R-5.10',
      'owner-seats',
      'unclaimed seats',
      owner({ kind: 'seats', seats: [subjectOf('seat')], endsAt: '2028-01-01T00:00:00Z' }),
    ),
    taken('R-5.10', 'owner-none', 'nobody', owner({ kind: 'none' })),
    refused(
      'R-5.10',
      'owner-endless',
      'seats without an end',
      owner({ kind: 'seats', seats: [subjectOf('seat')] }),
    ),
    refused(
      'R-5.10',
      'owner-no-seat',
      'no seat',
      owner({ kind: 'seats', seats: [], endsAt: '2028-01-01T00:00:00Z' }),
    ),
    refused(
      'R-5.10',
      'owner-name',
      'a seat with the name of a person',
      owner({ kind: 'seats', seats: ['Ana'], endsAt: '2028-01-01T00:00:00Z' }),
    ),
    refused('R-5.10', 'owner-kind', 'another kind of owner', owner({ kind: 'person', subject: BEN })),
    taken('R-5.12', 'path-default', 'a path that ends in a default', escalation(step, end)),
    taken(
      'R-5.12',
      'path-decide',
      'a path that ends in a decision with a fallback',
      escalation({
        mode: 'decide',
        body: subjectOf('circle'),
        rung: 'vote',
        maxSeconds: 3600,
        fallback: { kind: 'interim-cap', num: 1, den: 2 },
      }),
    ),
    refused('R-5.12', 'path-talk', 'a path that ends in talk', escalation(step)),
    refused(
      'R-5.12',
      'path-open',
      'a path that ends in a decision without a fallback',
      escalation({ mode: 'decide', maxSeconds: 3600 }),
    ),
    refused('R-5.12', 'path-empty', 'a path without steps', escalation()),
    refused(
      'R-5.12',
      'path-long',
      'a path of 17 steps',
      escalation(...Array.from({ length: 16 }, () => step), end),
    ),
    taken(
      'R-5.12a',
      'path-walked',
      'talk, then a circle by consent, then another one by consensus',
      escalation(step, decide({ rung: 'consent' }), {
        ...decide({ rung: 'consensus' }),
        fallback: end.fallback,
      }),
    ),
    refused('R-5.12a', 'path-past-its-end', 'a step behind the default', escalation(end, end)),
    refused(
      'R-5.12a',
      'path-fallback-on-the-way',
      'a fallback on the way',
      escalation({ ...step, fallback: end.fallback }, end),
    ),
    refused(
      'R-5.12a',
      'path-decided-by-nobody',
      'a decision by nobody',
      escalation({ mode: 'decide', rung: 'vote', maxSeconds: 3600 }, end),
    ),
    refused(
      'R-5.12a',
      'path-decided-somehow',
      'a decision in no way',
      escalation({ mode: 'decide', body: subjectOf('circle'), maxSeconds: 3600 }, end),
    ),
    refused(
      'R-5.12a',
      'path-decided-by-a-role',
      'a decision by one',
      escalation(decide({ rung: 'delegation' }), end),
    ),
    refused(
      'R-5.12a',
      'path-equal-split',
      'a default that nobody can compute: who shares stands nowhere',
      escalation({ ...end, fallback: { kind: 'equal-split' } }),
    ),
    refused(
      'R-5.12a',
      'path-in-proportion',
      'a default that nobody can compute: who needs how much stands nowhere',
      escalation({ ...end, fallback: { kind: 'in-proportion' } }),
    ),
    refused(
      'R-5.12',
      'path-forever',
      'a step without a bound',
      escalation({ mode: 'default', fallback: { kind: 'status-quo' } }),
    ),
  ];
}
