import type { FC } from 'hono/jsx';
import type { JsonObject, JsonValue } from '../../../protocol/canonical.ts';
import { isDocumentId, refSchema } from '../../../protocol/ids.ts';
import { parseTime } from '../../../protocol/time.ts';
import { numberText } from '../../amount-text.ts';
import type { DocumentView } from '../../flows/views/document-view.ts';
import { documentHref, shortId } from '../hrefs.ts';
import { IdLink } from './id.tsx';
import { Prose, Quoted } from './text.tsx';
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
  const attached = typeof value.attachment === 'string' ? known.words[value.attachment] : undefined;
  if (attached !== undefined) return <Prose text={attached} />;
  if (isRef(value)) return <RefValue subject={value.subject} id={value.id} known={known} />;
  return (
    <dl class="content">
      {Object.entries(value).map(([name, inner]) => (
        <div>
          <dt>
            <Quoted>{fieldText(name)}</Quoted>
          </dt>
          <dd>{inner === undefined ? '–' : <Content value={inner} known={known} depth={depth + 1} />}</dd>
        </div>
      ))}
    </dl>
  );
};

/** A thing by the version meant: its name, and the version as a link. */
const RefValue: FC<{ subject: string; id: string; known: Known }> = ({ subject, id, known }) => (
  <>
    <TextValue text={subject} known={known} /> as <IdLink id={id} href={documentHref(id)} />
  </>
);

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
  return (
    <span class="prose">
      <Quoted>{text}</Quoted>
    </span>
  );
};

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

/** `reviewAfterSeconds` as `review after seconds`; languages and ids stay as they are. */
function fieldText(name: string): string {
  return /^[a-z]+([A-Z][a-z]+)+$/.test(name)
    ? name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    : name;
}

function isRef(value: JsonObject): value is { readonly subject: string; readonly id: string } {
  return refSchema.safeParse(value).success;
}

/** As `Array.isArray`, which does not know of arrays that nobody changes. */
function isList(value: JsonObject | readonly JsonValue[]): value is readonly JsonValue[] {
  return Array.isArray(value);
}
