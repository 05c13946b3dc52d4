import type { Context } from '../../context.ts';
import { countsOf } from './counts.ts';

/** What an end of the commons would leave open. */
export interface OpenMatters {
  /** Proposals that nobody has decided yet. */
  readonly proposals: number;
  /** Agreements with other commons that were sealed. */
  readonly agreements: number;
}

export async function openMatters(context: Context): Promise<OpenMatters> {
  const { agreements } = await countsOf(context);
  return { proposals: (await context.store.records.list('matter')).length, agreements };
}
