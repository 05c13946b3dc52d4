/**
 * Rules with a MUST that no machine can check here, each with the reason. Everything else has cases in the vectors to
 * accept and to refuse, or a test that names it. Keep it short: an entry is a hole.
 */
export const NO_MACHINE: Readonly<Record<string, string>> = {};
