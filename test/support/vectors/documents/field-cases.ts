import type { JsonObject, JsonValue } from '../../../../protocol/canonical.ts';
import { ATTACHMENTS_MAX, REFS_MAX } from '../../../../protocol/limits.ts';
import { keyOf, saltOf, subjectOf } from '../../people.ts';
import { type PayloadCase, payloadOf, refused, taken } from './payload-case.ts';
import { ANA, BEN, HOME, hashOf, idOf, OTHER, ref, say } from './samples.ts';

/** A key of low order: one signature under it verifies for any message. */
const UNSOUND_KEY = 'z6MkeTG3bFFSLYVU7VqhgZxqr6YzpaGrQtFMh1uvqGy1vDnP';

/** Common members and the forms of fields: chapter 2, and what chapter 1 says of authors and keys. */
export function fieldCases(): PayloadCase[] {
  return [
    ...authors(),
    ...commonMembers(),
    ...references(),
    ...texts(),
    ...audiences(),
    ...unknown(),
    ...forms(),
    ...keys(),
  ];
}

function authors(): PayloadCase[] {
  return [
    taken('R-1.4', 'author-person', 'a participant', payloadOf('response')),
    taken('R-1.4', 'author-commons', 'a commons in its own log', payloadOf('heads')),
    refused(
      'R-1.4',
      'author-other-commons',
      'a commons that speaks in the name of another',
      payloadOf('heads', { author: OTHER }),
    ),
    refused(
      'R-1.4',
      'author-did',
      'a DID instead of an SCID',
      payloadOf('heads', { author: `did:webvh:${HOME}:a.example.org` }),
    ),
    refused('R-1.4', 'author-name', 'a name instead of a subject', payloadOf('response', { author: 'Ana' })),
  ];
}

function commonMembers(): PayloadCase[] {
  const required = ['commons', 'subject', 'author', 'issuedAt', 'audience', 'salt'];
  const bad: readonly (readonly [id: string, what: string, member: string, value: JsonValue])[] = [
    ['commons-host', 'a host as `commons`', 'commons', 'a.example.org'],
    ['subject-v4', 'a subject that is no UUIDv7', 'subject', '4b0f3c1e-6d2a-4b7c-9a53-0f2d6a4a9d11'],
    ['subject-capital', 'a subject in capitals', 'subject', subjectOf('response').toUpperCase()],
    ['issued-offset', '`issuedAt` with an offset', 'issuedAt', '2026-01-10T12:00:00+00:00'],
    ['issued-date', '`issuedAt` on a day that does not exist', 'issuedAt', '2026-02-30T12:00:00Z'],
    ['supersedes-null', '`supersedes` null instead of absent', 'supersedes', null],
    ['supersedes-ref', '`supersedes` a reference instead of an id', 'supersedes', ref('response')],
  ];
  return [
    taken(
      'R-2.11',
      'common-members',
      'just the members that every document has, and its own',
      payloadOf('response'),
    ),
    taken(
      'R-2.11',
      'common-supersedes',
      'with `supersedes`',
      payloadOf('response', { supersedes: idOf('before') }),
    ),
    ...required.map((member) =>
      refused(
        'R-2.11',
        `without-${member}`,
        `without \`${member}\``,
        payloadOf('response', { [member]: undefined }),
      ),
    ),
    refused(
      'R-2.11',
      'unknown-member',
      'a member that no document has',
      payloadOf('response', { critical: [] }),
    ),
    ...bad.map(([id, what, member, value]) =>
      refused('R-2.11', id, what, payloadOf('response', { [member]: value })),
    ),
    taken('R-2.7', 'salt', '16 bytes of salt', payloadOf('response')),
    refused(
      'R-2.7',
      'salt-short',
      '15 bytes of salt',
      payloadOf('response', { salt: saltOf('a').slice(0, 20) }),
    ),
    refused(
      'R-2.7',
      'salt-bits',
      'salt with unused bits that are not zero',
      payloadOf('response', { salt: `${'A'.repeat(21)}B` }),
    ),
    refused(
      'R-2.7',
      'salt-padding',
      'salt with padding',
      payloadOf('response', { salt: `${'A'.repeat(22)}==` }),
    ),
  ];
}

function references(): PayloadCase[] {
  const one = { proposal: ref('proposal') };
  const ids = [idOf('proposal'), idOf('zero'), idOf('one')].sort();
  const many = (count: number) =>
    payloadOf('proposal', {
      integrates: Array.from({ length: count }, (_, index) => idOf(`objection ${index}`)),
    });
  return [
    taken('R-2.12', 'reference', 'a reference', payloadOf('response', one)),
    refused('R-2.12', 'reference-id', 'an id alone', payloadOf('response', { proposal: idOf('proposal') })),
    refused(
      'R-2.12',
      'reference-subject',
      'a subject alone',
      payloadOf('response', { proposal: { subject: subjectOf('proposal') } }),
    ),
    refused(
      'R-2.12',
      'reference-more',
      'a reference with a third member',
      payloadOf('response', { proposal: { ...ref('proposal'), set: BEN } }),
    ),
    taken(
      'R-2.12',
      'domain-reference',
      'a domain that a set carries',
      payloadOf('proposal', { domain: { ...ref('domain'), set: subjectOf('set') } }),
    ),
    refused(
      'R-2.12',
      'domain-reference-set',
      'a set that is no subject',
      payloadOf('proposal', { domain: { ...ref('domain'), set: 'register' } }),
    ),
    taken(
      'R-2.13',
      'refs',
      'ids sorted, each once',
      payloadOf('response', { ...one, supersedes: idOf('before') }),
    ),
    taken('R-2.13', 'refs-none', 'no id at all', payloadOf('heads')),
    refused(
      'R-2.13',
      'refs-missing',
      'an id that the list lacks',
      payloadOf('response', { ...one, refs: [] }),
    ),
    refused(
      'R-2.13',
      'refs-more',
      'an id that stands nowhere else',
      payloadOf('response', { ...one, refs: ids }),
    ),
    refused(
      'R-2.13',
      'refs-twice',
      'an id twice',
      payloadOf('response', { ...one, refs: [idOf('proposal'), idOf('proposal')] }),
    ),
    refused(
      'R-2.13',
      'refs-unsorted',
      'ids in another order',
      payloadOf('response', {
        ...one,
        supersedes: idOf('before'),
        refs: [idOf('before'), idOf('proposal')].sort().reverse(),
      }),
    ),
    refused('R-2.13', 'refs-absent', 'no list', payloadOf('response', { refs: undefined })),
    taken('R-2.19', 'refs-many', `${REFS_MAX} ids`, many(REFS_MAX - 2)),
    refused('R-2.19', 'refs-too-many', `${REFS_MAX + 1} ids`, many(REFS_MAX - 1)),
  ];
}

function texts(): PayloadCase[] {
  const text = say('One reason');
  const inText = (change: JsonObject) => payloadOf('response', { text: { ...text, ...change } });
  const texts = (count: number) => ({
    explanation: Array.from({ length: count }, (_, index) => say(`Text ${index}`)),
  });
  return [
    taken('R-2.14', 'text', 'a text', payloadOf('response', { text })),
    taken('R-2.14', 'text-markdown', 'a text in Markdown', inText({ media: 'text/markdown' })),
    taken(
      'R-2.14',
      'text-twice',
      'one text in two places',
      payloadOf('decision', { reason: text, alternatives: [text] }),
    ),
    taken(
      'R-2.14',
      'texts-most',
      `${ATTACHMENTS_MAX} attachments`,
      payloadOf('proposal', texts(ATTACHMENTS_MAX - 2)),
    ),
    refused(
      'R-2.14',
      'texts-more',
      `${ATTACHMENTS_MAX + 1} attachments`,
      payloadOf('proposal', texts(ATTACHMENTS_MAX - 1)),
      'too-large',
    ),
    refused(
      'R-2.14',
      'text-inline',
      'words inside the payload',
      payloadOf('response', { text: 'One reason' }),
    ),
    refused('R-2.14', 'text-empty', 'a text of no bytes', inText({ bytes: 0 })),
    refused('R-2.14', 'text-long', 'a text beyond 2 MiB', inText({ bytes: 2 * 1024 * 1024 + 1 })),
    refused('R-2.14', 'text-media', 'a text of another media type', inText({ media: 'text/html' })),
    refused(
      'R-2.14',
      'text-name',
      'an attachment named by something else than a hash',
      inText({ attachment: 'reason.txt' }),
    ),
  ];
}

function audiences(): PayloadCase[] {
  const audience = (value: JsonValue) => payloadOf('response', { audience: value });
  const commons = (count: number) => Array.from({ length: count }, () => OTHER);
  return [
    taken('R-2.15', 'audience-public', 'everybody', audience('public')),
    taken('R-2.15', 'audience-members', 'members', audience('members')),
    taken('R-2.15', 'audience-circle', 'a circle', audience(`circle:${subjectOf('circle')}`)),
    taken('R-2.15', 'audience-commons', 'another commons', audience([OTHER])),
    refused('R-2.15', 'audience-word', 'another word', audience('private')),
    refused('R-2.15', 'audience-circle-name', 'a circle by its name', audience('circle:everybody')),
    refused('R-2.15', 'audience-nobody', 'nobody', audience([])),
    refused('R-2.15', 'audience-many', '257 commons', audience(commons(257))),
    refused('R-2.15', 'audience-person', 'a person', audience([ANA])),
  ];
}

function unknown(): PayloadCase[] {
  return [
    taken('R-2.17', 'version', 'version 1 of a known type', payloadOf('response')),
    refused('R-2.17', 'version-2', 'version 2', payloadOf('response', { v: 2 }), 'unsupported'),
    refused('R-2.17', 'version-absent', 'no version', payloadOf('response', { v: undefined }), 'unsupported'),
    refused(
      'R-2.17',
      'type-unknown',
      'a type that these rules do not know',
      payloadOf('response', { type: 'horoscope' }),
      'unsupported',
    ),
    refused(
      'R-2.17',
      'type-member',
      'a type named like what every object has',
      payloadOf('response', { type: 'toString' }),
      'unsupported',
    ),
    refused('R-2.5e', 'type-absent', 'no type', payloadOf('response', { type: undefined })),
  ];
}

function forms(): PayloadCase[] {
  const size = (value: JsonValue) => payloadOf('heads', { size: value });
  const version = (value: JsonValue) => payloadOf('identity', { version: value });
  const review = (value: JsonValue) => payloadOf('domain', { reviewAfterSeconds: value });
  const named = (value: JsonValue) => payloadOf('circle', { name: value });
  const aim = (value: JsonValue) => payloadOf('circle', { aim: value });
  const languages = (...value: string[]) => payloadOf('charter', { languages: value });
  return [
    taken('R-2.18', 'count-zero', 'a count of zero', size(0)),
    taken('R-2.18', 'count-largest', 'the largest count', size(Number.MAX_SAFE_INTEGER - 1)),
    refused('R-2.18', 'count-beyond', 'a count above it', size(Number.MAX_SAFE_INTEGER)),
    refused('R-2.18', 'count-negative', 'a negative count', size(-1)),
    refused('R-2.18', 'count-text', 'a count as text', size('10')),
    taken('R-2.18', 'positive', 'one', version(1)),
    refused('R-2.18', 'positive-zero', 'zero where a positive is due', version(0)),
    taken('R-2.18', 'seconds', 'a thousand years', review(31_622_400_000)),
    refused('R-2.18', 'seconds-beyond', 'a second more', review(31_622_400_001)),
    refused('R-2.18', 'seconds-none', 'no time at all', review(0)),
    taken(
      'R-2.20',
      'languages',
      'languages, with script and region',
      languages('de', 'pt-BR', 'zh-Hant', 'es-419', 'gsw'),
    ),
    refused('R-2.20', 'language-case', 'a region in small letters', languages('pt-br')),
    refused('R-2.20', 'language-name', 'a language by its name', languages('german')),
    refused('R-2.20', 'language-underscore', 'an underscore', languages('pt_BR')),
    taken('R-2.20', 'names', 'a name in two languages', named({ de: 'Alle', en: 'Everybody' })),
    taken('R-2.20', 'name-longest', '200 letters', named({ en: 'a'.repeat(200) })),
    refused('R-2.20', 'name-long', '201 letters', named({ en: 'a'.repeat(201) })),
    taken(
      'R-2.20',
      'name-characters',
      '200 letters that take two UTF-16 code units each',
      named({ en: '𝔞'.repeat(200) }),
    ),
    refused('R-2.20', 'name-characters-long', '201 of them', named({ en: '𝔞'.repeat(201) })),
    refused('R-2.20', 'name-blank', 'white space alone', named({ en: ' \u00a0\u2003' })),
    refused('R-2.20', 'names-none', 'no language', named({})),
    refused('R-2.20', 'names-tag', 'a name in no language', named({ '': 'Everybody' })),
    taken('R-2.20', 'paragraph-longest', '4,000 letters', aim({ en: 'a'.repeat(4000) })),
    refused('R-2.20', 'paragraph-long', '4,001 letters', aim({ en: 'a'.repeat(4001) })),
    taken('R-2.21', 'hash', 'a hash', payloadOf('heads', { root: hashOf('a') })),
    refused(
      'R-2.21',
      'hash-short',
      'a hash that lacks a letter',
      payloadOf('heads', { root: hashOf('a').slice(1) }),
    ),
    refused(
      'R-2.21',
      'hash-bits',
      'a hash with unused bits that are not zero',
      payloadOf('heads', { root: `${'A'.repeat(42)}B` }),
    ),
  ];
}

function keys(): PayloadCase[] {
  const { key } = keyOf('Ana');
  const held = (...list: JsonValue[]) => payloadOf('participant', { keys: list });
  const many = (count: number) =>
    held(
      ...Array.from({ length: count }, (_, index) => ({ key: keyOf(`key ${index}`).key, custody: 'device' })),
    );
  const founders = (...labels: readonly (readonly [subject: string, key: string])[]) =>
    payloadOf('charter', {
      founders: labels.map(([subject, label]) => ({
        subject: subjectOf(subject),
        pseudonym: subject,
        keys: [{ key: keyOf(label).key, custody: 'device' }],
      })),
    });
  return [
    ...['device', 'browser', 'instance'].map((custody) =>
      taken('R-1.17', `custody-${custody}`, `custody: ${custody}`, held({ key, custody })),
    ),
    refused('R-1.17', 'custody-absent', 'no custody', held({ key })),
    refused('R-1.17', 'custody-word', 'another custody', held({ key, custody: 'cloud' })),
    refused(
      'R-2.21',
      'key-twice',
      'one key twice, held in two ways',
      held({ key, custody: 'device' }, { key, custody: 'browser' }),
    ),
    taken('R-1.36', 'key-sound', 'a sound key', held({ key, custody: 'device' })),
    refused('R-1.36', 'key-low-order', 'a key of low order', held({ key: UNSOUND_KEY, custody: 'device' })),
    refused(
      'R-1.36',
      'key-no-point',
      'a Multikey that is no point of the curve',
      held({ key: `z6Mk${'1'.repeat(44)}`, custody: 'device' }),
    ),
    refused(
      'R-1.36',
      'founder-twice',
      'one subject twice among the founders',
      founders(['Ana', 'Ana'], ['Ana', 'Ben']),
    ),
    refused('R-1.36', 'founders-key', 'one key for two founders', founders(['Ana', 'Ana'], ['Ben', 'Ana'])),
    taken('R-1.36', 'founders', 'two founders with a key each', founders(['Ana', 'Ana'], ['Ben', 'Ben'])),
    taken('R-2.21', 'held-keys-most', '16 keys', many(16)),
    refused('R-2.21', 'held-keys-none', 'no key', held()),
    refused('R-2.21', 'held-keys-more', '17 keys', many(17)),
  ];
}
