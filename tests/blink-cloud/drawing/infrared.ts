import type { Canvas } from './canvas.ts';

/** What the lamp of a camera sees at night: grey, bright in the middle, dark at the edges. */
export function infrared({ pixels, width, height }: Canvas) {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      const [red = 0, green = 0, blue = 0] = [pixels[at], pixels[at + 1], pixels[at + 2]];
      const grey = red * 0.4 + green * 0.45 + blue * 0.15;
      const light = lampAt((x / width) * 2 - 1, (y / height) * 2 - 1.2);
      const seen = Math.min(255, 10 + grey * light);
      pixels[at] = seen * 0.96;
      pixels[at + 1] = seen;
      pixels[at + 2] = seen * 0.98;
    }
  }
}

const lampAt = (x: number, y: number) => 0.3 + 0.75 * Math.exp(-(x * x * 0.9 + y * y * 1.3));
