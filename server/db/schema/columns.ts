import { customType } from 'drizzle-orm/pg-core';

/** Bytes as they are. Signed bytes never go into jsonb, which reorders members and renumbers. */
export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  toDriver: (value) => Buffer.from(value.buffer, value.byteOffset, value.byteLength),
  fromDriver: (value) => new Uint8Array(value),
});

/** Text that sorts by code point whatever the database's own language: a name, a key, a hash. */
export const plain = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' });
