/**
 * Arrays as PostgreSQL reads them from text (§8.15.2). With them a statement has the same few parameters however many
 * rows it is about: it is planned once, and no number of parameters bounds it.
 */

export function numberArray(values: readonly (number | null)[]): string {
  return arrayOf(values.map((value) => (value === null ? null : String(value))));
}

export function textArray(values: readonly (string | null)[]): string {
  return arrayOf(values.map((value) => (value === null ? null : `"${value.replace(/["\\]/g, '\\$&')}"`)));
}

/** Bytes in the hex format (§8.4.1). */
export function bytesArray(values: readonly (Uint8Array | null)[]): string {
  return arrayOf(values.map((value) => (value === null ? null : `"\\\\x${hexOf(value)}"`)));
}

function arrayOf(elements: readonly (string | null)[]): string {
  return `{${elements.map((element) => element ?? 'NULL').join(',')}}`;
}

function hexOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('hex');
}
