import { describe, expect, test } from 'vitest';
import { anyLanguage, textIn } from '../../server/any-language.ts';

describe('one text of several languages', () => {
  test('is the English one, wherever it stands', () => {
    expect(textIn({ de: 'Werkstatt', en: 'Workshop' })).toEqual({ language: 'en', text: 'Workshop' });
  });

  test('is else the first', () => {
    expect(textIn({ de: 'Werkstatt', fr: 'Atelier' })).toEqual({ language: 'de', text: 'Werkstatt' });
  });

  test('is none where there is none', () => {
    expect(textIn({})).toBeNull();
    expect(anyLanguage({})).toBe('');
    expect(anyLanguage({}, 'a domain without a title')).toBe('a domain without a title');
  });
});
