import type { FC } from 'hono/jsx';
import { useShell } from '../shell.ts';

/** A moment in the commons' own time zone; the exact UTC time stands behind it. */
export const Time: FC<{ at: string }> = ({ at }) => {
  const { timeZone } = useShell();
  return (
    <time datetime={at} title={at}>
      {formatOf('moment', timeZone).format(Date.parse(at))}
    </time>
  );
};

/** A moment to the second, where two of them lie close together. */
export const ExactTime: FC<{ at: string }> = ({ at }) => {
  const { timeZone } = useShell();
  return (
    <time datetime={at} title={at}>
      {formatOf('exact', timeZone).format(Date.parse(at))}
    </time>
  );
};

/** A day, where the hour is of no matter. */
export const Day: FC<{ at: string }> = ({ at }) => {
  const { timeZone } = useShell();
  return (
    <time datetime={at} title={at}>
      {formatOf('day', timeZone).format(Date.parse(at))}
    </time>
  );
};

/** Making a formatter takes a hundred times as long as using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

type Kind = 'exact' | 'moment' | 'day';

function formatOf(kind: Kind, timeZone: string): Intl.DateTimeFormat {
  const key = `${kind} ${timeZone}`;
  const format = formats.get(key) ?? makeFormat(kind, timeZone);
  formats.set(key, format);
  return format;
}

function makeFormat(kind: Kind, timeZone: string): Intl.DateTimeFormat {
  const day = { day: 'numeric', month: 'long', year: 'numeric', timeZone } as const;
  const moment = { ...day, hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const;
  const fields = { day, moment, exact: { ...moment, second: '2-digit' } as const };
  return new Intl.DateTimeFormat('en-GB', fields[kind]);
}
