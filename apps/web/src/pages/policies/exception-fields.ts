import { commonColumns } from '@breakwater/model';
import { useMemo } from 'react';
import { useRead } from '../../api/hooks.ts';

/** Names of fields that a condition on events of a source may use: the common columns, then the source's own. */
export function useExceptionFields(source: string): readonly string[] {
  const sources = useRead('listRuleSources', {}).data?.sources;
  return useMemo(() => {
    const own = sources?.find((one) => one.name === source)?.fields ?? [];
    return [
      ...commonColumns,
      ...own.filter((field) => !needsArgument(field.argument)).map((field) => field.name),
    ];
  }, [sources, source]);
}

/** Events keep fields by name; those that need an argument are computed from the record and cannot be filtered by. */
function needsArgument(argument: string): boolean {
  return argument === 'index' || argument === 'key';
}
