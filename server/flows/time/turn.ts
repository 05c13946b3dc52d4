import { SECOND } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';

/** A process that took its turn and died gives it back after this. */
const TURN_MS = 10 * 60 * SECOND;

/**
 * Whether this process may do what all processes of a commons would do at the same moment, and no rule refuses twice.
 *
 * The turn is not given back when it is done: who looked before that must not do it again.
 */
export async function takeTurn(context: Context, what: string): Promise<boolean> {
  return context.store.records.add('turn', what, {}, (await context.now()) + TURN_MS);
}
