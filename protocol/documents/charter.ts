import * as z from 'zod';
import { refSchema, subjectSchema } from '../ids.ts';
import { adoptableSchema } from './adoptable.ts';
import {
  heldKeysSchema,
  LIST_MAX,
  languageSchema,
  nameSchema,
  namesSchema,
  paragraphsSchema,
  secondsSchema,
} from './common.ts';
import { defineDocument } from './define.ts';
import { ladderSchema } from './rung.ts';

/** Founders confirm one by one; more people join as members. */
const FOUNDERS_MAX = 64;

const founderSchema = z.strictObject({ subject: subjectSchema, pseudonym: nameSchema, keys: heldKeysSchema });

const valueSchema = z
  .strictObject({
    title: namesSchema,
    sentence: paragraphsSchema.exactOptional(),
    constraint: refSchema.exactOptional(),
  })
  .refine(
    (value) => value.sentence !== undefined || value.constraint !== undefined,
    'a sentence or a constraint',
  );

/**
 * Entry 0, the founding act: the root of every right. It carries the founders with their keys and the ids of the
 * things that it adopts, which are logged after it. Spec §4.
 */
export const charter = defineDocument(
  'charter',
  {
    name: namesSchema,
    purpose: paragraphsSchema,
    values: z.array(valueSchema).max(LIST_MAX),
    founders: z
      .array(founderSchema)
      .min(1)
      .max(FOUNDERS_MAX)
      .refine((founders) => areDistinct(founders.map(({ subject }) => subject)), 'each founder once')
      .refine(
        (founders) => areDistinct(founders.flatMap(({ keys }) => keys.map(({ key }) => key))),
        'each key once: one key cannot sign for two people',
      ),
    languages: z.array(languageSchema).min(1).max(LIST_MAX),
    timeZone: nameSchema,
    ladder: ladderSchema,
    exitTerms: paragraphsSchema,
    replant: z.strictObject({ dueAfterSeconds: secondsSchema, overdueAfterSeconds: secondsSchema }),
    /** The charter is provisional, and the members are to ratify it within this time. Spec §4. */
    ratifyWithinSeconds: secondsSchema.exactOptional(),
    adopts: z
      .array(adoptableSchema)
      .max(LIST_MAX)
      .refine((adopts) => areDistinct(adopts.map(({ subject }) => subject)), 'each thing once')
      .refine((adopts) => adopts.every(({ type }) => type !== 'charter'), 'a charter adopts no charter'),
  },
  {
    signer: 'participant',
    // A later version is a draft until it is adopted, and changes the charter's thread alone.
    threads: (d) =>
      d.supersedes === undefined ? ['charter', 'constraints', 'register', d.author] : ['charter'],
    reads: () => [],
  },
);
export type Charter = z.infer<typeof charter.schema>;

function areDistinct(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length;
}
