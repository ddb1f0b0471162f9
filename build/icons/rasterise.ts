import { app, BrowserWindow } from 'electron';
import { readFile, writeFile } from 'node:fs/promises';
import * as v from 'valibot';

const shape = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.object({ svg: v.string(), size: v.number(), file: v.string() })),
);

/** One picture to draw: the text of an SVG, the side of the square in pixels, and the PNG to write. */
export type Drawing = v.InferOutput<typeof shape>[number];

/** Runs inside Electron, which is the only rasteriser of SVG here: draws the list its last argument names, then ends. */
async function drawAll(): Promise<void> {
  const drawings = v.parse(shape, await readFile(process.argv.at(-1) ?? '', 'utf8'));
  const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
  await window.loadURL('about:blank');
  for (const drawing of drawings) {
    const png: unknown = await window.webContents.executeJavaScript(scriptFor(drawing));
    await writeFile(drawing.file, Buffer.from(v.parse(v.string(), png), 'base64'));
  }
}

function scriptFor({ svg, size }: Drawing): string {
  const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
  return `(async () => {
    const image = new Image(${size}, ${size});
    image.src = ${JSON.stringify(source)};
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = ${size};
    canvas.getContext('2d').drawImage(image, 0, 0, ${size}, ${size});
    return canvas.toDataURL().split(',')[1];
  })()`;
}

void app
  .whenReady()
  .then(drawAll)
  .then(
    () => app.exit(0),
    (error: unknown) => {
      console.error(error);
      app.exit(1);
    },
  );
