import { createHash } from 'node:crypto';
import { toBase64url } from '../../../protocol/bytes.ts';
import { type Subject, subjectSchema } from '../../../protocol/ids.ts';
import { SALT_BYTES } from '../../../protocol/limits.ts';
import type { Random } from '../../../server/context.ts';
import { randomFrom } from '../../support/random.ts';

/** Choices that a seed makes. */
export interface Chance {
  /** In [0, 1). */
  readonly fraction: () => number;
  readonly happens: (probability: number) => boolean;
  /** A whole number from `least` to `most`, both included. */
  readonly integer: (least: number, most: number) => number;
  /** One of several; there is at least one. */
  readonly pick: <Choice>(choices: readonly [Choice, ...Choice[]]) => Choice;
  /** One of several, or null where there is none. */
  readonly pickAny: <Choice>(choices: readonly Choice[]) => Choice | null;
}

/**
 * A stream of choices of its own for each use: what one use asks for more often changes no other's answers.
 *
 * @param use what the choices are for.
 */
export function chanceOf(seed: number, use: string): Chance {
  const fraction = randomFrom(createHash('sha256').update(`${seed} ${use}`).digest().readUInt32LE());
  const integer = (least: number, most: number) => least + Math.floor(fraction() * (most - least + 1));
  return {
    fraction,
    integer,
    happens: (probability) => fraction() < probability,
    pick: (choices) => choices[integer(0, choices.length - 1)] ?? choices[0],
    pickAny: (choices) => choices[integer(0, choices.length - 1)] ?? null,
  };
}

/** Salts, subjects and nonces that a seed makes. */
export function randomOf(chance: Chance): Random {
  const bytes = (count: number) => Uint8Array.from({ length: count }, () => chance.integer(0, 255));
  return {
    bytes,
    salt: () => toBase64url(bytes(SALT_BYTES)),
    subject: (): Subject => {
      const hex = Buffer.from(bytes(12)).toString('hex');
      const uuid = `019c0000-${hex.slice(0, 4)}-7${hex.slice(4, 7)}-8${hex.slice(7, 10)}-${hex.slice(10, 22)}`;
      return subjectSchema.parse(uuid);
    },
  };
}
