import { DAY_SECONDS, SECOND } from '../../time.ts';

/** Longer than this nobody keeps a letter in mind, and a lost one is no door for ever. Spec §14. */
export const LINK_TIME = 14 * DAY_SECONDS * SECOND;
