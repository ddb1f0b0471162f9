const rim = '#12161d';

/**
 * One tray icon from its source shapes: white on a dark rim, windows dark, so that it reads on light and dark panels.
 * The dot says that there are unseen clips.
 */
export function trayDrawing(source: string, hasDot: boolean): string {
  const shapes = source.replace(/^[^>]*>|<\/svg>\s*$/g, '');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 22">
    <style>.rim path { fill-rule: nonzero; }</style>
    <mask id="around-dot">
      <rect width="22" height="22" fill="#fff" />
      ${hasDot ? '<circle cx="17.5" cy="4.5" r="5.2" fill="#000" />' : ''}
    </mask>
    <g mask="url(#around-dot)">
      <g class="rim" fill="${rim}" stroke="${rim}" stroke-width="1.8" stroke-linejoin="round" opacity="0.8">${shapes}</g>
      <g fill="#fff">${shapes}</g>
    </g>
    ${hasDot ? dot : ''}
  </svg>`;
}

const dot = `<circle cx="17.5" cy="4.5" r="4.2" fill="${rim}" opacity="0.8" /><circle cx="17.5" cy="4.5" r="3.3" fill="#ffc14d" />`;
