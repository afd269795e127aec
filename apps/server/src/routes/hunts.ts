import { routes } from '@breakwater/api';
import { actorOf } from '../auth/caller.ts';
import type { ServerContext } from '../context.ts';
import { type Handler, implement } from '../http/handler.ts';
import { notFound } from '../http/http-error.ts';
import type { Hunts } from '../hunt/hunts.ts';
import { planHunt } from '../hunt/plan-hunt.ts';
import { runHunt } from '../hunt/run-hunt.ts';
import type { LiveRules } from '../rules/live-rules.ts';
import type { RuleCompiler } from '../rules/rule-compiler.ts';

type Context = Pick<ServerContext, 'events' | 'now'> & {
  readonly rules: LiveRules;
  readonly hunts: Hunts;
  readonly drafts: RuleCompiler;
};

/** Retro-hunts and noise previews: rules over stored events. */
export function huntHandlers({ events, now, rules, hunts, drafts }: Context): readonly Handler[] {
  return [
    implement(routes.startHunt, async ({ body, scope, caller }) => {
      const owner = actorOf(caller);
      const { inForce } = rules;
      const { plan, isOrdered } = await planHunt(body, scope, {
        inForce,
        compiler: drafts,
        owner,
        now: now(),
      });
      return hunts.start(owner, async (onProgress, signal) => {
        const parts = await events.parts(plan);
        return runHunt({ plan, parts, isOrdered, onProgress, signal });
      });
    }),
    implement(routes.getHunt, async ({ params, caller }) => {
      const hunt = hunts.get(actorOf(caller), params.id);
      if (hunt === undefined) throw notFound(`hunt ${params.id}`);
      return hunt;
    }),
    implement(routes.cancelHunt, async ({ params, caller }) => {
      const hunt = hunts.cancel(actorOf(caller), params.id);
      if (hunt === undefined) throw notFound(`hunt ${params.id}`);
      return hunt;
    }),
  ];
}
