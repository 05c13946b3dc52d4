import type { FC } from 'hono/jsx';
import type { DocumentTypeName } from '../../../protocol/documents/document.ts';
import { type FormField, fieldsOf, SIGNED_BY_PEOPLE } from '../fields-of.ts';
import type { Page } from '../page.ts';
import { Act, Acts, Choice, Flag, Json, Line, OWN_WORDS_MAX, Words } from '../parts/act.tsx';
import { Command } from '../parts/command.tsx';
import { capital, documentText } from '../words.ts';

/** Everything that a person can sign, by type. */
export const actsPage: Page<object> = {
  section: null,
  title: () => 'Everything one can sign',
  Body: () => (
    <>
      <h1>Everything one can sign</h1>
      <p class="lead">
        What is done most often stands on the page of what it is about. Here is every kind of document, with
        all that it can say.
      </p>
      <ul>
        {SIGNED_BY_PEOPLE.map((type) => (
          <li>
            <a href={`/act/${type}`}>{capital(documentText(type))}</a>
          </li>
        ))}
      </ul>
    </>
  ),
};

/** One type, with every member that it has. */
export const actPage: Page<{ readonly type: DocumentTypeName }> = {
  section: null,
  title: ({ type }) => `Sign: ${documentText(type)}`,
  Body: ({ view: { type } }) => (
    <>
      <p class="kicker">
        <a href="/act">Everything one can sign</a>
      </p>
      <h1>{capital(documentText(type))}</h1>
      <p>
        What you leave empty follows from the log, where anything does, as domain, mandate and dates. The
        server says what it makes of it before you sign: an unknown name, a missing right, a limit. In a field
        for JSON, <code>{'{"say":"…"}'}</code> stands for words, and <code>{'{"ref":"…"}'}</code> for the
        version of a thing that is in force, by its subject.
      </p>
      <Acts>
        <Act type={type} fields={{}} label="Look at what it makes">
          {fieldsOf(type).map((field) => (
            <FieldOf field={field} />
          ))}
        </Act>
      </Acts>
      <details>
        <summary>From the command line</summary>
        <Command rest={`act ${type} --fields FILE`} />
      </details>
      <p>
        <a href="/me">Make this browser sign for you</a>
      </p>
    </>
  ),
};

const FieldOf: FC<{ field: FormField }> = ({ field: { name, required, input } }) => {
  const label = required ? name : `${name} (may be missing)`;
  switch (input.kind) {
    case 'choice':
      return (
        <Choice
          name={name}
          label={label}
          options={['', ...input.values].map((value) => [value, value] as const)}
        />
      );
    case 'flag':
      return <Flag name={name} label={label} />;
    case 'say':
      return <Words name={name} label={label} max={OWN_WORDS_MAX} />;
    case 'name':
      return <Line name={name} label={label} kind="name" hint="an id or a subject" />;
    case 'json':
      return name === 'operations' ? (
        <Json name={name} label={label} hint='JSON, as [{"op":"resolve","text":{"say":"…"}}]' />
      ) : (
        <Json name={name} label={label} />
      );
    default:
      return <Line name={name} label={label} kind={input.kind} />;
  }
};
