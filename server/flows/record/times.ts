import type { Scid } from '../../../protocol/ids.ts';
import { type Moment, momentsWithin, silenceIn } from '../../../protocol/log/silence.ts';
import type { Millis } from '../../../protocol/time.ts';
import type { Store } from '../../store/store.ts';

/** When a log was written to, as far as somebody asked. Spec §6. */
interface Times {
  /** Null where it was not loaded yet. */
  readonly silence: (from: Millis, until: Millis, asOf: Millis) => Millis | null;
  /** @returns whether anything new was learned. */
  readonly load: (within: { readonly from: Millis; readonly until: Millis }) => Promise<boolean>;
  /** An entry that comes next. */
  readonly add: (moment: Moment) => void;
}

export function openTimes(home: Scid, reader: Pick<Store, 'entries'>, size: () => Promise<number>): Times {
  const loaded = new Map<string, readonly Moment[]>();
  const ahead: Moment[] = [];
  const read = async (at: readonly number[]) => reader.entries(home, { at });
  return {
    silence: (from, until, asOf) => {
      const committed = loaded.get(keyOf(from, until));
      if (committed === undefined) return null;
      const moments = [...committed, ...ahead];
      // What is asked now, or logged next, ends a silence.
      const next = { index: (moments.at(-1)?.index ?? -1) + 1, at: asOf };
      return silenceIn([...moments, next], from, until);
    },
    async load({ from, until }) {
      const key = keyOf(from, until);
      if (loaded.has(key)) return false;
      const moments = await momentsWithin(read, await size(), { from, until });
      loaded.set(
        key,
        moments.map(({ index, at }) => ({ index, at })),
      );
      return true;
    },
    add: ({ index, at }) => {
      ahead.push({ index, at });
    },
  };
}

function keyOf(from: Millis, until: Millis): string {
  return `${from} ${until}`;
}
