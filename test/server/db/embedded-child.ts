/** A process of its own for the tests of the embedded database: does what its argument says, then obeys its parent. */
import { lockDataFolder } from '../../../server/db/embedded/data-folder.ts';
import { type EmbeddedOptions, startEmbeddedPostgres } from '../../../server/db/embedded/start.ts';

export interface ChildTask {
  readonly action: 'lock' | 'start' | 'start and forget';
  readonly dataFolder: string;
  readonly ownFolder?: string;
  readonly overTcp?: boolean;
}

const argument: ChildTask = JSON.parse(process.argv[2] ?? '{}');

try {
  if (argument.action === 'lock') await lock(argument);
  else await start(argument);
} catch (error) {
  const type = error instanceof Error && 'type' in error ? error.type : 'untyped';
  tell({ failed: { type, message: error instanceof Error ? error.message : String(error) } });
  process.disconnect?.();
}

async function lock(task: ChildTask): Promise<void> {
  const held = await lockDataFolder(task.dataFolder);
  tell({ locked: true });
  process.once('message', async () => {
    await held.release();
    tell({ released: true });
    process.disconnect?.();
  });
}

async function start(task: ChildTask): Promise<void> {
  const messages: string[] = [];
  const began = performance.now();
  const { action: _action, ...folders } = task;
  const options: EmbeddedOptions = { ...folders, onMessage: (message) => messages.push(message) };
  const database = await startEmbeddedPostgres(options);
  const { connection, attached, location } = database;
  tell({ started: { connection, attached, location, messages, tookMs: performance.now() - began } });
  // with the parent's channel closed, nothing but the database could keep this process alive
  if (task.action === 'start and forget') process.disconnect?.();
  else {
    process.once('message', async () => {
      tell({ stopped: await database.stop() });
      process.disconnect?.();
    });
  }
}

function tell(message: object): void {
  process.send?.(message);
}
