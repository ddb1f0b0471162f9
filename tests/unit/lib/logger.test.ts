import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createLogger } from '../../../electron/lib/logger.ts';
import { redact, redactField } from '../../../electron/lib/redact.ts';
import { AppError } from '../../../shared/errors.ts';

const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMDAwMDAxIn0.c2lnbmF0dXJlLW9mLW5vdGhpbmc';
const opaque = 'Zk3vQ8sT1xLm0pRw7nBy4cHd9fGj2aUe';
const uuid = '0A1B2C3D-1111-4222-8333-444455556666';

const canaries: readonly (readonly [string, string])[] = [
  ['Authorization: Bearer abcdef', 'abcdef'],
  [`token was ${token}`, 'eyJ'],
  [`refresh with ${opaque}`, opaque],
  ['{"password":"hunter two","user":"x"}', 'hunter two'],
  ['{\\"password\\":\\"hunter2\\"}', 'hunter2'],
  ['grant_type=password&password=hunter2&scope=client', 'hunter2'],
  ['redirect ?code=123456&state=abcdef', '123456'],
  ['code: 123456', '123456'],
  ["pin='4711'", '4711'],
  ['refresh_token=abc123', 'abc123'],
  ['sent to demo@porchlight.test now', 'demo'],
  ['username=demo%40porchlight.test', 'demo%40'],
  [`hardware_id ${uuid}`, uuid],
  ['GET /media/7.jpg?ts=1795379150&sig=abcdef failed', 'abcdef'],
  ['https://rest-u001.example/clip.mp4?key=abcdef', 'abcdef'],
  ['/home/person/archive/clip.mp4', 'person'],
];

test.each(canaries)('%j is logged without its secret', (text, canary) => {
  expect(redact(text, '/home/person')).not.toContain(canary);
  expect(redactField('detail', text, '/home/person')).not.toContain(canary);
  expect(redactField('error', new Error(text), '/home/person')).not.toContain(canary);
  expect(redactField('answer', { inner: [text] }, '/home/person')).not.toContain(canary);
});

test.each([
  'kept clip c7000001 of 1:camera:4001 in 340 ms',
  'poll: rate-limited, again at 1795379150000',
  '~/archive/1000001/Home/Front Yard/2026-11-22/17-20-01Z motion 7000001.mp4',
  'system armed, 3 of 25 rows unreadable?',
])('%j is logged as it is', (text) => {
  expect(redact(text, '/home/person')).toBe(text);
});

test('what a name from the cloud contains stays on one line', () => {
  expect(redact('Porch\n2026 error forged\u001b[2J\u2028x')).toBe('Porch 2026 error forged [2J x');
});

test('fields that sound like secrets are hidden, our own codes are not', () => {
  expect(redactField('accessToken', 'x')).toBe('[hidden]');
  expect(redactField('email', 'x')).toBe('[hidden]');
  expect(redactField('answer', { tokens: [{ refresh_token: 'x' }] })).not.toContain('"x"');
  expect(redactField('code', '123456')).toBe('[hidden]');
  expect(redactField('code', 'offline')).toBe('"offline"');
  expect(redactField('error', new AppError('disk-full', 'ENOSPC'))).toContain('disk-full');
});

test('a huge text costs little', () => {
  expect(redact('a'.repeat(10_000_000)).length).toBeLessThan(5_000);
});

async function openLog() {
  const folder = await mkdtemp(join(tmpdir(), 'porchlight-log-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'porchlight.log');
  return { folder, file, logger: createLogger({ file, level: 'info' }) };
}

test('the log is private, keeps its level and holds no secret of a message, a field or a home', async () => {
  const { file, logger } = await openLog();
  logger.debug('not this');
  for (const [text] of canaries) logger.error(text, { text, cause: new Error(text) });
  logger.info('archive', { folder: join(homedir(), 'clips'), clips: 3, isKept: true });

  const text = await readFile(file, 'utf8');

  expect(text.trim().split('\n')).toHaveLength(canaries.length + 1);
  expect(text).not.toContain('not this');
  for (const [, canary] of canaries.filter(([, each]) => each !== 'person')) {
    expect(text).not.toContain(canary);
  }
  expect(text).toContain('clips=3 isKept=true');
  expect(text).not.toContain(homedir());
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('a full log makes way for a new one and the one before is dropped', async () => {
  const { folder, file, logger } = await openLog();
  const words = 'front yard '.repeat(300);
  for (let line = 0; line < 700; line += 1) logger.info(words);

  const files = await readdir(folder);

  expect(files.sort()).toEqual(['porchlight.log', 'porchlight.old.log']);
  for (const name of files) {
    const facts = await stat(join(folder, name));
    expect(facts.size).toBeLessThan(1_010_000);
    expect(facts.mode & 0o777, file).toBe(0o600);
  }
});
