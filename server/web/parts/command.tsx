import type { FC } from 'hono/jsx';

/** A command of ours as it is typed in the folder where the server was started. */
export const Command: FC<{ rest: string }> = ({ rest }) => (
  <pre>
    <code>{`npm run -s folkmoot -- ${rest}`}</code>
  </pre>
);
