import { createServer, type Server, type ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { PROBLEMS, type ProblemType, ProtocolError, problemUri } from '../../protocol/problem.ts';

/** How long requests in flight may take once the server is asked to stop. */
const DRAIN_MS_MAX = 10_000;
/** Connections that have become idle meanwhile are closed this often. */
const DRAIN_LOOK_MS = 50;
/** A batch of 4 MiB over a slow line; whoever takes longer holds a connection that others need. */
const REQUEST_MS_MAX = 120_000;
const HEADERS_MS_MAX = 20_000;
/** How often the two are looked at. */
const CHECK_MS = 5_000;

export type Handler = (request: Request, env: object) => Response | Promise<Response>;

/** A port that is being listened on. */
export interface Listening {
  readonly port: number;
  /** Takes no more connections, and resolves once what is in flight is answered. */
  readonly close: () => Promise<void>;
}

/**
 * Listens on a port of the system.
 *
 * @param port 0 lets the system choose.
 * @throws {ProtocolError} `conflict` where the port is taken, `unavailable` where it cannot be had; one sentence each.
 */
export function listen(host: string, port: number, handle: Handler): Promise<Listening> {
  const listener = getRequestListener(handle, {
    hostname: host,
    errorHandler: () => new Response(problemBody('malformed', TARGET), { status: 400, headers: PROBLEM }),
  });
  const server = createServer(
    {
      requestTimeout: REQUEST_MS_MAX,
      headersTimeout: HEADERS_MS_MAX,
      connectionsCheckingInterval: CHECK_MS,
    },
    listener,
  );
  const close = drainable(server);
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(whyNot(host, port, cause)));
    server.listen(port, host, () => {
      const address = server.address();
      resolve({ port: typeof address === 'object' && address !== null ? address.port : port, close });
    });
  });
}

const TARGET = 'The address or the host of the request cannot be read.';
const PROBLEM = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };

function whyNot(host: string, port: number, cause: NodeJS.ErrnoException): ProtocolError {
  const where = `port ${port} at ${host}`;
  switch (cause.code) {
    case 'EADDRINUSE':
      return new ProtocolError('conflict', `The ${where} is in use by another program.`, { port }, { cause });
    case 'EACCES':
      return new ProtocolError('unavailable', `This user may not listen on ${where}.`, { port }, { cause });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ProtocolError('unavailable', `This machine has no address ${host}.`, {}, { cause });
    default:
      return new ProtocolError('unavailable', `Cannot listen on ${where}: ${cause.message}.`, {}, { cause });
  }
}

/** Keeps what is being answered, and answers what is no HTTP; @returns how to close the server. */
function drainable(server: Server): () => Promise<void> {
  const answering = new Set<ServerResponse>();
  let closing = false;
  server.prependListener('request', (_request, response: ServerResponse) => {
    if (closing) response.setHeader('connection', 'close');
    answering.add(response);
    response.once('close', () => answering.delete(response));
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const begun = [...answering].some((response) => response.socket === socket && response.headersSent);
    if (!socket.writable || begun || error.code === 'ECONNRESET') socket.destroy();
    else socket.end(rawProblem(error.code ?? ''));
  });

  return async () => {
    closing = true;
    // Whoever keeps a connection open learns with the answer that the next one needs another.
    for (const response of answering) {
      if (!response.headersSent) response.setHeader('connection', 'close');
    }
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    const idle = setInterval(() => server.closeIdleConnections(), DRAIN_LOOK_MS);
    const late = setTimeout(() => server.closeAllConnections(), DRAIN_MS_MAX);
    await closed;
    clearInterval(idle);
    clearTimeout(late);
  };
}

/** The answer to bytes that never became a request. */
function rawProblem(code: string): string {
  const [status, line, type, detail] = RAW[code] ?? [
    400,
    'Bad Request',
    'malformed',
    'This is no HTTP request.',
  ];
  const body = problemBody(type, detail);
  const head = [
    `HTTP/1.1 ${status} ${line}`,
    'Connection: close',
    'Content-Type: application/problem+json',
    'Cache-Control: no-store',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

/** What Node's parser found, with the status that HTTP has for it where it has one of its own. */
const RAW: Readonly<Record<string, readonly [number, string, ProblemType, string]>> = {
  HPE_HEADER_OVERFLOW: [
    431,
    'Request Header Fields Too Large',
    'too-large',
    'The header fields are too long.',
  ],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [
    413,
    'Content Too Large',
    'too-large',
    'The chunk extensions are too long.',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [
    408,
    'Request Timeout',
    'malformed',
    'The request did not come to its end in time.',
  ],
};

function problemBody(type: ProblemType, detail: string): string {
  const { status, title, retryable } = PROBLEMS[type];
  return JSON.stringify({ type: problemUri(type), title, status, detail, retryable });
}
