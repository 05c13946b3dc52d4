import * as z from 'zod';
import { refSchema } from '../ids.ts';
import { timeSchema } from './common.ts';
import { defineDocument } from './define.ts';
import { stepNumberSchema } from './escalation-path.ts';

/** Says that something happened by derivation, so that feeds and calendars show it. It has no authority. Spec §4. */
export const notice = defineDocument(
  'notice',
  {
    about: refSchema,
    event: z.enum([
      'second-signature-missing',
      'mandate-ended',
      'handover-due',
      'role-vacant',
      'role-silent',
      'convene-overdue',
      'continuity-overdue',
      'review-due',
      'expired',
      'lapsed',
      'ruling-overdue',
      'action-overdue',
      'stalled',
      'step-started',
      'emergency-reported',
      'emergency-lapsed',
      'phase-started',
      'matter-waits',
      'ratification-due',
      'circle-retired',
    ]),
    happenedAt: timeSchema,
    /** Of an escalation path. */
    step: stepNumberSchema.exactOptional(),
    /** Of a matter: what begins. Spec §6. */
    phase: z.enum(['respond', 'integrate', 'settle']).exactOptional(),
  },
  { signer: 'commons', threads: () => ['notice'], reads: () => [] },
);
export type Notice = z.infer<typeof notice.schema>;
