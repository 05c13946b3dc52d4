import type { Child, FC } from 'hono/jsx';
import type { Subject } from '../../../protocol/ids.ts';
import type { FieldKind } from '../script/wish.ts';

/** A text of one's own about a matter; longer ones are put into a document and named. */
export const OWN_WORDS_MAX = 10_000;

/**
 * Forms that a member's browser signs. They stand in a template, which the script opens for whoever has a key there:
 * everybody else sees none that they could not use. Spec §10.
 */
export const Acts: FC<{ children: Child }> = ({ children }) => <template data-acts="">{children}</template>;

/**
 * One act: a draft of a document type from these fields and from what is filled in.
 *
 * @param fields what the form stands for, as in `POST /drafts`.
 */
export const Act: FC<{
  type: string;
  fields: Readonly<Record<string, unknown>>;
  label: string;
  children?: Child;
}> = ({ type, fields, label, children }) => (
  <form class="word" data-act={type} data-fields={JSON.stringify(fields)}>
    {children}
    <button type="submit">{label}</button>
  </form>
);

/** As `Act`, folded up under what it is for. */
export const FoldedAct: FC<{
  title: string;
  type: string;
  fields: Readonly<Record<string, unknown>>;
  label: string;
  /** The only one whom it concerns: the page offers it to nobody else. */
  by?: Subject | undefined;
  children?: Child;
}> = ({ title, by, children, ...act }) => (
  <details class="more" data-by={by}>
    <summary>{title}</summary>
    <Act {...act}>{children}</Act>
  </details>
);

interface Labelled {
  readonly name: string;
  readonly label: string;
  readonly required?: boolean;
}

/** Words: in a draft `{say}`. */
export const Words: FC<Labelled & { max: number }> = ({ name, label, max, required = false }) => (
  <label class="words">
    <span>{label}</span>
    <textarea
      name={name}
      data-kind={'say' satisfies FieldKind}
      rows={4}
      maxlength={max}
      required={required}
    />
  </label>
);

export const Choice: FC<Labelled & { options: readonly (readonly [value: string, text: string])[] }> = ({
  name,
  label,
  options,
  required = false,
}) => (
  <label class="words">
    <span>{label}</span>
    <select name={name} data-kind={'text' satisfies FieldKind} required={required}>
      {options.map(([value, text]) => (
        <option value={value}>{text}</option>
      ))}
    </select>
  </label>
);

/** One line of text, a name or a number. */
export const Line: FC<Labelled & { kind: 'text' | 'name' | 'number'; hint?: string }> = ({
  name,
  label,
  kind,
  hint = '',
  required = false,
}) => (
  <label class="words">
    <span>
      {label} <span class="aside">{hint}</span>
    </span>
    <input
      name={name}
      data-kind={kind}
      autocomplete="off"
      {...(kind === 'number' ? { inputmode: 'numeric' as const } : {})}
      required={required}
    />
  </label>
);

/** What has no form of its own, as JSON. */
export const Json: FC<Labelled & { hint?: string }> = ({ name, label, hint = 'JSON', required = false }) => (
  <label class="words">
    <span>
      {label} <span class="aside">{hint}</span>
    </span>
    <textarea
      name={name}
      data-kind={'json' satisfies FieldKind}
      rows={4}
      spellcheck={false}
      required={required}
    />
  </label>
);

export const Flag: FC<{ name: string; label: string }> = ({ name, label }) => (
  <label class="choice">
    <input type="checkbox" name={name} value="true" data-kind={'flag' satisfies FieldKind} />
    <span>{label}</span>
  </label>
);
