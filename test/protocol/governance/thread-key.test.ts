import { describe, expect, test } from 'vitest';
import { concatBytes, fromBase64url, utf8 } from '../../../protocol/bytes.ts';
import { composeDocument, type Fields } from '../../../protocol/documents/compose.ts';
import { hiddenKeyOpenedBy, threadKey } from '../../../protocol/governance/thread-key.ts';
import { hashTextOf } from '../../../protocol/ids.ts';
import { subjectOf } from '../../support/people.ts';
import { payloadOf } from '../../support/vectors/documents/payload-case.ts';

const circleFor = (audience: 'public' | 'members') =>
  composeDocument<'circle'>(payloadOf('circle', { audience }) as unknown as Fields<'circle'>).document; // composing checks it

describe('§3 [R-3.6] the key of a thread', () => {
  test('is hidden where the document that opens it under its own subject is not public', () => {
    const circle = circleFor('members');
    const salt = fromBase64url(circle.salt) ?? new Uint8Array();
    const key = hashTextOf(concatBytes(salt, utf8(circle.subject)));
    expect(hiddenKeyOpenedBy(circle, circle.subject)).toBe(key);
  });

  test('is not hidden by a public document, nor under another subject', () => {
    const circle = circleFor('public');
    expect(hiddenKeyOpenedBy(circle, circle.subject)).toBeNull();
    expect(hiddenKeyOpenedBy(circleFor('members'), subjectOf('another'))).toBeNull();
    expect(hiddenKeyOpenedBy(circleFor('members'), 'register')).toBeNull();
  });

  test('is the name; or what hides it, also in a usage', () => {
    const hidden = (name: string) => (name === 'a' ? 'hash' : null);
    expect(threadKey('a', hidden)).toBe('hash');
    expect(threadKey('usage:a', hidden)).toBe('usage:hash');
    expect(threadKey('b', hidden)).toBe('b');
    expect(threadKey('usage:b', hidden)).toBe('usage:b');
    expect(threadKey('charter', hidden)).toBe('charter');
  });
});
