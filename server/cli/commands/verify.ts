import { logOrigin, scidSchema } from '../../../protocol/ids.ts';
import { parseVerifierKey } from '../../../protocol/log/vkey.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { BUNDLE_BYTES_MAX, parseBundle } from '../../../protocol/verify/bundle.ts';
import { isGood, LEVELS, type Level, type Report, reachedLevels } from '../../../protocol/verify/report.ts';
import { verifyArchive } from '../../../protocol/verify/verify-archive.ts';
import { verifyParsed } from '../../../protocol/verify/verify-bundle.ts';
import { verifyWithNode } from '../../keys/node-verify.ts';
import { archiveLines } from '../archive-lines.ts';
import { namesIn } from '../bundle-names.ts';
import { addExample } from '../examples.ts';
import { EXIT } from '../exit.ts';
import { isFolder, readArchive } from '../read-archive.ts';
import { reportLines } from '../report-lines.ts';
import type { Cli } from '../run-cli.ts';
import { UsageError } from '../usage-error.ts';
import { collect, readUserFile, wholeNumber } from '../values.ts';

interface VerifyOptions {
  readonly require?: string;
  readonly trust?: readonly string[];
  readonly maxAge?: string;
  readonly json?: boolean;
}

/** What a verification comes to, for the levels that were required. */
type Conclusion = 'pass' | 'fail' | 'unresolved';

const STATUS = { pass: EXIT.done, fail: EXIT.failed, unresolved: EXIT.unresolved } as const satisfies Record<
  Conclusion,
  number
>;

/**
 * `verify` reads one file and nothing else: no network, no server, no settings. It is the code of protocol/, with
 * Node's own Ed25519. Spec §9.
 */
export function addVerifyCommand(cli: Cli): void {
  const command = cli.program
    .command('verify')
    .description(
      'check a proof bundle, offline: was it legitimate by the rules that the commons itself published?',
    )
    .argument('<file>', 'the bundle, or the folder of an archive; - is standard input')
    .option('--require <level>', `the highest level that must hold, of ${LEVELS.join(', ')} (default: V4)`)
    .option(
      '--trust <witness>',
      'a witness that you trust: SCID, folkmoot/<SCID>, or vkey; repeatable',
      collect,
    )
    .option('--max-age <seconds>', 'how old the newest trusted sighting may be, for V5')
    .option('--json', 'print one JSON value')
    .action((file: string, options: VerifyOptions) => verify(cli, file, options));
  addExample(command, 'verify decision.json --require V4', 'verify ~/archive');
  command.addHelpText(
    'after',
    '\nExit status: 0 every required level holds, 1 one fails or the file is damaged, 2 wrong usage, 3 evidence is missing.',
  );
}

async function verify(cli: Cli, file: string, options: VerifyOptions): Promise<void> {
  const required = levelFrom(options.require ?? 'V4');
  const trust = (options.trust ?? []).map(witnessFrom);
  const maxAge = options.maxAge === undefined ? null : wholeNumber(options.maxAge, '--max-age', 0);
  if (await isFolder(file)) return verifyFolder(cli, file, options);
  const bytes = await readUserFile(file, 'verify', BUNDLE_BYTES_MAX);
  const { report, names } = await reportOn(bytes, {
    verify: verifyWithNode,
    now: Date.now(),
    trust,
    ...(maxAge === null ? {} : { maxAgeSeconds: maxAge }),
  });
  const result = resultOf(report, required);
  cli.endWith(STATUS[result]);
  cli
    .output(options)
    .result({ result, required, ...report, names }, () => reportLines(report, required, result, names));
}

/** A whole log: there is no document that it is about, so that no level is asked for. Spec §20. */
async function verifyFolder(
  cli: Cli,
  folder: string,
  { trust = [], json = false, require, maxAge }: VerifyOptions,
): Promise<void> {
  if (require !== undefined || maxAge !== undefined)
    throw new UsageError(
      `--require and --max-age are about one document in a bundle; ${folder} is a folder: all of its log is checked.`,
    );
  const report = await verifyArchive(await readArchive(folder), {
    verify: verifyWithNode,
    now: Date.now(),
    trust: trust.map(witnessFrom),
  });
  cli.endWith(STATUS[report.result]);
  cli.output({ json }).result(report, () => archiveLines(report));
}

interface Verified {
  readonly report: Report;
  /** What commons call themselves, by SCID. */
  readonly names: Readonly<Record<string, string>>;
}

/** A file that cannot be taken apart is damaged, in whatever way it shows: that is a fail, never a crash. */
async function reportOn(bytes: Uint8Array, options: Parameters<typeof verifyParsed>[1]): Promise<Verified> {
  try {
    const bundle = parseBundle(bytes);
    const report = await verifyParsed(bundle, options);
    return { report, names: namesIn(bundle, report) };
  } catch (cause) {
    const why =
      bytes.length > BUNDLE_BYTES_MAX
        ? 'it is larger than any bundle'
        : cause instanceof ProtocolError
          ? inSentence(cause.message)
          : 'its parts do not fit together';
    const extensions = cause instanceof ProtocolError ? cause.extensions : {};
    throw new ProtocolError(
      'malformed',
      `The file is no proof bundle, or it is damaged: ${why}.`,
      { result: 'fail', ...extensions },
      { cause },
    );
  }
}

/** A sentence as the end of another one. */
function inSentence(sentence: string): string {
  const said = sentence.replace(/^The (file|bundle) is/, 'it is').replace(/\.$/, '');
  return /^[A-Z](?![A-Z])/.test(said) ? `${said.slice(0, 1).toLowerCase()}${said.slice(1)}` : said;
}

function resultOf(report: Report, required: Level): Conclusion {
  const levels = reachedLevels(required).map((level) => report.levels[level]);
  if (levels.some(({ result }) => result === 'fail')) return 'fail';
  return levels.every(isGood) ? 'pass' : 'unresolved';
}

function levelFrom(text: string): Level {
  const level = LEVELS.find((known) => known === text.toUpperCase());
  if (level !== undefined) return level;
  throw new UsageError(`--require takes one of ${LEVELS.join(', ')}, not “${text}”.`);
}

/** @returns a form that the verifier compares with: an unknown spelling would silently trust nobody. */
function witnessFrom(text: string): string {
  const scid = scidSchema.safeParse(text);
  if (scid.success) return logOrigin(scid.data);
  if (scidSchema.safeParse(text.replace(/^folkmoot\//, '')).success) return text;
  try {
    parseVerifierKey(text);
    return text;
  } catch (cause) {
    throw new UsageError(
      `--trust takes an SCID (Qm…), a name folkmoot/Qm…, or a vkey, not “${text}”.`,
      {},
      { cause },
    );
  }
}
