import { UsageError } from './usage-error.ts';

/** Characters in a line of a message's body in base64 (RFC 2045 §6.8). */
const LINE_CHARACTERS = 76;
/** Bytes of text in one encoded word of a header: its line stays under 76 characters (RFC 2047 §2). */
const WORD_BYTES = 42;

/** What is sent with a link: the same in a mail program, in a file, or copied by hand. */
export interface LinkMail {
  readonly subject: string;
  readonly text: string;
}

interface About {
  readonly commons: string;
  readonly what: string;
  readonly url: string;
  readonly until: string;
  readonly isGuest: boolean;
}

export function linkMail({ commons, what, url, until, isGuest }: About): LinkMail {
  const use = isGuest
    ? 'By this link you can ask one question or give one advice. You need no account.'
    : 'By this link you can give one answer. You need no account and no key.';
  const text = [
    'Hello,',
    '',
    `${commons} is about to decide: ${what}.`,
    '',
    use,
    'It is for you alone and works once; please do not pass it on.',
    '',
    url,
    '',
    `It holds until ${until}. If you want to say something else afterwards, ask for another link.`,
    '',
  ].join('\n');
  return { subject: `${commons}: ${isGuest ? 'your advice' : 'your answer'}`, text };
}

/** An address that a mail program opens with the mail written. RFC 6068 */
export function mailtoOf(to: string | undefined, { subject, text }: LinkMail): string {
  const body = text.replaceAll('\n', '\r\n');
  const address = to === undefined ? '' : encodeURIComponent(to).replace('%40', '@');
  return `mailto:${address}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
}

/** The mail as a file that a mail program opens, not sent yet. RFC 5322 */
export function emlOf(to: string | undefined, { subject, text }: LinkMail, now: Date): string {
  const body = Buffer.from(text.replaceAll('\n', '\r\n')).toString('base64');
  const lines = body.match(new RegExp(`.{1,${LINE_CHARACTERS}}`, 'g')) ?? [];
  return [
    ...(to === undefined ? [] : [`To: ${to}`]),
    `Subject: ${encodedWords(subject)}`,
    `Date: ${now.toUTCString().replace('GMT', '+0000')}`,
    'X-Unsent: 1',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    ...lines,
    '',
  ].join('\r\n');
}

/**
 * One address, in a form in which no header can hide.
 *
 * @throws {UsageError}
 */
export function mailAddress(text: string): string {
  if (/^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/.test(text)) return text;
  throw new UsageError(`--to takes one e-mail address, not “${text}”.`);
}

/** RFC 2047: words of any language in a header of plain characters, cut between characters. */
function encodedWords(text: string): string {
  const words: string[] = [];
  let word = '';
  for (const character of text.replace(/[\r\n]+/g, ' ')) {
    if (Buffer.byteLength(word + character) > WORD_BYTES) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  return [...words, word].map((one) => `=?utf-8?B?${Buffer.from(one).toString('base64')}?=`).join('\r\n ');
}
