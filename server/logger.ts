import pino from 'pino';

/** Structured logs; one line of JSON each, on stderr. */
export type Logger = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** Members that could carry a secret or a person's words: never written. */
const REDACTED = [
  'authorization',
  'cookie',
  'signature',
  'sealed',
  'seed',
  'invitation',
  'email',
  '*.email',
  'headers',
];

export function createLogger(level: string): Logger {
  return pino({ level, redact: REDACTED, base: null }, pino.destination({ fd: 2, sync: false }));
}
