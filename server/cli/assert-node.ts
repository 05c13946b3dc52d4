/** The oldest Node that this runs on: 20 is end-of-life, and current libraries have left it. */
const NODE_MAJOR_MIN = 24;

/** Says what to do, in words, where an old Node would fail with a riddle. */
export function assertNode(version: string): void {
  if (Number.parseInt(version, 10) >= NODE_MAJOR_MIN) return;
  process.stderr.write(
    `Folkmoot needs Node ${NODE_MAJOR_MIN} or newer; this is ${version}. ` +
      'Run it by an npm script (`npm start`, `npm run folkmoot -- …`): these bring the right one.\n',
  );
  process.exit(2);
}
