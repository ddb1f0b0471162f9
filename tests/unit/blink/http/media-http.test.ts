import { describe, expect, it, vi } from 'vitest';
import type { HttpRequest } from '../../../../electron/blink/http/http-request.ts';
import { answering, httpOver, thing } from '../http-parts.ts';
import { codeOf } from '../recorded-fetch.ts';

const clip: HttpRequest = { ...thing, kind: 'clip', answerType: /^video\// };
const video = { headers: { 'content-type': 'Video/MP4; x=y', 'content-length': '4' } };

/** Sends these and then nothing, without an end. */
const unfinished = (...texts: readonly string[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const text of texts) controller.enqueue(new TextEncoder().encode(text));
    },
  });

const endless = (chunkBytes: number, cancel = () => undefined) =>
  new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(chunkBytes)),
    cancel,
  });

describe('a stream', () => {
  it('arrives piece by piece and times out when it falls silent', async () => {
    const { http, clock } = httpOver(answering(unfinished('ab', 'cd'), video), { stallMs: 30_000 });
    const { body, ...head } = await http.stream(clip);
    expect(head).toEqual({
      contentType: 'video/mp4',
      sizeBytes: 4,
      startsAt: 0,
      validator: null,
    });

    const read: string[] = [];
    const drain = async () => {
      for await (const chunk of body) read.push(new TextDecoder().decode(chunk));
    };
    const drained = codeOf(drain());
    await vi.waitFor(() => expect([read.length, clock.pending()]).toEqual([2, 1]));
    clock.advance(30_000);

    expect(await drained).toBe('timeout');
    expect(read).toEqual(['ab', 'cd']);
    expect(clock.pending()).toBe(0);
  });

  it('that nobody reads is given up too', async () => {
    const { http, clock } = httpOver(answering(unfinished('ab'), video));
    const { body } = await http.stream(clip);

    clock.advance(30_000);

    const reader = body[Symbol.asyncIterator]();
    expect((await reader.next()).done).toBe(false);
    expect(await codeOf(reader.next())).toBe('timeout');
  });

  it('that breaks off hands over all that came before', async () => {
    let breakOff = (): void => undefined;
    const breaking = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const text of ['ab', 'cd', 'ef']) controller.enqueue(new TextEncoder().encode(text));
        breakOff = () => controller.error(new Error('reset'));
      },
    });
    const { http } = httpOver(answering(breaking, video));
    const { body } = await http.stream(clip);
    const read: string[] = [];

    const drain = async () => {
      for await (const chunk of body) {
        if (read.length === 0) await new Promise((resolve) => setImmediate(resolve));
        breakOff();
        read.push(new TextDecoder().decode(chunk));
      }
    };

    expect(await codeOf(drain())).toBe('offline');
    expect(read).toEqual(['ab', 'cd', 'ef']);
  });

  it('gives the connection back when its reader stops early', async () => {
    const cancelled = vi.fn();
    const { http, clock } = httpOver(answering(endless(8, cancelled), video));
    const { body } = await http.stream(clip);

    for await (const _chunk of body) break;

    expect(cancelled).toHaveBeenCalledTimes(1);
    expect(clock.pending()).toBe(0);
  });

  it.each([
    ['a page', '<html>', 'text/html', 'bad-answer'],
    ['a refusal in JSON', '{"message":"x","code":101}', 'application/json', 'unauthorized'],
    ['a gap in JSON', '{"message":"x","code":700}', 'application/json', 'not-found'],
  ])('that is %s is no recording', async (_what, body, type, code) => {
    const { http, clock } = httpOver(answering(body, { headers: { 'content-type': type } }));

    expect(await codeOf(http.stream(clip))).toBe(code);
    expect(clock.pending()).toBe(0);
  });

  it('of compressed bytes announces no size', async () => {
    const headers = { ...video.headers, 'content-encoding': 'gzip' };
    const { http } = httpOver(answering(unfinished('ab'), { headers }));

    expect((await http.stream(clip)).sizeBytes).toBeNull();
  });
});

describe('a picture', () => {
  const jpeg = { headers: { 'content-type': 'image/jpeg' } };
  const picture: HttpRequest = { ...thing, kind: 'picture' };

  it.each([
    [8 * 1_048_576, 'fulfilled'],
    [8 * 1_048_576 + 1, 'bad-answer'],
  ])('of %d bytes: %s', async (sizeBytes, outcome) => {
    const { http } = httpOver(answering(new Uint8Array(sizeBytes), jpeg));

    expect(await codeOf(http.bytes(picture))).toBe(outcome);
  });

  it('that is far too large is given up', async () => {
    const { http } = httpOver(answering(endless(1_048_576), jpeg));

    expect(await codeOf(http.bytes(picture))).toBe('bad-answer');
  });
});
