import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Connections that are opened side by side. */
const AT_ONCE = 50;
const LOOK_MS = 2;
/** The last characters of a piece may be the beginning of a frame's head. */
const HEAD_CHARACTERS_MAX = 64;
const HEAD = /id: (\d+)\nevent: entry\n/g;

/** Many readers of one event stream. */
export interface Readers {
  /** When each had the entry, in milliseconds since 1970; resolves once all have it. */
  readonly arrivals: (index: number) => Promise<readonly number[]>;
  readonly close: () => void;
}

/** @param path of the stream. */
export async function openReaders(port: number, path: string, count: number): Promise<Readers> {
  const arrivals = new Map<number, number[]>();
  const open: ClientRequest[] = [];
  const openOne = async () => {
    const asked = request({ host: '127.0.0.1', port, path, agent: false });
    open.push(asked);
    asked.end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    if (answer.statusCode !== 200) throw new Error(`a stream was answered ${answer.statusCode}`);
    asked.on('error', () => undefined); // closed by us
    answer.on('error', () => undefined);
    let rest = '';
    answer.setEncoding('latin1').on('data', (piece: string) => {
      const at = performance.timeOrigin + performance.now();
      const text = rest + piece;
      let end = 0;
      for (const head of text.matchAll(HEAD)) {
        const index = Number(head[1]);
        const times = arrivals.get(index) ?? [];
        times.push(at);
        arrivals.set(index, times);
        end = head.index + head[0].length;
      }
      rest = text.slice(Math.max(end, text.length - HEAD_CHARACTERS_MAX));
    });
  };
  for (let opened = 0; opened < count; opened += AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - opened) }, openOne));
  return {
    arrivals: async (index) => {
      while ((arrivals.get(index)?.length ?? 0) < count) await sleep(LOOK_MS);
      return arrivals.get(index) ?? [];
    },
    close: () => {
      for (const asked of open) asked.destroy();
    },
  };
}
