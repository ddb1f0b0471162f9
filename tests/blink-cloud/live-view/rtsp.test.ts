import { once } from 'node:events';
import { connect } from 'node:tls';
import { expect, it, onTestFinished, vi } from 'vitest';
import { bodyOf } from '../testing/answers.ts';
import { ACCOUNT } from '../testing/full-world.ts';
import { signedIn } from '../testing/rest.ts';
import { useFullClouds } from '../testing/small-cloud.ts';
import { readStream } from '../testing/stream-reader.ts';

const startFull = useFullClouds();
const CELLAR = `/api/v6/accounts/${ACCOUNT}/networks/2201/cameras/4201/liveview`;

async function connected(server: string) {
  const url = new URL(server.replace('rtsps:', 'https:'));
  const socket = connect({ host: url.hostname, port: Number(url.port), rejectUnauthorized: false });
  const heard: Buffer[] = [];
  socket.on('data', (bytes: Buffer) => heard.push(bytes));
  onTestFinished(() => void socket.destroy());
  await once(socket, 'secureConnect');
  const uri = server.replace('rtsps:', 'rtsp:');
  let sequence = 0;
  return {
    socket,
    heard: () => Buffer.concat(heard),
    say: (method: string) =>
      socket.write(`${method} ${uri} RTSP/1.0\r\nCSeq: ${++sequence}\r\nUser-Agent: test\r\n\r\n`),
  };
}

/** The payloads of channel 0, their RTP heads taken off. */
function payloads(bytes: Buffer): Buffer {
  const parts = [];
  let at = bytes.indexOf('$');
  while (at >= 0 && at + 4 <= bytes.length && bytes[at] === 0x24) {
    const end = at + 4 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length) break;
    parts.push(bytes.subarray(at + 16, end));
    at = end;
  }
  return Buffer.concat(parts);
}

it('the first cameras are seen by RTSP, step by step', async () => {
  const { url, control } = await startFull();
  const { server } = (await bodyOf((await signedIn(url)).post(CELLAR))) as { server: string };
  const client = await connected(server);

  for (const [method, answer] of [
    ['OPTIONS', 'Public: OPTIONS, DESCRIBE'],
    ['DESCRIBE', 'm=video 0 RTP/AVP 33'],
    ['SETUP', 'interleaved=0-1'],
    ['PLAY', 'CSeq: 4'],
  ] as const) {
    client.say(method);
    await vi.waitFor(() => expect(client.heard().toString('latin1')).toContain(answer), {
      timeout: 10_000,
    });
  }

  await vi.waitFor(
    () => expect(readStream(payloads(client.heard())).pictureTimes.length).toBeGreaterThan(5),
    { timeout: 10_000 },
  );
  client.say('TEARDOWN');
  await once(client.socket, 'close');
  await vi.waitFor(() =>
    expect(control.liveViews()).toMatchObject([{ device: 'Cellar', endedBy: 'disconnected' }]),
  );
});

it('by RTSP too nothing comes, or the server hangs up, where that is asked for', async () => {
  const { url, control } = await startFull();
  control.fault({ name: 'live-view-silent' });
  control.fault({ name: 'live-view-closes', ms: 300 });
  const { server } = (await bodyOf((await signedIn(url)).post(CELLAR))) as { server: string };
  const client = await connected(server);

  client.say('PLAY');
  await once(client.socket, 'close');

  expect(client.heard().toString('latin1')).toMatch(/^RTSP\/1.0 200 OK\r\n[^$]*$/);
  expect(control.liveViews()).toMatchObject([{ endedBy: 'closed early' }]);
});

it('an address nobody was given is not found', async () => {
  const { url } = await startFull();
  const { server } = (await bodyOf((await signedIn(url)).post(CELLAR))) as { server: string };
  const client = await connected(server.replace(/\/\w{16}__/, '/AAAAAAAAAAAAAAAA__'));

  client.say('OPTIONS');

  await vi.waitFor(() => expect(client.heard().toString()).toContain('404 Not Found'));
});
