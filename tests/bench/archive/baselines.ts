import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Simulator } from './simulator.ts';

/** Who asks, as simply as can be. */
export interface Asker {
  readonly simulator: Simulator;
  readonly accessToken: string;
}

/** One clip after the other, written as it comes: what a script of thirty lines does. Answers the seconds it took. */
export async function plainDownload(asker: Asker, folder: string): Promise<number> {
  await mkdir(folder, { recursive: true });
  return secondsOf(async () => {
    for (const [at, path] of (await listed(asker)).entries()) {
      await writeFile(join(folder, `${at}.mp4`), await bytesOf(asker, path));
    }
  });
}

/** As many at once as there are streams, and nothing is done with what comes: nobody can be faster. */
export async function rawDownload(asker: Asker, streams: number): Promise<number> {
  return secondsOf(async () => {
    const paths = [...(await listed(asker))];
    const stream = async (): Promise<void> => {
      for (let path = paths.shift(); path !== undefined; path = paths.shift()) {
        await bytesOf(asker, path);
      }
    };
    await Promise.all(Array.from({ length: streams }, stream));
  });
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
}

async function listed(asker: Asker): Promise<readonly string[]> {
  const paths: string[] = [];
  for (let page = 1; ; page += 1) {
    const query = `since=1970-01-01T00:00:00Z&page=${page}`;
    const answer = await ask(
      asker,
      `/api/v1/accounts/${asker.simulator.accountId}/media/changed?${query}`,
    );
    const { media } = (await answer.json()) as {
      readonly media: readonly { readonly media: string }[];
    };
    if (media.length === 0) return paths;
    paths.push(...media.map((row) => row.media));
  }
}

const bytesOf = async (asker: Asker, path: string): Promise<Uint8Array> =>
  new Uint8Array(await (await ask(asker, path)).arrayBuffer());

const ask = ({ simulator, accessToken }: Asker, path: string): Promise<Response> =>
  fetch(simulator.url + path, {
    headers: {
      authorization: `Bearer ${accessToken}`,
      'x-blink-host': 'rest-u014.immedia-semi.com',
    },
  });
