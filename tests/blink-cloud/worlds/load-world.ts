import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as v from 'valibot';
import { namedWorlds } from './named-worlds.ts';
import type { WorldFile } from './world-file.ts';
import { WorldSchema } from './world-schema.ts';

/** A world by its name, or out of a file: JSON, or a module that exports it as `world`. Throws with what is wrong. */
export async function loadWorld(nameOrFile: string): Promise<WorldFile> {
  const named = namedWorlds[nameOrFile];
  if (named) return named;
  if (!/\.(json|[cm]?[jt]s)$/.test(nameOrFile)) throw new Error(`unknown world "${nameOrFile}"`);
  const parsed = v.safeParse(WorldSchema, await contentOf(path.resolve(nameOrFile)));
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new Error(`${nameOrFile}: ${v.getDotPath(issue) ?? 'the world'}: ${issue.message}`);
}

async function contentOf(file: string): Promise<unknown> {
  if (file.endsWith('.json')) return JSON.parse(await readFile(file, 'utf8'));
  const module: unknown = await import(pathToFileURL(file).href);
  return v.parse(v.object({ world: v.unknown() }), module).world;
}
