import type { Config } from '../config.ts';
import type { Instance } from '../instance.ts';
import type { Output } from './output.ts';

/** Attaches to the database of the folder, or starts it for as long as this takes. */
export async function onFolder<T>(
  config: Config,
  origin: string,
  say: Output['say'],
  work: (instance: Instance) => Promise<T>,
): Promise<T> {
  const { openInstance } = await import('../serve.ts');
  const { createLogger } = await import('../logger.ts');
  // What is told here is told in words; the server's own log is for its operator.
  const logger = createLogger(process.env.FOLKMOOT_LOG_LEVEL || 'error');
  const open = await openInstance(config, origin, say, logger);
  try {
    return await work(open.instance);
  } finally {
    await open.close();
  }
}
