#!/usr/bin/env node
import { assertNode } from './assert-node.ts';

// The check comes before any import that an old Node could not even read.
assertNode(process.versions.node);
const { cacheCompiled } = await import('./compile-cache.ts');
cacheCompiled();
// Whoever reads us may stop early, as `head` does.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
}
const { runCli } = await import('./run-cli.ts');
process.exitCode = await runCli(process.argv);
