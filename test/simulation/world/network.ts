import { ProtocolError } from '../../../protocol/problem.ts';
import type { Outbound } from '../../../server/outbound/outbound.ts';
import type { Chance } from '../engine/chance.ts';
import type { NetworkFaults } from '../engine/plan.ts';
import type { VirtualTime } from '../engine/virtual-time.ts';
import type { Life } from './life.ts';

/** Longest that a message takes on a good day. */
const FAST_MS_MAX = 80;

export interface Message {
  readonly from: string;
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Whoever answers at an origin; it never does where its process crashes meanwhile. */
export type Answering = (message: Message) => Promise<Answer>;

export interface Network {
  readonly serve: (origin: string, answering: Answering) => void;
  readonly outboundOf: (from: string, life: Life) => Outbound;
  readonly send: (message: Message) => Promise<Answer>;
  /** From now on nothing goes from one to the other. */
  readonly cut: (from: string, to: string) => void;
  readonly mend: (from: string, to: string) => void;
  /** From now on nothing comes from there. */
  readonly silence: (from: string) => void;
  /** Told of every request that comes from there. */
  readonly tap: (from: string, listener: (message: Message) => void) => void;
}

export interface NetworkParts {
  readonly time: VirtualTime;
  readonly chance: Chance;
  /** As they are just now. */
  readonly faults: () => NetworkFaults;
  readonly note: (line: string) => void;
  /** Told of every body that somebody sends, whether or not it arrives. */
  readonly onSent: (from: string, to: string, body: Uint8Array) => void;
}

/** Messages get lost, come late, twice and out of order; and whoever waits for an answer does not know which. */
export function createNetwork({ time, chance, faults, note, onSent }: NetworkParts): Network {
  const answerers = new Map<string, Answering>();
  const cuts = new Set<string>();
  const silent = new Set<string>();
  const taps = new Map<string, (message: Message) => void>();

  /** When a message arrives; null where it never does. */
  function journey(from: string, to: string): number | null {
    const { loss, slow, delayMsMost } = faults();
    const isLost = chance.happens(loss);
    const delay = chance.happens(slow) ? chance.integer(0, delayMsMost) : chance.integer(1, FAST_MS_MAX);
    return isLost || silent.has(from) || cuts.has(`${from} ${to}`) ? null : delay;
  }

  function send(message: Message): Promise<Answer> {
    const { from, method, url } = message;
    const { origin, pathname } = url;
    onSent(from, origin, message.body);
    taps.get(from)?.(message);
    return new Promise((resolve, reject) => {
      const copies = chance.happens(faults().duplication) ? 2 : 1;
      for (let copy = 1; copy <= copies; copy++) {
        const there = journey(from, origin);
        note(`${from} -> ${origin} ${method} ${pathname} ${there ?? 'lost'}${copy > 1 ? ' again' : ''}`);
        if (there === null) continue;
        time.after(there, () => {
          const answering = answerers.get(origin);
          if (answering === undefined) return reject(unreachable('There is nobody at this address.'));
          answering(message).then(
            (answer) => {
              onSent(origin, from, answer.body);
              const back = journey(origin, from);
              note(`${origin} -> ${from} ${answer.status} ${back ?? 'lost'}`);
              if (back !== null) time.after(back, () => resolve(answer));
            },
            () => reject(unreachable('The connection was refused.')),
          );
        });
      }
    });
  }

  return {
    send,
    serve: (origin, answering) => {
      answerers.set(origin, answering);
    },
    cut: (from, to) => {
      cuts.add(`${from} ${to}`);
    },
    silence: (from) => {
      silent.add(from);
    },
    tap: (from, listener) => {
      taps.set(from, listener);
    },
    mend: (from, to) => {
      cuts.delete(`${from} ${to}`);
    },
    outboundOf: (from, life) => ({
      fetch: (address, request) =>
        life.answer(async () => {
          const message: Message = {
            from,
            method: request.method,
            url: new URL(address),
            headers: new Headers(request.headers),
            body: Uint8Array.from(request.body ?? []),
          };
          const answer = await inTime(time, request.totalMs, send(message));
          if (answer.body.length > request.bytesMax) throw unreachable('The answer is too large.');
          return { ...answer, url: address };
        }),
      stream: () => Promise.reject(new TypeError('nothing here streams')),
      lookUp: () => Promise.reject(new TypeError('no name is looked up here')),
      close: async () => undefined,
    }),
  };
}

/** Whoever waits too long is told so; the message may come nevertheless. */
function inTime<Result>(time: VirtualTime, mostMs: number, awaited: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const cancel = time.after(mostMs, () => reject(unreachable('The peer does not answer in time.')));
    awaited.then(resolve, reject).finally(cancel);
  });
}

function unreachable(sentence: string): ProtocolError {
  return new ProtocolError('peer-unreachable', sentence);
}
