import { basename } from 'node:path';

/** How this command line is called here, so that what is printed can be typed: linked, or as npm's script. */
export function commandLine(rest: string): string {
  const isLinked =
    basename(process.argv[1] ?? '') === 'folkmoot' && process.env.npm_lifecycle_event === undefined;
  return `${isLinked ? 'folkmoot' : 'npm run -s folkmoot --'} ${rest}`;
}

/** As `commandLine`, for whoever typed the command before: what chose the key and the server chooses them again. */
export function nextCommand(
  { profile, server }: { readonly profile?: string; readonly server?: string },
  rest: string,
): string {
  const chosen = Object.entries({ profile, server }).flatMap(([name, value]) =>
    value === undefined ? [] : [` --${name} ${shellWord(value)}`],
  );
  return `${commandLine(rest)}${chosen.join('')}`;
}

/** A word as a shell takes it whole. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
