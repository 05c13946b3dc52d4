import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { PROBLEMS, type ProblemExtensions, type ProblemType, ProtocolError } from '../../protocol/problem.ts';
import { problemDocument } from '../../protocol/problem-document.ts';

/** How long requests in flight may take once the server is asked to stop. */
const DRAIN_MS_MAX = 10_000;
/** Connections that have become idle meanwhile are closed this often. */
const DRAIN_LOOK_MS = 50;
/** How long a request may take to arrive; whoever takes longer holds a connection that others need. */
export interface ArrivalLimits {
  readonly headersMs: number;
  /** With its body. */
  readonly requestMs: number;
  /** How often the two are looked at. */
  readonly checkMs: number;
}

/** A batch of 4 MiB over a slow line takes a minute. */
const ARRIVAL: ArrivalLimits = { headersMs: 20_000, requestMs: 120_000, checkMs: 5_000 };

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
export function listen(
  host: string,
  port: number,
  handle: Handler,
  arrival: ArrivalLimits = ARRIVAL,
): Promise<Listening> {
  const listener = getRequestListener(handle, {
    hostname: host,
    errorHandler: () => new Response(problemBody('malformed', TARGET), { status: 400, headers: PROBLEM }),
  });
  const server = createServer({
    requestTimeout: arrival.requestMs,
    headersTimeout: arrival.headersMs,
    connectionsCheckingInterval: arrival.checkMs,
    requireHostHeader: false, // Node would refuse without a word on why
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.headers.host !== undefined || request.httpVersion === '1.0') listener(request, response);
    else refuseHostless(response);
  });
  // Nobody need fulfil an expectation (RFC 9110 §10.1.1).
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
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

function refuseHostless(response: ServerResponse): void {
  const body = problemBody('malformed', 'A request names its host.');
  response.writeHead(400, { ...PROBLEM, connection: 'close', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

/** The answer to bytes that never became a request. */
function rawProblem(code: string): string {
  const [type, detail] = RAW[code] ?? ['malformed', 'This is no HTTP request.'];
  const { status } = PROBLEMS[type];
  const body = problemBody(type, detail);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Content-Type: application/problem+json',
    'Cache-Control: no-store',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

/** What Node's parser found, as a problem with its sentence. */
const RAW: Readonly<Record<string, readonly [ProblemType, string]>> = {
  HPE_HEADER_OVERFLOW: ['header-too-large', 'The target and the header fields are too long.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['too-large', 'The chunk extensions are too long.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['too-slow', 'The request did not come to its end in time.'],
};

/** What is expected of a request before it has an address: no JSON yet. */
const MEANT: { readonly [type in ProblemType]?: ProblemExtensions } = {
  malformed: { expected: { protocol: 'HTTP/1.1', field: 'Host' } },
};

function problemBody(type: ProblemType, detail: string): string {
  return JSON.stringify(problemDocument(new ProtocolError(type, detail, MEANT[type] ?? {})));
}
