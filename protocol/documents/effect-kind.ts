import * as z from 'zod';

/** What an operation can do. Closed: a new kind is a new version of the rules. Spec §5. */
export const EFFECT_KINDS = [
  'transfer',
  'agreement',
  'change',
  'erase',
  'adopt:charter',
  'adopt:circle',
  'adopt:role',
  'adopt:mandate',
  'adopt:domain',
  'adopt:constraint',
  'adopt:resource',
] as const;
export type EffectKind = (typeof EFFECT_KINDS)[number];

/** An effect kind, all adoptions, or everything. */
export const effectPatternSchema = z.enum([...EFFECT_KINDS, 'adopt:*', '*']);
export type EffectPattern = z.infer<typeof effectPatternSchema>;

/** How exactly a pattern names a kind: 2 by name, 1 by prefix, 0 by `*`, null if not at all. */
export function effectSpecificity(pattern: EffectPattern, kind: EffectKind): 0 | 1 | 2 | null {
  if (pattern === kind) return 2;
  if (pattern === 'adopt:*' && kind.startsWith('adopt:')) return 1;
  return pattern === '*' ? 0 : null;
}
