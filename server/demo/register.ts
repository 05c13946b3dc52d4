import * as z from 'zod';
import { peersSchema } from '../client/views.ts';
import { importRegister } from '../importers/import-register.ts';
import type { MaintainersSection } from '../importers/maintainers-section.ts';
import { registerIn } from '../importers/read-register.ts';
import { systemRandom } from '../random.ts';
import { type Actor, expectThat, shortName } from './actor.ts';
import type { Play } from './play.ts';
import { waitUntil } from './wait-until.ts';

/** The register that the demo takes over. */
export interface RegisterFile {
  readonly bytes: Uint8Array;
  /** As errors name it, and as people call it. */
  readonly shown: string;
  readonly source: string;
  /** A path to ask about, where we know the file; else one is looked for in it. */
  readonly path: string | null;
}

const answerSchema = z.looseObject({
  owners: z.array(
    z.looseObject({
      title: z.record(z.string(), z.string()),
      owner: z.looseObject({
        kind: z.string(),
        people: z.array(z.looseObject({ name: z.string(), email: z.string().nullable() })),
      }),
    }),
  ),
});

/** Imports the register into one commons. */
export function takeOverRegister(play: Play, actor: Actor, file: RegisterFile): Promise<void> {
  const { narrator, signal } = play;
  return play.step({
    name: 'import',
    title: 'A register is taken over: who looks after what',
    why: [
      `${actor.name} has a list of who looks after which part of its files: ${file.source}. Ana takes all of it over by one decision. Each section becomes a domain: a field of decisions with its own owners.`,
    ],
    async run() {
      const started = performance.now();
      const imported = await importRegister({
        client: actor.client,
        author: actor.member.author,
        bytes: file.bytes,
        shown: file.shown,
        source: file.source,
        names: 'public',
        again: false,
        now: Date.now,
        subject: systemRandom.subject,
        salt: systemRandom.salt,
        onProgress: () => signal.throwIfAborted(),
        agree: async () => undefined,
      });
      const seconds = Math.round((performance.now() - started) / 10) / 100;
      const { domains, people, seats, pages, decision, verdict, set, warnings } = imported;
      expectThat(verdict.status === 'counted', 'the register is in force', verdict);
      narrator.show('in force', `${domains} domains, ${people} people, in ${seconds} seconds`);
      narrator.show('page', `${actor.origin}/register`);
      narrator.say(
        'Names and addresses are not in the log, which is for ever, but in a private table from which they can be erased.',
      );
      const facts = { domains, people, seats, pages, set, decision, seconds, warnings: warnings.length };
      return { value: undefined, facts: { ...facts, verdict: verdict.status } };
    },
  });
}

/** Makes the two commons peers. */
export function becomePeers(play: Play, actors: readonly [Actor, Actor]): Promise<void> {
  const { narrator, signal } = play;
  const [a, b] = actors;
  return play.step({
    name: 'follow',
    title: 'The two follow each other',
    why: [
      `${b.name} follows ${a.name}, and the other way round. Each keeps a copy of the other’s log and signs what it has seen: it is a witness. From now on neither can change its past without the other noticing.`,
    ],
    async run() {
      await a.client.post('/peers', { url: b.origin });
      await b.client.post('/peers', { url: a.origin });
      const shown = await Promise.all(
        actors.map((actor) =>
          waitUntil(`${actor.name} follows the other and is witnessed`, signal, () => followed(actor)),
        ),
      );
      for (const [place, { mirrored, cosigned }] of shown.entries()) {
        const name = actors[place]?.name ?? '';
        narrator.show(
          shortName(name),
          `holds ${mirrored} entries of the other; ${cosigned} of its own are witnessed`,
        );
      }
      return { value: undefined, facts: { follows: shown } };
    },
  });
}

/** Asks who decides about a path. */
export function askWho(play: Play, actor: Actor, file: RegisterFile): Promise<void> {
  const { narrator } = play;
  const { sections } = registerIn(file.bytes, file.shown);
  const { path, section } = pathIn(sections, file.path);
  return play.step({
    name: 'who',
    title: `Who decides about ${path}?`,
    why: [
      'Several domains may cover a path. The most specific one decides; the others are there for what no narrower one covers.',
    ],
    async run() {
      const { owners } = await actor.client.read(
        `/register/path?path=${encodeURIComponent(path)}`,
        answerSchema,
      );
      const titles = owners.map(({ title }) => title.en ?? '');
      expectThat(titles.includes(section), `“${section}” is among the owners`, titles);
      for (const { title, owner } of owners) {
        const people = owner.people.map(({ name }) => name).join(', ');
        narrator.show(
          owner === owners[0]?.owner ? 'decides' : 'then',
          `${title.en ?? ''}: ${people || 'nobody'}`,
        );
      }
      return { value: undefined, facts: { path, owners: titles } };
    },
  });
}

/** What an actor’s server says of its only peer, once it has copied something and was witnessed. */
async function followed({ client }: Actor): Promise<{ mirrored: number; cosigned: number } | null> {
  const { peers } = await client.read('/peers', peersSchema);
  const [peer] = peers;
  if (peer === undefined || peer.mirrored === 0 || peer.cosigned === 0) return null;
  return { mirrored: peer.mirrored, cosigned: peer.cosigned };
}

/** A path of the register with a section that covers it: the wanted one, else a whole file that somebody looks after. */
function pathIn(
  sections: readonly MaintainersSection[],
  wanted: string | null,
): { readonly path: string; readonly section: string } {
  const plain = (pattern: string) => !/[*?[\\]/.test(pattern) && !pattern.startsWith('regex:');
  const candidates = sections
    .filter(({ maintainers, excludes }) => maintainers.length > 0 && excludes.length === 0)
    .flatMap(({ name, paths }) => paths.filter(plain).map((pattern) => ({ name, pattern })));
  const exact = candidates.find(({ pattern }) => wanted !== null && covers(pattern, wanted));
  const chosen = exact ?? candidates[Math.floor(candidates.length / 2)];
  if (chosen === undefined) return { path: wanted ?? 'README', section: sections[0]?.name ?? '' };
  const { name, pattern } = chosen;
  if (exact !== undefined && wanted !== null) return { path: wanted, section: name };
  return { path: pattern.endsWith('/') ? `${pattern}README` : pattern, section: name };
}

function covers(pattern: string, path: string): boolean {
  return pattern === path || (pattern.endsWith('/') && path.startsWith(pattern));
}
