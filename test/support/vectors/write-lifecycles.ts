import { readFileSync, writeFileSync } from 'node:fs';
import { lifecyclesText } from './lifecycles.ts';

/* Writes the state tables of §6.16: `node test/support/vectors/write-lifecycles.ts`, then format `spec/`. */

const file = new URL('../../../spec/06-decisions.md', import.meta.url);
const text = readFileSync(file, 'utf8');
const written = text.replace(
  /(<!-- lifecycles -->\n)[\s\S]*(<!-- \/lifecycles -->)/,
  (_, begin: string, end: string) => `${begin}\n${lifecyclesText()}\n${end}`,
);
writeFileSync(file, written);
