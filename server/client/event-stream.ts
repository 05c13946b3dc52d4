/** One frame of an event stream, as it was read. */
export interface StreamFrame {
  readonly event: string;
  readonly id: string | null;
  readonly data: string;
}

/** A frame that does not end is none of ours: an entry has at most some hundred kilobytes. */
const FRAME_CHARACTERS_MAX = 4 * 1024 * 1024;

/** The frames in a stream of bytes (HTML, server-sent events); comments are passed over. Ends with it. */
export async function* framesIn(chunks: AsyncIterable<Uint8Array>): AsyncIterable<StreamFrame> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of chunks) {
    text += decoder.decode(chunk, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const frame = frameIn(text.slice(0, end));
      text = text.slice(end + 2);
      if (frame !== null) yield frame;
    }
    if (text.length > FRAME_CHARACTERS_MAX) return;
  }
}

function frameIn(text: string): StreamFrame | null {
  const fields = new Map(
    text
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const [event, data] = [fields.get('event'), fields.get('data')];
  return event === undefined || data === undefined ? null : { event, data, id: fields.get('id') ?? null };
}
