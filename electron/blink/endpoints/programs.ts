import type { Program, ProgramDraft } from '../models.ts';
import { AppError } from '../../../shared/errors.ts';
import type { NetworkId } from '../../../shared/ids.ts';
import {
  get,
  legacy,
  post,
  type ApiClient,
  type EndpointVariant,
  type EndpointVariants,
} from '../api-client.ts';
import { networkPaths } from './paths.ts';
import { toProgram, toWireSchedule, programSchema } from '../wire/programs.ts';
import { answerOfRows, parseAnswer, readRows } from '../wire/schema-helpers.ts';

/** Which program of which network. */
export type ProgramRef = Pick<Program, 'programId' | 'networkId'>;

/** A network's programs; those that cannot be read whole are left out and counted. */
export interface ProgramList {
  readonly programs: readonly Program[];
  readonly unreadable: number;
}

/** The schedules of a network, which the cloud runs. */
export interface ProgramCalls {
  list(id: NetworkId, signal?: AbortSignal): Promise<ProgramList>;
  create(id: NetworkId, draft: ProgramDraft, signal?: AbortSignal): Promise<void>;
  update(program: ProgramRef, draft: ProgramDraft, signal?: AbortSignal): Promise<void>;
  remove(program: ProgramRef, signal?: AbortSignal): Promise<void>;
  setEnabled(program: ProgramRef, isEnabled: boolean, signal?: AbortSignal): Promise<void>;
}

export function createProgramCalls(api: ApiClient): ProgramCalls {
  function variantsFor(
    id: NetworkId,
    path: string,
    variant: (path: string) => EndpointVariant,
  ): EndpointVariants {
    const { network, versioned } = networkPaths(api.accountId, id);
    return [
      legacy(variant(`/api/v1/networks/${network}/programs${path}`)),
      variant(`${versioned(1)}/programs${path}`),
    ];
  }

  return {
    async list(id, signal) {
      const name = 'programs';
      const variants = variantsFor(id, '', get);
      const { value } = await api.json({ kind: 'account', name, variants, signal });
      const listed = readRows(programSchema, parseAnswer(name, answerOfRows('programs'), value));
      const programs = listed.rows
        .map((row) => toProgram(id, row))
        .filter((program) => program !== null);
      const unreadable = listed.unreadable + listed.rows.length - programs.length;
      return { programs, unreadable };
    },
    async create(id, draft, signal) {
      const body = bodyOf(draft);
      const variants = variantsFor(id, '/create', (path) => post(path, body));
      await api.json({ kind: 'account', name: 'new program', variants, signal });
    },
    async update({ programId, networkId }, draft, signal) {
      const body = { id: programId, ...bodyOf(draft) };
      const variants = variantsFor(networkId, `/${programId}/update`, (path) => post(path, body));
      await api.json({ kind: 'account', name: 'change of program', variants, signal });
    },
    async remove({ programId, networkId }, signal) {
      const variants = variantsFor(networkId, `/${programId}/delete`, post);
      await api.json({ kind: 'account', name: 'end of program', variants, signal });
    },
    async setEnabled({ programId, networkId }, isEnabled, signal) {
      const action = isEnabled ? 'enable' : 'disable';
      const variants = variantsFor(networkId, `/${programId}/${action}`, post);
      await api.json({ kind: 'account', name: `${action} program`, variants, signal });
    },
  };
}

function bodyOf({ name, rules }: ProgramDraft) {
  if (rules.some(({ days, at }) => days.length === 0 || !Number.isFinite(at))) {
    throw new AppError('invalid-argument', 'program: a rule without a time');
  }
  return { name, format: 'v1', schedule: toWireSchedule(rules) };
}
