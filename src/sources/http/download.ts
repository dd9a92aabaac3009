import type { IncomingMessage } from 'node:http';
import { displaySource } from '../../batch/display-source.js';
import { SluiceError } from '../../errors/sluice-error.js';
import { connectionError, silence } from './exchange.js';
import { followRedirects } from './follow-redirects.js';
import { rangeHeaders, resourceOf, startOf, type Resource } from './resource.js';
import { statusError, TransientError, urlError } from './response-errors.js';
import { Retrying } from './retrying.js';
import { urlName } from './url-name.js';

/** How long to wait for servers, and how often to try again. */
export interface HttpTimes {
  /** Silence of the server that counts as a failure, in milliseconds. Default 30,000. */
  readonly timeoutMs: number;
  /** Attempts in a row that may fail without a byte received. Default 5. */
  readonly attempts: number;
  /** The wait before the second attempt, in milliseconds; it doubles each time. Default 500. */
  readonly delayMs: number;
}

/** What a download is of, and how patient it is. */
export interface DownloadOptions extends HttpTimes {
  readonly url: URL;
  readonly signal: AbortSignal;
}

/** One reading of all the data. */
interface Reading {
  /** How far into the data it has come. */
  position: number;
  /** The answer that it reads; null before the next one. */
  response: IncomingMessage | null;
}

/** Fewer bytes than this are sooner received than another request is answered. */
const LEAST_SEEK_BYTES = 1024 * 1024;

/** The data behind a URL, in order, over as many connections as that takes. */
export class Download {
  /** What the first answer said; all others must say the same. */
  resource: Resource = { version: null, length: null };
  readonly #options: DownloadOptions;
  readonly #name: string;
  /** The latest, whose place is the download's: one before it may not have heard yet that it was let go of. */
  #reading: Reading = { position: 0, response: null };
  /** The answer that waits to be read. */
  #unread: IncomingMessage | null = null;

  constructor(options: DownloadOptions) {
    this.#options = options;
    this.#name = urlName(options.url);
  }

  /** How far into the data the latest reading has come, in bytes. */
  get position(): number {
    return this.#reading.position;
  }

  /** Asks for the data, and keeps the answer for the first reading. */
  async open(): Promise<IncomingMessage> {
    const response = await this.#connect(new Retrying(this.#retryPolicy), 0);
    this.resource = resourceOf(response);
    this.#unread = response;
    return response;
  }

  /**
   * Where a reading should start for the bytes from `from` on: there, or at 0 where passing over what comes before costs
   * less than another request, or the server can't tell whether it still has the same data.
   */
  startFor(from: number): number {
    const { version, length } = this.resource;
    return from >= LEAST_SEEK_BYTES && version !== null && length !== null && from < length ? from : 0;
  }

  /**
   * The data, in order. Ends what is left of an earlier reading.
   *
   * @param start - Where to begin: what `startFor` said.
   */
  async *chunks(start: number): AsyncGenerator<Buffer, void> {
    const retrying = new Retrying(this.#retryPolicy);
    const reading: Reading = { position: start, response: start === 0 ? this.#takeUnread() : null };
    this.close();
    this.#reading = reading;
    try {
      for (let isDone = false; !isDone;) {
        reading.response ??= await this.#again(reading, retrying);
        isDone = yield* this.#body(reading, reading.response, retrying);
      }
    } finally {
      reading.response?.destroy();
    }
  }

  /** Breaks off whatever is under way. */
  close(): void {
    this.#unread?.destroy();
    this.#unread = null;
    this.#reading.response?.destroy();
  }

  #takeUnread(): IncomingMessage | null {
    const response = this.#unread;
    this.#unread = null;
    return response;
  }

  get #retryPolicy(): { attempts: number; delayMs: number } {
    return this.#options;
  }

  async #again({ position }: Reading, retrying: Retrying): Promise<IncomingMessage> {
    const response = await this.#connect(retrying, position);
    if (resourceOf(response).version === this.resource.version) return response;
    response.destroy();
    throw changed(this.#name);
  }

  async #connect(retrying: Retrying, position: number): Promise<IncomingMessage> {
    const { url, signal, timeoutMs } = this.#options;
    for (;;) {
      try {
        const headers = rangeHeaders(this.resource, position);
        const response = await followRedirects(url, headers, { signal, timeoutMs });
        const error = statusError(this.#name, response);
        if (error === null) return response;
        response.destroy();
        throw error;
      } catch (error) {
        await retrying.wait(this.#name, error, signal);
      }
    }
  }

  /** Gives the bytes of an answer that come after the reading's place; returns whether they were the last. */
  async *#body(reading: Reading, response: IncomingMessage, retrying: Retrying): AsyncGenerator<Buffer, boolean> {
    const start = startOf(response);
    let toSkip = reading.position - start;
    if (!(toSkip >= 0)) throw urlError(this.#name, 'the server sent another part than it was asked for', 'Try again.');
    const chunks = response[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
    try {
      for (;;) {
        const next = await this.#receive(chunks, response);
        if (next.done === true) break;
        const chunk = next.value;
        retrying.succeeded();
        const wanted = chunk.subarray(Math.min(toSkip, chunk.length));
        toSkip -= chunk.length - wanted.length;
        reading.position += wanted.length;
        yield wanted;
      }
      if (reading.position >= (this.resource.length ?? 0)) return true;
      throw new TransientError('the connection was closed before the end');
    } catch (error) {
      response.destroy();
      reading.response = null;
      this.#assertResumable(error, reading);
      await retrying.wait(this.#name, error, this.#options.signal);
      return false;
    }
  }

  /** The next bytes of an answer. The clock runs only while someone waits for them. */
  async #receive(
    chunks: AsyncIterator<Buffer, undefined>,
    response: IncomingMessage,
  ): Promise<IteratorResult<Buffer, undefined>> {
    const { timeoutMs, signal } = this.#options;
    const timer = setTimeout(() => response.destroy(new TransientError(silence(timeoutMs))), timeoutMs);
    try {
      return await chunks.next();
    } catch (error) {
      throw connectionError(this.#name, error, signal);
    } finally {
      clearTimeout(timer);
    }
  }

  #assertResumable(error: unknown, { position }: Reading): void {
    if (!(error instanceof TransientError) || position === 0 || this.resource.version !== null) return;
    throw urlError(
      this.#name,
      `${error.message}, after ${position} bytes, and the server can't tell whether the rest would be of the same data`,
      'Download the file first, and load it from there.',
      error,
    );
  }
}

function changed(name: string): SluiceError {
  return new SluiceError('SOURCE_CHANGED', `${displaySource(name)} changed while it was read.`, {
    hint: 'Load it again, or load a copy.',
  });
}
