/** Exit statuses, the same for every command. */
export const EXIT = { done: 0, failed: 1, usage: 2, unresolved: 3 } as const;
