import { type ProblemExtensions, ProtocolError } from '../../protocol/problem.ts';

/** The command line itself is wrong, or a setting: what was typed, and what is expected. Ends with status 2. */
export class UsageError extends ProtocolError {
  constructor(sentence: string, extensions: ProblemExtensions = {}, options?: ErrorOptions) {
    super('malformed', sentence, extensions, options);
    this.name = 'UsageError';
  }
}
