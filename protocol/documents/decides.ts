import type { Decision } from './decision.ts';
import type { Outcome } from './outcome.ts';

type Shared = 'proposal' | 'binding' | 'result' | 'reviewAt' | 'domain' | 'reverses' | 'replaces';

/** What is asked of whatever decides a matter, also before it is put into words. */
export type Decides =
  | Pick<Decision, Shared | 'type' | 'author' | 'consulted'>
  | Pick<Outcome, Shared | 'type' | 'opening' | 'interim'>;
