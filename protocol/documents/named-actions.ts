import * as z from 'zod';
import { subjectSchema } from '../ids.ts';
import { textSchema, timeSchema } from './common.ts';

/** A decision with more to do than this is several; each takes an attachment of the few that a document may bring. */
export const NAMED_ACTIONS_MAX = 4;

const namedActionSchema = z.strictObject({ what: textSchema, owner: subjectSchema, dueAt: timeSchema });
export type NamedAction = z.infer<typeof namedActionSchema>;

/** What a decision leaves to be done, by whom and until when; or that nothing is, because. Spec §6. */
export const namedActionsSchema = z.union([
  z.strictObject({ named: z.array(namedActionSchema).min(1).max(NAMED_ACTIONS_MAX) }),
  z.strictObject({ none: textSchema }),
]);
export type NamedActions = z.infer<typeof namedActionsSchema>;
