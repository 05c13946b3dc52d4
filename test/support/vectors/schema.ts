import * as z from 'zod';
import { adoptableSchema } from '../../../protocol/documents/adoptable.ts';
import {
  audienceSchema,
  countSchema,
  domainRefSchema,
  heldKeysSchema,
  languageSchema,
  nameSchema,
  namesSchema,
  paragraphsSchema,
  partyResourceSchema,
  positiveSchema,
  saltSchema,
  secondsSchema,
  textSchema,
  timeSchema,
} from '../../../protocol/documents/common.ts';
import { DOCUMENT_TYPES } from '../../../protocol/documents/document.ts';
import { effectPatternSchema } from '../../../protocol/documents/effect-kind.ts';
import { escalationPathSchema } from '../../../protocol/documents/escalation-path.ts';
import { bindingSchema } from '../../../protocol/documents/operation.ts';
import { ladderSchema, rungSchema } from '../../../protocol/documents/rung.ts';
import { termsFieldsSchema } from '../../../protocol/documents/terms-fields.ts';
import { pathPatternSchema } from '../../../protocol/governance/scope/path-pattern.ts';
import {
  authorSchema,
  documentIdSchema,
  hashTextSchema,
  multikeySchema,
  refSchema,
  scidSchema,
  subjectSchema,
} from '../../../protocol/ids.ts';

/** Forms that types share, under the names that the chapters give them, with what a JSON Schema cannot say. */
const FORMS: readonly (readonly [name: string, schema: z.ZodType, description: string])[] = [
  ['adoptable', adoptableSchema, 'What comes into force: §5 [R-5.1].'],
  ['audience', audienceSchema, 'Who may read: §2 [R-2.15].'],
  ['author', authorSchema, 'A participant or a commons: §1 [R-1.4].'],
  ['binding', bindingSchema, 'What a decision does: §5 [R-5.2].'],
  ['count', countSchema, '§2 [R-2.18].'],
  ['domainRef', domainRefSchema, 'A domain, with the set that carries it: §2 [R-2.12].'],
  ['effectPattern', effectPatternSchema, '§5 [R-5.4].'],
  ['escalationPath', escalationPathSchema, 'It has to end: §5 [R-5.12].'],
  ['hash', hashTextSchema, 'A SHA-256 in base64url: §2 [R-2.21].'],
  ['heldKeys', heldKeysSchema, 'Keys with their custody: §1 [R-1.17]; each is sound: [R-1.36].'],
  ['id', documentIdSchema, 'The id of a document: §2 [R-2.6].'],
  ['ladder', ladderSchema, 'Parameters by rung: §6 [R-6.1].'],
  ['language', languageSchema, '§2 [R-2.20].'],
  ['multikey', multikeySchema, 'An Ed25519 public key: §2 [R-2.2b].'],
  ['name', nameSchema, 'Not only white space: §2 [R-2.20].'],
  ['names', namesSchema, 'A name by language: §2 [R-2.20].'],
  ['paragraphs', paragraphsSchema, 'A text by language: §2 [R-2.20].'],
  ['partyResource', partyResourceSchema, 'A resource of one commons: §4.8.'],
  ['pathPattern', pathPatternSchema, 'A glob or a regular expression: §5 [R-5.21].'],
  ['positive', positiveSchema, '§2 [R-2.18].'],
  ['ref', refSchema, 'A thing or act, and the version meant: §2 [R-2.12].'],
  ['rung', rungSchema, '§6 [R-6.1].'],
  ['salt', saltSchema, '16 random bytes in base64url: §2 [R-2.7].'],
  ['scid', scidSchema, 'A commons: §1 [R-1.2].'],
  ['seconds', secondsSchema, '§2 [R-2.18].'],
  ['subject', subjectSchema, 'A UUIDv7: §2 [R-2.10].'],
  ['termsFields', termsFieldsSchema, 'All that is agreed: §8 [R-8.1].'],
  ['text', textSchema, 'A salted attachment: §2 [R-2.14].'],
  ['time', timeSchema, 'RFC 3339 in UTC, a real date, no decimals or three: §2 [R-2.9].'],
];

/**
 * The form of every document type as JSON Schema (2020-12), by type.
 *
 * What it refuses is no document. What it lets pass may still be none: it does not see `refs`, keys, dates, orders.
 */
export function documentSchemas(): Readonly<Record<string, object>> {
  const metadata = z.registry<{ id?: string; title?: string; description?: string }>();
  for (const [id, schema, description] of FORMS) metadata.add(schema, { id, description });
  return Object.fromEntries(
    Object.entries(DOCUMENT_TYPES).map(([type, { schema }]) => {
      const { $schema, ...content } = z.toJSONSchema(schema, { metadata, io: 'input' });
      return [type, { $schema, title: `Payload of a ${type}`, ...content }];
    }),
  );
}
