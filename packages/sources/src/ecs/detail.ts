import { at, filled, isObject, type JsonObject } from '../json/access.ts';

/** What follows the last slash of an ARN. */
export function afterSlash(value: unknown): string | undefined {
  const text = filled(value);
  return text?.slice(text.lastIndexOf('/') + 1);
}

export function containersOf(record: JsonObject): readonly JsonObject[] {
  const containers = at(record, 'detail', 'containers');
  return Array.isArray(containers) ? containers.filter(isObject) : [];
}

/** What whoever started the task changed in its containers; ECS lists those that are as defined too. */
export function overridesOf(record: JsonObject): readonly JsonObject[] {
  const overrides = at(record, 'detail', 'overrides', 'containerOverrides');
  return Array.isArray(overrides) ? overrides.filter(isObject) : [];
}

/** Whether an override says more than the name of its container. */
export function isChanged(override: JsonObject): boolean {
  return Object.keys(override).some((key) => key !== 'name');
}

/** A detail of the network interface that is attached to the task. */
export function attachmentDetail(record: JsonObject, name: string): string | undefined {
  const attachments = at(record, 'detail', 'attachments');
  if (!Array.isArray(attachments)) return undefined;
  const details = attachments.flatMap((one) => at(one, 'details') ?? []);
  return filled(
    at(
      details.find((one) => at(one, 'name') === name),
      'value',
    ),
  );
}

/** Service events name the service by the ARN among their resources, task events by their group. */
export function serviceOf(record: JsonObject): string | undefined {
  const group = filled(at(record, 'detail', 'group'));
  if (group?.startsWith('service:') === true) return group.slice('service:'.length);
  const resources = Array.isArray(record.resources) ? record.resources : [];
  const arn = resources.find((one) => typeof one === 'string' && one.includes(':service/'));
  return afterSlash(arn);
}

/** The event in a few words. */
export function titleOf(record: JsonObject): string {
  const detail = record.detail;
  const service = serviceOf(record);
  const task = afterSlash(at(detail, 'taskDefinitionArn')) ?? afterSlash(at(detail, 'taskArn'));
  const status = filled(at(detail, 'lastStatus'));
  const stopCode = status === 'STOPPED' ? filled(at(detail, 'stopCode')) : undefined;
  const name = filled(at(detail, 'eventName'));
  if (name !== undefined) return service === undefined ? name : `${name} of ${service}`;
  if (status === undefined) return filled(record['detail-type']) ?? 'ECS event';
  const what = service ?? task ?? 'task';
  return `Task of ${what} ${status}${stopCode === undefined ? '' : ` (${stopCode})`}`;
}
