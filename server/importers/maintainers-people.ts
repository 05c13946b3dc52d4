/** Someone, or some group, as a register names them. At least one of name and e-mail is there. */
export interface RegisterPerson {
  readonly name: string | null;
  /** As written; compare without regard to case. */
  readonly email: string | null;
  /** What stands in brackets behind the address, mostly the part that they look after. */
  readonly note: string | null;
}

/** Local part and domain, nothing that would need quoting. 254 characters are what mail carries (RFC 5321). */
const EMAIL = /^[^\s<>()",;@]{1,64}@[^\s<>()",;@]{1,189}$/;

/**
 * People of one `M:` or `R:` line: `Name <address> (note)`, `"Last, First" <address>`, `address`, or several of them
 * with commas between. A name without a readable address is a person without e-mail.
 *
 * @param value one line's, so its length is bounded.
 */
export function parsePeople(value: string): RegisterPerson[] {
  return splitPeople(value)
    .map(parsePerson)
    .filter((person) => person.name !== null || person.email !== null);
}

/** Two people are one if this is equal: by address without regard to case, else by name. */
export function personIdentity(person: RegisterPerson): string {
  return person.email !== null
    ? `mail:${person.email.toLowerCase()}`
    : `name:${(person.name ?? '').toLowerCase()}`;
}

/** Cuts at commas outside quotes and brackets; a part without "@" belongs to the one behind (`Last, First <…>`). */
function splitPeople(value: string): string[] {
  const hasQuotes = value.split('"').length % 2 === 1; // an odd number of quotes is a slip, no quoting
  const parts: string[] = [];
  let start = 0;
  let isQuoted = false;
  let isBracketed = false;
  let hasAddress = false;
  for (let at = 0; at < value.length; at++) {
    const character = value[at];
    if (character === '"' && hasQuotes) isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === '<' || character === '(') isBracketed = true;
    else if (character === '>' || character === ')') isBracketed = false;
    else if (character === ',' && !isBracketed && hasAddress) {
      parts.push(value.slice(start, at));
      start = at + 1;
      hasAddress = false;
    }
    if (character === '@' && !isQuoted) hasAddress = true;
  }
  const rest = value.slice(start);
  const last = parts.pop();
  if (last === undefined) return [rest];
  // What stands behind the last comma and has no address is no person.
  return hasAddress ? [...parts, last, rest] : [...parts, `${last},${rest}`];
}

function parsePerson(text: string): RegisterPerson {
  const open = text.indexOf('<');
  const close = text.indexOf('>', open);
  if (open >= 0 && close > open) {
    return {
      name: cleanName(text.slice(0, open)),
      email: emailOrNull(text.slice(open + 1, close)),
      note: cleanNote(text.slice(close + 1)),
    };
  }
  // Without angle brackets: words are the name, what stands in brackets the note.
  const bracket = text.indexOf('(');
  const words = (bracket < 0 ? text : text.slice(0, bracket)).split(/\s+/);
  const email = words.find((word) => emailOrNull(word) !== null) ?? null;
  return {
    name: cleanName(words.filter((word) => word !== email).join(' ')),
    email,
    note: bracket < 0 ? null : cleanNote(text.slice(bracket)),
  };
}

function emailOrNull(text: string): string | null {
  const trimmed = text.trim();
  return EMAIL.test(trimmed) ? trimmed : null;
}

/** Without the quotes around it; pairs inside (`Jo "Jay" Doe`) are part of the name, a lone quote is a slip. */
function cleanName(text: string): string | null {
  const name = text.replaceAll('\\"', '"').replace(/\s+/g, ' ').trim();
  const hasPairs = name.split('"').length % 2 === 1;
  const isQuoted = name.length > 1 && name.startsWith('"') && name.endsWith('"');
  const bare = !hasPairs ? name.replaceAll('"', '') : isQuoted ? name.slice(1, -1) : name;
  return bare.trim() === '' ? null : bare.trim();
}

/** Without the brackets; a lone full stop or comma is no note. */
function cleanNote(text: string): string | null {
  const note = text.replace(/^[\s,;.]+/, '').trim();
  const bare = note.startsWith('(') && note.endsWith(')') ? note.slice(1, -1).trim() : note;
  return /[\p{L}\p{N}]/u.test(bare) ? bare : null;
}
