import type { Ladder } from '../../documents/rung.ts';

/**
 * Parameters of a rung on a step of an escalation path: no time in them is longer than the step, and a fallback comes
 * within it. Spec §6.
 */
export function withinStep({ consent, consensus, vote }: Ladder, maxSeconds: number): Ladder {
  const within = (seconds: number) => Math.min(seconds, maxSeconds);
  if (consent !== undefined) {
    const { openSeconds, deadlineSeconds } = consent;
    return {
      consent: {
        ...consent,
        openSeconds: within(openSeconds),
        deadlineSeconds: within(deadlineSeconds),
      },
    };
  }
  if (vote?.noticeSeconds !== undefined) {
    // Notice takes half of the step at most; the rest is for answers.
    const noticeSeconds = Math.min(vote.noticeSeconds, Math.max(1, Math.floor(maxSeconds / 2)));
    const openSeconds = Math.max(1, Math.min(vote.openSeconds, maxSeconds - noticeSeconds));
    return { vote: { ...vote, noticeSeconds, openSeconds } };
  }
  if (vote !== undefined) return { vote: { ...vote, openSeconds: within(vote.openSeconds) } };
  if (consensus === undefined) return {};
  const deadlineSeconds = within(consensus.deadlineSeconds);
  const { fallback, openSeconds } = consensus;
  if (fallback === undefined)
    return { consensus: { ...consensus, openSeconds: within(openSeconds), deadlineSeconds } };
  // The wait for the fallback takes half of the step at most; the rest is for answers.
  const afterSeconds = Math.min(fallback.afterSeconds, Math.max(1, Math.floor(maxSeconds / 2)));
  return {
    consensus: {
      ...consensus,
      openSeconds: Math.max(1, Math.min(openSeconds, maxSeconds - afterSeconds)),
      deadlineSeconds,
      fallback: { ...fallback, afterSeconds },
    },
  };
}
