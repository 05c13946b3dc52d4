/** What a provisional charter keeps from being decided, and what it does not. Spec §4. */
export const WHILE_PROVISIONAL =
  'Until they have, nothing is decided that cannot be undone, by the word of its domain or of whoever proposes it. All else is decided as ever, giving something away as well.';
