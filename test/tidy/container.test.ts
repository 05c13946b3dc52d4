import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { configTable } from '../../server/config.ts';

const fileAt = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const dockerfile = fileAt('Dockerfile');
const compose = fileAt('compose.yaml');

describe('the container', () => {
  test('has the Node that everything is tested with', () => {
    const { devDependencies } = JSON.parse(fileAt('package.json')) as {
      devDependencies: Record<string, string>;
    };
    const versions = [...dockerfile.matchAll(/^FROM node:([\d.]+)-/gm)].map(([, version]) => version);
    expect(versions).toEqual([devDependencies.node, devDependencies.node]);
  });

  test('runs as an ordinary user, and the server itself gets the signal that ends it', () => {
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toMatch(/^CMD \["folkmoot", "serve"\]$/m);
  });

  test('is set by settings that there are', () => {
    const known = configTable().map(({ name }) => name);
    const named = [...`${dockerfile}${compose}`.matchAll(/\b(FOLKMOOT_\w+|DATABASE_URL)\b/g)].map(
      ([name]) => name,
    );
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  test('is built from sources alone: no key, no data, no password of the folder goes in', () => {
    const [first, ...others] = fileAt('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(first).toBe('*');
    expect(others.every((line) => line.startsWith('!'))).toBe(true);
    expect(others.join(' ')).not.toMatch(/data|second|env/);
  });

  test('brings no password of its own', () => {
    const passwords = [...compose.matchAll(/PASSWORD: (.*)$/gm)].map(([, value]) => value);
    expect(passwords.length).toBe(1);
    for (const value of passwords) expect(value).toMatch(/^\$\{POSTGRES_PASSWORD:\?/);
  });
});
