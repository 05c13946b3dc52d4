import type { FC } from 'hono/jsx';
import type { JsonObject, JsonValue } from '../../../protocol/canonical.ts';
import { languageSchema } from '../../../protocol/documents/common.ts';
import { isDocumentId, refSchema } from '../../../protocol/ids.ts';
import { parseTime } from '../../../protocol/time.ts';
import { numberText } from '../../amount-text.ts';
import type { Texts } from '../../any-language.ts';
import { durationText } from '../../duration-text.ts';
import type { DocumentView } from '../../flows/views/document-view.ts';
import { documentHref, shortId } from '../hrefs.ts';
import { capital, documentText } from '../words.ts';
import { IdLink } from './id.tsx';
import { Prose, Quoted, Said } from './text.tsx';
import { Time } from './time.tsx';

/** Items of a list that are shown at once. */
const ITEMS_SHOWN = 20;
/** A document may be 32 levels deep; a page shows as many as a reader can follow. */
const DEPTH_MAX = 8;

/** What the reader is told in place of hashes and ids: attached words, and names. */
export type Known = Pick<DocumentView, 'words' | 'names'>;

/** A document's own fields as they were signed, with attached words in place of their hashes. */
export const Content: FC<{ value: JsonValue; known: Known; depth?: number }> = ({
  value,
  known,
  depth = 0,
}) => {
  if (value === null) return <>–</>;
  if (typeof value === 'string') return <TextValue text={value} known={known} />;
  if (typeof value === 'number') return <>{numberText(value)}</>;
  if (typeof value === 'boolean') return <>{value ? 'yes' : 'no'}</>;
  if (depth >= DEPTH_MAX) return <>…</>;
  if (isList(value)) return <ListValue items={value} known={known} depth={depth} />;
  if (Object.keys(value).length === 0) return <>none</>;
  if (isTexts(value)) return <TextsValue texts={value} />;
  const attached = typeof value.attachment === 'string' ? known.words[value.attachment] : undefined;
  if (attached !== undefined) return <Prose text={attached} />;
  if (isRef(value)) return <RefValue subject={value.subject} id={value.id} known={known} />;
  if (isVersion(value)) {
    const { type, subject, id, role } = value;
    return (
      <>
        {capital(documentText(type))} <RefValue subject={subject} id={id} known={known} />
        {role === undefined ? null : (
          <>
            , for the role <TextValue text={role} known={known} />
          </>
        )}
      </>
    );
  }
  return (
    <dl class="content">
      {Object.entries(value).map(([name, inner]) => (
        <div>
          <dt>
            <Quoted>{fieldText(name)}</Quoted>
          </dt>
          <dd>
            {isDuration(name, inner) ? (
              durationText(inner)
            ) : (
              <Content value={inner ?? null} known={known} depth={depth + 1} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
};

/** A thing by the version meant: its name, and the version as a link. */
const RefValue: FC<{ subject: string; id: string; known: Known }> = ({ subject, id, known }) => (
  <>
    {known.names[subject] === undefined ? (
      <code>{shortId(subject)}</code>
    ) : (
      <TextValue text={subject} known={known} />
    )}{' '}
    as <IdLink id={id} href={documentHref(id)} />
  </>
);

/** Texts by language: the languages are named where there are several. */
const TextsValue: FC<{ texts: Texts }> = ({ texts }) => {
  if (Object.keys(texts).length === 1) return <Said texts={texts} />;
  return (
    <ul class="plain">
      {Object.entries(texts).map(([language, text]) => (
        <li>
          <Said texts={{ [language]: text }} /> <span class="aside">({languages.of(language)})</span>
        </li>
      ))}
    </ul>
  );
};

const TextValue: FC<{ text: string; known: Known }> = ({ text, known }) => {
  const name = known.names[text];
  if (name !== undefined) {
    return (
      <>
        <Quoted>{name}</Quoted> <code class="aside">{shortId(text)}</code>
      </>
    );
  }
  if (isDocumentId(text)) return <IdLink id={text} href={documentHref(text)} />;
  if (parseTime(text) !== null) return <Time at={text} />;
  if (MACHINE_WORD.test(text)) return <code>{text}</code>;
  return (
    <span class="prose">
      <Quoted>{text}</Quoted>
    </span>
  );
};

/** Keys, hashes, signatures: nobody reads them, everybody compares them. */
const MACHINE_WORD = /^[\w-]{40,}$/;

const ListValue: FC<{ items: readonly JsonValue[]; known: Known; depth: number }> = ({
  items,
  known,
  depth,
}) => {
  if (items.length === 0) return <>none</>;
  const more = items.length - ITEMS_SHOWN;
  return (
    <ul class="plain">
      {items.slice(0, ITEMS_SHOWN).map((item) => (
        <li>
          <Content value={item} known={known} depth={depth + 1} />
        </li>
      ))}
      {more > 0 ? <li>and {numberText(more)} more in the signed document</li> : null}
    </ul>
  );
};

/** `reviewAfterSeconds` as `Review after`; ids stay as they are. */
function fieldText(name: string): string {
  if (!/^[a-z]+([A-Z][a-z]+)*$/.test(name)) return name;
  return capital(name.replace(/Seconds$/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
}

function isDuration(name: string, value: JsonValue | undefined): value is number {
  return name.endsWith('Seconds') && typeof value === 'number';
}

/** `of` answers a known language alone: `key` and `by` are names of fields. */
const languages = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

function isTexts(value: JsonObject): value is Texts {
  return Object.entries(value).every(
    ([language, text]) =>
      languageSchema.safeParse(language).success &&
      languages.of(language) !== undefined &&
      typeof text === 'string' &&
      !isDocumentId(text),
  );
}

interface Version {
  readonly type: string;
  readonly subject: string;
  readonly id: string;
  /** Of a mandate alone. */
  readonly role?: string;
}

/** A version of a thing together with what kind of thing it is. */
function isVersion(value: JsonObject): value is JsonObject & Version {
  const { type, role, ...ref } = value;
  return typeof type === 'string' && (role === undefined || typeof role === 'string') && isRef(ref);
}

function isRef(value: JsonObject): value is { readonly subject: string; readonly id: string } {
  return refSchema.safeParse(value).success;
}

/** As `Array.isArray`, which does not know of arrays that nobody changes. */
function isList(value: JsonObject | readonly JsonValue[]): value is readonly JsonValue[] {
  return Array.isArray(value);
}
