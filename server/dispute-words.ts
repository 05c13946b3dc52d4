/** What is to be done at a step of the path by which parties settle a dispute. Spec §5. */
export const DISPUTE_STEPS = {
  talk: 'the parties talk about it',
  mediate: 'somebody mediates between them',
  decide: 'a body decides it',
  default: 'what was agreed for this case comes',
} as const;

/** What holds at the end of the path, where nobody has settled it. Spec §5. */
export const DISPUTE_ENDS = {
  'status-quo': 'it stays as it is',
  'equal-split': 'it is shared equally',
  'in-proportion': 'it is shared in proportion',
  'interim-cap': 'a part of it holds for the time being',
} as const;

interface Standing {
  readonly since: string;
  readonly step: {
    readonly number: number;
    readonly of: number;
    readonly mode: keyof typeof DISPUTE_STEPS;
  } | null;
  readonly until: string;
  readonly fallback: keyof typeof DISPUTE_ENDS | null;
}

/** Where a claim stands on its path, in one sentence. Spec §8. */
export function disputeText({ since, step, until, fallback }: Standing): string {
  const end = fallback === null ? 'nothing is said about what holds then' : DISPUTE_ENDS[fallback];
  if (step === null) return `claimed since ${since}; nobody settled it by ${until}: ${end}.`;
  const { number, of, mode } = step;
  return `claimed since ${since}; step ${number} of ${of}, until ${until}: ${DISPUTE_STEPS[mode]}; if nothing settles it, ${end}.`;
}
