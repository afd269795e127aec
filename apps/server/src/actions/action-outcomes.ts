import type { Detection, DetectionAction } from '@breakwater/model';
import { policyActions, type StateStore } from '@breakwater/store';

/** A detection with what became of the actions that it asked for. */
export async function withOutcomes(state: StateStore, detection: Detection): Promise<Detection> {
  const { actions } = detection;
  if (actions === undefined || actions.every(({ outcome }) => outcome !== 'requested')) return detection;
  const filter = { op: '=', field: 'detectionId', value: detection.id } as const;
  const { rows } = await state.read((reader) => reader.table(policyActions).list({ filter, limit: 100 }));
  const byIndex = new Map(rows.map(({ record }) => [record.index, record]));
  return {
    ...detection,
    actions: actions.map((action, index): DetectionAction => {
      const known = byIndex.get(index);
      if (known === undefined) return action;
      const { outcome, detail, finishedAt } = known;
      return {
        ...action,
        outcome,
        ...(detail === undefined ? {} : { detail }),
        ...(finishedAt === undefined ? {} : { at: finishedAt }),
      };
    }),
  };
}
