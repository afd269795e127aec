import type { Clients } from '../src/clients.ts';

/** A recorded call: the answers it gives, one after the other; `error` is thrown with that name. */
export type Recording = Readonly<Record<string, readonly unknown[]>>;

export interface Replay {
  readonly clients: Clients;
  /** Name and input of every call, in order. */
  readonly calls: { readonly name: string; readonly input: unknown }[];
}

/** Clients that answer from a recording: keys are the operations' names, `ListClusters`. */
export function replay(recording: Recording): Replay {
  const calls: Replay['calls'] = [];
  const left = new Map(Object.entries(recording).map(([name, answers]) => [name, [...answers]]));
  const client = {
    send: async (command: { readonly constructor: { readonly name: string }; readonly input: unknown }) => {
      const name = command.constructor.name.replace(/Command$/, '');
      calls.push({ name, input: command.input });
      const answer = left.get(name)?.shift();
      if (answer === undefined) throw new Error(`the recording has no more answers of ${name}`);
      if (isFailure(answer))
        throw Object.assign(new Error(answer.message ?? answer.error), { name: answer.error });
      return answer;
    },
  };
  const clients: unknown = {
    cloudtrail: client,
    ec2: client,
    ecr: client,
    ecs: client,
    iam: client,
    s3: client,
  };
  return { clients: clients as Clients, calls };
}

function isFailure(answer: unknown): answer is { readonly error: string; readonly message?: string } {
  return typeof answer === 'object' && answer !== null && 'error' in answer;
}
