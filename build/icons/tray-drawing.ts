/** How a tray icon is coloured: `colour` reads on any panel, the others are one colour for one kind of panel. */
export type TrayInk = 'colour' | 'light' | 'dark';

/** One icon: its parts from back to front, and what lies over them. */
export interface TrayShape {
  readonly name: string;
  readonly parts: readonly string[];
  /** Banners are muted here. */
  readonly hasSlash: boolean;
  /** There are unseen clips. */
  readonly hasDot: boolean;
}

/** The shape says the state; colour only helps. Armed is the only one that is lit and whole. */
const states: Readonly<Record<string, readonly string[]>> = {
  disarmed: ['cap', 'glass', 'base'],
  armed: ['cap', 'light', 'rays-left', 'rays-right', 'base'],
  mixed: ['cap', 'glass', 'half-light', 'rays-left', 'base'],
  blind: ['cap', 'cross', 'rays-left', 'rays-right', 'base'],
  unknown: ['cap', 'question', 'base'],
  'sign-in-needed': ['cap', 'exclamation', 'base'],
  'busy-1': ['cap', 'spark-1', 'base'],
  'busy-2': ['cap', 'spark-1', 'spark-2', 'base'],
  'busy-3': ['cap', 'spark-2', 'spark-3', 'base'],
  'busy-4': ['cap', 'spark-3', 'base'],
};

/** What needs attention looks the same, muted or not. */
const mutable = new Set(['disarmed', 'armed', 'mixed']);
const lit = new Set(['light', 'half-light', 'rays-left', 'rays-right']);

/** Every icon there is: each state, muted where that says something, and each of these with and without the dot. */
export const trayShapes: readonly TrayShape[] = Object.entries(states).flatMap(([name, parts]) =>
  [false, ...(mutable.has(name) ? [true] : [])].flatMap((hasSlash) =>
    [false, true].map((hasDot) => ({
      name: `${name}${hasSlash ? '-muted' : ''}${hasDot ? '-dot' : ''}`,
      parts,
      hasSlash,
      hasDot,
    })),
  ),
);

/** The SVG of one icon, made of the parts that `source` (tray.svg) defines. */
export function trayDrawing(source: string, shape: TrayShape, ink: TrayInk): string {
  const definitions = source.slice(source.indexOf('<defs>'), source.indexOf('</svg>'));
  const plain = ink === 'dark' ? '#000' : '#fff';
  const fillOf = (part: string) => (ink === 'colour' && lit.has(part) ? amber : plain);
  const use = (part: string, look: string) => `<use href="#${part}" ${look} />`;
  const rim = ink === 'colour' ? shape.parts.map((part) => use(part, rimLook)).join('') : '';
  const body = shape.parts.map((part) => use(part, `fill="${fillOf(part)}"`)).join('');
  const gap = 'stroke="#000" stroke-linejoin="round"';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 22">${definitions}
    <mask id="gaps">
      <rect width="22" height="22" fill="#fff" />
      ${shape.hasSlash ? use('slash', `${gap} stroke-width="3"`) : ''}
      ${shape.hasDot ? use('dot', `${gap} stroke-width="2.4"`) : ''}
    </mask>
    <g mask="url(#gaps)">${rim}${body}</g>
    ${shape.hasSlash && ink === 'colour' ? use('slash', rimLook) : ''}
    ${shape.hasSlash ? use('slash', `fill="${plain}"`) : ''}
    ${shape.hasDot ? use('dot', `fill="${ink === 'colour' ? coral : plain}"`) : ''}
  </svg>`;
}

const amber = '#ffc14d';
const coral = '#ff6f5e';
const rimLook =
  'fill="#12161d" stroke="#12161d" stroke-width="1.8" stroke-linejoin="round" opacity="0.8"';
