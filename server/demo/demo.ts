import type { Actor } from './actor.ts';
import { foundBoth, startServers } from './begin.ts';
import { decideAlone, decideTooMuch } from './decide.ts';
import { changeOneByte, leaveOneOut, verifyOffline } from './evidence.ts';
import type { Narrator } from './narrator.ts';
import { agree } from './negotiate.ts';
import { createPlay, type Play, type StepOutcome } from './play.ts';
import { askWho, becomePeers, type RegisterFile, takeOverRegister } from './register.ts';
import type { Stage } from './stage.ts';

/** How the demo went, for machines. */
export interface DemoSummary {
  readonly ok: boolean;
  readonly seconds: number;
  readonly servers: readonly { readonly name: string; readonly origin: string; readonly commons: string }[];
  readonly steps: readonly StepOutcome[];
}

/** The demo after its last step, or after the one that failed. */
export interface Demo {
  readonly summary: DemoSummary;
  /** Stops the servers and removes all that they wrote. */
  readonly clear: () => Promise<void>;
}

/** Steps that a whole demo has. */
export const DEMO_STEPS = [
  'start',
  'found',
  'import',
  'who',
  'follow',
  'decide',
  'over-limit',
  'negotiate',
  'verify',
  'change',
  'remove',
] as const;

/**
 * Plays two commons from their founding to an agreement that a stranger verifies. Never throws: what fails is in the
 * summary. The caller clears.
 *
 * @param signal ends it at the next step or wait.
 */
export async function playDemo(file: RegisterFile, narrator: Narrator, signal: AbortSignal): Promise<Demo> {
  const started = performance.now();
  const play = createPlay(narrator, signal);
  let stage: Stage | null = null;
  const actors: Actor[] = [];
  try {
    await playAll(play, file, {
      opened: (opened) => {
        stage = opened;
      },
      founded: (both) => actors.push(...both),
    });
  } catch {
    // The play has noted which step failed, and why.
  }
  return {
    summary: {
      ok: play.outcomes.length === DEMO_STEPS.length && play.outcomes.every(({ ok }) => ok),
      seconds: Math.round((performance.now() - started) / 100) / 10,
      servers: actors.map(({ name, origin, commons }) => ({ name, origin, commons })),
      steps: play.outcomes,
    },
    async clear() {
      await Promise.allSettled(actors.map(({ client }) => client.close()));
      await (stage as Stage | null)?.clear(); // set by the first step
    },
  };
}

async function playAll(
  play: Play,
  file: RegisterFile,
  told: { readonly opened: (stage: Stage) => void; readonly founded: (actors: readonly Actor[]) => void },
): Promise<void> {
  const stage = await startServers(play, told.opened);
  const actors = await foundBoth(play, stage);
  told.founded(actors);
  const [ana, ben] = actors;
  await takeOverRegister(play, ana, file);
  await askWho(play, ana, file);
  await becomePeers(play, actors);
  await decideAlone(play, ana);
  await decideTooMuch(play, ana);
  const negotiation = await agree(play, ana, ben);
  const evidence = await verifyOffline(play, actors, negotiation, stage.folder);
  await changeOneByte(play, ana, evidence);
  await leaveOneOut(play, ana, evidence);
}
