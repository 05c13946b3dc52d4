import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('../../../server/web/assets/folkmoot.css', import.meta.url), 'utf8');

/** Custom properties that are colours, of one block. */
function coloursIn(block: string): ReadonlyMap<string, string> {
  return new Map(
    [...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1] ?? '', match[2] ?? '']),
  );
}

const [, light = ''] = /^:root \{(.*?)\n\}/ms.exec(css) ?? [];
const [, dark = ''] = /@media \(prefers-color-scheme: dark\) \{\s*:root \{(.*?)\}/s.exec(css) ?? [];
const SCHEMES = [
  ['light', coloursIn(light)],
  ['dark', new Map([...coloursIn(light), ...coloursIn(dark)])],
] as const;

/** Words on a ground (WCAG 1.4.3). */
const TEXT_MIN = 4.5;
/** Edges of controls and marks (WCAG 1.4.11). */
const MARK_MIN = 3;

const GROUNDS = ['paper', 'surface'];
const TEXTS = ['ink', 'muted', 'link', 'visited'];
const TONES = ['good', 'partly', 'bad', 'open'];

describe.each(SCHEMES)('the %s palette', (_name, colours) => {
  test('both schemes are there', () => {
    expect(colours.size).toBeGreaterThan(15);
    expect(SCHEMES[0][1].get('paper')).not.toBe(SCHEMES[1][1].get('paper'));
  });

  test.each(GROUNDS.flatMap((ground) => TEXTS.map((text) => [text, ground])))(
    '%s is readable on %s',
    (text, ground) => {
      expect(contrast(colours, text, ground)).toBeGreaterThanOrEqual(TEXT_MIN);
    },
  );

  test.each(
    TONES.flatMap((tone) => [
      [tone, `${tone}-back`],
      [tone, 'surface'],
      ['link', `${tone}-back`],
    ]),
  )('%s is readable on %s', (text, ground) => {
    expect(contrast(colours, text, ground)).toBeGreaterThanOrEqual(TEXT_MIN);
  });

  test('buttons are readable', () => {
    expect(contrast(colours, 'on-accent', 'accent')).toBeGreaterThanOrEqual(TEXT_MIN);
  });

  test.each(GROUNDS.flatMap((ground) => ['edge', 'focus', 'accent'].map((mark) => [mark, ground])))(
    '%s can be made out on %s',
    (mark, ground) => {
      expect(contrast(colours, mark, ground)).toBeGreaterThanOrEqual(MARK_MIN);
    },
  );
});

test('the arithmetic is that of WCAG', () => {
  const ends = new Map([
    ['black', '#000000'],
    ['white', '#ffffff'],
    ['grey', '#777777'],
  ]);
  expect(contrast(ends, 'black', 'white')).toBeCloseTo(21);
  expect(contrast(ends, 'grey', 'white')).toBeCloseTo(4.48, 2);
});

function contrast(colours: ReadonlyMap<string, string>, one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(colours.get(one)), luminance(colours.get(other))].sort(
    (a, b) => a - b,
  );
  return (light + 0.05) / (dark + 0.05);
}

/** Relative luminance (WCAG 2.2). */
function luminance(colour: string | undefined): number {
  if (colour === undefined) throw new TypeError('the palette lacks a colour');
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
