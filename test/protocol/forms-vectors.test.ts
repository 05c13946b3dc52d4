import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fromBase64url } from '../../protocol/bytes.ts';
import { documentIdSchema, subjectSchema } from '../../protocol/ids.ts';
import { parseTime } from '../../protocol/time.ts';
import { inputText, type VectorFile } from '../support/vectors/document-case.ts';
import { type FormExpected, formVectors } from '../support/vectors/forms.ts';

const file: VectorFile<FormExpected> = JSON.parse(
  readFileSync(new URL('../../spec/vectors/02-forms.json', import.meta.url), 'utf8'),
);

test('§2.4 the vector file is what its generator writes', () => {
  expect(file).toEqual(JSON.parse(JSON.stringify(formVectors())));
});

describe('§2.4 vectors', () => {
  test.each(file.cases.filter((item) => item.valid))('[$rule] $id: $what', ({ input, expected }) => {
    const text = inputText(input);
    const { form: _, ...meaning } = expected;
    expect(meaningOf(expected.form, text)).toEqual(meaning);
  });

  test.each(file.cases.filter((item) => !item.valid))('[$rule] $id: $what', ({ input, expected }) => {
    expect(meaningOf(expected.form, inputText(input))).toBeNull();
  });
});

/** @returns null where the text is not of the form. */
function meaningOf(form: FormExpected['form'], text: string): object | null {
  switch (form) {
    case 'base64url': {
      const bytes = fromBase64url(text);
      return bytes && { hex: Buffer.from(bytes).toString('hex') };
    }
    case 'time': {
      const millis = parseTime(text);
      return millis === null ? null : { millis };
    }
    case 'document-id':
      return documentIdSchema.safeParse(text).success ? {} : null;
    case 'subject':
      return subjectSchema.safeParse(text).success ? {} : null;
  }
}
