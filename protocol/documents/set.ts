import * as z from 'zod';
import { hashTextSchema, subjectSchema } from '../ids.ts';
import { LIST_MAX, positiveSchema, saltSchema } from './common.ts';
import { defineDocument } from './define.ts';
import { domainFields } from './domain-fields.ts';
import { effectPatternSchema } from './effect-kind.ts';

/** Items in one page; the page's 64 KiB bound them first. */
const ITEMS_MAX = 1000;

const domainItemSchema = z.strictObject({ subject: subjectSchema, salt: saltSchema, ...domainFields });
export type DomainItem = z.infer<typeof domainItemSchema>;

const rosterItemSchema = z.strictObject({
  subject: subjectSchema,
  salt: saltSchema,
  /** Asked as somebody whom the matter affects, or who speaks for them. */
  affected: z.literal(true).exactOptional(),
});
export type RosterItem = z.infer<typeof rosterItemSchema>;

/** Circles, roles and people that one roster is made of: each is a thread that its opening reads. */
export const BODIES_MAX = 7;

/** Domains of an imported or replanted register. `effects` bounds what any of them may own. */
const domainsSchema = z.strictObject({
  of: z.literal('domain'),
  effects: z.array(effectPatternSchema).min(1).max(LIST_MAX),
  items: z.array(domainItemSchema).min(1).max(ITEMS_MAX),
});

/** The people who are asked about one matter: the denominator of every rule that counts people. */
const rosterSchema = z.strictObject({
  of: z.literal('roster'),
  bodies: z.array(subjectSchema).min(1).max(BODIES_MAX),
  items: z.array(rosterItemSchema).min(1).max(ITEMS_MAX),
});

/**
 * A page of a large set. Pages share one subject; the set is named by root and count: the RFC 6962 root over the items'
 * canonical bytes, sorted by subject. Spec §4 [R-4.16].
 */
export const set = defineDocument(
  'set',
  {
    page: positiveSchema,
    pages: positiveSchema,
    count: positiveSchema,
    root: hashTextSchema,
    content: z.discriminatedUnion('of', [domainsSchema, rosterSchema]),
  },
  {
    // Things are proposed by people; who is in a circle at one moment is for the commons to count.
    signer: (d) => (d.content.of === 'roster' ? 'commons' : 'participant'),
    threads: (d) => [d.subject],
    reads: (d) => (d.content.of === 'roster' ? d.content.bodies : []),
  },
);
export type SetPage = z.infer<typeof set.schema>;
