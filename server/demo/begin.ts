import { type Actor, foundCommons, shortName } from './actor.ts';
import type { Play } from './play.ts';
import { openStage, type Stage } from './stage.ts';

/** Starts two servers. @param opened told of the stage as soon as there is something to clear. */
export function startServers(play: Play, opened: (stage: Stage) => void): Promise<Stage> {
  const { narrator } = play;
  return play.step({
    name: 'start',
    title: 'Two servers start',
    why: [
      'Each commons runs its own server; there is no centre. These two have a port and a database each, in a folder that vanishes at the end.',
    ],
    async run() {
      const stage = await openStage();
      opened(stage);
      const origins = stage.servers.map(({ origin }) => origin);
      for (const origin of origins) narrator.show('server', origin);
      narrator.show('folder', stage.folder);
      return { value: stage, facts: { origins, folder: stage.folder } };
    },
  });
}

/** Founds a commons on each. */
export function foundBoth(play: Play, { servers }: Stage): Promise<readonly [Actor, Actor]> {
  const { narrator } = play;
  return play.step({
    name: 'found',
    title: 'Two commons are founded',
    why: [
      'Ana founds the Werkhof, a workshop that lends out tools. Ben founds the Elm Street Garden. A founding is the first entry of a log: a list of signed entries that can only grow. The keys that sign are made here, and each stays with its owner.',
    ],
    async run() {
      const [one, other] = servers;
      const werkhof = await foundCommons(one, {
        person: 'Ana',
        name: 'Werkhof',
        purpose: 'To lend tools and to mend together.',
      });
      const garden = await foundCommons(other, {
        person: 'Ben',
        name: 'Elm Street Garden',
        purpose: 'To grow food on Elm Street.',
      });
      for (const { name, commons } of [werkhof, garden]) narrator.show(shortName(name), commons);
      narrator.say('These names are made from the founding keys: no registry hands them out.');
      return { value: [werkhof, garden], facts: { commons: [werkhof.commons, garden.commons] } };
    },
  });
}
