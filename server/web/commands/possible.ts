/** What somebody can do now, as commands. */
export interface Possible {
  readonly who: string;
  readonly lines: readonly string[];
}

/** Those in which there is something to do. */
export function possibleIn(...acts: readonly Possible[]): readonly Possible[] {
  return acts.filter(({ lines }) => lines.length > 0);
}
