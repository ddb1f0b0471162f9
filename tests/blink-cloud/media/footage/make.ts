import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { clipName } from '../clips.ts';
import {
  drawView,
  PICTURE_HEIGHT,
  PICTURE_WIDTH,
  SCENE_NAMES,
  type View,
} from '../../drawing/scene.ts';

/**
 * Draws the base clips again: `npx tsx tests/blink-cloud/media/footage/make.ts` (needs ffmpeg with libx264; running the
 * simulator does not).
 */
const FRAMES_PER_SECOND = 15;
const SHORTEST_SECONDS = 5;
const SECONDS_STEP = 0.5;
const FOLDER = fileURLToPath(new URL('.', import.meta.url));

/** Quiet, and different by day and by night: a breeze, or a hum with crickets. */
const sounds = {
  day: 'anoisesrc=color=brown:amplitude=0.05:sample_rate=22050:seed=7',
  night: 'sine=frequency=120:sample_rate=22050,volume=0.04',
};

function encoderArguments(night: boolean, seconds: number, target: string): readonly string[] {
  const picture = [
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb24',
    '-s',
    `${PICTURE_WIDTH}x${PICTURE_HEIGHT}`,
  ];
  return [
    ...['-v', 'error', '-y', ...picture, '-r', String(FRAMES_PER_SECOND), '-i', 'pipe:0'],
    ...['-f', 'lavfi', '-t', String(seconds), '-i', night ? sounds.night : sounds.day],
    ...['-c:v', 'libx264', '-profile:v', 'main', '-preset', 'veryslow', '-crf', '27'],
    ...['-pix_fmt', 'yuv420p', '-g', String(FRAMES_PER_SECOND * 2), '-threads', '1'],
    ...['-c:a', 'aac', '-b:a', '24k', '-ac', '1', '-shortest', '-movflags', '+faststart'],
    ...['-fflags', '+bitexact', '-flags:v', '+bitexact', '-flags:a', '+bitexact', target],
  ];
}

async function make(view: Omit<View, 'passing'>, seconds: number) {
  const target = FOLDER + clipName(view.scene, view.night);
  const encoder = spawn('ffmpeg', encoderArguments(view.night, seconds, target), {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  const ended = once(encoder, 'exit');
  const frames = Math.round(seconds * FRAMES_PER_SECOND);
  for (let frame = 0; frame < frames; frame++) {
    const { pixels } = drawView({ ...view, passing: frame / (frames - 1) });
    if (!encoder.stdin.write(pixels)) await once(encoder.stdin, 'drain');
  }
  encoder.stdin.end();
  await ended;
  if (encoder.exitCode !== 0) throw new Error(`ffmpeg failed at ${target}`);
}

const views = SCENE_NAMES.flatMap((scene) => [
  { scene, night: false },
  { scene, night: true },
]);
for (const [index, view] of views.entries()) {
  await make(view, SHORTEST_SECONDS + (index % 5) * SECONDS_STEP);
}
