import type { FC } from 'hono/jsx';
import type { Possible } from '../commands/possible.ts';

/** A command of ours as it is typed in the folder where the server was started. */
export const Command: FC<{ rest: string }> = ({ rest }) => (
  <pre>
    <code>{`npm run -s folkmoot -- ${rest}`}</code>
  </pre>
);

/** What members can type about something, ready to copy. */
export const Commands: FC<{ title: string; lines: readonly string[] }> = ({ title, lines }) => (
  <details>
    <summary>{title}</summary>
    <p>Members type one of these:</p>
    {lines.map((rest) => (
      <Command rest={rest} />
    ))}
  </details>
);

/** What members can do about something now, by who can. */
export const PossibleCommands: FC<{ acts: readonly Possible[] }> = ({ acts }) =>
  acts.length === 0 ? null : (
    <details>
      <summary>What can be done now, by command line</summary>
      {acts.map(({ who, lines }) => (
        <>
          <p>{who}</p>
          {lines.map((rest) => (
            <Command rest={rest} />
          ))}
        </>
      ))}
    </details>
  );
