// Server-sent events out of a stream of text (https://html.spec.whatwg.org/multipage/server-sent-events.html).
// Not EventSource, since that tells nobody of comments: they show that a quiet connection is alive.

/** Yields { id, data } for each event, and null for each comment. chunks: an iterable of strings, cut anywhere. */
export async function* parseEvents(chunks) {
  let waiting = "";
  let id = "";
  let lines = [];
  for await (const chunk of chunks) {
    waiting += chunk;
    const parts = waiting.split(/\r\n|\n|\r(?=.)/s);
    waiting = parts.pop();
    for (const line of parts) {
      if (line.startsWith(":")) yield null;
      else if (line === "") {
        if (lines.length) yield { id, data: lines.join("\n") };
        lines = [];
      } else {
        const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line);
        if (field === "data") lines.push(value);
        if (field === "id") id = value;
      }
    }
  }
}

/** The text of a response's body, as it comes. */
export async function* textOf(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {}); // it is over either way
  }
}
