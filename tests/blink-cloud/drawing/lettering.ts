import { box, fill, type Canvas, type Colour } from './canvas.ts';

/** Seven rows of five dots per character; each row is one base-32 digit, most significant dot on the left. */
const GLYPHS: Readonly<Record<string, string>> = {
  ' ': '0000000',
  '!': '4444004',
  '"': 'aa00000',
  '#': 'aavavaa',
  '&': 'cik8lid',
  "'": '4480000',
  '(': '2488842',
  ')': '8422248',
  '+': '044v440',
  ',': '0000c48',
  '-': '000e000',
  '.': '00000cc',
  '/': '01248g0',
  ':': '0cc0cc0',
  '?': 'eh12404',
  _: '000000v',
  ...paired(
    '0123456789',
    'ehjlphe 4c4444e eh1248v v2421he 26aiv22 vgu11he 68guhhe v124888 ehhehhe ehhf12c',
  ),
  ...paired('ABCDEFGHI', 'ehhvhhh uhhuhhu ehggghe uhhhhhu vgguggv vgguggg ehgnhhf hhhvhhh e44444e'),
  ...paired('JKLMNOPQR', '72222ic hikokih ggggggv hrllhhh hhpljhh ehhhhhe uhhuggg ehhhlid uhhukih'),
  ...paired('STUVWXYZ', 'fgge11u v444444 hhhhhhe hhhhha4 hhhllla hha4ahh hhha444 v1248gv'),
  ...paired('abcdefghi', '00e1fhf ggmphhu 00egghe 11djhhf 00ehvge 698s888 0fhhf1e ggmphhh 40c444e'),
  ...paired('jklmnopqr', '20622ic ggikoki c44444e 00qllhh 00mphhh 00ehhhe 00uhugg 00djf11 00mpggg'),
  ...paired('stuvwxyz', '00ege1u 88s8896 00hhhjd 00hhha4 00hhlla 00ha4ah 00hhf1e 00v248v'),
};

const ROWS = 7;
const COLUMNS = 5;
const ADVANCE = COLUMNS + 1;

function paired(letters: string, glyphs: string): Record<string, string> {
  const drawn = glyphs.split(' ');
  return Object.fromEntries(Array.from(letters, (letter, index) => [letter, drawn[index] ?? '']));
}

export interface Lettering {
  readonly words: string;
  readonly x: number;
  readonly y: number;
  /** Pixels per dot. */
  readonly size: number;
  readonly colour: Colour;
}

/** How wide the words will be, in pixels. */
export const widthOf = (words: string, size: number) => words.length * ADVANCE * size - size;

/** Writes words as a camera does; characters it does not know become a question mark. */
export function write(canvas: Canvas, { words, x, y, size, colour }: Lettering) {
  Array.from(words).forEach((letter, position) => {
    const glyph = GLYPHS[letter] ?? GLYPHS['?'] ?? '';
    const left = x + position * ADVANCE * size;
    for (let row = 0; row < ROWS; row++) {
      const dots = Number.parseInt(glyph.charAt(row), 32);
      for (let column = 0; column < COLUMNS; column++) {
        const isSet = (dots >> (COLUMNS - 1 - column)) & 1;
        if (isSet) fill(canvas, box(left + column * size, y + row * size, size, size), colour);
      }
    }
  });
}
