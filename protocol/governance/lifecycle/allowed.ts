/** One way from a state to the next: by an entry that is logged, or because a time has come. */
export interface Transition {
  /** Null where it begins. */
  readonly from: string | null;
  readonly to: string;
  readonly by: string;
  /** Nothing is logged: whoever asks later finds it so. */
  readonly time?: true;
}

/**
 * What can become of what is logged: everything that is not in here never happens. The tables of spec §6.16 are made of
 * these. Spec §6.
 */
export const ALLOWED = {
  matter: [
    { from: null, to: 'open', by: 'it counts' },
    { from: 'open', to: 'taken-up', by: 'a proposal that comes of it counts' },
    { from: 'open', to: 'closed', by: 'a handling closes it' },
    { from: 'taken-up', to: 'closed', by: 'a handling closes it' },
  ],
  proposal: [
    { from: null, to: 'put-forward', by: 'its first version counts' },
    { from: 'put-forward', to: 'opened', by: 'an opening counts' },
    { from: 'put-forward', to: 'decided', by: 'a decision counts' },
    { from: 'put-forward', to: 'withdrawn', by: 'its author takes it back' },
    { from: 'opened', to: 'decided', by: 'an outcome or a decision counts' },
    { from: 'opened', to: 'withdrawn', by: 'its author takes it back' },
    { from: 'withdrawn', to: 'put-forward', by: 'somebody else takes it up before it was opened' },
    { from: 'withdrawn', to: 'opened', by: 'somebody else takes it up after it was opened' },
  ],
  objection: [
    { from: null, to: 'standing', by: 'it counts' },
    { from: 'standing', to: 'ended', by: 'its author takes it back, raises another, or stands aside' },
    { from: 'ended', to: 'standing', by: 'its author disowns minutes that say it was taken back' },
    {
      from: 'standing',
      to: 'not-qualified',
      by: 'enough of the others find no argument, or a check that nothing it claims is so',
      time: true,
    },
    { from: 'standing', to: 'lapsed', by: 'its author ignores two offers', time: true },
  ],
  decision: [
    { from: null, to: 'not-counted', by: 'its own entry: a question is answered no' },
    { from: null, to: 'counted', by: 'its own entry' },
    { from: null, to: 'pending', by: 'its own entry: a second signature is asked for' },
    { from: 'pending', to: 'counted', by: 'a confirmation counts' },
    { from: 'pending', to: 'void', by: '72 hours', time: true },
    { from: 'counted', to: 'reversed', by: 'a decision that reverses it, or rules so, takes effect' },
    { from: 'counted', to: 'replaced', by: 'a decision that replaces it takes effect' },
    { from: 'counted', to: 'expired', by: 'its `expiresAt`', time: true },
  ],
  challenge: [
    { from: null, to: 'open', by: 'it counts' },
    { from: 'open', to: 'upheld', by: 'a ruling takes effect' },
    { from: 'open', to: 'remanded', by: 'a ruling takes effect' },
    { from: 'open', to: 'reversed', by: 'a ruling takes effect' },
    { from: 'open', to: 'lapsed', by: '30 days', time: true },
  ],
  thing: [
    { from: null, to: 'draft', by: 'its first version counts' },
    { from: 'draft', to: 'in-force', by: 'a decision adopts it' },
    { from: 'draft', to: 'ended', by: 'a decision ends what the founding act brought into force' },
    { from: 'in-force', to: 'ended', by: 'a decision ends it' },
    { from: 'ended', to: 'in-force', by: 'a decision adopts it anew' },
    { from: 'in-force', to: 'over', by: 'the end of a term', time: true },
  ],
  negotiation: [
    { from: null, to: 'offered', by: 'its first terms count' },
    { from: 'offered', to: 'accepted', by: 'a party accepts' },
    { from: 'accepted', to: 'offered', by: 'the last acceptance that stands is taken back' },
    { from: 'accepted', to: 'sealed', by: 'the registrar seals' },
    { from: 'sealed', to: 'ending', by: 'a party gives notice that it ends' },
    { from: 'accepted', to: 'ending', by: 'the registrar’s seal comes after a notice that it ends' },
    { from: 'ending', to: 'terminated', by: 'its end comes', time: true },
    { from: 'offered', to: 'lapsed', by: 'the registrar lets it lapse' },
    { from: 'accepted', to: 'lapsed', by: 'the registrar lets it lapse' },
    { from: 'offered', to: 'released', by: 'a party gives up what it held' },
    { from: 'accepted', to: 'released', by: 'a party gives up what it held' },
  ],
} as const satisfies Record<string, readonly Transition[]>;
export type Living = keyof typeof ALLOWED;
