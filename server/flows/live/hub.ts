import type { Filter } from '../../../federation/subscription/filter.ts';
import type { Author, Multikey, Scid } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { SECOND } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import type { MayRead } from '../record/evidence-source.ts';
import { BEAT, frame, type Info } from './frames.ts';
import { createTail } from './tail.ts';

/** Streams of one process; some of them are kept for those who sign. */
const STREAMS_MAX = 4000;
const FOR_SIGNERS = 400;
/** Of one signer: some programs and some windows. */
const PER_SIGNER_MAX = 16;
/** Whoever takes in nothing for so long is cut off, and comes again from where it was. */
const SLOW_MS_MAX = 30 * SECOND;
const BEAT_MS = 15 * SECOND;
/** What a signer may read is looked at anew so often; a revoked one is out within 5 s. Spec §19. */
const RIGHTS_MS = 2 * SECOND;
/** Signers who are looked at side by side: thousands of them take no longer than the time that they have. */
const LOOKS_AT_ONCE = 16;

/** Where the bytes of one stream go. */
export interface Sink {
  /** Resolves once there is room for more; false where there was none for too long, or nobody is there any more. */
  readonly write: (bytes: Uint8Array, patienceMs: number) => Promise<boolean>;
  readonly end: (last: Uint8Array) => void;
  readonly onGone: (listener: () => void) => void;
}

export interface Reading {
  /** Null for a stranger. */
  readonly signer: { readonly author: Author; readonly key: Multikey } | null;
  readonly after: number;
  readonly filter: Filter;
  readonly sink: Sink;
}

export interface LiveHub {
  /** @throws {ProtocolError} `future-cursor`; `over-quota`, `unavailable` where there are too many streams. */
  readonly open: (reading: Reading) => Promise<void>;
  /** Ends all streams and takes no more. */
  readonly close: () => void;
  readonly count: () => number;
}

interface Stream extends Reading {
  after: number;
  mayRead: MayRead;
  isCaughtUp: boolean;
  /** The newest checkpoint that it was shown. */
  note: string;
  pumping: boolean;
  again: boolean;
  gone: boolean;
}

/**
 * All event streams of one process. Each is a cursor of its own: a reader that is slow lags behind, and nothing is kept for it
 * but one piece of the log. Spec §19.
 *
 * @param rightsOf what a signer may read just now; null where the key, the member or the peer may no more.
 */
export function createLiveHub(
  context: Context,
  rightsOf: (signer: Reading['signer']) => Promise<MayRead | null>,
): LiveHub {
  const tail = createTail(context);
  const streams = new Set<Stream>();
  /** Looks under way since the last wake-up, by signer: whoever reads with ten programs is looked at once. */
  let looks = new Map<string, Promise<MayRead | null>>();
  let isLooking = false;
  let closed = false;
  let stop: (() => void) | null = null;

  function start(): () => void {
    const unwatch = context.store.watch((log) => void wake(log));
    const beat = setInterval(() => {
      for (const stream of streams) if (!stream.pumping) void send(stream, BEAT);
    }, BEAT_MS);
    const rights = setInterval(() => void lookAtRights(), RIGHTS_MS);
    beat.unref();
    rights.unref();
    return () => {
      unwatch();
      clearInterval(beat);
      clearInterval(rights);
    };
  }

  async function wake(log: Scid | null): Promise<void> {
    if (log !== null && log !== (await context.commons())) return;
    tail.changed();
    looks = new Map(); // one that began before this may not know of it
    for (const stream of streams) void pump(stream);
  }

  async function lookAtRights(): Promise<void> {
    if (isLooking) return;
    isLooking = true;
    try {
      const signed = Map.groupBy(streams, ({ signer }) => nameOf(signer));
      signed.delete(STRANGER);
      const groups = [...signed.values()];
      for (let at = 0; at < groups.length; at += LOOKS_AT_ONCE)
        await Promise.all(
          groups
            .slice(at, at + LOOKS_AT_ONCE)
            .flat()
            .map(renewRights),
        );
    } finally {
      isLooking = false;
    }
  }

  function look(signer: Reading['signer']): Promise<MayRead | null> {
    const [name, under] = [nameOf(signer), looks];
    const begun = under.get(name) ?? rightsOf(signer).finally(() => under.delete(name));
    under.set(name, begun);
    return begun;
  }

  /** Before anything is shown, and every two seconds: rights end where nobody told this process. */
  async function renewRights(stream: Stream): Promise<boolean> {
    const mayRead = await look(stream.signer).catch(() => stream.mayRead); // the database is away: nothing can be shown either
    if (mayRead === null) drop(stream, 'revoked');
    else stream.mayRead = mayRead;
    return mayRead !== null;
  }

  async function send(stream: Stream, bytes: Uint8Array): Promise<boolean> {
    if (stream.gone) return false;
    if (await stream.sink.write(bytes, SLOW_MS_MAX)) return true;
    drop(stream, 'slow');
    return false;
  }

  function drop(stream: Stream, reason: Info): void {
    if (stream.gone) return;
    stream.gone = true;
    streams.delete(stream);
    stream.sink.end(frame('info', null, { reason, after: stream.after }));
  }

  /** Brings one stream to the end of the log; whoever wakes it meanwhile makes it look once more. */
  async function pump(stream: Stream): Promise<void> {
    stream.again = true;
    if (stream.pumping) return;
    stream.pumping = true;
    try {
      while (stream.again && !stream.gone) {
        stream.again = false;
        await catchUp(stream);
      }
    } catch (error) {
      context.logger.warn({ err: error }, 'a stream could not go on; its reader comes again');
      drop(stream, 'failed');
    } finally {
      stream.pumping = false;
    }
  }

  async function catchUp(stream: Stream): Promise<void> {
    if (stream.signer !== null && !(await renewRights(stream))) return;
    for (;;) {
      const piece = await tail.piece(stream.after, stream.filter, stream.mayRead);
      if (piece === null) break;
      if (piece.bytes.length > 0 && !(await send(stream, piece.bytes))) return;
      stream.after = piece.after;
    }
    const newest = await tail.newest();
    if (newest === null || stream.gone) return;
    const { size, note } = newest;
    if (!stream.isCaughtUp) {
      stream.isCaughtUp = true;
      if (!(await send(stream, frame('caught-up', stream.after, { size })))) return;
    }
    if (note === stream.note) return;
    stream.note = note;
    // Its id also moves those on who were shown nothing.
    await send(stream, frame('checkpoint', stream.after, { checkpoint: note, size }));
  }

  function assertRoom({ signer }: Reading): void {
    const most = signer === null ? STREAMS_MAX - FOR_SIGNERS : STREAMS_MAX;
    if (closed || streams.size >= most) {
      throw new ProtocolError('unavailable', 'There are too many streams at this server just now.');
    }
    const own = [...streams].filter((stream) => signer !== null && stream.signer?.author === signer.author);
    if (own.length >= PER_SIGNER_MAX) {
      throw new ProtocolError('over-quota', 'One reader has so many streams at a time.', {
        most: PER_SIGNER_MAX,
        expected: { streams: PER_SIGNER_MAX },
      });
    }
  }

  return {
    async open(reading) {
      assertRoom(reading);
      stop ??= start();
      const mayRead = await rightsOf(reading.signer);
      if (mayRead === null) throw new ProtocolError('forbidden', 'The signer may not read here.');
      const stream: Stream = {
        ...reading,
        mayRead,
        isCaughtUp: false,
        note: '',
        pumping: false,
        again: false,
        gone: false,
      };
      streams.add(stream);
      reading.sink.onGone(() => {
        stream.gone = true;
        streams.delete(stream);
      });
      void pump(stream);
    },
    close() {
      closed = true;
      stop?.();
      for (const stream of [...streams]) drop(stream, 'stopping');
    },
    count: () => streams.size,
  };
}

const STRANGER = '';

function nameOf(signer: Reading['signer']): string {
  return signer === null ? STRANGER : `${signer.author} ${signer.key}`;
}
