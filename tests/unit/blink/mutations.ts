/** Chance that comes out the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const strangers: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  -1e308,
  2 ** 53 + 2,
  '',
  'x',
  '../..',
  'https://evil.example/',
  'ü\u0000\u202e',
  '9'.repeat(40),
  'y'.repeat(5_000),
  [],
  [[]],
  [null, 7, 'x'],
  {},
  { message: 'words', code: 307 },
  { id: {}, a: { b: { c: {} } } },
];

type Chance = () => number;

const pick = <T>(list: readonly T[], chance: Chance): T | undefined =>
  list[Math.floor(chance() * list.length)];

/** The same value with one thing in it deleted or replaced. */
export function mutated(value: unknown, chance: Chance): unknown {
  if (typeof value !== 'object' || value === null || chance() < 0.15)
    return pick(strangers, chance);
  const key = pick(Object.keys(value), chance);
  if (key === undefined) return pick(strangers, chance);
  const isDeletion = chance() < 0.2;
  const pairs: [string, unknown][] = Object.entries(value);
  const entries = pairs
    .filter(([name]) => !isDeletion || name !== key)
    .map(([name, inner]) => [name, name === key ? mutated(inner, chance) : inner] as const);
  if (Array.isArray(value)) return entries.map(([, inner]) => inner);
  const next: object = Object.fromEntries(entries);
  return next;
}

/** An answer's text: mutated up to three times, and now and then cut off. */
export function mutatedText(sample: unknown, chance: Chance): string {
  let value = sample;
  for (let turn = 0; turn <= chance() * 3; turn += 1) value = mutated(value, chance);
  const text = JSON.stringify(value);
  return chance() < 0.03 ? text.slice(0, Math.floor(chance() * text.length)) : text;
}
